"""Hide small counts in tables of places, so that no hidden one follows from the rest.

Places lie one inside the other; each has counts of families by kind. A count below the threshold is hidden, and with it
the whole breakdown of its place: only its total stays. Enough neighbours are hidden with it for what remains of each
column to be nothing or at least the threshold, and for at least two places to share it. Nothing inside a place whose
breakdown is hidden is broken down either. Kinds that are rare in the whole country are joined to their neighbour first.

For a table with known totals `r` of rows and `c` of columns and their sum `t`, a hidden cell can be anything from
`max(0, r + c - t)` to `min(r, c)`. By these rules that span is never narrower than the threshold. A test proves it with
a linear programme over everything that is shown (Willenborg and de Waal, Elements of Statistical Disclosure Control,
2001, chapter 3, on cell suppression and its audit).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

#: A count under this is hidden.
LEAST = 10


@dataclass(frozen=True, kw_only=True)
class Line:
    """A place and how many families of each kind live there."""

    place: str
    #: The place that it lies in; empty for the country.
    within: str
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """All families of the place."""
        return sum(self.counts)


@dataclass(frozen=True, kw_only=True)
class ShownLine:
    """What may be shown of a place: nothing in place of a figure means that it is hidden."""

    place: str
    within: str
    total: int | None
    counts: tuple[int | None, ...]


@dataclass(frozen=True, kw_only=True)
class Shown:
    """The table as it may be shown."""

    #: Which kinds each column joins, by their places in the counts.
    columns: tuple[tuple[int, ...], ...]
    lines: tuple[ShownLine, ...]


def hide_small(lines: Sequence[Line], *, least: int = LEAST) -> Shown:
    """Return what may be shown of a country, its places and theirs.

    The counts of a place are the sums of the places in it. Exactly one line lies in nothing: the country.
    """
    [country] = [line for line in lines if not line.within]
    columns = _join_rare(country.counts, least=least)
    joined = [
        Line(place=line.place, within=line.within, counts=tuple(sum(line.counts[i] for i in each) for each in columns))
        for line in lines
    ]
    inside: dict[str, list[Line]] = {}
    for line in joined:
        inside.setdefault(line.within, []).append(line)
    shown: dict[str, ShownLine] = {}
    _show(inside[""][0], inside, shown, hides_total=_is_small(country.total, least), hides_counts=False, least=least)
    return Shown(columns=columns, lines=tuple(shown[line.place] for line in joined))


def _join_rare(counts: Sequence[int], *, least: int) -> tuple[tuple[int, ...], ...]:
    """Return the columns: a kind too rare for the country goes with the one before it, the first with the next."""
    columns: list[tuple[int, ...]] = [(index,) for index in range(len(counts))]
    while len(columns) > 1:
        sums = [sum(counts[index] for index in column) for column in columns]
        rare = next((place for place, total in enumerate(sums) if _is_small(total, least)), None)
        if rare is None:
            break
        first = max(0, rare - 1)
        columns[first : first + 2] = [columns[first] + columns[first + 1]]
    return tuple(columns)


def _show(
    line: Line,
    inside: Mapping[str, Sequence[Line]],
    shown: dict[str, ShownLine],
    *,
    hides_total: bool,
    hides_counts: bool,
    least: int,
    empty: frozenset[int] = frozenset(),
) -> None:
    """Write down what may be shown of a place, and then of the places in it.

    `empty` are the columns of which everybody can see that nothing of them is hidden here.
    """
    hides_counts = hides_counts or hides_total
    shown[line.place] = ShownLine(
        place=line.place,
        within=line.within,
        total=None if hides_total else line.total,
        counts=_counts(line, hides_counts=hides_counts, hides_total=hides_total, empty=empty),
    )
    parts = inside.get(line.place, ())
    no_totals = {part.place for part in parts} if hides_total else _without_totals(parts, least=least)
    no_counts = {part.place for part in parts} if hides_counts else _without_counts(parts, no_totals, least=least)
    if not hides_counts:
        empty = _empty_columns([part for part in parts if part.place in no_counts])
    for part in parts:
        _show(
            part,
            inside,
            shown,
            hides_total=part.place in no_totals,
            hides_counts=part.place in no_counts,
            least=least,
            empty=empty,
        )


def _counts(line: Line, *, hides_counts: bool, hides_total: bool, empty: frozenset[int]) -> tuple[int | None, ...]:
    if not hides_counts or not (hides_total or line.total):
        return line.counts
    left = [index for index in range(len(line.counts)) if index not in empty]
    # Where one column alone is left, it is the total: to leave it open would be to pretend.
    only = {left[0]: line.total} if len(left) == 1 and not hides_total else {}
    return tuple(0 if index in empty else only.get(index) for index in range(len(line.counts)))


def _empty_columns(hidden: Sequence[Line]) -> frozenset[int]:
    columns = zip(*(part.counts for part in hidden), strict=True)
    return frozenset(index for index, column in enumerate(columns) if not any(column))


def _without_totals(parts: Sequence[Line], *, least: int) -> set[str]:
    """Return the places whose totals are hidden: small ones, and enough others to hide them among."""
    hidden = [part for part in parts if _is_small(part.total, least)]
    others = _smallest_first(part for part in parts if part.total >= least)
    while hidden and others and (len(hidden) == 1 or sum(part.total for part in hidden) < least):
        hidden.append(others.pop(0))
    return {part.place for part in hidden}


def _without_counts(parts: Sequence[Line], no_totals: set[str], *, least: int) -> set[str]:
    """Return the places that are not broken down: those with a small count, and enough others."""
    hidden = [
        part for part in parts if part.place in no_totals or any(_is_small(count, least) for count in part.counts)
    ]
    others = _smallest_first(part for part in parts if part.total and part not in hidden)
    while hidden and others and _tells(hidden, least=least):
        hidden.append(others.pop(0))
    return {part.place for part in hidden}


def _tells(hidden: Sequence[Line], *, least: int) -> bool:
    """Tell whether the places hidden together still tell of one of them."""
    total = sum(part.total for part in hidden)
    columns = [sum(column) for column in zip(*(part.counts for part in hidden), strict=True)]
    return (
        len(hidden) == 1
        or any(_is_small(count, least) for count in columns)
        # What one place leaves to the others must be enough to hide among.
        or any(_is_small(total - each, least) for each in [*columns, *(part.total for part in hidden)])
    )


def _smallest_first(parts: Iterable[Line]) -> list[Line]:
    return sorted(parts, key=lambda part: (part.total, part.place))


def _is_small(count: int, least: int) -> bool:
    return 0 < count < least
