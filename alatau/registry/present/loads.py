"""The newest loads of a register, for its page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from alatau.core.text import format_day, format_number
from alatau.registry.models import Load
from alatau.registry.present.chart import draw_bars
from alatau.registry.present.states import quality_of
from alatau.registry.present.words import LOAD_KIND_WORDS, LOAD_STATE_FACES, LOAD_STATE_WORDS
from alatau.registry.values import LoadKind, LoadState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from decimal import Decimal

    from alatau.registry.present.chart import Chart
    from alatau.registry.present.states import Quality

#: Loads on a register's page, and bars in its charts.
NEWEST = 20


@dataclass(frozen=True, kw_only=True)
class LoadView:
    """One load as operators read it."""

    number: int
    kind: LoadKind
    kind_word: str
    state: LoadState
    state_face: str
    state_word: str
    source_name: str
    as_of: date
    at: datetime
    quality: Quality
    closed: int


def list_loads(register_key: str, *, limit: int = NEWEST) -> list[LoadView]:
    """Return the newest loads of a register, the newest first."""
    rows = Load.objects.filter(register_key=register_key).order_by("-number")
    return [_view(row) for row in rows[:limit]]


def chart_faults(loads: Sequence[LoadView]) -> Chart:
    """Return the share of faulty rows of each delivery, the oldest first."""
    deliveries = _deliveries(loads)
    shares = [load.quality.faulty for load in deliveries]
    titles = [f"{format_day(load.as_of)}: {say_share(load.quality.faulty)}" for load in deliveries]
    return draw_bars(shares, titles)


def chart_rows(loads: Sequence[LoadView]) -> Chart:
    """Return how many rows each delivery brought, the oldest first."""
    deliveries = _deliveries(loads)
    titles = [f"{format_day(load.as_of)}: {format_number(load.quality.read)}" for load in deliveries]
    return draw_bars([load.quality.read for load in deliveries], titles)


def say_share(share: Decimal | None) -> str:
    """Return a share in percent with one digit; a dash where nothing is known."""
    return "–" if share is None else f"{format_number(share, places=1)}\u00a0%"


def _deliveries(loads: Sequence[LoadView]) -> list[LoadView]:
    counted = [load for load in loads if load.kind is LoadKind.SOURCE and load.state is LoadState.ANNOUNCED]
    return counted[::-1]


def _view(row: Load) -> LoadView:
    kind, state = LoadKind(row.kind), LoadState(row.state)
    return LoadView(
        number=row.number,
        kind=kind,
        kind_word=str(LOAD_KIND_WORDS[kind]),
        state=state,
        state_face=LOAD_STATE_FACES[state],
        state_word=str(LOAD_STATE_WORDS[state]),
        source_name=row.source_name,
        as_of=row.as_of,
        at=row.announced_at or row.planned_at,
        quality=quality_of(row),
        closed=row.rows_closed,
    )
