"""The two sides of an unsure match for the member of staff who decides: what the row says, and who the person is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import transaction

from alatau.access.load import access_person
from alatau.core.errors import NotFoundError
from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.core.values import PersonId
from alatau.registry.declare import get_register
from alatau.registry.models import LinkDecision, LinkQuestion
from alatau.registry.reader.ask_operator import find_named_row
from alatau.registry.values import Judgement

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alatau.access.values import PersonView
    from alatau.core.values import Actor, Moment
    from alatau.desk.values import CaseId
    from alatau.registry.values import Register

declare_points("registry.match.opened")

PURPOSE = "correction"
#: What of the person the official compares.
DATA = ("name", "born_on")


@dataclass(frozen=True, kw_only=True)
class MatchView:
    """One unsure match."""

    register: Register
    #: What the row says, by column; empty when the row is no longer there.
    row: Mapping[str, str | None]
    person: PersonView
    #: Probability of the match in ten-thousandths.
    score: int
    #: How each compared field agrees.
    detail: Mapping[str, str]
    #: What was decided; None while the case is open.
    judgement: Judgement | None


def open_match(case_id: CaseId, *, by: Actor, at: Moment) -> MatchView:
    """Return both sides of the match that a case asks about; the looks are in the journal before the answer leaves.

    The caller has opened the case.

    Raises:
        NotFoundError: the case asks about something else, or the reader has no right to the person.
        ReaderAwayError: the reader does not answer.
    """
    question = LinkQuestion.objects.select_related("suggestion__load").filter(case_id=case_id).first()
    if question is None:
        raise NotFoundError
    suggestion = question.suggestion
    register = get_register(suggestion.load.register_key)
    person_id = PersonId(suggestion.person_id)
    with transaction.atomic():
        person = access_person(person_id, by=by, purpose=PURPOSE, case_id=case_id, data=DATA, at=at)
        body = {"register": register.key, "load": suggestion.load.number, "line": suggestion.line}
        opened = NewLine(
            kind=LineKind.AUDIT,
            action="registry.match.opened",
            actor=by,
            case_id=case_id,
            body=body,
            id=uuid4(),
        )
        append_lines([opened], at=at)
    reach("registry.match.opened")
    decision = LinkDecision.objects.filter(suggestion=suggestion).order_by("-decided_at").first()
    return MatchView(
        register=register,
        row=find_named_row(register, place=(suggestion.load.number, suggestion.line), look_id=opened.id),
        person=person,
        score=suggestion.score,
        detail=suggestion.detail,
        judgement=Judgement(decision.judgement) if decision else None,
    )
