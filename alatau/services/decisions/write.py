"""Write a decision and everything that hangs on it, in the caller's transaction: nothing is refused here any more."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.db import connection

from alatau.access.load import access_person
from alatau.core.content import content
from alatau.core.faults import declare_points, reach
from alatau.core.jobs import defer
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.core.values import PersonId
from alatau.family.runs import keep_run
from alatau.services.decisions.values import DecidedBy, Deciders, DecisionId, DecisionKind, Ground
from alatau.services.models import Decision
from alatau.services.payments.payers import get_payers

if TYPE_CHECKING:
    from datetime import date

    from alatau.core.values import Actor, Moment
    from alatau.services.decisions.basis import Basis

declare_points("services.decide.kept", "services.decide.told")

MADE = "services.decision.made"
PURPOSE = "social_support"


@dataclass(frozen=True, kw_only=True)
class Cause:
    """What a decision answers, and who makes it."""

    ground: Ground
    offer_id: UUID | None = None
    request_id: UUID | None = None
    case_id: UUID | None = None
    #: The letter that the case issued.
    document_id: UUID | None = None
    deciders: Deciders = field(default_factory=Deciders)
    reason: str = ""

    @property
    def decided_by(self) -> DecidedBy:
        """Return who decides: officials where there is one."""
        return DecidedBy.OFFICIALS if self.deciders.proposed_by else DecidedBy.RULE


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What a decision gives."""

    kind: DecisionKind
    #: Smallest units; None for help that is no sum, for a refusal and for an end.
    units: int | None = None
    period_from: date
    period_until: date | None = None


def write_decision(
    basis: Basis,
    terms: Terms,
    cause: Cause,
    *,
    person_id: PersonId,
    supersedes: Decision | None = None,
    by: Actor,
    at: Moment,
) -> Decision:
    """Write the act, keep the cards that it rests on, tell the journal, and ask for its letter.

    The tables refuse a refusal by a machine, a second first decision on an offer, and a second heir of a decision.
    """
    assert connection.in_atomic_block, "a decision commits with what it causes"
    region = access_person(person_id, by=by_reader(by), purpose=PURPOSE, data=("region",), at=at).region or ""
    decision = Decision.objects.create(
        id=uuid4(),
        kind=terms.kind.value,
        right=basis.right,
        benefit_key=basis.benefit_key,
        person_id=person_id,
        holder_id=basis.holder_id,
        family_id=basis.family_id,
        region=region,
        ground=cause.ground.value,
        offer_id=cause.offer_id,
        request_id=cause.request_id,
        case_id=cause.case_id,
        law=basis.law,
        payer=basis.payer,
        amount=terms.units,
        currency=content().currency.code if terms.units is not None else "",
        paid=basis.paid,
        period_from=terms.period_from,
        period_until=terms.period_until,
        on=basis.on,
        known_number=basis.known_number,
        known_at=basis.known_at,
        rules_digest=basis.rules_digest,
        run_id=basis.run_id,
        decided_by=cause.decided_by.value,
        proposed_by=cause.deciders.proposed_by,
        confirmed_by=cause.deciders.confirmed_by,
        case_document_id=cause.document_id,
        reason=cause.reason,
        supersedes=supersedes,
        decided_at=at.wall_at,
        decided_city_at=at.city_at,
    )
    # Cards that a decision rests on are not taken away: years later it is computed again from them.
    if basis.run_id is not None:
        keep_run(basis.run_id, ground_id=decision.id)
    reach("services.decide.kept")
    append_lines([_line(decision, by=by)], at=at)
    if cause.document_id is None:
        defer("services.write_letter", decision_id=decision.id)
    reach("services.decide.told")
    return decision


def by_reader(by: Actor) -> Actor:
    """Return who reads the person's region for a decision: the process, whoever's yes it was."""
    from alatau.services.decisions.judge import BY  # noqa: PLC0415 - it leads to what reads cards

    return by if by.process else BY


def find_standing(benefit_key: str, holder: UUID) -> Decision | None:
    """Return the newest decision on a holder's right, or on one that it takes the place of; the holder can be a family.

    What ended does not stand in anybody's way.
    """
    rows = Decision.objects.filter(benefit_key__in=get_payers().alike(benefit_key), superseded_by=None)
    rows = rows.exclude(kind=DecisionKind.ENDED.value)
    own = rows.filter(holder_id=holder) | rows.filter(holder_id=None, family_id=holder)
    return own.order_by("-decided_at").first()


def latest_of(decision: Decision) -> Decision:
    """Return the decision that stands in a chain of superseding ones."""
    while (later := Decision.objects.filter(supersedes=decision).first()) is not None:
        decision = later
    return decision


def holder_of(basis: Basis) -> UUID:
    """Return whose right it is: a person's, or the family's."""
    return basis.holder_id or basis.family_id


def _line(decision: Decision, *, by: Actor) -> NewLine:
    body = {
        "decision_id": decision.id,
        "right": decision.right,
        "kind": decision.kind,
        "amount": decision.amount,
        "ground": decision.ground,
        "offer_id": decision.offer_id,
        "request_id": decision.request_id,
        "supersedes": decision.supersedes_id,
    }
    return NewLine(
        kind=LineKind.EVENT,
        action=MADE,
        actor=by,
        subject_id=PersonId(decision.person_id),
        case_id=decision.case_id,
        body=body,
    )


def id_of(decision: Decision) -> DecisionId:
    """Return a row's id as others name it."""
    return DecisionId(decision.id)
