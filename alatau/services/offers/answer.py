"""Answer an offer: take it, refuse it, take it up after all, or say that it is not right.

Taking it is one commit: the consent, the decision, the plan of its payment and the first money.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from alatau.access.consent import give_consent
from alatau.core.errors import NotFoundError
from alatau.core.faults import declare_points, reach
from alatau.core.values import PersonId
from alatau.family.card import EntitlementState
from alatau.family.errors import CardNotFoundError
from alatau.messages.choices import get_choices
from alatau.registry.people.values import FamilyId
from alatau.services.decisions.errors import HangsOnUnknownError
from alatau.services.decisions.grant import grant
from alatau.services.decisions.judge import judge_right
from alatau.services.decisions.values import DecisionId
from alatau.services.models.offers import OfferStep
from alatau.services.offers.errors import (
    AccountNeedsSignInError,
    OfferNotRefusedError,
    OfferOverError,
    RightNotGivenError,
)
from alatau.services.offers.hand_over import Reason, ask_a_person
from alatau.services.offers.history import Happening
from alatau.services.offers.record import lock_offer, read_state, record_step, record_steps
from alatau.services.offers.tell import say
from alatau.services.offers.terms import offer_rules
from alatau.services.offers.values import ANSWERABLE, AnswerChannel, Status, Step
from alatau.services.payments.account import account_on_file
from alatau.services.payments.values import AccountChoice, AccountKind

if TYPE_CHECKING:
    from alatau.core.values import Actor, Moment
    from alatau.services.decisions.basis import Basis
    from alatau.services.models.offers import Offer
    from alatau.services.offers.values import OfferId

declare_points("services.accept.consented", "services.accept.granted", "services.accept.told")

_ON_FILE = AccountChoice(kind=AccountKind.ON_FILE)
#: What is over, or under way already, takes no more answers.
_SERVED = frozenset({Status.DECIDED, Status.FULFILLED})


@transaction.atomic
def accept_offer(
    offer_id: OfferId,
    *,
    account: AccountChoice | None,
    channel: AnswerChannel,
    text_version: str,
    by: Actor,
    at: Moment,
) -> DecisionId | None:
    """Take an offer: the person's consent, the decision and its payment in one commit. A repeat changes nothing.

    None comes back where the yes stands and the decision waits: for another adult whom the law asks, for an account, or
    for an official. By message the money goes to the account on file, never to another.

    Raises:
        NotFoundError, OfferOverError, AccountNeedsSignInError, RightNotGivenError: in this order; nothing is written.
    """
    offer = _load(offer_id, by=by)
    if offer.status in _SERVED:
        return DecisionId(offer.decision_id) if offer.decision_id else None
    if offer.status not in ANSWERABLE:
        raise OfferOverError
    chosen = account or _ON_FILE
    if chosen.kind is not AccountKind.ON_FILE and channel is AnswerChannel.SMS:
        raise AccountNeedsSignInError
    basis = _judge(offer, at=at)

    # Nothing is refused below this line.
    offer.amount = basis.units
    yes = _consent(offer, channel=channel, text_version=text_version, by=by, at=at)
    reach("services.accept.consented")
    if basis.state is EntitlementState.ASK:
        record_steps(offer, [yes], by=by, at=at)
        ask_a_person(offer, reason=Reason.UNKNOWN, by=by, at=at)
        return None
    if offer.adults and _wait_for_adults(offer, yes, by=by, at=at):
        return None
    if _needs_account(offer, chosen, at=at):
        record_steps(offer, [yes, Happening(step=Step.ACCOUNT_NEEDED)], by=by, at=at)
        say(offer, offer_rules().account_needed, by=by, at=at)
        return None
    return _decide(offer, basis, yes=yes, chosen=chosen, by=by, at=at)


@transaction.atomic
def refuse_offer(offer_id: OfferId, *, channel: AnswerChannel, by: Actor, at: Moment) -> None:
    """Refuse an offer. The right stays: it can be taken up for as long as it stands. A repeat changes nothing.

    Raises:
        NotFoundError, OfferOverError: in this order; nothing is written.
    """
    offer = _load(offer_id, by=by)
    if offer.status == Status.REFUSED:
        return
    if offer.status not in ANSWERABLE:
        raise OfferOverError
    record_step(offer, Step.REFUSED, by=by, at=at, channel=channel, person=by.subject_id)


@transaction.atomic
def take_up_offer(offer_id: OfferId, *, by: Actor, at: Moment) -> None:
    """Bring back an offer that was refused, so that it can be answered anew. A repeat changes nothing.

    Raises:
        NotFoundError, OfferNotRefusedError: in this order; nothing is written.
    """
    offer = _load(offer_id, by=by)
    if offer.status == Status.OFFERED:
        return
    if offer.status != Status.REFUSED:
        raise OfferNotRefusedError
    record_step(offer, Step.TAKEN_UP, by=by, at=at)


@transaction.atomic
def dispute_offer(offer_id: OfferId, *, words_id: str = "", by: Actor, at: Moment) -> None:
    """Say that an offer is not right: an official looks before anything is decided. A repeat changes nothing.

    Raises:
        NotFoundError, OfferOverError: in this order; nothing is written.
    """
    offer = _load(offer_id, by=by)
    if offer.status == Status.DISPUTED:
        return
    if offer.status not in ANSWERABLE | {Status.REFUSED}:
        raise OfferOverError
    ask_a_person(offer, reason=Reason.DISPUTED, by=by, at=at, words=words_id)


def _load(offer_id: OfferId, *, by: Actor) -> Offer:
    """Return the offer, held, to whom it was made, or to another adult of the family whom the law asks."""
    if by.subject_id is None:
        raise NotFoundError
    offer = lock_offer(offer_id)
    if offer.person_id != by.subject_id and by.subject_id not in offer.adults:
        raise NotFoundError
    return offer


def _judge(offer: Offer, *, at: Moment) -> Basis:
    """Return the right as the card gives it now: what was offered a week ago may be another by today."""
    holder_id = None if offer.holder_id == offer.family_id else offer.holder_id
    try:
        basis = judge_right(offer.right, PersonId(offer.person_id), holder_id=holder_id, at=at)
    except CardNotFoundError as error:
        raise RightNotGivenError(right=offer.right) from error
    if basis.state is EntitlementState.NO:
        raise RightNotGivenError(right=offer.right)
    return basis


def _consent(offer: Offer, *, channel: AnswerChannel, text_version: str, by: Actor, at: Moment) -> Happening:
    """Keep the yes, and return it as a step: which text, which version, over which channel, and the data it covers."""
    assert by.subject_id is not None, "somebody says yes"
    language = get_choices(by.subject_id).language
    consent = give_consent(by.subject_id, offer_rules().consent, language=language, by=by, at=at)
    facts = {
        "person": by.subject_id,
        "channel": channel,
        "text": text_version,
        "language": language,
        "consent": consent,
        "covers": _find_covered(offer),
    }
    return Happening(step=Step.ACCEPTED, facts=facts)


def _find_covered(offer: Offer) -> object:
    """Return the registers whose rows the right is made of, as they were when it was checked."""
    checked = OfferStep.objects.filter(offer=offer, step=Step.CHECKED).order_by("-number").first()
    return checked.facts.get("covers", []) if checked else []


def _wait_for_adults(offer: Offer, yes: Happening, *, by: Actor, at: Moment) -> bool:
    """Tell whether adults whom the law asks have not said yes; keep this one's, and ask the others once."""
    consented = read_state(offer).consented | {str(yes.facts["person"])}
    waiting = [PersonId(adult) for adult in offer.adults if str(adult) not in consented]
    if not waiting:
        return False
    record_steps(offer, [yes], by=by, at=at)
    if len(consented) == 1:
        for adult in waiting:
            say(offer, offer_rules().ask_adult, to=adult, by=by, at=at)
    return True


