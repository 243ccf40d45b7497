"""Pace and circuit of a gateway, shared by all workers through one row."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import connection, transaction

from alatau.messages.models import GatewayState

if TYPE_CHECKING:
    from alatau.messages.gateways.settings import GatewaySettings
    from alatau.messages.gateways.values import Outcome

#: Failures in a row after which a gateway is passed over.
FAILURES_TO_OPEN = 5
OPEN_LEAST, OPEN_MOST = timedelta(seconds=30), timedelta(minutes=10)
#: A gateway that was never used has been idle for longer than any pace asks.
IDLE = timedelta(days=1)
#: A success is noted this often, so that a fast gateway is not a hot row.
NOTE_EVERY = timedelta(seconds=10)


def lock_state(name: str, *, now: datetime) -> GatewayState:
    """Return the gateway's row, locked until the transaction ends."""
    locked = GatewayState.objects.select_for_update().filter(name=name).first()
    if locked is not None:
        return locked
    fresh = GatewayState(name=name, next_slot_at=now, last_left_at=now - IDLE)
    GatewayState.objects.bulk_create([fresh], ignore_conflicts=True)
    return GatewayState.objects.select_for_update().get(name=name)


def view_state(described: GatewaySettings, *, now: datetime) -> GatewayState:
    """Return the gateway's row, locked only when this message may have to change it: for pace, or to probe."""
    state = GatewayState.objects.filter(name=described.name).first()
    if state is None or described.per_second or state.open_until is not None:
        return lock_state(described.name, now=now)
    return state


def is_closed(state: GatewayState, *, now: datetime) -> bool:
    """Tell whether the gateway may be used. When its pause ends, the first caller probes and holds others back."""
    if state.open_until is None:
        return True
    if state.open_until > now:
        return False
    state.open_until = now + OPEN_LEAST
    state.save(update_fields=["open_until"])
    return True


def queue_for(state: GatewayState, described: GatewaySettings, *, now: datetime) -> datetime:
    """Promise the next free slot and return its moment: it is now when the gateway is not busy."""
    if not described.per_second:
        return now
    slot = max(now, state.next_slot_at)
    state.next_slot_at = slot + _gap(described)
    state.save(update_fields=["next_slot_at"])
    return slot


def leave_at(state: GatewayState, described: GatewaySettings, *, now: datetime) -> datetime:
    """Return when this message may leave so that the pace holds even when many workers wake together."""
    if not described.per_second:
        return now
    state.last_left_at = max(now, state.last_left_at + _gap(described))
    state.save(update_fields=["last_left_at"])
    return state.last_left_at


def take_turn(described: GatewaySettings, *, now: datetime) -> datetime:
    """Return when the next message may leave, and hold back those of all other workers behind it."""
    if not described.per_second:
        return now
    with transaction.atomic(), connection.cursor() as cursor:
        # A turn that a power cut forgets costs nobody anything, so its commit does not wait for the disk.
        cursor.execute("SET LOCAL synchronous_commit = off")
        return leave_at(lock_state(described.name, now=now), described, now=now)


def note_success(name: str, *, now: datetime) -> None:
    """Close the circuit."""
    state = GatewayState.objects.filter(name=name).first()
    if state is None or (not state.failures_in_row and state.last_success_at and _is_fresh(state, now=now)):
        return
    GatewayState.objects.filter(name=name).update(
        failures_in_row=0, open_until=None, last_failure="", last_success_at=now
    )


def note_failure(name: str, outcome: Outcome, *, now: datetime) -> None:
    """Count a failure; from the fifth in a row the gateway is passed over, each time for longer."""
    state = lock_state(name, now=now)
    state.failures_in_row += 1
    state.last_failure = outcome.failure
    if state.failures_in_row >= FAILURES_TO_OPEN:
        state.open_until = now + pause_after(state.failures_in_row)
    state.save(update_fields=["failures_in_row", "last_failure", "open_until"])


def pause_after(failures: int) -> timedelta:
    """Return how long a gateway is passed over after so many failures in a row."""
    doublings = min(failures - FAILURES_TO_OPEN, 10)
    pause: timedelta = min(OPEN_LEAST * 2**doublings, OPEN_MOST)
    return pause


def _gap(described: GatewaySettings) -> timedelta:
    return timedelta(seconds=1 / described.per_second)


def _is_fresh(state: GatewayState, *, now: datetime) -> bool:
    return state.last_success_at is not None and now - state.last_success_at < NOTE_EVERY
