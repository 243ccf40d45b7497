"""How what the state brings reaches people: shares, tables by region, times, and nobody to be recognised."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from alatau.access.models import Person
from alatau.core.clock import read_clocks
from alatau.family.national.hide import LEAST
from alatau.family.national.values import COUNTRY
from alatau.services.figures.count import count_figures, region_over, share
from alatau.services.figures.values import PROACTIVE, Answer, Way
from alatau.services.models import Decision, Payment, Plan, RequestStep, ServiceRequest
from alatau.services.models.offers import Offer, OfferStep
from tests.people import load_people, official, resident, sign_in

if TYPE_CHECKING:
    from uuid import UUID

    from django.test import Client

    from alatau.core.values import Moment

pytestmark = pytest.mark.usefixtures("db")
HERE, THERE = "750000000", "196200000"


def person_in(region: str, at: Moment) -> UUID:
    row = {"name": "P", "short_name": "P", "born_on": date(1990, 1, 1), "registered_at": at.wall_at}
    return Person.objects.create(id=uuid4(), region=region, **row).id


def answered(count: int, status: str, *, region: str = HERE) -> list[Offer]:
    at = read_clocks()
    person, opened = person_in(region, at), at.city_at - timedelta(hours=5)
    decided = uuid4() if status in {"decided", "fulfilled"} else None
    return Offer.objects.bulk_create(
        Offer(
            right="r", benefit_key="k", holder_id=uuid4(), family_id=uuid4(), person_id=person, because="card",
            status=status, opened_at=at.wall_at, opened_city_at=opened, told_from=opened, decision_id=decided,
        )
        for _ in range(count)
    )  # fmt: skip


def grant(offer: Offer, *, channel: str, region: str = HERE, paid_after: int = 0) -> None:
    """Let an offer be accepted and granted, and paid some hours after it was opened."""
    at = read_clocks()
    common = {"person_id": offer.person_id, "holder_id": offer.holder_id, "family_id": offer.family_id}
    decision = Decision.objects.create(
        kind="granted", right="r", benefit_key="k", region=region, ground="offer", offer_id=offer.id, law="L",
        amount=100, currency="KZT", paid="once", period_from=at.city_day, on=at.city_day, known_number=1,
        known_at=at.wall_at, rules_digest="d", run_id=uuid4(), decided_by="rule", decided_at=at.wall_at,
        decided_city_at=at.city_at, **common,
    )  # fmt: skip
    facts = {"channel": channel, "person": str(offer.person_id)}
    OfferStep.objects.create(
        offer=offer, number=1, step="accepted", actor={}, facts=facts, city_at=at.city_at, wall_at=at.wall_at
    )
    plan = Plan.objects.create(
        decision=decision, right="r", programme="p", amount=100, currency="KZT", rhythm="once",
        not_before=at.city_at, status="done", reviewed_on=at.city_day, started_at=at.wall_at, **common,
    )  # fmt: skip
    paid_at = offer.opened_city_at + timedelta(hours=paid_after)
    Payment.objects.create(
        plan=plan, period=at.city_day, amount=100, status="paid", batch_id=uuid4(), line=1, made_at=at.wall_at,
        paid_at=paid_at,
    )  # fmt: skip


def asked(count: int, channel: str) -> None:
    at = read_clocks()
    person = person_in(HERE, at)
    for _ in range(count):
        row = ServiceRequest.objects.create(
            number=str(uuid4())[:20], service="07002001", asker_id=person, person_id=person, asked_by="self",
            status="granted", started_city_at=at.city_at, expires_on=at.city_day, sent_city_at=at.city_at,
            decided_city_at=at.city_at,
        )  # fmt: skip
        RequestStep.objects.create(
            request=row, number=1, step="granted", facts={"channel": channel}, city_at=at.city_at, wall_at=at.wall_at
        )


def test_city_without_services_has_nothing_to_count() -> None:
    found = count_figures()
    assert (found.ways, found.answers, found.times) == (None, None, ())
    assert (found.proactive, found.online, found.accepted) == (None, None, None)


def test_shares_tell_what_came_by_itself_on_pages_and_by_message() -> None:
    for offer in answered(20, "decided")[:20]:
        grant(offer, channel="sms")
    for offer in answered(10, "decided"):
        grant(offer, channel="page")
    asked(10, "page")
    found = count_figures()
    assert (found.proactive, found.online, found.by_message) == (0.75, 0.5, 0.5)


def test_request_at_a_desk_is_not_counted_as_online() -> None:
    asked(10, "page")
    asked(30, "desk")
    assert count_figures().online == 0.25


def test_acceptance_leaves_out_who_may_still_answer() -> None:
    answered(30, "decided")
    answered(10, "refused")
    answered(99, "offered")
    assert count_figures().accepted == 0.75


def test_small_region_is_hidden_and_another_with_it() -> None:
    answered(40, "refused")
    answered(30, "refused", region="710000000")
    answered(3, "refused", region=THERE)
    shown = count_figures().answers
    assert shown is not None
    totals = {line.place: line.total for line in shown.lines}
    assert totals[COUNTRY] == 73
    assert totals[region_over(THERE)] is None
    assert list(totals.values()).count(None) == 2


def test_time_to_the_money_is_told_only_of_enough_people() -> None:
    for hours, offer in enumerate(answered(LEAST + 1, "decided")):
        grant(offer, channel="page", paid_after=hours)
    [few] = answered(1, "decided", region=THERE)
    grant(few, channel="page", region=THERE, paid_after=500)
    times = {each.place: each for each in count_figures().times}
    assert times[region_over(HERE)].median_hours == 5.0
    assert (times[region_over(THERE)].paid, times[region_over(THERE)].median_hours) == (None, None)


@given(st.dictionaries(st.sampled_from(Way), st.integers(0, 40)))
def test_share_never_tells_of_few(counts: dict[Way, int]) -> None:
    part = sum(counts.get(each, 0) for each in PROACTIVE)
    rest = sum(counts.values()) - part
    told = share(Counter(counts), PROACTIVE)
    assert (told is None) == (part + rest == 0 or 0 < part < LEAST or 0 < rest < LEAST)


def test_page_and_download_name_the_columns_in_words(client: Client) -> None:
    load_people()
    answered(40, "refused")
    answered(20, "decided")
    sign_in(client, official("yerlan"))
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = client.get("/services/figures/").content.decode()
    assert "What became of offers" in page
    rows = client.get("/services/figures/table/?table=answers").content.decode("utf-8-sig").splitlines()
    assert rows[0].startswith("Place,In all,")
    assert rows[1].split(",")[1] == "60"


def test_kinds_too_few_to_tell_apart_leave_the_total_alone(client: Client) -> None:
    load_people()
    for status in ("decided", "refused", "silent", "offered", "disputed", "lapsed"):
        answered(3, status)
    sign_in(client, official("yerlan"))
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    rows = client.get("/services/figures/table/?table=answers").content.decode("utf-8-sig").splitlines()
    assert rows[0] == "Place,In all"
    assert rows[1].split(",")[1] == "18"


def test_unknown_table_and_residents_are_sent_away(client: Client) -> None:
    load_people()
    sign_in(client, official("yerlan"))
    assert client.get("/services/figures/table/?table=x").status_code == 404
    sign_in(client, resident("emma"))
    assert client.get("/services/figures/").status_code == 403


def test_every_answer_of_an_offer_has_words() -> None:
    from alatau.services.pages.figures import WORDS

    assert {*Way, *Answer} == {*WORDS}
