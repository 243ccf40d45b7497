"""What rows tell becomes events: once, in order, and only while a row stands."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alatau.desk.models import Case
from alatau.services.events.read import get_event, list_events_of
from alatau.services.events.values import EventStatus, LifeEventId
from alatau.services.models import EventSource, LifeEvent
from tests.services.events.stage import (
    AIGERIM,
    BOLAT,
    CHILD,
    TWIN,
    act,
    ago,
    events,
    lines,
    notice,
    seen,
    settle_rows,
)

pytestmark = pytest.mark.usefixtures("undone")
DETECTED, WITHDRAWN = "services.event.detected", "services.event.withdrawn"


def test_a_birth_that_two_registers_tell_is_one_birth() -> None:
    settle_rows(notice())
    settle_rows(act())
    assert events() == {("child_birth", AIGERIM, ago(3), "detected")}
    assert lines() == [DETECTED, "services.event.changed"]
    assert LifeEvent.objects.get().other_id == CHILD


def test_the_same_row_again_changes_nothing() -> None:
    settle_rows(notice())
    settled = settle_rows(notice(), notice())
    assert (settled.detected, settled.changed, lines()) == ([], [], [DETECTED])


def test_two_notices_on_one_day_are_twins() -> None:
    settle_rows(notice("N1"), notice("N2"), act("A1"), act("A2", child_number=TWIN))
    assert LifeEvent.objects.count() == 2
    assert {*LifeEvent.objects.values_list("other_id", flat=True)} == {CHILD, TWIN}


def test_an_annulled_act_withdraws_its_event_and_a_valid_one_brings_it_back() -> None:
    settle_rows(act())
    settle_rows(act(status="annulled"))
    assert events() == {("child_birth", AIGERIM, ago(3), "withdrawn")}
    settle_rows(act())
    assert events() == {("child_birth", AIGERIM, ago(3), "detected")}
    assert lines() == [DETECTED, WITHDRAWN, DETECTED]


def test_an_event_stands_while_one_of_its_registers_tells_of_it() -> None:
    settle_rows(notice(), act())
    settle_rows(act(status="annulled"))
    assert events() == {("child_birth", AIGERIM, ago(3), "detected")}


def test_what_one_register_takes_back_and_another_says_is_looked_at() -> None:
    settle_rows(notice(), act())
    settle_rows(act(status="annulled"))
    case = Case.objects.get(type="life_event_unsure")
    assert (case.subject_id, case.facts["doubt"]) == (AIGERIM, "taken_back")
    assert LifeEvent.objects.get().case_id == case.id


def test_registers_that_name_different_days_open_one_case() -> None:
    settle_rows(notice())
    settle_rows(act(born_on=ago(2)))
    settle_rows(act(born_on=ago(2)), notice())
    assert [case.facts["doubt"] for case in Case.objects.all()] == ["days_differ"]


def test_a_child_that_is_its_own_mother_is_no_birth_but_a_case() -> None:
    settle_rows(act(child_number=AIGERIM))
    assert events() == set()
    assert Case.objects.get().facts["doubt"] == "same_person"


def test_a_row_corrected_to_another_mother_moves_the_event() -> None:
    settle_rows(act())
    settle_rows(act(mother_number=None))
    assert events() == {
        ("child_birth", AIGERIM, ago(3), "withdrawn"),
        ("child_birth", BOLAT, ago(3), "detected"),
    }


def test_a_state_that_went_on_takes_nothing_back() -> None:
    row = {"number": CHILD, "queued_on": ago(300), "voucher_on": ago(1)}
    settle_rows(seen("kindergarten_queue", status="voucher", **row))
    settle_rows(seen("kindergarten_queue", status="placed", **row))
    assert events() == {("kindergarten_age", CHILD, ago(1), "detected")}


def test_a_contract_that_did_not_end_after_all_takes_the_event_back() -> None:
    row = {"contract_number": "C1", "number": BOLAT}
    seeks = seen("labour_market", number=BOLAT, vacancy_number="V", status="seeking", registered_on=ago(1))
    settle_rows(seeks)
    assert events() == set()
    settle_rows(seen("labour_contracts", terminated_on=ago(9), **row))
    assert events() == {("job_loss", BOLAT, ago(9), "detected")}
    settle_rows(seen("labour_contracts", terminated_on=None, **row))
    assert events() == {("job_loss", BOLAT, ago(9), "withdrawn")}


def test_what_is_long_ago_is_history_and_what_is_to_come_waits() -> None:
    settle_rows(act(born_on=ago(900)), notice(born_at=f"{ago(-5)}T09:00:00+00:00"))
    assert events() == set()
    assert EventSource.objects.count() == 0


def test_what_only_officials_may_know_is_told_to_no_one_else() -> None:
    row = {"case_number": "F1", "number": AIGERIM, "is_violence_reported": True, "opened_on": ago(1)}
    settle_rows(seen("family_support_cases", **row))
    assert lines() == ["services.closed_event.detected"]
    assert Case.objects.get().type == "life_event_in_person"


def test_an_event_is_read_with_the_rows_that_tell_of_it() -> None:
    settle_rows(notice(), act())
    [event] = list_events_of(AIGERIM, kinds=["child_birth"])
    assert event == get_event(LifeEventId(event.id))
    assert (event.status, event.other_id) == (EventStatus.DETECTED, CHILD)
    assert {row.register for row in event.rows} == {"birth_notices", "births"}


ROWS = {
    "notice": notice,
    "second notice": lambda: notice("N2"),
    "act": act,
    "annulled": lambda: act("A9", status="annulled"),
    "twin": lambda: act("A2", child_number=TWIN),
    "seeker": lambda: seen("labour_market", number=BOLAT, vacancy_number="V", status="seeking", registered_on=ago(1)),
    "contract": lambda: seen("labour_contracts", contract_number="C1", number=BOLAT, terminated_on=ago(9)),
}


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(st.sampled_from([*ROWS]), max_size=9))
def test_repeated_and_reordered_rows_give_the_same_events(names: list[str]) -> None:
    outcomes = []
    for order in (names, sorted(names), [*reversed(names), *names]):
        EventSource.objects.all().delete()
        LifeEvent.objects.all().delete()
        for name in order:
            settle_rows(ROWS[name]())
        outcomes.append(sorted(LifeEvent.objects.values_list("kind", "person_id", "on_day", "status")))
    assert outcomes[0] == outcomes[1] == outcomes[2]
