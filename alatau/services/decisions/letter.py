"""The letter of a decision: what, how much, from when, by which law, and how to object, signed by the city.

It is written after the decision's commit, once; the message that tells of it commits with it.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from django.db import transaction

from alatau.access.load import access_person
from alatau.core.faults import declare_points, reach
from alatau.core.text import Text
from alatau.core.values import PersonId
from alatau.messages.choices import get_choices
from alatau.messages.errors import NoWayToReachError
from alatau.messages.send import send_message
from alatau.money.currencies import amount_of
from alatau.papers.issue import issue_document
from alatau.papers.values import DocumentId
from alatau.rules.texts import find_rule_text, find_word
from alatau.services.decisions.deadline import appeal_until, decided_day
from alatau.services.decisions.judge import BY, PURPOSE
from alatau.services.decisions.values import DecisionId, DecisionKind
from alatau.services.models import Decision, DecisionLetter

if TYPE_CHECKING:
    from alatau.core.values import Moment

declare_points("services.letter.issued", "services.letter.told")

#: Letters by what a decision says, and of help that is no sum.
GIVEN, GIVEN_IN_KIND, ENDED = "right_given", "right_given_in_kind", "right_ended"
MESSAGE = "services.decision_made"
_LETTERS = UUID("0e2f3c2a-9c8b-4d4c-8d5f-3b2a7c1e6f01")


@transaction.atomic
def write_letter(decision_id: DecisionId, *, at: Moment) -> DocumentId:
    """Issue the letter of a decision and tell the person, once; return the letter. Safe to repeat."""
    decision = Decision.objects.get(id=decision_id)
    written = DecisionLetter.objects.filter(decision=decision).first()
    if written is not None:
        return DocumentId(written.document_id)
    person_id = PersonId(decision.person_id)
    person = access_person(person_id, by=BY, purpose=PURPOSE, case_id=decision.case_id, data=("name",), at=at)
    earlier = DecisionLetter.objects.filter(decision__superseded_by=decision).first()
    document_id = issue_document(
        letter_of(decision),
        subject_id=person_id,
        facts={"name": person.name, **facts_of(decision)},
        language=get_choices(person_id).language,
        case_id=decision.case_id,
        by=BY,
        at=at,
        request_id=uuid5(_LETTERS, str(decision.id)),
        supersedes=DocumentId(earlier.document_id) if earlier else None,
    )
    reach("services.letter.issued")
    DecisionLetter.objects.create(decision=decision, document_id=document_id, written_at=at.wall_at)
    with suppress(NoWayToReachError), transaction.atomic():
        # Whom no message reaches finds the letter under their documents, and at any desk.
        facts = {"right": name_right(decision.benefit_key).say(get_choices(person_id).language)}
        send_message(MESSAGE, to=person_id, facts=facts, key=f"services.decision:{decision.id}", by=BY, at=at)
    reach("services.letter.told")
    return document_id


def letter_of(decision: Decision) -> str:
    """Return the letter that says such a decision."""
    if decision.kind == DecisionKind.ENDED:
        return ENDED
    return GIVEN if decision.amount is not None else GIVEN_IN_KIND


def facts_of(decision: Decision) -> dict[str, object]:
    """Return what a letter says of a decision."""
    facts: dict[str, object] = {
        "right": name_right(decision.benefit_key),
        "law": say_law(decision.law),
        "period_from": decision.period_from,
        "data_on": decision.on,
        "decided_on": decided_day(decision),
        "appeal_until": appeal_until(decision),
    }
    if decision.amount is not None:
        facts |= {
            "amount": amount_of(decision.amount, decision.currency),
            "rhythm": find_word("paid", decision.paid) or Text(en=decision.paid),
        }
    return facts


def name_right(benefit_key: str) -> Text:
    """Return what a right is called, in every language that somebody wrote."""
    text = find_rule_text(benefit_key)
    return text.name if text else Text(en=benefit_key.replace("_", " "))


def say_law(law: str) -> Text:
    """Return the act and article, in every language that somebody wrote."""
    return find_word("law", law) or Text(en=law)