def _needs_account(offer: Offer, chosen: AccountChoice, *, at: Moment) -> bool:
    is_on_file = chosen.kind is AccountKind.ON_FILE
    return offer.amount is not None and is_on_file and account_on_file(PersonId(offer.person_id), at=at) is None


def _decide(
    offer: Offer, basis: Basis, *, yes: Happening, chosen: AccountChoice, by: Actor, at: Moment
) -> DecisionId | None:
    try:
        # A refusal inside must leave the yes standing.
        with transaction.atomic():
            decision_id = grant(
                offer.right,
                PersonId(offer.person_id),
                family_id=FamilyId(offer.family_id),
                offer_id=offer.id,
                request_id=None,
                account=chosen if offer.amount is not None else None,
                holder_id=offer.holder_id,
                basis=basis,
                by=by,
                at=at,
            )
    except HangsOnUnknownError:
        record_steps(offer, [yes], by=by, at=at)
        ask_a_person(offer, reason=Reason.UNKNOWN, by=by, at=at)
        return None
    reach("services.accept.granted")
    decided = Happening(step=Step.DECIDED, facts={"decision": decision_id, "person": offer.person_id})
    # Of help that is no sum the decision itself is what they get.
    served = [] if offer.amount is not None else [Happening(step=Step.FULFILLED)]
    record_steps(offer, [yes, decided, *served], by=by, at=at)
    reach("services.accept.told")
    return decision_id
