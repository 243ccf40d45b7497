"""A nation's cards bring offers in sets: what is new since the run before, once, whatever is killed between."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import duckdb
import pytest

from alatau.core.models import JournalLine
from alatau.family.models import Run
from alatau.family.run.folders import card_folder
from alatau.family.runs import view_run
from alatau.family.values import EngineKind, RunState
from alatau.services.models.offers import Offer, OfferStep, SearchedBucket
from alatau.services.offers.follow_up import tell_waiting_offers
from alatau.services.offers.open_run import find_run_before, list_new_rights, open_offers_of_run
from tests.services.offers.stage import ALLOWANCE, ASSISTANCE, BY, GRANT, MEAL, put_card, texts_to

if TYPE_CHECKING:
    from alatau.core.values import Moment, PersonId
    from alatau.family.values import RunView

MOTHER, CHILD, OTHER = (
    UUID(f"{each}{each}{each}{each}{each}{each}{each}{each}-0000-4000-8000-000000000000") for each in "123"
)
OURS, THEIRS = UUID("aaaaaaaa-0000-4000-8000-000000000000"), UUID("bbbbbbbb-0000-4000-8000-000000000000")
Cards = dict[str, list[dict[str, Any]]]


def cards(*, grant: int | None = 0, allowance: int = 0, meal: bool | None = False) -> Cards:
    """Return two families: a mother with a child, and somebody else who has nothing."""
    people = [(MOTHER, OURS, "spouse", grant), (CHILD, OURS, "child", 0), (OTHER, THEIRS, "single", 0)]
    return {
        "people": [
            {"person": person, "family": family, "role": role, GRANT: given, MEAL: meal if role == "child" else False}
            for person, family, role, given in people
        ],
        "families": [
            {"family": OURS, "members": 2, ALLOWANCE: allowance, ASSISTANCE: 0},
            {"family": THEIRS, "members": 1, ALLOWANCE: 0, ASSISTANCE: 0},
        ],
    }


def publish(at: Moment, made: Cards, *, known: int, buckets: int = 1) -> RunView:
    """Publish a run whose first bucket holds these cards; the others hold nobody."""
    run = Run.objects.create(
        in_force=at.city_day,
        known_number=known,
        known_at=at.wall_at,
        plan_digest=str(known),
        engine=EngineKind.DUCKDB.value,
        state=RunState.PUBLISHED.value,
        buckets=1,
        family_buckets=buckets,
        started_at=at.wall_at,
        finished_at=at.wall_at,
        line_id=uuid4(),
    )
    for bucket in range(buckets):
        for name, rows in made.items():
            write(run.id, bucket, name, rows if bucket == 0 else [])
    return view_run(run)


def write(run_id: Any, bucket: int, name: str, rows: list[dict[str, Any]]) -> None:
    folder = card_folder(run_id, bucket)
    folder.mkdir(parents=True, exist_ok=True)
    columns = {"person": "UUID", "family": "UUID", "role": "VARCHAR", "members": "INTEGER", MEAL: "BOOLEAN"}
    names = [*(rows or (cards()[name]))[0]]
    kinds = ", ".join(f'"{each}" {columns.get(each, "BIGINT")}' for each in names)
    with duckdb.connect() as engine:
        engine.execute(f"CREATE TABLE kept ({kinds})")
        for row in rows:
            engine.execute(f"INSERT INTO kept VALUES ({', '.join('?' * len(names))})", [row[each] for each in names])
        engine.execute(f"COPY kept TO '{folder / name}.parquet' (FORMAT parquet)")


@pytest.fixture
def before(city: Moment) -> RunView:
    return publish(city, cards(), known=1)


def search(run: RunView, at: Moment) -> int:
    return open_offers_of_run(run, by=BY, at=at).opened


def test_the_first_run_of_a_city_opens_nothing(city: Moment) -> None:
    assert search(publish(city, cards(grant=5, allowance=7), known=1), city) == 0


def test_what_is_new_since_the_run_before_is_offered_once(city: Moment, before: RunView) -> None:
    run = publish(city, cards(grant=5, allowance=7, meal=True), known=2)
    assert (search(run, city), search(run, city)) == (3, 0)
    assert {*Offer.objects.values_list("right", "holder_id", "amount")} == {
        (GRANT, MOTHER, 5),
        (ALLOWANCE, OURS, 7),
        (MEAL, CHILD, None),
    }
    assert OfferStep.objects.count() == 6


def test_what_was_given_before_or_is_unknown_is_not_offered(city: Moment) -> None:
    publish(city, cards(grant=5, allowance=7), known=1)
    assert search(publish(city, cards(grant=6, allowance=8, meal=None), known=2), city) == 0
    assert search(publish(city, cards(grant=None, allowance=7), known=3), city) == 0


def test_an_offer_that_stands_is_not_opened_again(city: Moment, before: RunView) -> None:
    search(publish(city, cards(grant=5), known=2), city)
    publish(city, cards(), known=3)
    assert search(publish(city, cards(grant=5), known=4), city) == 0
    Offer.objects.update(status="lapsed")
    assert search(publish(city, cards(grant=5), known=5), city) == 0, "nothing is new since the run before"


def test_runs_of_other_buckets_are_compared_too(city: Moment) -> None:
    publish(city, cards(allowance=7), known=1, buckets=2)
    assert search(publish(city, cards(grant=5, allowance=7), known=2), city) == 1


def test_a_search_goes_on_with_the_first_bucket_that_is_not_done(city: Moment) -> None:
    publish(city, cards(), known=1, buckets=3)
    run = publish(city, cards(grant=5), known=2, buckets=3)
    SearchedBucket.objects.create(run_id=run.id, bucket=0, opened=1, searched_at=city.wall_at)
    report = open_offers_of_run(run, by=BY, at=city)
    assert (report.opened, report.buckets_kept, report.buckets_done) == (0, 1, 2)


def test_each_bucket_leaves_one_line(city: Moment) -> None:
    publish(city, cards(), known=1, buckets=2)
    search(publish(city, cards(grant=5), known=2, buckets=2), city)
    assert JournalLine.objects.filter(action="services.offers.opened").count() == 2


def test_the_run_before_is_the_newest_that_knew_less(city: Moment, before: RunView) -> None:
    middle, last = publish(city, cards(), known=2), publish(city, cards(), known=3)
    found = find_run_before(last)
    assert found is not None
    assert found.id == middle.id
    assert find_run_before(replace(before)) is None


def test_people_are_told_by_the_card_as_it_stands(city: Moment, before: RunView, aigerim: PersonId) -> None:
    search(publish(city, cards(grant=5, allowance=7), known=2), city)
    Offer.objects.filter(right=GRANT).update(holder_id=aigerim)
    put_card((aigerim, "spouse", {GRANT: 9}), at=city, family=OURS, **{ALLOWANCE: 0})
    assert tell_waiting_offers(at=city) == 2
    assert {*Offer.objects.values_list("status", "amount", "person_id")} == {
        ("offered", 9, aigerim),
        ("lapsed", 7, MOTHER),
    }
    assert texts_to(aigerim) == ["offers.birth"]


def test_every_right_that_is_offered_is_searched(city: Moment, before: RunView) -> None:
    names = {right.name for right in list_new_rights(before)}
    assert {GRANT, ALLOWANCE, MEAL, ASSISTANCE} <= names
    assert "business_grant" not in names
