"""Take an answer to an offered place that came by message: the person's own, as if they had tapped it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from alatau.core.errors import AlatauError
from alatau.core.values import Actor, ActorKind, PersonId
from alatau.services.queues.answer import accept_place, decline_place
from alatau.services.queues.tell import OFFERED
from alatau.services.queues.values import PlaceOfferId

if TYPE_CHECKING:
    from alatau.core.journal.values import SealedLine
    from alatau.core.values import Moment

log = structlog.get_logger(__name__)

YES, NO = "yes", "no"


def take_reply(line: SealedLine, *, at: Moment) -> None:
    """Accept or decline what the answer is about; one that comes too late changes nothing. Safe to repeat."""
    choice = str(line.body.get("choice", ""))
    if line.body.get("template") != OFFERED or line.case_id is None or line.subject_id is None:
        return
    act = {YES: accept_place, NO: decline_place}.get(choice)
    if act is None:
        return
    by = Actor(kind=ActorKind.RESIDENT, person_id=PersonId(line.subject_id), process="services.place_answers")
    try:
        act(PlaceOfferId(line.case_id), by=by, at=at)
    except AlatauError as error:
        log.info("services.place_answer.refused", code=error.code, offer_id=str(line.case_id))
