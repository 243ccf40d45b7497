"""Content agrees with the collected facts in the folder `shared` beside the clone, where that folder is."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from alatau.core.content import content
from qazaqstan.places import PLACE_CODES

SHARED = Path(__file__).resolve().parents[3] / "shared"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.is_dir(), reason="there is no folder `shared` beside the clone"),
]
TODAY = date(2026, 11, 1)


def rows_of(path: str) -> list[dict[str, str]]:
    with (SHARED / path).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_every_place_of_the_classifier_passes_the_check() -> None:
    codes = [row["kato"] for row in rows_of("data/kz-kato/kato.csv")]
    assert len(codes) > 15_000
    assert [PLACE_CODES.check(code, on=TODAY) for code in codes] == codes


def test_places_of_the_classifier_lie_in_places_of_the_classifier() -> None:
    codes = {row["kato"] for row in rows_of("data/kz-kato/kato.csv")}
    orphans = [code for code in codes if (parent := PLACE_CODES.parent(code)) is not None and parent not in codes]
    # 39 settlements have no rural district above them; everything else climbs level by level.
    assert len(orphans) <= 39
    assert {PLACE_CODES.parent(PLACE_CODES.parent(code)) in codes for code in orphans} == {True}


def test_regions_are_called_as_in_the_collected_facts() -> None:
    for row in rows_of("domain/regions.csv"):
        name = PLACE_CODES.region_name(row["kato"])
        assert (name.say("kk"), name.say("ru"), name.say("en")) == (row["name_kk"], row["name_ru"], row["name_en"])


def test_every_collected_value_of_the_law_is_in_force_on_its_days() -> None:
    book = content().parameters
    known = {(row.valid_from, row.valid_until, row.value, row.unit) for rows in book.by_name.values() for row in rows}
    wanted = [row for row in rows_of("domain/parameters.csv") if row["value"] and ":" not in row["value"]]
    lacking = [
        row["name"]
        for row in wanted
        if (date.fromisoformat(row["valid_from"]), _day_after(row["valid_to"]), Decimal(row["value"]), row["unit"])
        not in known
    ]
    assert len(wanted) == 174
    assert lacking == []


def test_every_collected_value_about_money_is_in_force_on_its_days() -> None:
    wanted = rows_of("domain/money_parameters.csv")
    known = {
        (row.name, row.valid_until, row.value, row.unit)
        for rows in content().parameters.by_name.values()
        for row in rows
    }
    lacking = [
        row["name"]
        for row in wanted
        if (row["name"], _day_after(row["valid_to"]), Decimal(row["value"]), row["unit"]) not in known
    ]
    assert len(wanted) == 65
    assert lacking == []


def _day_after(last: str) -> date | None:
    return date.fromisoformat(last) + timedelta(days=1) if last else None
