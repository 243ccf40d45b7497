"""Small charts, drawn on the server: bars for the newest deliveries, with the same figures as a table beside them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

#: The drawing's own units; the page scales it.
WIDTH, HEIGHT = 240, 64
GAP = 2
#: A bar that is there shows: nothing that happened is drawn as nothing.
LEAST = 2
#: Few bars stay slim, so that two deliveries do not look like a flag.
WIDEST = 16


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One bar, in the drawing's units, and what it says when pointed at."""

    x: int
    y: int
    width: int
    height: int
    title: str


@dataclass(frozen=True, kw_only=True)
class Chart:
    """Bars of equal width, the oldest first."""

    bars: tuple[Bar, ...]
    #: What the highest bar stands for.
    highest: Decimal
    width: int = WIDTH
    height: int = HEIGHT


def draw_bars(values: Sequence[Decimal | int | None], titles: Sequence[str]) -> Chart:
    """Return the values as bars; an unknown value leaves its place empty."""
    assert len(values) == len(titles), "each bar says what it stands for"
    highest = max((Decimal(value) for value in values if value is not None), default=Decimal(0))
    step = min(WIDEST, WIDTH // max(1, len(values)))
    bars = [
        _bar(index, Decimal(value), title, highest=highest, step=step)
        for index, (value, title) in enumerate(zip(values, titles, strict=True))
        if value is not None
    ]
    return Chart(bars=tuple(bars), highest=highest)


def _bar(index: int, value: Decimal, title: str, *, highest: Decimal, step: int) -> Bar:
    share = value / highest if highest else Decimal(0)
    height = max(LEAST, int(share * HEIGHT)) if value else 0
    return Bar(x=index * step, y=HEIGHT - height, width=max(1, step - GAP), height=height, title=title)
