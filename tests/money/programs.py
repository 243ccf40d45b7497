"""Programs with keys for tests, and a gatherer that posts in the test's own connection."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import httpx
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections

from alatau.client import MoneyClient
from alatau.core.clock import read_clocks
from alatau.money import gather
from alatau.money.programs import transfer
from alatau.money.programs.admit import admit_program
from alatau.money.programs.values import Right
from alatau.money.values import HolderKind
from tests.money.ledger import BY, FIRM, PUBLIC, account

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest

    from alatau.core.values import Actor
    from alatau.money.values import NewTransfer, Outcome

EVERYTHING = (Right.READ, Right.PAY, Right.MARK, Right.HEAR)


@dataclass(frozen=True)
class Party:
    """A firm or body with one account, and the key of its program."""

    holder_id: UUID
    account_id: UUID
    key: str

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}"}


class DirectGatherer:
    """Takes the place of the process's gatherer: its thread would not see what a test has not committed."""

    def post(self, new: NewTransfer, *, by: Actor) -> Outcome:
        (outcome,) = gather.post_durably([new], by=by)
        return outcome

    def count_waiting(self) -> int:
        return 0


def party(
    *, balance: int = 0, rights: tuple[Right, ...] = EVERYTHING, kind: HolderKind = HolderKind.ORGANISATION
) -> Party:
    """Return a firm with so much money and a program that has these rights."""
    at, holder_id = read_clocks(), uuid4()
    tier = FIRM if kind is HolderKind.ORGANISATION else PUBLIC
    account_id = account(at, holder=holder_id, holder_kind=kind, tier=tier, balance=balance)
    key = admit_program(str(holder_id), holder_id=holder_id, holder_kind=kind, rights=rights, by=BY, at=at)
    return Party(holder_id, account_id, key)


def client_of(who: Party, *, tries: int = 1) -> MoneyClient:
    """Return the typed client of a party's program, speaking to the city's whole web application."""
    transport = httpx.WSGITransport(app=get_wsgi_application(), raise_app_exceptions=False)
    return MoneyClient("http://127.0.0.1", who.key, tries=tries, transport=transport)


@contextmanager
def in_one_connection(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let requests and commits stay in the test's own connection, whose work is rolled back."""
    monkeypatch.setattr(transfer, "GATHERER", DirectGatherer())
    monkeypatch.setattr(gather, "close_old_connections", lambda: None)
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
