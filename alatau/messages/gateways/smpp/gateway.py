"""An SMS gateway reached over SMPP 3.4: one session per process, opened when needed and kept."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import smpp34

from alatau.messages.gateways.smpp import words
from alatau.messages.gateways.smpp.deliver import take_delivery
from alatau.messages.gateways.smpp.pdu import HEADER, encode_parts
from alatau.messages.gateways.smpp.session import BindRefusedError, SessionClosedError, SmppSession
from alatau.messages.gateways.values import Handed, Outcome

if TYPE_CHECKING:
    from smpp34 import DeliverSm

    from alatau.messages.gateways.settings import GatewaySettings
    from alatau.messages.gateways.values import Outgoing

#: Statuses that say "not now".
BUSY = frozenset({words.QUEUE_FULL, words.THROTTLED})


class SmppGateway:
    """One SMPP gateway. The protocol has no key against doubles: after an unclear end a phone may ring twice."""

    def __init__(self, described: GatewaySettings) -> None:
        self.described = described
        self.session: SmppSession | None = None
        self.binding = threading.Lock()

    def hand_over(self, outgoing: Outgoing) -> Outcome:
        """Submit every part of the message; the first refusal ends it."""
        try:
            session = self.keep_bound()
        except (OSError, SessionClosedError, BindRefusedError) as error:
            return Outcome(handed=Handed.UNREACHABLE, failure=_name(error))
        coding, parts = encode_parts(outgoing.text, reference=outgoing.id.int & 0xFF)
        first_id = ""
        for part in parts:
            outcome = self._submit(session, outgoing, coding=coding, part=part, several=len(parts) > 1)
            if outcome.handed is not Handed.TAKEN:
                # A part is out already: the whole is no longer certainly unsent.
                return Outcome(handed=Handed.UNCLEAR, failure=outcome.failure) if first_id else outcome
            first_id = first_id or outcome.gateway_message_id
        return Outcome(handed=Handed.TAKEN, gateway_message_id=first_id)

    def keep_bound(self) -> SmppSession:
        """Return the open session, binding anew when there is none.

        Raises:
            OSError, SessionClosedError, BindRefusedError: the gateway cannot be reached or does not let us in.
        """
        with self.binding:
            if self.session is None or not self.session.is_open:
                self.session = self._bind()
            return self.session

    def close(self) -> None:
        """End the session."""
        with self.binding:
            if self.session is not None:
                self.session.close()
                self.session = None

    def _bind(self) -> SmppSession:
        options = self.described.options
        session = SmppSession(
            (options.get("host", "127.0.0.1"), options.get("port", 2775)),
            timeout=self.described.timeout_seconds,
            tls=options.get("tls", False),
            handle=self._take_delivery,
        )
        try:
            session.bind(options.get("user", ""), self.described.secret())
        except BaseException:
            session.close()
            raise
        return session

    def _take_delivery(self, delivered: DeliverSm) -> int:
        return take_delivery(self.described.name, delivered)

    def _submit(self, session: SmppSession, outgoing: Outgoing, *, coding: int, part: bytes, several: bool) -> Outcome:
        letters = not self.described.sender.isdigit()
        request = smpp34.SubmitSm(
            self.described.sender,
            outgoing.address.removeprefix("+"),
            part,
            source_addr_ton=words.TON_ALPHANUMERIC if letters else words.TON_INTERNATIONAL,
            source_addr_npi=0 if letters else words.NPI_TELEPHONE,
            dest_addr_ton=words.TON_INTERNATIONAL,
            dest_addr_npi=words.NPI_TELEPHONE,
            esm_class=words.HAS_HEADER if several else 0,
            registered_delivery=words.WANT_RECEIPT,
            data_coding=coding,
        )
        try:
            status, body = session.ask(words.SUBMIT_SM, request.encode()[HEADER.size :])
        except (OSError, SessionClosedError) as error:
            return Outcome(handed=Handed.UNCLEAR, failure=_name(error))
        if status == words.OK:
            return Outcome(handed=Handed.TAKEN, gateway_message_id=body.rstrip(b"\x00").decode("ascii", "replace"))
        handed = Handed.UNREACHABLE if status in BUSY else Handed.REFUSED
        return Outcome(handed=handed, failure=f"smpp_{status}")


def _name(error: BaseException) -> str:
    return str(error) if isinstance(error, BindRefusedError) else type(error).__name__
