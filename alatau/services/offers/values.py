"""What goes in and out of offers: ids, steps, statuses, and an offer as others see it. No Django here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NewType
from uuid import UUID

if TYPE_CHECKING:
    from datetime import datetime

    from alatau.core.values import PersonId
    from alatau.registry.people.values import FamilyId
    from alatau.services.decisions.values import DecisionId
    from alatau.services.events.values import LifeEventId

OfferId = NewType("OfferId", UUID)


class Step(StrEnum):
    """What can happen to an offer. Where it stands is a function of its steps, in order."""

    DETECTED = "detected"  # a card began to give the right
    CHECKED = "checked"  # the card says yes, and nobody has the right already
    OFFERED = "offered"  # the person was told, and asked
    ACCEPTED = "accepted"  # an adult of the family said yes; all of them, where the law asks all
    REFUSED = "refused"
    SILENT = "silent"  # no answer in the time for it
    REMINDED = "reminded"
    PERSON_ASKED = "person_asked"  # an official looks after it
    ACCOUNT_NEEDED = "account_needed"  # the yes is there, and no account for the money
    DECIDED = "decided"
    FULFILLED = "fulfilled"
    CLOSED = "closed"  # the right was served and is over
    DISPUTED = "disputed"  # the person says that the offer is not right
    CONFIRMED = "confirmed"  # an official looked: the offer is right
    TAKEN_UP = "taken_up"  # the person thought better of their no
    LAPSED = "lapsed"  # the right is gone before it was accepted


class Status(StrEnum):
    """Where an offer stands."""

    DETECTED = "detected"
    CHECKED = "checked"
    OFFERED = "offered"
    #: Adults of the family whom the law asks too have not answered yet.
    ACCEPTED = "accepted"
    REFUSED = "refused"
    SILENT = "silent"
    REMINDED = "reminded"
    PERSON_ASKED = "person_asked"
    ACCOUNT_NEEDED = "account_needed"
    DECIDED = "decided"
    FULFILLED = "fulfilled"
    CLOSED = "closed"
    DISPUTED = "disputed"
    LAPSED = "lapsed"


#: Over: another offer of the same right may be opened.
OVER = frozenset({Status.CLOSED, Status.LAPSED})
#: One of these at most for a right and its holder; a served right may be given once more for another event.
OPEN = frozenset(Status) - OVER - {Status.FULFILLED}
#: The person can say yes.
ANSWERABLE = frozenset(
    {
        Status.OFFERED,
        Status.ACCEPTED,
        Status.SILENT,
        Status.REMINDED,
        Status.PERSON_ASKED,
        Status.ACCOUNT_NEEDED,
        Status.CHECKED,
    }
)
#: An answer is awaited, and its time is counted.
AWAITED = frozenset({Status.OFFERED, Status.REMINDED})


class AnswerChannel(StrEnum):
    """How an answer came in."""

    SMS = "sms"
    IN_APP = "in_app"
    PAGE = "page"
    DESK = "desk"


@dataclass(frozen=True, kw_only=True)
class OfferView:
    """An offer as the person and the rooms around see it."""

    id: OfferId
    #: The rule that gives the right, and the key of its texts.
    right: str
    benefit_key: str
    #: Who is spoken to, and whose right it is: a person's, or the family's.
    person_id: PersonId
    holder_id: UUID
    family_id: FamilyId
    event_id: LifeEventId | None
    status: Status
    #: In the smallest unit of the home currency; None for help that is no sum.
    amount: int | None
    paid: str
    opened_at: datetime
    decision_id: DecisionId | None


@dataclass(frozen=True, kw_only=True)
class StepView:
    """One thing that happened to an offer, as officials read it."""

    step: Step
    at: datetime
    #: Why a person was asked, or why it lapsed; empty for steps without a reason.
    reason: str = ""
