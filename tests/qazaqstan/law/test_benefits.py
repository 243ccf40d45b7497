"""The benefits of Kazakhstan: declared with act, payer and rhythm, told in four languages, tried on both sides."""

from __future__ import annotations

import csv
import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from alatau.core.content import content
from alatau.rules.gather import read_book
from alatau.rules.golden import calculate
from alatau.rules.texts import RuleTexts, find_text_problems, find_word, read_texts
from tests.qazaqstan.law.golden_files import cases_of_benefits, expectations_of, is_given

SHARED = Path(__file__).resolve().parents[4] / "shared" / "domain"
beside_the_clone = pytest.mark.skipif(not SHARED.is_dir(), reason="there is no folder `shared` beside the clone")
LANGUAGES = ("kk", "ru", "en", "ar")
NAMED_BY_KEY = ("payer", "paid", "to", "limit")


@cache
def benefits():
    return {version.key: version for version in read_book().versions if version.kind == "benefit"}


def collected(file: str) -> list[dict[str, str]]:
    with (SHARED / file).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def gaps_of(code: str, *, versions, texts: RuleTexts, expected: list[object]) -> list[str]:
    """Return what a benefit lacks to stand before people."""
    version, text = versions.get(code), texts.rules.get(code)
    if version is None:
        return ["rule"]
    gaps = [] if version.law and version.verification else ["law"]
    gaps += [] if text and text.how else ["text"]
    gaps += [] if any(map(is_given, expected)) else ["golden case with a right"]
    gaps += [] if any(not is_given(one) for one in expected) else ["golden case without a right"]
    return gaps


def test_every_benefit_has_law_texts_and_golden_cases_on_both_sides() -> None:
    gaps = {
        code: found
        for code in benefits()
        if (found := gaps_of(code, versions=benefits(), texts=read_texts(), expected=expectations_of(code)))
    }
    assert gaps == {}


@pytest.mark.parametrize(
    ("code", "expected", "gap"),
    [
        ("NO_SUCH_BENEFIT", [1, 0], "rule"),
        ("LARGE_4", [], "golden case with a right"),
        ("LARGE_4", [69330], "golden case without a right"),
        ("LARGE_4", [0], "golden case with a right"),
    ],
)
def test_benefit_that_lacks_something_is_named(code: str, expected: list[object], gap: str) -> None:
    assert gap in gaps_of(code, versions=benefits(), texts=read_texts(), expected=expected)


def test_benefit_without_a_text_is_named() -> None:
    silent = RuleTexts(rules={}, units={}, words={})
    assert gaps_of("LARGE_4", versions=benefits(), texts=silent, expected=[1, 0]) == ["text"]


@pytest.mark.shared
@beside_the_clone
def test_all_collected_benefits_are_rules_and_no_others() -> None:
    assert sorted(benefits()) == sorted(row["code"] for row in collected("benefits.csv"))


@pytest.mark.shared
@beside_the_clone
def test_payers_rhythms_and_life_events_follow_the_collected_table() -> None:
    events = {row["code"] for row in collected("life_events.csv")}
    for row in collected("benefits.csv"):
        facts = benefits()[row["code"]].facts
        assert facts["life_event"] in events
        assert row["life_event"] in {"", facts["life_event"]}
        assert facts["proactive"] == (not row["proactive"].startswith("no") or row["proactive"].startswith("notice"))
        assert facts["payer"].partition("_")[0] in row["payer"].lower() or facts["payer"] == "social_insurance_fund"


@pytest.mark.shared
@beside_the_clone
def test_what_the_collected_table_calls_unverified_is_marked() -> None:
    for row in collected("benefits.csv"):
        if "unverified" in row["verification"] and not row["verification"].startswith("sourced"):
            assert benefits()[row["code"]].verification in {"unverified", "derived"} or benefits()[row["code"]].note


def test_every_act_note_payer_and_rhythm_has_words() -> None:
    silent = [
        (kind, key)
        for version in benefits().values()
        for kind, key in [
            *((kind, str(version.facts[kind])) for kind in NAMED_BY_KEY),
            ("law", version.law),
            ("note", version.note),
        ]
        if key and find_word(kind, key) is None
    ]
    assert silent == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_benefit_is_told_in_two_short_sentences(language: str) -> None:
    for code in benefits():
        text = read_texts().rules[code].how
        assert text is not None
        sentences = re.split(r"(?<=[.!?؟]) ", text.say(language))
        assert len(sentences) == 2, code
        assert max(len(sentence.split()) for sentence in sentences) <= 25, code


def test_benefits_in_kind_have_no_amount_and_the_others_have_one() -> None:
    units = {code: version.unit for code, version in benefits().items()}
    in_kind = {code for code, unit in units.items() if unit == "flag"}
    assert in_kind == {
        "GSP_6_18",
        "GAS_VOUCHER",
        "KG_VOUCHER",
        "SCHOOL_MEAL",
        "SCHOOL_KIT",
        "HOME_SCHOOL",
        "LOCAL_HELP",
    }
    assert {units[code] for code in units.keys() - in_kind} == {"tiyn", "tiyn/month", "USD"}


@pytest.mark.parametrize(
    ("name", "months"),
    [("childcare_insured_averaging", 24), ("maternity_insured_averaging", 12), ("job_loss_averaging", 24)],
)
def test_months_that_rules_average_over_are_those_of_the_law(name: str, months: int) -> None:
    row = content().parameters.find(name, on=date(2026, 1, 1))
    assert row is not None
    assert row.value == Decimal(months)


@pytest.mark.shared
@beside_the_clone
@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_golden_amounts_are_the_published_ones_to_the_tenge(year: int) -> None:
    published = {row["code"]: row[f"amount_{year}_kzt"] for row in collected("benefits.csv")}
    counted = {code: amount_expected(code, on=date(year, 12, 31)) for code in published}
    # The published sum of the largest families is for one child, the golden case is a family of eight.
    counted["LARGE_8P"] /= 8
    wrong = {code: sum_ for code, sum_ in published.items() if sum_ and counted[code] != Fraction(sum_)}
    assert wrong == {}
    assert sum(map(bool, published.values())) >= 36


def amount_expected(code: str, *, on: date) -> Fraction:
    """Return what golden cases expect of a benefit in a year: of several the least, which is the one published."""
    expected = [
        case["expect"][code]
        for case in cases_of_benefits()
        if case["day"].year == on.year and code in case.get("expect", {})
    ]
    sums = [calculate(str(each)) for each in expected if not isinstance(each, bool) and each != "unknown"]
    return min((each for each in sums if each), default=Fraction(0))


def test_whatever_a_benefit_reads_has_a_name_to_unfold_it_by() -> None:
    own = {version.key: version.labels for version in read_book().versions if "benefits" in version.file}
    assert list(find_text_problems(read_texts(), needed=own)) == []
