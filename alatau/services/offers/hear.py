"""What offers hear: rights that families gain and lose, events, answers, and what officials decided about an offer."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from alatau.core.values import PersonId, system_actor
from alatau.services.events.kinds import list_kinds
from alatau.services.events.read import get_event, list_events_of
from alatau.services.events.values import EventStatus, LifeEvent, LifeEventId
from alatau.services.models.offers import Offer
from alatau.services.offers.hand_over import Reason
from alatau.services.offers.lapse import close_offer, doubt_offer, lapse_offer
from alatau.services.offers.open import open_given
from alatau.services.offers.record import record_step
from alatau.services.offers.tell import say, tell_offer
from alatau.services.offers.terms import list_terms
from alatau.services.offers.values import OPEN, OVER, OfferId, Status, Step

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from alatau.core.journal.values import SealedLine
    from alatau.core.values import Moment
    from alatau.family.stored import StoredFamily
    from alatau.family.values import RunView

BY = system_actor("services.offers")
GAINED, LOST, UNKNOWN, CHANGED = (
    f"family.entitlement.{each}" for each in ("gained", "lost", "became_unknown", "changed")
)
RIGHTS = (GAINED, LOST, UNKNOWN, CHANGED)
#: How officials' cases about an offer end.
STANDS, CHECK, GONE = "stands", "check", "gone"


def hear_rights(lines: Sequence[SealedLine], *, at: Moment) -> None:
    """Open offers of rights that families gained, and end those of rights that are gone."""
    from alatau.family.find import load_families  # noqa: PLC0415  it opens cards, and loads what they need
    from alatau.family.runs import find_current_run  # noqa: PLC0415

    run = find_current_run()
    if run is None:
        return
    gained = {UUID(str(line.body["family"])) for line in lines if line.action == GAINED}
    families = load_families(run, gained) if gained else {}
    for line in lines:
        family_id = UUID(str(line.body["family"]))
        right, holder_id = str(line.body["name"]), line.subject_id or family_id
        if line.action != GAINED:
            _follow_right(line, right, holder_id, at=at)
        elif (stored := families.get(family_id)) is not None:
            _open(right, holder_id, stored=stored, run=run, event=None, at=at)


def _open(
    right: str, holder_id: UUID, *, stored: StoredFamily, run: RunView, event: LifeEvent | None, at: Moment
) -> OfferId | None:
    """Open the offer of a right as the card gives it by now: news may be older than the card."""
    from alatau.family.card import EntitlementState  # noqa: PLC0415
    from alatau.services.offers.given import read_given  # noqa: PLC0415

    given = read_given(right, holder_id, stored=stored, run=run)
    if given is None or given.state is not EntitlementState.YES:
        return None
    event_id = event.id if event else _find_event(stored, given.rule.version.key)
    return open_given(given, event_id=event_id, because="event" if event_id else "card", by=BY, at=at)


def _find_event(stored: StoredFamily, benefit_key: str) -> LifeEventId | None:
    """Return the newest event of somebody in the family that brings a right, where the card was slower."""
    kinds = kinds_that_bring(benefit_key)
    people = [PersonId(row["person"]) for row in stored.people] if kinds else []
    events = [event for person in people for event in list_events_of(person, kinds=kinds)]
    standing = [event for event in events if event.status is EventStatus.DETECTED]
    return max(standing, key=lambda event: event.detected_at).id if standing else None


def _follow_right(line: SealedLine, right: str, holder_id: UUID, *, at: Moment) -> None:
    held = Offer.objects.select_for_update().filter(right=right, holder_id=holder_id).exclude(status__in=OVER)
    for offer in held.order_by("id"):
        if line.action == CHANGED:
            _change_amount(offer, line.body.get("after"))
        elif line.action == UNKNOWN:
            doubt_offer(offer, reason=Reason.UNKNOWN, by=BY, at=at)
        elif line.body.get("is_contested"):
            doubt_offer(offer, reason=Reason.CONTESTED, by=BY, at=at)
        elif Status(offer.status) is Status.FULFILLED and offer.paid == "once":
            close_offer(offer, by=BY, at=at)
        else:
            lapse_offer(offer, reason="lost", by=BY, at=at)


def _change_amount(offer: Offer, amount: object) -> None:
    if isinstance(amount, int) and not isinstance(amount, bool) and offer.status in OPEN and offer.amount is not None:
        offer.amount = amount
        offer.save(update_fields=["amount"])


def hear_events(lines: Sequence[SealedLine], *, at: Moment) -> None:
    """Open offers of the rights that an event brings and the card gives already."""
    from alatau.family.errors import CardNotFoundError, CardsNotComputedError  # noqa: PLC0415
    from alatau.family.find import find_family_of  # noqa: PLC0415

    for line in lines:
        event = get_event(LifeEventId(UUID(str(line.body["event_id"]))))
        if event.status is not EventStatus.DETECTED:
            continue
        try:
            found = find_family_of(event.person_id)
        except (CardNotFoundError, CardsNotComputedError):
            # The card comes later, and brings the offer with it.
            continue
        for right, holder_id in list_rights_of(event, found.stored, run=found.run):
            _open(right, holder_id, stored=found.stored, run=found.run, event=event, at=at)


def kinds_that_bring(benefit_key: str) -> list[str]:
    """Return the kinds of events that bring a right."""
    return [kind.key for kind in list_kinds().values() if benefit_key in kind.benefits]


def list_rights_of(event: LifeEvent, stored: StoredFamily, *, run: RunView) -> Iterable[tuple[str, UUID]]:
    """Yield the rights that an event brings, with whose they would be."""
    from alatau.family.law import law_of  # noqa: PLC0415

    benefits = list_kinds()[event.kind].benefits
    for rule in law_of(run).rules.values():
        if rule.version.key not in benefits:
            continue
        if rule.version.level == "family":
            yield rule.name, stored.family
        else:
            yield from ((rule.name, person) for person in (event.person_id, event.other_id) if person)


def hear_cases(lines: Sequence[SealedLine], *, at: Moment) -> None:
    """Act on what officials found out about an offer: it is right, is to be checked anew, or its right is gone."""
    held = Offer.objects.select_for_update().filter(case_id__in=[line.case_id for line in lines if line.case_id])
    offers = {offer.case_id: offer for offer in held.order_by("id")}
    for line in lines:
        offer = offers.get(line.case_id) if line.case_id else None
        if offer is not None:
            _follow_case(offer, str(line.body.get("outcome", "")), at=at)


def _follow_case(offer: Offer, outcome: str, *, at: Moment) -> None:
    status = Status(offer.status)
    if outcome == STANDS and status is Status.DISPUTED:
        record_step(offer, Step.CONFIRMED, by=BY, at=at)
        terms = list_terms()[offer.benefit_key]
        say(offer, terms.message if offer.amount is not None else terms.message_in_kind, by=BY, at=at)
    elif outcome == CHECK and status in {Status.DISPUTED, Status.PERSON_ASKED}:
        record_step(offer, Step.CHECKED, by=BY, at=at)
        tell_offer(offer, by=BY, at=at)
    elif outcome == GONE:
        lapse_offer(offer, reason="official", by=BY, at=at)


def hear_decisions(lines: Sequence[SealedLine], *, at: Moment) -> None:
    """Follow decisions on rights: what ended closes its offer, and what was granted otherwise is offered no more."""
    for line in lines:
        right, kind = str(line.body.get("right", "")), str(line.body.get("kind", ""))
        if line.subject_id is None:
            continue
        theirs = Offer.objects.select_for_update().filter(right=right, person_id=line.subject_id)
        for offer in theirs.exclude(status__in=OVER).order_by("id"):
            if kind == "ended":
                close_offer(offer, by=BY, at=at)
            elif kind == "granted" and not line.body.get("offer_id"):
                # They asked for it, or an official granted it: nothing is left to offer.
                lapse_offer(offer, reason="granted", by=BY, at=at)


def hear_plans(lines: Sequence[SealedLine], *, at: Moment) -> None:
    """Note that the money of a right that is paid once went out."""
    done = (line for line in lines if line.body.get("status") == "done")
    decisions = [UUID(str(line.body["decision_id"])) for line in done]
    held = Offer.objects.select_for_update().filter(decision_id__in=decisions, status=Status.DECIDED.value)
    for offer in held.order_by("id"):
        record_step(offer, Step.FULFILLED, by=BY, at=at)
