"""What tests of offers share: cards written by hand, answers by phone, and the journal's news brought to this room."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.db import transaction

from alatau.core.clock import read_clocks
from alatau.core.journal.append import append_lines
from alatau.core.journal.deliver import Courier, Outcome
from alatau.core.journal.listen import list_listeners
from alatau.core.journal.values import LineKind, NewLine
from alatau.core.journal.window import Window
from alatau.core.values import Actor, ActorKind, PersonId, system_actor
from alatau.family.models import ChangedCard, ChangedMember, Run
from alatau.family.packed import pack_family
from alatau.family.stored import StoredFamily
from alatau.family.values import EngineKind, RunState
from alatau.messages.contacts import set_contact_point
from alatau.messages.models import Message
from alatau.messages.reply import InboundReply, ReplyTaken, receive_reply
from alatau.messages.values import Channel
from alatau.money.payouts.programmes import open_programme
from alatau.money.payouts.values import PURPOSE
from alatau.money.values import AccountKind as LedgerKind
from alatau.money.values import HolderKind
from alatau.registry.people.values import FamilyId
from alatau.services.models.offers import Offer, OfferStep
from alatau.services.offers.open import open_offer
from alatau.services.payments.payers import get_payers
from tests.money.ledger import PUBLIC, account
from tests.registry.lake.stage import seal_journal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alatau.core.values import Moment
    from alatau.services.offers.values import OfferId

BY = system_actor("services.tests")
GATEWAY = system_actor("tests.gateway")
FAMILY = FamilyId(UUID("aaaaaaaa-0000-4000-8000-000000000001"))
#: A grant of a person, an allowance of a family, help in kind of a child, and help that asks every adult.
GRANT, ALLOWANCE, MEAL, ASSISTANCE = (
    "birth_grant_for_first_three",
    "large_family_allowance_4",
    "school_meal",
    "targeted_assistance",
)
SUM = 16_440_000
numbers = count(1)

#: Somebody of a family: who, by which role, and what the card gives them.
Person = tuple[PersonId, str, dict[str, object]]


def put_card(*people: Person, at: Moment, family: UUID = FAMILY, **row: object) -> None:
    """Write a family's card as it stands, over the one of before."""
    run = Run.objects.first() or _make_run(at=at)
    known = ChangedCard.objects.count() + 1_000
    # A table has the same columns for everybody: whom a right does not concern has none of it.
    nothing = {name: 0 for _person, _role, given in people for name in given}
    stored = StoredFamily(
        family=family,
        row={"family": family, "members": len(people), **row},
        people=[
            {"person": person, "family": family, "role": role, **nothing, **given} for person, role, given in people
        ],
    )
    card = ChangedCard.objects.create(
        family=family, run=run, known_number=known, card=pack_family(stored), changed_at=at.wall_at
    )
    ChangedMember.objects.bulk_create(ChangedMember(person=person, card=card) for person, _role, _given in people)


def _make_run(*, at: Moment) -> Run:
    return Run.objects.create(
        in_force=at.city_day,
        known_number=0,
        known_at=at.wall_at,
        plan_digest="test",
        engine=EngineKind.DUCKDB.value,
        state=RunState.PUBLISHED.value,
        buckets=1,
        family_buckets=1,
        started_at=at.wall_at,
        finished_at=at.wall_at,
        line_id=uuid4(),
    )


def offer(right: str, person: PersonId | None, *, at: Moment, event_id: Any = None) -> OfferId:
    """Open the offer of a right on the card."""
    return open_offer(right, person, family_id=FAMILY, event_id=event_id, because="card", by=BY, at=at)


def tell_change(change: str, right: str, person: PersonId | None, *, at: Moment, **body: object) -> None:
    """Let the journal say that a right of the family changed, as families do."""
    said = {"family": FAMILY, "name": right, "before": 0, "after": 0, "known": 1, "registers": ["births"]}
    line = NewLine(
        kind=LineKind.EVENT,
        action=f"family.entitlement.{change}",
        actor=BY,
        subject_id=person,
        body={**said, "is_single_source": True, "is_contested": False, **body},
    )
    with transaction.atomic():
        append_lines([line], at=at)


def hear(*names: str) -> None:
    """Number what was written and bring it to listeners of this room, until nothing is left to hear."""
    wanted = names or ("services.rights", "services.answers", "services.offers")
    moved = True
    while moved:
        seal_journal()
        couriers = [Courier(each, Window()) for each in list_listeners() if each.name in wanted]
        moved = any(_deliver(courier) for courier in couriers)


def _deliver(courier: Courier) -> bool:
    moved = False
    while courier.deliver_once() is Outcome.MOVED:
        moved = True
    return moved


def give_phone(person: PersonId, phone: str, *, at: Moment) -> None:
    """Give a person a proved phone."""
    by = Actor(kind=ActorKind.RESIDENT, person_id=person)
    set_contact_point(person, Channel.SMS, phone, by=by, at=at, proved=True)


def answer(phone: str, text: str, *, at: Moment) -> ReplyTaken:
    """Let somebody answer by SMS, and the city not have heard of it yet."""
    came = InboundReply(gateway="steppe", gateway_message_id=f"in-{next(numbers)}", address=phone, text=text)
    return receive_reply(came, by=GATEWAY, at=at)


def write(phone: str, text: str, *, at: Moment) -> ReplyTaken:
    """Let somebody answer by SMS, and the city hear it."""
    taken = answer(phone, text, at=at)
    hear()
    return taken


def steps_of(offer_id: OfferId) -> list[str]:
    """Return the steps of an offer, in their order."""
    return list(OfferStep.objects.filter(offer_id=offer_id).order_by("number").values_list("step", flat=True))


def status_of(offer_id: OfferId) -> str:
    """Return where an offer stands."""
    return Offer.objects.get(id=offer_id).status


def texts_to(person: PersonId) -> list[str]:
    """Return the templates of what was said to a person, in their order."""
    return list(
        Message.objects.filter(person_id=person).order_by("written_at", "id").values_list("template", flat=True)
    )


def facts_of_step(offer_id: OfferId, step: str) -> Mapping[str, Any]:
    """Return what the newest such step of an offer keeps."""
    row = OfferStep.objects.filter(offer_id=offer_id, step=step).order_by("-number").first()
    assert row is not None, f"{step} was not taken"
    return dict(row.facts)


def now() -> Moment:
    """Return the present moment of the test's city."""
    return read_clocks()


def fill_treasury(*, at: Moment) -> None:
    """Open every programme that pays rights, each with money."""
    for each in get_payers().programmes.values():
        account_id = account(
            at, holder_kind=HolderKind.PUBLIC, tier=PUBLIC, balance=10**12, kind=LedgerKind.WALLET, purpose="budget"
        )
        open_programme(each.key, name=dict(each.name), purpose=PURPOSE, account_id=account_id, by=BY, at=at)
