"""The commit paths of offers and conversations, for kills at each of their named points."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from django.test import override_settings

from alatau.core.clock import read_clocks
from alatau.core.models import JournalLine
from alatau.core.values import Moment
from alatau.family.models import Run
from alatau.family.runs import view_run
from alatau.messages.models import Message
from alatau.messages.reply import InboundReply, receive_reply
from alatau.papers.models import Document
from alatau.registry.models import InboxRow
from alatau.services.flows.begin import ask_first
from alatau.services.flows.values import TalkId
from alatau.services.models import Decision, Payment, Ticket
from alatau.services.models.flows import Talk
from alatau.services.models.offers import Offer, OfferStep, SearchedBucket
from alatau.services.offers.follow_up import follow_up_silence, tell_waiting_offers
from alatau.services.offers.open_run import open_offers_of_run
from tests.conftest import RUN
from tests.faults.kill import Scenario
from tests.harness.databases import working_as
from tests.people import load_people, resident
from tests.services.flows.stage import NAME, PHONE, notice_of_birth, settle_mother
from tests.services.offers.stage import (
    ALLOWANCE,
    BY,
    GATEWAY,
    GRANT,
    SUM,
    fill_treasury,
    hear,
    offer,
    put_card,
    tell_change,
)
from tests.services.offers.test_open_run import cards, publish

if TYPE_CHECKING:
    from collections.abc import Iterator

#: How a phone's replies are numbered, so that a reply brought twice is one.
REPLIES = {"name": NAME, "money": "1", "kindergarten": "1"}


@contextmanager
def worker() -> Iterator[Moment]:
    """Work as the background processes do, and give the moment."""
    with working_as(RUN, "worker"), override_settings(ALATAU_ROLE="worker"):
        yield read_clocks()


def prepare_mother() -> None:
    load_people()
    with worker() as at:
        fill_treasury(at=at)
        mother = settle_mother(at=at)
        put_card((mother, "spouse", {GRANT: SUM}), at=at)


def open_it() -> None:
    with worker() as at:
        offer(GRANT, resident("aigerim").person_id, at=at)


def check_opened() -> None:
    """One offer, its steps numbered from one, and one message about it."""
    made = Offer.objects.get()
    numbers = OfferStep.objects.filter(offer=made).order_by("number").values_list("number", flat=True)
    assert [*numbers] == [1, 2, 3] == [*range(1, made.steps + 1)]
    assert Message.objects.filter(case_id=made.id).count() == 1
    assert JournalLine.objects.filter(action="services.offer.offered").count() == 1


def prepare_yes() -> None:
    """Let Aigerim say yes by phone, and the city not have heard of it yet."""
    prepare_mother()
    open_it()
    with worker() as at:
        reply("yes", "1", at=at)


def reply(name: str, text: str, *, at: Moment) -> None:
    came = InboundReply(gateway="steppe", gateway_message_id=name, address=PHONE, text=text)
    receive_reply(came, by=GATEWAY, at=at)


def listen() -> None:
    with worker():
        hear()


def check_paid_once() -> None:
    """One yes is one consent, one decision, one payment, and one transfer of it."""
    assert Decision.objects.count() == 1
    assert [*Payment.objects.values_list("status", flat=True)] == ["paid"]
    assert JournalLine.objects.filter(action="access.consent.given").count() == 1
    assert Offer.objects.get().status == "fulfilled"


def prepare_silence() -> None:
    prepare_mother()
    open_it()
    with worker() as at:
        put_card((resident("aigerim").person_id, "spouse", {GRANT: SUM}), at=at, survivor_allowance_1=5)
        offer("survivor_allowance_1", None, at=at)


def follow_up() -> None:
    with worker() as at:
        later = Moment(city_at=at.city_at + timedelta(days=8), wall_at=at.wall_at)
        tell_waiting_offers(at=later)
        follow_up_silence(at=later)


def check_followed_up() -> None:
    templates = [*Message.objects.values_list("template", flat=True)]
    assert (templates.count("offers.reminder"), templates.count("offers.loss")) == (1, 1)
    assert sorted(Offer.objects.values_list("status", flat=True)) == ["offered", "reminded"]


def prepare_birth() -> None:
    prepare_mother()
    with worker() as at:
        notice_of_birth(at=at)


def go_through_birth() -> None:
    """Bring the conversation from the ward's notice to its end, as listeners, a job and a phone do."""
    with worker() as at:
        hear("services.events", "services.offers_of_events")
        for talk in Talk.objects.filter(status="begun"):
            ask_first(TalkId(talk.id), at=at)
        for name, text in REPLIES.items():
            reply(name, text, at=at)
            hear()
        if not Offer.objects.exists():
            tell_change("gained", GRANT, resident("aigerim").person_id, at=at, after=SUM)
        hear("services.rights", "services.offers")


def check_born_once() -> None:
    """One child, one act, one certificate, one ticket, and the grant paid once."""
    assert Talk.objects.get().status == "done"
    assert InboxRow.objects.filter(register_key="births").count() == 1
    assert Document.objects.filter(template="birth_certificate").count() == 1
    assert (Ticket.objects.count(), Decision.objects.count()) == (1, 1)
    assert [*Payment.objects.values_list("status", flat=True)] == ["paid"]


def prepare_runs() -> None:
    with worker() as at:
        publish(at, cards(), known=1, buckets=2)
        publish(at, cards(grant=5, allowance=7), known=2, buckets=2)


def search() -> None:
    with worker() as at:
        run = Run.objects.order_by("-known_number")[0]
        open_offers_of_run(view_run(run), by=BY, at=at)


def check_searched() -> None:
    assert {*Offer.objects.values_list("right", flat=True)} == {GRANT, ALLOWANCE}
    assert (Offer.objects.count(), OfferStep.objects.count()) == (2, 4)
    assert SearchedBucket.objects.count() == 2
    assert JournalLine.objects.filter(action="services.offers.opened").count() == 2


SCENARIOS = (
    Scenario(points=("services.offer.",), prepare=prepare_mother, act=open_it, check=check_opened),
    Scenario(
        points=("services.accept.", "services.pay_together."),
        prepare=prepare_yes,
        act=listen,
        check=check_paid_once,
    ),
    Scenario(points=("services.follow_up.",), prepare=prepare_silence, act=follow_up, check=check_followed_up),
    Scenario(
        points=("services.talk.", "services.effect."),
        prepare=prepare_birth,
        act=go_through_birth,
        check=check_born_once,
    ),
    Scenario(points=("services.search.",), prepare=prepare_runs, act=search, check=check_searched),
)
