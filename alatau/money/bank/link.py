"""The city's bank: its codes and accounts, and the account of the ledger by which bank money enters and leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from django.db import connection

from alatau.core.content import content
from alatau.money.bank.errors import BankMissingError
from alatau.money.bodies.read import body_id, list_bodies
from alatau.money.open import open_account
from alatau.money.values import AccountId, AccountKind, HolderKind

if TYPE_CHECKING:
    from alatau.core.values import Actor, Moment
    from alatau.money.bank.kinds import BankLink
    from alatau.money.bodies.kinds import MoneyBody

_ACCOUNTS = UUID("9c9be4b2-5f4b-4a3c-8d8e-3a6f0f2f7d21")


def get_link() -> BankLink:
    """Return the bank that this city tops up from and withdraws to.

    Raises:
        BankMissingError: the content names none, or its body does not serve here.
    """
    link: BankLink | None = content().bank_link
    if link is None or _find_body(link) is None:
        raise BankMissingError
    return link


def bank_account_id() -> AccountId:
    """Return the ledger's account of digital money that the bank's body keeps ready against bank money."""
    body = _find_body(get_link())
    assert body is not None, "a link has its body"
    return AccountId(uuid5(_ACCOUNTS, str(body_id(body))))


def open_bank(*, by: Actor, at: Moment) -> AccountId:
    """Open that account in the caller's transaction; a repeat changes nothing. It never falls below zero.

    Only the issuer makes money: what enters from a bank was issued to the body before.
    """
    assert connection.in_atomic_block, "an account is opened in the transaction of what needs it"
    body = _find_body(get_link())
    assert body is not None, "a link has its body"
    account_id = bank_account_id()
    open_account(
        account_id,
        holder_id=body_id(body),
        holder_kind=HolderKind.PUBLIC,
        tier=body.tier,
        currency=content().currency.code,
        purpose="bank",
        kind=AccountKind.BANK,
        by=by,
        at=at,
    )
    return account_id


def _find_body(link: BankLink) -> MoneyBody | None:
    return next((body for body in list_bodies() if body.key == link.body), None)
