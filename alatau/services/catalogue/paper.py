"""Draw the paper that a service gives: its own letter, or the one whose lines the service itself names."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from uuid import uuid5

from django.utils.translation import override

from alatau.core.values import PersonId
from alatau.messages.choices import get_choices
from alatau.papers.issue import issue_document
from alatau.papers.read import letter_facts
from alatau.services.catalogue.problems_of_outcome import SHARED_LETTER
from alatau.services.catalogue.say import say_source

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alatau.core.values import Actor, Moment
    from alatau.papers.values import DocumentId
    from alatau.services.catalogue.known import Known
    from alatau.services.models import ServiceRequest


def issue_paper(row: ServiceRequest, known: Known, *, by: Actor, at: Moment) -> DocumentId | None:
    """Issue the signed paper of a request, once, in the language of its reader; none where the service gives none."""
    outcome = known.service.outcome
    if not (outcome.letter or outcome.lines):
        return None
    reader = PersonId(row.person_id or row.asker_id)
    language = get_choices(reader).language
    template = outcome.letter or SHARED_LETTER
    with override(language):
        facts = _say_facts(known, at=at)
    return issue_document(
        template,
        subject_id=reader,
        facts={name: facts[name] for name in letter_facts(template)},
        language=language,
        case_id=row.case_id,
        by=by,
        at=at,
        request_id=uuid5(row.id, f"paper:{row.case_id or ''}"),
    )


def _say_facts(known: Known, *, at: Moment) -> Mapping[str, object]:
    """Return what letters of services may say, in the language that is spoken now."""
    outcome, people = known.service.outcome, known.people
    about = people.organisation or (people.person.name if people.person else "")
    lines = [[line.label.say(), say_source(known, line.value)] for line in outcome.lines]
    given = {
        "name": about,
        "service": known.service.name,
        "law": known.service.law,
        "request_number": known.number,
        "decided_on": at.city_day,
        "lines": json.dumps(lines, ensure_ascii=False),
    }
    return given | {name: say_source(known, source) for name, source in outcome.facts.items()}
