"""Appeal against a decision: two taps, a deadline by law, and other officials than those who decided."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import transaction

from alatau.core.errors import NotFoundError
from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.core.values import PersonId
from alatau.papers.locks import lock_name
from alatau.services.decisions.cases import open_appeal
from alatau.services.decisions.deadline import appeal_until
from alatau.services.decisions.errors import AppealOpenError, AppealTooLateError, SupersededError
from alatau.services.decisions.values import AppealId, DecisionId
from alatau.services.models import Appeal, Decision

if TYPE_CHECKING:
    from uuid import UUID

    from alatau.core.values import Actor, Moment

declare_points("services.appeal.opened", "services.appeal.kept")

#: Signs that a person may write.
WORDS_MOST = 2_000


@transaction.atomic
def appeal(decision_id: DecisionId, *, words: str, by: Actor, at: Moment) -> AppealId:
    """File an appeal, once against each decision; a repeat returns the first one.

    Nothing has to be written: not to agree is ground enough. What is being paid goes on until the appeal is decided.

    Raises:
        NotFoundError: absent, or not yours. SupersededError, AppealTooLateError, AppealOpenError: in this order;
            nothing is written.
    """
    assert len(words) <= WORDS_MOST, "doors refuse more"
    # Two taps at once: the second waits here, then finds the appeal of the first.
    lock_name("services.appeal", decision_id)
    decision = Decision.objects.filter(id=decision_id).first()
    if decision is None or not may_appeal(decision, by=by):
        raise NotFoundError
    known = Appeal.objects.filter(decision=decision).first()
    if known is not None:
        if known.words != words.strip():
            raise AppealOpenError
        return AppealId(known.id)
    if Decision.objects.filter(supersedes=decision).exists():
        raise SupersededError
    if at.city_day > appeal_until(decision):
        raise AppealTooLateError(day=appeal_until(decision))

    # Nothing is refused below this line.
    return _file(decision, words=words, by=by, at=at)


def _file(decision: Decision, *, words: str, by: Actor, at: Moment) -> AppealId:
    excluded = [str(each) for each in (decision.proposed_by, decision.confirmed_by) if each is not None]
    case_id = open_appeal(decision, excluded=excluded, by=by, at=at)
    reach("services.appeal.opened")
    row = Appeal.objects.create(
        id=uuid4(),
        decision=decision,
        case_id=case_id,
        words=words.strip(),
        filed_by=by.user_id,
        filed_at=at.wall_at,
        filed_city_at=at.city_at,
    )
    line = NewLine(
        kind=LineKind.EVENT,
        action="services.appeal.filed",
        actor=by,
        subject_id=PersonId(decision.person_id),
        case_id=case_id,
        body={"appeal_id": row.id, "decision_id": decision.id, "right": decision.right},
    )
    append_lines([line], at=at)
    reach("services.appeal.kept")
    return AppealId(row.id)


def appeal_case(case_id: UUID, *, by: Actor, at: Moment) -> AppealId | None:
    """Take an appeal that somebody filed on the page of their case, where the case decided about a right.

    The desk has judged who filed it and whether it came in time; its words stay with that case. Safe to repeat.
    """
    decision = Decision.objects.filter(case_id=case_id, superseded_by=None).first()
    if decision is None or Appeal.objects.filter(decision=decision).exists():
        return None
    return _file(decision, words="", by=by, at=at)


def may_appeal(decision: Decision, *, by: Actor) -> bool:
    """Tell whether the actor speaks for whom a decision is about: themselves, or with a ground that the gate judged."""
    return by.subject_id in {decision.person_id, decision.holder_id} and by.subject_id is not None
