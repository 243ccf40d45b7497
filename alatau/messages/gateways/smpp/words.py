"""The few numbers of SMPP 3.4 that the city speaks."""

from __future__ import annotations

BIND_TRANSCEIVER = 0x00000009
SUBMIT_SM = 0x00000004
DELIVER_SM = 0x00000005
UNBIND = 0x00000006
ENQUIRE_LINK = 0x00000015
GENERIC_NACK = 0x80000000
#: Set in the command id of every answer.
ANSWER = 0x80000000

OK = 0x00000000
INVALID_COMMAND = 0x00000003
QUEUE_FULL = 0x00000014
THROTTLED = 0x00000058
#: "Cannot take it now, offer it again": the answer to a reply that was not stored.
TRY_AGAIN = 0x00000064

#: Bits of `esm_class`.
IS_RECEIPT = 0x04
HAS_HEADER = 0x40

#: Values of `data_coding`.
CODING_DEFAULT, CODING_LATIN, CODING_UCS_2 = 0, 3, 8

INTERFACE_VERSION = 0x34
TON_INTERNATIONAL, NPI_TELEPHONE, TON_ALPHANUMERIC = 1, 1, 5
#: Ask for a receipt on success and on failure.
WANT_RECEIPT = 1

#: `message_state` of a receipt, and the words of its text form.
STATE_DELIVERED = 2
STATES_FAILED = frozenset({3, 4, 5, 8})
WORDS_FAILED = frozenset({"EXPIRED", "DELETED", "UNDELIV", "REJECTD"})
