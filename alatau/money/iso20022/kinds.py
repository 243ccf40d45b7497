"""Kinds of messages that the city exchanges with banks, each in the one version that was agreed: the set of 2019."""

from __future__ import annotations

from enum import StrEnum

#: Opens the namespace of every message.
NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:"


class MessageKind(StrEnum):
    """A message by its name in the standard."""

    #: A customer's order to its bank to pay.
    ORDER = "pain.001.001.09"
    #: What became of an order.
    ORDER_STATUS = "pain.002.001.10"
    #: A payment between banks for a customer.
    PAYMENT = "pacs.008.001.08"
    #: What became of a payment.
    PAYMENT_STATUS = "pacs.002.001.10"
    #: What was booked on an account.
    STATEMENT = "camt.053.001.08"

    @property
    def namespace(self) -> str:
        """The namespace of its elements."""
        return f"{NAMESPACE}{self.value}"
