"""A statement as a table for spreadsheets, written line by line; nothing in it is a formula to them."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from alatau.core.content import content
from alatau.money.present.kinds import say_kind
from alatau.money.statements.entries import stream_lines

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from alatau.core.money import Amount
    from alatau.money.statements.values import Line, Section, Statement

#: Spreadsheets take a file for Unicode only when it begins with this sign.
MARK_OF_UNICODE = "\ufeff"
#: A cell that begins with one of these is a formula to a spreadsheet.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


class _Echo:
    """Hands each row on as it is written."""

    def write(self, row: str) -> str:
        """Return what was written."""
        return row


def stream_table(statement: Statement) -> Iterator[str]:
    """Yield the rows of a statement in the reader's language: opening, each entry with its balance, closing.

    Amounts are plain numbers with a point, days as ISO 8601 writes them: any program reads them.
    """
    writer = csv.writer(_Echo())
    yield MARK_OF_UNICODE
    heads = [
        _("Account"), _("Day"), _("Time"), _("What"), _("With whom"), _("What for"), _("Came"), _("Went"),
        _("Balance"), _("Currency"), _("Payment"),
    ]  # fmt: skip
    yield writer.writerow(heads)
    for section in statement.sections:
        account = _cell(name_section(section))
        yield writer.writerow(_edge(account, statement.first_day, what=_("Opening balance"), balance=section.opening))
        for line in stream_lines(section):
            yield writer.writerow(_row(account, line))
        yield writer.writerow(_edge(account, statement.last_day, what=_("Closing balance"), balance=section.closing))


def _row(account: str, line: Line) -> list[str]:
    at = line.at.astimezone(ZoneInfo(content().time_zone))
    came, went = (_figure(line.amount), "") if line.amount.units > 0 else ("", _figure(-line.amount))
    return [
        account, at.date().isoformat(), f"{at:%H:%M:%S}", say_kind(line), _cell(line.other), _cell(line.reference),
        came, went, _figure(line.balance), line.balance.currency.code, str(line.transfer_id),
    ]  # fmt: skip


def _edge(account: str, day: date, *, what: str, balance: Amount) -> list[str]:
    return [account, day.isoformat(), "", what, "", "", "", "", _figure(balance), balance.currency.code, ""]


def _figure(amount: Amount) -> str:
    return f"{amount.as_decimal():f}"


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


def name_section(section: Section) -> str:
    """Return what a statement calls one of its accounts."""
    return section.name or _("Free money")
