"""What goes in and out of decisions and appeals. No Django here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NewType
from uuid import UUID

if TYPE_CHECKING:
    from datetime import date, datetime

    from alatau.core.money import Amount
    from alatau.core.values import PersonId, UserId
    from alatau.family.card import EntitlementState
    from alatau.papers.values import DocumentId

DecisionId = NewType("DecisionId", UUID)
AppealId = NewType("AppealId", UUID)


class DecisionKind(StrEnum):
    """What a decision does."""

    GRANTED = "granted"
    REFUSED = "refused"
    #: The right is over: what was granted ends.
    ENDED = "ended"


class Ground(StrEnum):
    """What a decision answers."""

    OFFER = "offer"  # the person said yes to an offer
    REQUEST = "request"  # the person asked
    CHANGE = "change"  # the right became another, or ended
    APPEAL = "appeal"  # the person did not agree, and was heard


class DecidedBy(StrEnum):
    """Who decided."""

    RULE = "rule"  # the rule alone: it only ever says yes, or that a right is over
    OFFICIALS = "officials"  # two of them


class CaseKind(StrEnum):
    """What officials are asked about a right."""

    REFUSAL = "refusal"  # whether to refuse, with the reason prepared
    APPEAL = "appeal"
    REVIEW = "review"  # whether a payment ends, on which no machine may decide
    PAYMENT = "payment"  # what to do about a payment that failed for good
    OVERPAID = "overpaid"  # whether money is to come back


class AppealOutcome(StrEnum):
    """How an appeal ended."""

    STANDS = "stands"
    CHANGED = "changed"


@dataclass(frozen=True, kw_only=True)
class DecisionView:
    """A decision as its person and officials read it."""

    id: DecisionId
    kind: DecisionKind
    right: str
    benefit_key: str
    person_id: PersonId
    holder_id: UUID | None
    ground: Ground
    law: str
    #: None for help that is no sum.
    amount: Amount | None
    paid: str
    period_from: date
    period_until: date | None
    on: date
    known_number: int
    rules_digest: str
    decided_by: DecidedBy
    decided_at: datetime
    #: Key of the reason in words of the content; empty where officials wrote it into the letter.
    reason: str
    case_id: UUID | None
    supersedes: DecisionId | None
    superseded_by: DecisionId | None
    document_id: DocumentId | None
    #: The last whole day for an appeal.
    appeal_until: date
    appeal: AppealView | None

    @property
    def stands(self) -> bool:
        """Tell whether no later decision took its place."""
        return self.superseded_by is None


@dataclass(frozen=True, kw_only=True)
class AppealView:
    """An appeal, and how it ended."""

    id: AppealId
    decision_id: DecisionId
    words: str
    filed_at: datetime
    case_id: UUID
    outcome: AppealOutcome | None
    ended_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class RightCaseView:
    """What a case of the desk asks about a right."""

    kind: CaseKind
    right: str
    decision_id: DecisionId | None
    amount: Amount | None
    #: What the person wrote, who does not agree.
    words: str


@dataclass(frozen=True, kw_only=True)
class AppealFigures:
    """How appeals about one right go in one region."""

    benefit_key: str
    region: str
    decisions: int
    filed: int
    open: int
    changed: int
    stands: int
    #: Mean days of city time from filing to the end; None while nothing ended.
    mean_days: float | None


@dataclass(frozen=True, kw_only=True)
class Recomputed:
    """A decision computed again by its two dates, beside what it said."""

    decision_id: DecisionId
    stated: int | None
    state: EntitlementState | None
    found: int | None
    #: The rules that were in force then are those that the decision names.
    is_same_rules: bool
    #: Why it could not be computed again; empty where it could.
    problem: str = ""
    #: Officials set the sum themselves: their reason is in the letter, and no rule gives it.
    is_by_hand: bool = False

    @property
    def is_whole(self) -> bool:
        """Tell whether the same rules gave the same answer."""
        return self.is_by_hand or (not self.problem and self.is_same_rules and self.stated == self.found)


@dataclass(frozen=True, kw_only=True)
class Deciders:
    """Officials who made a decision: none of them has a say in an appeal against it."""

    proposed_by: UserId | None = None
    confirmed_by: UserId | None = None
