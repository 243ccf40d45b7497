"""Commit paths of self-restriction, for kills at each of their named points."""

from __future__ import annotations

from concurrent.futures import Future

from alatau.access.read import find_person_by_number
from alatau.core.clock import read_clocks
from alatau.core.models import JournalLine
from alatau.core.values import Actor, ActorKind
from alatau.papers.models import Document
from alatau.registry.models import InboxRow
from alatau.services.models.restriction import (
    Operator,
    OperatorDay,
    OperatorKey,
    RestrictedPerson,
    RestrictedPseudonym,
    Restriction,
    RestrictionCheck,
)
from alatau.services.restriction.check import Question, answer_durably
from alatau.services.restriction.errors import OperatorNameTakenError
from alatau.services.restriction.operators import admit_operator
from alatau.services.restriction.periods import add_months
from alatau.services.restriction.pseudonyms import identifier_key, pseudonym_of
from alatau.services.restriction.restrict import restrict
from alatau.services.restriction.values import Asker, OperatorId
from tests.faults.kill import Scenario
from tests.services.restriction.stage import BY, admit, make_resident, number_of, restrict_for

GROWN_UP = 33


def prepare_grown_up() -> None:
    at = read_clocks()
    admit("one", at=at)
    make_resident(GROWN_UP, at=at)


def grown_up() -> Actor:
    person_id = find_person_by_number(number_of(GROWN_UP), on=read_clocks().city_day)
    assert person_id is not None
    return Actor(kind=ActorKind.RESIDENT, person_id=person_id)


def restrict_one() -> None:
    by, at = grown_up(), read_clocks()
    assert by.person_id is not None
    restrict(by.person_id, until=add_months(at.city_day, 12), by=by, at=at)


def check_restricted() -> None:
    """One act, one letter, one row of the state's register, and every operator's identifier finds the person."""
    assert Restriction.objects.get().until_on == RestrictedPseudonym.objects.get().until_on
    assert Document.objects.count() == InboxRow.objects.filter(register_key="gambling_limits").count() == 1
    assert RestrictedPerson.objects.count() == count_lines("services.restriction.entered") == 1


def prepare_restricted() -> None:
    prepare_grown_up()
    restrict_for(12, by=grown_up(), at=read_clocks())


def admit_one() -> None:
    try:
        admit_operator("two", licence="L-two", customers=5, by=BY, at=read_clocks())
    except OperatorNameTakenError:
        return


def check_admitted() -> None:
    assert Operator.objects.count() == OperatorKey.objects.count() == RestrictedPseudonym.objects.count() == 2


def ask_one() -> None:
    """Answer one question as a process's thread would; after a kill its operator asks again."""
    operator_id = OperatorId(Operator.objects.get().id)
    one = pseudonym_of(identifier_key(operator_id, 1), number_of(GROWN_UP))
    question = Question(Asker(operator_id=operator_id, quota=10), [one], Future())
    answer_durably([question])
    assert question.answer.result(0) == [True]


def check_asked() -> None:
    """What was answered is kept, and counted as often as it is kept."""
    kept = RestrictionCheck.objects.count()
    assert 1 <= kept <= 2
    assert OperatorDay.objects.get().asked == kept


def count_lines(action: str) -> int:
    return JournalLine.objects.filter(action=action).count()


SCENARIOS = (
    Scenario(points=("services.restrict.",), prepare=prepare_grown_up, act=restrict_one, check=check_restricted),
    Scenario(points=("services.operator.written",), prepare=prepare_restricted, act=admit_one, check=check_admitted),
    Scenario(points=("services.check.",), prepare=prepare_restricted, act=ask_one, check=check_asked),
)
