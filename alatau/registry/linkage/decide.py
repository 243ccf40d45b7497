"""Keep what a member of staff decided about an unsure match, and do what follows from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.core.faults import declare_points, reach
from alatau.registry.declare import get_register
from alatau.registry.lake.connect import open_engine
from alatau.registry.lake.protocol import sweep_loads, writer
from alatau.registry.lake.sight import look_at
from alatau.registry.linkage.link import ask_about
from alatau.registry.linkage.relink import relink
from alatau.registry.models import LinkDecision, LinkQuestion, LinkSuggestion, Load
from alatau.registry.values import Judgement

if TYPE_CHECKING:
    from uuid import UUID

    from alatau.core.values import Actor, Moment

declare_points("registry.match.linked", "registry.match.decided")

#: The outcome of a case by which the row becomes the person's; every other one leaves it nobody's.
THEIRS = "theirs"


def is_about_match(case_id: UUID) -> bool:
    """Tell whether the case asks whose a row is."""
    return LinkQuestion.objects.filter(case_id=case_id).exists()


def settle_match(
    case_id: UUID, *, outcome: str, decision_id: UUID, decided_by: UUID, by: Actor, at: Moment
) -> Judgement | None:
    """Give the row to the person or to nobody, once per decision; after a "no", ask about the next candidate.

    A later decision about the same case undoes what followed from an earlier one. Returns the judgement; None when the
    case asks about something else.

    Raises:
        RegisterBusyError: another load of the register is under way; try again.
    """
    question = LinkQuestion.objects.select_related("suggestion__load").filter(case_id=case_id).first()
    if question is None:
        return None
    suggestion = question.suggestion
    key = suggestion.load.register_key
    judgement = Judgement.POSITIVE if outcome == THEIRS else Judgement.NEGATIVE
    with writer(key):
        sweep_loads(key, by=by, at=at)
        if LinkDecision.objects.filter(id=decision_id).exists():
            return judgement
        linked_by = _apply(suggestion, key, judgement, by=by, at=at)
        reach("registry.match.linked")
        LinkDecision.objects.create(
            id=decision_id,
            suggestion=suggestion,
            judgement=judgement.value,
            linked_by_load=linked_by,
            decided_by=decided_by,
            decided_at=at.wall_at,
        )
        reach("registry.match.decided")
    if judgement is Judgement.NEGATIVE:
        _ask_next(suggestion, key, by=by, at=at)
    return judgement


def _apply(suggestion: LinkSuggestion, key: str, judgement: Judgement, *, by: Actor, at: Moment) -> Load | None:
    """Move the row to where the decision wants it, and return the load that moved it; None when it is there."""
    held_by, row = _find_row(suggestion)
    owner = suggestion.person_id if judgement is Judgement.POSITIVE else None
    if held_by == owner:
        return None
    register = get_register(key)
    with open_engine() as engine:
        load = relink(engine, register, {row: owner}, sight=look_at(key), by=by, at=at, held_by=held_by)
    return Load.objects.get(id=load.id) if load else None


def _find_row(suggestion: LinkSuggestion) -> tuple[UUID | None, tuple[int, int]]:
    """Return whose the row is by the decisions so far, and where it stands now: a moved row is its load's only one."""
    moved = LinkDecision.objects.filter(
        suggestion__load=suggestion.load, suggestion__line=suggestion.line, linked_by_load__isnull=False
    ).select_related("suggestion", "linked_by_load")
    last = moved.order_by("-linked_by_load__number").first()
    if last is None or last.linked_by_load is None:
        return None, (suggestion.load.number, suggestion.line)
    held_by = last.suggestion.person_id if last.judgement == Judgement.POSITIVE.value else None
    return held_by, (last.linked_by_load.number, 1)


def _ask_next(suggestion: LinkSuggestion, key: str, *, by: Actor, at: Moment) -> None:
    others = LinkSuggestion.objects.filter(load=suggestion.load, line=suggestion.line, question=None)
    following = others.order_by("-score", "person_id").first()
    if following is not None:
        ask_about(following, key, by=by, at=at)
