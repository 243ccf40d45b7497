"""The machinery runs on a second country as it does on the first, and knows neither by name."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from alatau.core.content import CONTENT_MEMBERS, Content
from alatau.core.errors import NumberNotValidError
from qazaqstan.content import CONTENT as QAZAQSTAN
from tests.tinyland.content import CONTENT as TINYLAND

CLONE = Path(__file__).resolve().parents[2]
COUNTRIES = pytest.mark.parametrize("country", [QAZAQSTAN, TINYLAND], ids=["qazaqstan", "tinyland"])
KINDS = ["organisation_numbers", "place_codes", "account_numbers", "phone_numbers"]
DAY = date(2026, 5, 6)


@COUNTRIES
def test_a_country_fills_every_member_of_the_protocol(country: Content) -> None:
    assert [member for member in CONTENT_MEMBERS if not hasattr(country, member)] == []


@COUNTRIES
def test_every_text_of_a_country_speaks_all_its_languages(country: Content) -> None:
    languages = [language.code for language in country.languages]
    texts = [country.name, country.city_name, country.currency.word, country.currency.minor_word]
    texts += [item.name for item in (*country.roles, *country.purposes, country.person_numbers)]
    texts += [special.name for special in country.calendar.special_days.values()]
    texts += [getattr(country, kind).name for kind in KINDS]
    assert [text for text in texts if text.missing(languages)] == []


@COUNTRIES
def test_keys_of_roles_and_purposes_are_named_once(country: Content) -> None:
    for items in (country.roles, country.purposes):
        assert len({item.key for item in items}) == len(items)


@COUNTRIES
@pytest.mark.parametrize("kind", KINDS)
def test_synthetic_numbers_of_every_kind_pass_their_own_check(country: Content, kind: str) -> None:
    numbers = getattr(country, kind)
    made = [numbers.synthesise(serial) for serial in range(50)]
    assert [numbers.check(number, on=DAY) for number in made] == made
    assert all(numbers.is_synthetic(number) for number in made)
    assert len(set(made)) == len(made)
    assert [numbers.check(numbers.show(number), on=DAY) for number in made] == made


@COUNTRIES
def test_synthetic_people_have_numbers_that_pass_the_check(country: Content) -> None:
    numbers = country.person_numbers
    made = numbers.synthesise(born_on=date(1990, 2, 3), woman=True, serial=12)
    assert numbers.check(made, on=DAY) == made
    assert numbers.is_synthetic(made)


@COUNTRIES
@pytest.mark.parametrize("kind", [*KINDS, "person_numbers"])
def test_nonsense_is_refused_with_a_sentence_by_every_kind(country: Content, kind: str) -> None:
    with pytest.raises(NumberNotValidError) as refused:
        getattr(country, kind).check("nonsense!")
    assert refused.value.sentence()


@COUNTRIES
def test_every_rounding_of_a_country_cites_its_source(country: Content) -> None:
    for key, entry in country.roundings.items():
        assert key == entry.key
        assert len(entry.source) > 5
        assert country.currency.whole(7).times(1, entry.rounding) == country.currency.whole(7)


@COUNTRIES
def test_every_country_counts_working_days_over_its_own_weekend(country: Content) -> None:
    calendar = country.calendar
    week = [date(2026, 6, day) for day in range(15, 22)]
    assert {day.weekday() for day in week if not calendar.is_working_day(day)} == calendar.weekend


STORY = """
import django; django.setup()
from datetime import date, datetime
from zoneinfo import ZoneInfo
from django.conf import settings
from django.utils.translation import override
from alatau.core.content import content
from alatau.core.errors import NotFoundError
from alatau.core.parameters import parameter, parameter_table
from alatau.core.parse import parse_amount
from alatau.core.text import direction, format_day, sort_key
state = content()
assert settings.LANGUAGE_CODE == "ar" and direction() == "rtl", settings.LANGUAGES
assert parse_amount("7.5", state.currency, "en").units == 7500
gift = parse_amount("7.5", state.currency, "en").times(parameter_table("child_gift", on=date(2026, 1, 1))[3],
                                                       state.roundings["benefit"].rounding)
assert str(gift) == "37.500\\u00a0دينار", gift
assert parameter("bread_index", on=date(2025, 12, 31)) < parameter("bread_index", on=date(2026, 1, 1))
due = state.calendar.deadline(datetime(2026, 5, 5, 15, tzinfo=ZoneInfo(state.time_zone)), working_days=1)
assert due.isoformat() == "2026-05-10T14:00:00+14:00", due
assert sort_key("ar", "باسم") < sort_key("ar", "محمد")
with override("ru"):
    assert format_day(date(2026, 5, 6)) == "6\\u00a0мая\\u00a02026"
from alatau.services.events.kinds import list_kinds
assert {*list_kinds()} == {"new_boat", "old_enough_to_row"}
import sys
assert not [name for name in sys.modules if name.split(".")[0] == "qazaqstan"], "the first country was loaded"
print("Tinyland stands")
"""


def test_the_city_starts_on_the_second_country_without_loading_the_first(tmp_path: Path) -> None:
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(CLONE),
        "DJANGO_SETTINGS_MODULE": "alatau.settings",
        "ALATAU_HOME": str(tmp_path),
        "ALATAU_CONTENT": "tests.tinyland",
    }
    told = subprocess.run(  # our own program
        [sys.executable, "-c", STORY], env=environment, cwd=CLONE, capture_output=True, text=True, check=False
    )
    assert told.stdout.strip().endswith("Tinyland stands"), told.stderr


def test_a_content_package_that_is_not_there_stops_the_start_with_a_sentence(tmp_path: Path) -> None:
    environment = {"PYTHONPATH": str(CLONE), "ALATAU_HOME": str(tmp_path), "ALATAU_CONTENT": "atlantis"}
    told = subprocess.run(  # our own program
        [sys.executable, "-c", "import alatau.settings"],
        env=environment | {"PATH": os.environ["PATH"]},
        cwd=CLONE,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "ALATAU_CONTENT is 'atlantis', and there is no such content package" in told.stderr


def _imported(tree: ast.AST) -> list[str]:
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.append(node.module)
    return found


def test_the_machinery_imports_no_content_by_name() -> None:
    modules = sorted((CLONE / "alatau").rglob("*.py"))
    content = {"qazaqstan", "tests"}
    assert len(modules) > 50
    assert [
        path.name
        for path in modules
        if content & {name.split(".")[0] for name in _imported(ast.parse(path.read_text(encoding="utf-8")))}
    ] == []
