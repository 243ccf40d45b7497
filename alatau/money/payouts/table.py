"""Read the table that a treasury hands over: a line of names, then a line for each person."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from alatau.core.errors import AlatauError
from alatau.core.parse import parse_amount
from alatau.money.payouts.errors import PayoutFileError
from alatau.money.payouts.values import REFERENCE_MOST, WORDS_MOST, NewLine, printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import IO

    from alatau.core.money import Amount, Currency

NEEDED, MORE = ("number", "amount"), ("reference", "words")
#: Longer lines are somebody else's file.
LINE_MOST = 2000


def read_table(file: IO[bytes], currency: Currency) -> Iterator[NewLine]:
    """Yield a line for each line of the table, as a stream.

    Commas, semicolons and tabs part columns; names of columns may be in any order and case. An amount is whole units of
    the currency with a point or a comma. What cannot be read becomes a line without an amount.

    Raises:
        PayoutFileError: it is no table, not in UTF-8, or lacks a column.
    """
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    try:
        head = text.readline(LINE_MOST)
        rows = csv.reader(text, delimiter=_delimiter(head))
        places = _places(next(csv.reader([head], delimiter=_delimiter(head)), []))
        for row in rows:
            if any(cell.strip() for cell in row):
                yield _line(row, places, currency)
    except (UnicodeDecodeError, csv.Error) as error:
        raise PayoutFileError from error
    finally:
        text.detach()


def _delimiter(head: str) -> str:
    return max(",;\t", key=head.count)


def _places(names: Sequence[str]) -> Mapping[str, int]:
    found = {name.strip().casefold(): place for place, name in enumerate(names)}
    if not all(name in found for name in NEEDED):
        raise PayoutFileError
    return {name: found[name] for name in (*NEEDED, *MORE) if name in found}


def _line(row: Sequence[str], places: Mapping[str, int], currency: Currency) -> NewLine:
    said = {name: row[place].strip() if place < len(row) else "" for name, place in places.items()}
    return NewLine(
        number=said["number"],
        amount=_amount(said["amount"], currency),
        reference=printable(said.get("reference", ""), most=REFERENCE_MOST),
        words=printable(said.get("words", ""), most=WORDS_MOST),
    )


def _amount(text: str, currency: Currency) -> Amount | None:
    try:
        amount = parse_amount(text, currency)
    except AlatauError:
        return None
    return amount if amount.units > 0 else None
