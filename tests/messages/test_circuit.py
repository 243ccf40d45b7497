"""Pace and circuit of a gateway: who waits, how long, who probes, and what brings it back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alatau.messages.gateways.circuit import (
    OPEN_LEAST,
    OPEN_MOST,
    is_closed,
    leave_at,
    lock_state,
    note_failure,
    note_success,
    pause_after,
    queue_for,
    view_state,
)
from alatau.messages.gateways.settings import GatewaySettings
from alatau.messages.gateways.values import Handed, Outcome
from alatau.messages.models import GatewayState, Message
from alatau.messages.values import Channel, MessageStatus
from tests.messages.doubles import GatewayDouble
from tests.messages.people import later
from tests.messages.test_deliver import deliver
from tests.messages.test_send import ask

if TYPE_CHECKING:
    from alatau.core.values import Moment, PersonId


class WorkerDiedError(Exception):
    """The worker stopped between the gateway and its own record."""


def die(*_: object, **__: object) -> None:
    """Stop where the record would be written."""
    raise WorkerDiedError


FAILED = Outcome(handed=Handed.UNREACHABLE, failure="ConnectError")


def pace(per_second: float) -> GatewaySettings:
    """Return a gateway with this pace."""
    return GatewaySettings(name="steppe", kind="http", channels=frozenset({Channel.SMS}), per_second=per_second)


def fail(times: int, at: Moment) -> GatewayState:
    """Let the gateway fail so often in a row."""
    for _ in range(times):
        note_failure("steppe", FAILED, now=at.wall_at)
    return GatewayState.objects.get(name="steppe")


@pytest.mark.parametrize(("times", "is_used"), [(1, True), (4, True), (5, False), (6, False)])
def test_gateway_is_passed_over_from_the_fifth_failure_on(db: None, moment: Moment, times: int, is_used: bool) -> None:
    assert is_closed(fail(times, moment), now=moment.wall_at) is is_used


@pytest.mark.parametrize(
    ("failures", "seconds"), [(5, 30), (6, 60), (7, 120), (8, 240), (9, 480), (10, 600), (99, 600)]
)
def test_pause_doubles_up_to_ten_minutes(failures: int, seconds: int) -> None:
    assert pause_after(failures) == timedelta(seconds=seconds)


@given(st.integers(min_value=5, max_value=10_000))
def test_pause_never_shrinks_and_stays_bounded(failures: int) -> None:
    assert OPEN_LEAST <= pause_after(failures) <= pause_after(failures + 1) <= OPEN_MOST


@pytest.mark.parametrize(("seconds", "is_used"), [(29.9, False), (30, True)])
def test_pause_ends_on_the_second(db: None, moment: Moment, seconds: float, is_used: bool) -> None:
    state = fail(5, moment)
    assert is_closed(state, now=later(moment, seconds=seconds).wall_at) is is_used


def test_one_caller_probes_and_others_are_held_back(db: None, moment: Moment) -> None:
    fail(5, moment)
    after = later(moment, seconds=31).wall_at
    assert [is_closed(view_state(pace(0), now=after), now=after) for _ in range(3)] == [True, False, False]


def test_probe_that_fails_pauses_for_longer(db: None, moment: Moment) -> None:
    fail(5, moment)
    after = later(moment, seconds=31)
    state = fail(1, after)
    assert state.open_until == later(after, minutes=1).wall_at


def test_success_brings_the_gateway_back_at_once(db: None, moment: Moment) -> None:
    fail(7, moment)
    note_success("steppe", now=moment.wall_at)
    state = GatewayState.objects.get()
    assert (state.failures_in_row, state.open_until, state.last_failure) == (0, None, "")
    assert is_closed(fail(4, moment), now=moment.wall_at)


@pytest.mark.parametrize(("seconds", "is_noted"), [(9, False), (10, True)])
def test_success_is_noted_every_ten_seconds_alone(db: None, moment: Moment, seconds: int, is_noted: bool) -> None:
    lock_state("steppe", now=moment.wall_at)
    note_success("steppe", now=moment.wall_at)
    note_success("steppe", now=later(moment, seconds=seconds).wall_at)
    noted_at = later(moment, seconds=seconds if is_noted else 0).wall_at
    assert GatewayState.objects.get().last_success_at == noted_at


def test_success_of_an_unknown_gateway_writes_nothing(db: None, moment: Moment) -> None:
    note_success("nowhere", now=moment.wall_at)
    assert not GatewayState.objects.exists()


def test_gateway_without_a_pace_promises_now_and_writes_nothing(db: None, moment: Moment) -> None:
    state = lock_state("steppe", now=moment.wall_at)
    now = later(moment, minutes=1).wall_at
    assert [queue_for(state, pace(0), now=now), leave_at(state, pace(0), now=now)] == [now, now]
    assert GatewayState.objects.get().next_slot_at == moment.wall_at


@pytest.mark.parametrize(("per_second", "gap"), [(1, 1), (4, 0.25), (0.5, 2), (1000, 0.001)])
def test_slots_keep_the_distance_of_the_pace(db: None, moment: Moment, per_second: float, gap: float) -> None:
    state = lock_state("steppe", now=moment.wall_at)
    slots = [queue_for(state, pace(per_second), now=moment.wall_at) for _ in range(4)]
    assert slots == [later(moment, seconds=number * gap).wall_at for number in range(4)]


def test_idle_time_is_not_saved_up_for_a_burst(db: None, moment: Moment) -> None:
    state = lock_state("steppe", now=moment.wall_at)
    queue_for(state, pace(1), now=moment.wall_at)
    hour = later(moment, hours=1)
    slots = [queue_for(state, pace(1), now=hour.wall_at) for _ in range(2)]
    assert slots == [hour.wall_at, later(hour, seconds=1).wall_at]


def test_workers_that_wake_together_leave_one_after_another(db: None, moment: Moment) -> None:
    state = lock_state("steppe", now=moment.wall_at)
    left = [leave_at(state, pace(2), now=moment.wall_at) for _ in range(3)]
    assert left == [later(moment, seconds=seconds).wall_at for seconds in (0, 0.5, 1)]


def test_pace_of_one_gateway_does_not_hold_up_another(aigerim: PersonId, monkeypatch, moment: Moment) -> None:
    double = GatewayDouble("steppe", "mountain", per_second=0.1)
    double.stand_in(monkeypatch)
    double.will("steppe", Handed.UNREACHABLE)
    message = deliver(ask(aigerim, moment), moment)
    assert deliver(message, moment).status == MessageStatus.SENT
    assert [name for name, _ in double.calls] == ["steppe", "mountain"]


def test_message_waits_while_every_gateway_is_passed_over(aigerim: PersonId, gateways, moment: Moment) -> None:
    fail(5, moment)
    message = deliver(ask(aigerim, moment), moment)
    assert (message.status, message.failure, message.attempts) == (MessageStatus.WAITING, "no_gateway", 0)
    assert message.next_attempt_at == later(moment, seconds=30).wall_at
    assert deliver(message, later(moment, seconds=31)).status == MessageStatus.SENT


def test_message_waits_while_no_gateway_is_set_up(aigerim: PersonId, monkeypatch, moment: Moment) -> None:
    double = GatewayDouble()
    double.described = ()
    double.stand_in(monkeypatch)
    assert deliver(ask(aigerim, moment), moment).failure == "no_gateway"


@pytest.mark.parametrize(
    ("handed", "tries", "gateways_asked"),
    [(Handed.REFUSED, 1, ["steppe", "mountain"]), (Handed.UNREACHABLE, 1, ["steppe", "mountain"]),
     (Handed.UNCLEAR, 1, ["steppe", "steppe"]), (Handed.UNCLEAR, 3, ["steppe", "steppe", "steppe", "mountain"])],
)  # fmt: skip
def test_next_try_goes_where_the_last_end_allows(aigerim, monkeypatch, moment, handed, tries, gateways_asked) -> None:
    double = GatewayDouble("steppe", "mountain")
    double.stand_in(monkeypatch)
    double.will("steppe", *[handed] * tries)
    message = ask(aigerim, moment)
    for number in range(tries + 1):
        message = deliver(message, later(moment, minutes=number * 5))
    assert [name for name, _ in double.calls] == gateways_asked
    assert message.status == MessageStatus.SENT


@pytest.mark.parametrize(("before", "status"), [(18, MessageStatus.WAITING), (19, MessageStatus.DEAD)])
def test_twentieth_failed_try_is_the_last(aigerim: PersonId, gateways, moment: Moment, before: int, status) -> None:
    message = ask(aigerim, moment)
    Message.objects.update(attempts=before)
    gateways.will("steppe", Handed.UNCLEAR)
    message = deliver(message, moment)
    assert (message.status, message.attempts) == (status, before + 1)


@pytest.mark.parametrize(("seconds", "calls"), [(89, 1), (90, 2)])
def test_claim_of_a_dead_worker_ends_after_a_minute_and_a_half(
    aigerim: PersonId,
    gateways: GatewayDouble,
    monkeypatch: pytest.MonkeyPatch,
    moment: Moment,
    seconds: int,
    calls: int,
) -> None:
    message = ask(aigerim, moment)
    with monkeypatch.context() as dying:
        dying.setattr("alatau.messages.deliver.conclude_tries", die)
        with pytest.raises(WorkerDiedError):
            deliver(message, moment)
    deliver(message, later(moment, seconds=seconds))
    assert len(gateways.calls) == calls
