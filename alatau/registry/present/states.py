"""How each register stands: how fresh, how many rows, and how well its last delivery went.

Everything comes from the loads' own counts: no question here opens the lake.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Max, Q, Sum

from alatau.registry.declare import list_registers
from alatau.registry.models import InboxRow, Load, QuarantineDecision
from alatau.registry.values import LoadKind, LoadState

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from alatau.core.values import Moment
    from alatau.registry.values import Register

#: Loads that bring what the register's owner says; others only move or compute.
FROM_OWNER = (LoadKind.SOURCE.value, LoadKind.INBOX.value)
HUNDRED = Decimal(100)


class Freshness(StrEnum):
    """Whether the newest word of a register's owner is young enough for its rhythm."""

    FRESH = "fresh"
    STALE = "stale"
    NEVER = "never"  # nothing came yet


@dataclass(frozen=True, kw_only=True)
class Quality:
    """What became of the rows of one delivery. Shares are in percent; None where nothing was read."""

    read: int
    accepted: int
    quarantined: int
    unchanged: int
    unlinked: int

    @property
    def taken(self) -> Decimal | None:
        """Rows that stand in the register now, as they came or as they already were."""
        return _share(self.accepted + self.unchanged, self.read)

    @property
    def faulty(self) -> Decimal | None:
        """Rows that broke a check."""
        return _share(self.quarantined, self.read)

    @property
    def linked(self) -> Decimal | None:
        """Accepted rows whose subject the city knows."""
        return _share(self.accepted - self.unlinked, self.accepted)


@dataclass(frozen=True, kw_only=True)
class RegisterState:
    """One register as the operator's list shows it."""

    register: Register
    freshness: Freshness
    #: City day that the newest delivery describes.
    last_day: date | None
    last_at: datetime | None
    #: Rows in force and known, by the loads' counts.
    rows: int
    #: Rows that came alone and wait to be folded into the lake.
    waiting_rows: int
    loads: int
    #: Of the newest delivery.
    quality: Quality | None
    #: Rows in quarantine that nobody has decided about.
    in_quarantine: int


def list_states(*, at: Moment) -> list[RegisterState]:
    """Return how all registers stand, in order of their codes. Cost: four queries."""
    loads, newest, inbox, decided = _sum_loads(), _newest_deliveries(), _count_inbox(), _count_decided()
    return [
        _make_state(
            register,
            load=loads.get(register.key, {}),
            newest=newest.get(register.key),
            inbox=inbox.get(register.key, {}),
            decided=decided.get(register.key, 0),
            at=at,
        )
        for register in list_registers()
    ]


def get_state(register: Register, *, at: Moment) -> RegisterState:
    """Return how one register stands."""
    return next(state for state in list_states(at=at) if state.register.key == register.key)


def judge_freshness(register: Register, last_day: date | None, *, today: date) -> Freshness:
    """Say whether a register whose newest delivery describes ``last_day`` is fresh by its rhythm."""
    if last_day is None:
        return Freshness.NEVER
    return Freshness.FRESH if (today - last_day).days <= register.fresh_days else Freshness.STALE


def quality_of(load: Load) -> Quality:
    """Return what became of a load's rows."""
    return Quality(
        read=load.rows_read,
        accepted=load.rows_accepted,
        quarantined=load.rows_quarantined,
        unchanged=load.rows_unchanged,
        unlinked=load.rows_unlinked,
    )


def _make_state(
    register: Register,
    *,
    load: Mapping[str, Any],
    newest: Load | None,
    inbox: Mapping[str, Any],
    decided: int,
    at: Moment,
) -> RegisterState:
    days = [day for day in (load.get("last_day"), inbox.get("last_day")) if day is not None]
    moments = [each for each in (load.get("last_at"), inbox.get("last_at")) if each is not None]
    last_day = max(days, default=None)
    return RegisterState(
        register=register,
        freshness=judge_freshness(register, last_day, today=at.city_day),
        last_day=last_day,
        last_at=max(moments, default=None),
        rows=int(load.get("rows") or 0) + int(inbox.get("rows") or 0),
        waiting_rows=int(inbox.get("rows") or 0),
        loads=int(load.get("loads") or 0),
        quality=quality_of(newest) if newest else None,
        in_quarantine=int(load.get("quarantined") or 0) - decided,
    )


def _sum_loads() -> dict[str, dict[str, Any]]:
    owners = Q(kind__in=FROM_OWNER)
    sums = (
        Load.objects.filter(state=LoadState.ANNOUNCED.value)
        .values("register_key")
        .annotate(
            rows=Sum(F("rows_accepted") - F("rows_closed")),
            quarantined=Sum("rows_quarantined"),
            loads=Count("id"),
            last_day=Max("as_of", filter=owners),
            last_at=Max("announced_at", filter=owners),
        )
    )
    return {row["register_key"]: dict(row) for row in sums}


def _newest_deliveries() -> dict[str, Load]:
    announced = Load.objects.filter(state=LoadState.ANNOUNCED.value, kind=LoadKind.SOURCE.value)
    return {load.register_key: load for load in announced.order_by("register_key", "-number").distinct("register_key")}


def _count_inbox() -> dict[str, dict[str, Any]]:
    counts = InboxRow.objects.values("register_key").annotate(rows=Count("id"), last_at=Max("received_at"))
    return {row["register_key"]: dict(row) for row in counts}


def _count_decided() -> dict[str, int]:
    counts = QuarantineDecision.objects.values("load__register_key").annotate(rows=Count("id"))
    return {row["load__register_key"]: row["rows"] for row in counts}


def _share(part: int, whole: int) -> Decimal | None:
    return Decimal(part) * HUNDRED / Decimal(whole) if whole else None
