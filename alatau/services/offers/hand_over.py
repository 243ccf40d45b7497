"""Hand an offer to an official: what a machine cannot know, whom no message reaches, and who says it is not right."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import uuid5

from alatau.access.load import access_person
from alatau.core.values import PersonId, system_actor
from alatau.desk.open import open_case
from alatau.services.offers.record import record_step
from alatau.services.offers.terms import offer_rules
from alatau.services.offers.values import Step

if TYPE_CHECKING:
    from alatau.core.values import Actor, Moment
    from alatau.services.models.offers import Offer

#: Who reads the region of the person, so that the case comes to an official of it.
READER = system_actor("services.offers")


class Reason(StrEnum):
    """Why an official looks after an offer."""

    UNKNOWN = "unknown"  # the right hangs on something that nobody knows
    CONTESTED = "contested"  # somebody says that a record behind it is wrong
    SILENT = "silent"  # nobody answered, and it must not be lost
    DISPUTED = "disputed"  # the person says that the offer is not right


def ask_a_person(offer: Offer, *, reason: Reason | str, by: Actor, at: Moment, **facts: object) -> None:
    """Open a case about an offer that the caller holds, once for each of its steps, and note it."""
    reason = Reason(reason)
    rules = offer_rules()
    type_key = {Reason.SILENT: rules.task_silent, Reason.DISPUTED: rules.task_disputed}.get(reason, rules.task_unknown)
    person_id = PersonId(offer.person_id)
    person = access_person(person_id, by=READER, purpose="social_support", case_id=offer.id, data=("region",), at=at)
    offer.case_id = open_case(
        type_key,
        subject_id=person_id,
        region=person.region or "",
        facts={"offer": offer.id, "right": offer.right, "reason": reason, **facts},
        request_id=uuid5(offer.id, f"case {offer.steps}"),
        by=by,
        at=at,
    )
    step = Step.DISPUTED if reason is Reason.DISPUTED else Step.PERSON_ASKED
    record_step(offer, step, by=by, at=at, reason=reason, case=offer.case_id)
