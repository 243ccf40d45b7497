"""A batch on its way to the database: checked where no table is needed, and laid out column by column.

The columns are array literals: the server reads them in one pass, and Python makes them at the price of a join.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from alatau.core.content import content
from alatau.money.values import (
    AMOUNT_MOST,
    GOODS_MOST,
    PURPOSE_MOST,
    REFERENCE_MOST,
    TIMEOUT_MOST,
    Refusal,
    TransferKind,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from alatau.money.values import NewTransfer

_KEY = re.compile(r"[a-z][a-z0-9_.]*", re.ASCII)
_CODE = re.compile(r"[A-Za-z0-9.]*", re.ASCII)
#: Kinds that concern an earlier transfer.
_LATER = frozenset({TransferKind.POST, TransferKind.VOID, TransferKind.REFUND})


@dataclass(frozen=True)
class Columns:
    """What `money_post` takes for each transfer, in its order of arguments from `account_ids` on."""

    accounts: Sequence[str]
    ids: Sequence[str]
    debits: Sequence[int]
    credits: Sequence[int]
    amounts: Sequence[int]
    currencies: Sequence[int]
    kinds: Sequence[int]
    linked: Sequence[bool]
    purposes: Sequence[str]
    references: Sequence[str]
    goods: Sequence[str]
    timeouts: Sequence[int | None]
    concerns: Sequence[int]
    #: For each transfer its place among those that others concern; 0 for none.
    known: Sequence[int]
    #: For each transfer the place of the first with its id; empty where no id comes twice.
    first: Sequence[int]
    codes: Sequence[int]
    concerned: Sequence[str]
    currency_codes: Sequence[str]

    def arguments(self) -> list[str]:
        """Return the columns as array literals."""
        return [
            _words(self.accounts),
            _words(self.ids),
            _numbers(self.debits),
            _numbers(self.credits),
            _numbers(self.amounts),
            _numbers(self.currencies),
            _numbers(self.kinds),
            _words("t" if one else "f" for one in self.linked),
            _texts(self.purposes),
            _texts(self.references),
            _texts(self.goods),
            _words("NULL" if one is None else str(one) for one in self.timeouts),
            _numbers(self.concerns),
            _numbers(self.known),
            _numbers(self.first),
            _numbers(self.codes),
            _words(self.concerned),
            _texts(self.currency_codes),
        ]


def lay_out(batch: Sequence[NewTransfer]) -> Columns:
    """Return the batch as columns, each transfer with the refusal that it earns whatever the tables hold."""
    codes = [_check(new) for new in batch]
    _check_chain(batch, codes)
    accounts: dict[int, int] = {}
    currencies = {content().currency.code: 1}
    concerned: dict[int, int] = {}
    for new in batch:
        if new.concerns_id is not None:
            concerned.setdefault(new.concerns_id.int, len(concerned) + 1)
    places = {new.id.int: place for place, new in enumerate(reversed(batch))}
    has_doubles = len(places) < len(batch)
    return Columns(
        debits=[accounts.setdefault(new.debit_id.int, len(accounts) + 1) for new in batch],
        credits=[accounts.setdefault(new.credit_id.int, len(accounts) + 1) for new in batch],
        currencies=[currencies.setdefault(new.amount.currency.code, len(currencies) + 1) for new in batch],
        concerns=[concerned[new.concerns_id.int] if new.concerns_id is not None else 0 for new in batch],
        known=[concerned.get(new.id.int, 0) for new in batch] if concerned else [0] * len(batch),
        first=[len(batch) - places[new.id.int] for new in batch] if has_doubles else [],
        ids=[f"{new.id.int:032x}" for new in batch],
        # What is refused already is laid out as harmless: its text or number may not even fit the column.
        amounts=[1 if code else new.amount.units for new, code in zip(batch, codes, strict=True)],
        kinds=[new.kind.value for new in batch],
        linked=[new.is_linked for new in batch],
        purposes=["" if code else new.purpose for new, code in zip(batch, codes, strict=True)],
        references=["" if code else new.reference for new, code in zip(batch, codes, strict=True)],
        goods=["" if code else new.goods for new, code in zip(batch, codes, strict=True)],
        timeouts=[None if code else new.timeout_seconds for new, code in zip(batch, codes, strict=True)],
        codes=codes,
        accounts=[f"{account:032x}" for account in accounts],
        concerned=[f"{transfer:032x}" for transfer in concerned],
        currency_codes=list(currencies),
    )


def _check(new: NewTransfer) -> int:
    """Return the first refusal that needs no table, in the documented order; 0 for none."""
    units = new.amount.units
    if units <= 0:
        return Refusal.AMOUNT_NOT_POSITIVE
    if units > AMOUNT_MOST:
        return Refusal.AMOUNT_TOO_LARGE
    if new.debit_id.int == new.credit_id.int:
        return Refusal.ACCOUNTS_SAME
    if not _is_plain(new):
        return Refusal.TEXT_NOT_ALLOWED
    if new.timeout_seconds is not None and (
        new.kind is not TransferKind.PENDING or not 0 < new.timeout_seconds <= TIMEOUT_MOST
    ):
        return Refusal.TIMEOUT_NOT_ALLOWED
    if (new.concerns_id is not None) != (new.kind in _LATER) or new.concerns_id == new.id:
        return Refusal.CONCERNS_NOT_ALLOWED
    return 0


def _is_plain(new: NewTransfer) -> bool:
    # Printable leaves out control characters, half pairs, and signs that turn the direction of writing.
    return (
        _is_key(new.purpose)
        and len(new.reference) <= REFERENCE_MOST
        and new.reference.isprintable()
        and _is_code(new.goods)
    )


@lru_cache(maxsize=1024)
def _is_key(purpose: str) -> bool:
    return len(purpose) <= PURPOSE_MOST and _KEY.fullmatch(purpose) is not None


@lru_cache(maxsize=1024)
def _is_code(goods: str) -> bool:
    return len(goods) <= GOODS_MOST and _CODE.fullmatch(goods) is not None


def _check_chain(batch: Sequence[NewTransfer], codes: list[int]) -> None:
    if batch[-1].is_linked and not codes[-1]:
        codes[-1] = Refusal.CHAIN_OPEN


def _words(words: Iterable[str]) -> str:
    return "{" + ",".join(words) + "}"


def _numbers(numbers: Iterable[int]) -> str:
    return "{" + ",".join(map(str, numbers)) + "}"


def _texts(texts: Sequence[str]) -> str:
    # Of printable text, JSON escapes what an array literal does, in the same way: quotes and backslashes.
    return "{" + json.dumps(texts, ensure_ascii=False)[1:-1] + "}"
