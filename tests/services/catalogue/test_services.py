"""Services are content: each can be used, and a broken one says what to correct."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alatau.core.content import content
from alatau.core.errors import NotFoundError
from alatau.rules.gather import read_book
from alatau.services.catalogue.checks import check_catalogue
from alatau.services.catalogue.conditions import Test as Asked
from alatau.services.catalogue.errors import ServiceContentError
from alatau.services.catalogue.services import get_service, list_fields, list_services, read_catalogue
from alatau.services.catalogue.values import OutcomeKind
from alatau.web.icons import draw_icon
from tests.services.catalogue.likeness import likeness

CATALOGUE = Path(__file__).resolve().parents[3] / "qazaqstan" / "services" / "catalogue"
ADDRESS = (CATALOGUE / "documents" / "address_certificate.toml").read_text(encoding="utf-8")
#: Above this two texts of services say the same.
NEARLY_EQUAL = 0.86


@pytest.fixture
def folder(tmp_path):
    """A folder with the fields and one good service."""
    (tmp_path / "documents").mkdir()
    (tmp_path / "fields.toml").write_text((CATALOGUE / "fields.toml").read_text(encoding="utf-8"), encoding="utf-8")
    _write(tmp_path, ADDRESS)
    return tmp_path


def _write(folder, text, *, name="address_certificate.toml"):
    (folder / "documents" / name).write_text(text, encoding="utf-8")


def test_start_finds_nothing_to_correct_in_the_catalogue():
    assert check_catalogue() == []


def test_every_file_of_a_service_is_read():
    assert {service.key for service in list_services()} == {path.stem for path in CATALOGUE.glob("*/*.toml")}


def test_every_field_has_an_icon_and_its_folder():
    for field in list_fields():
        assert "path" in draw_icon(field.icon), field.icon


def test_an_unknown_code_is_found_nowhere():
    with pytest.raises(NotFoundError):
        get_service("99999999")


def test_no_two_services_say_nearly_the_same():
    languages = [language.code for language in content().languages]
    twins = [
        (one.key, other.key, name)
        for one, other in combinations(list_services(), 2)
        for name in ("name", "what", "who_says")
        for language in languages
        if len(getattr(one, name)[language]) > 40
        and likeness(getattr(one, name)[language], getattr(other, name)[language]) > NEARLY_EQUAL
    ]
    assert twins == []


def test_texts_that_differ_in_one_word_are_nearly_equal():
    said = "A paper that says where you are registered. Banks and schools ask for it."
    assert likeness(said, said.replace("schools", "firms")) > NEARLY_EQUAL
    assert likeness(said, "You both ask to marry and choose the day of the wedding.") < NEARLY_EQUAL


def test_every_right_that_a_service_gives_is_a_benefit_of_the_law():
    law = read_book().on(date(2026, 5, 4))
    benefits = {name for name, rule in law.rules.items() if rule.version.kind == "benefit"}
    assert {right for service in list_services() for right in service.outcome.rights} <= benefits


BROKEN = {
    "code of another field": ('code = "07002001"', 'code = "08002001"', "field of another folder"),
    "code of no situation": ('code = "07002001"', 'code = "07999001"', "situation 999"),
    "code with a letter": ('code = "07002001"', 'code = "0700200a"', "not of 8 digits"),
    "missing language": ('ru = "Адресная справка"', 'fr = "Certificat"', "fr is not known in name"),
    "silent language": ('ru = "Адресная справка"', 'ru = " "', "name does not speak ru"),
    "unknown register": ('register = "residence"', 'register = "residences"', "register residences"),
    "unknown column shown": ('"address_code", "registration_kind"', '"adress"', "column adress"),
    "unknown representation": ('"parent"', '"uncle"', "who names uncle"),
    "unknown type": ('type = "text"', 'type = "txt"', "type txt"),
    "unknown word": ("length_max = 100", "length_most = 100", "length_most is not known"),
    "other type": ("length_max = 100", 'length_max = "100"', "is of another type than whole number"),
    "condition that is never true": ('when = { residence = "found" }', 'when = { residence = "here" }', "never"),
    "condition on nothing known": ('when = { residence = "found" }', 'when = { home = "found" }', "asks home"),
    "register that stops": ('otherwise = "official"', 'otherwise = "stop"', "go to an official"),
    "unknown source": ('value = "purpose"', 'value = "aim"', "draws on aim"),
    "unknown judge": ('by = "machine"', 'by = "chance"', "by chance"),
    "unknown outcome": ('kind = "document"', 'kind = "gift"', "kind gift"),
    "not TOML": ('code = "07002001"', "code = 07002001", "not TOML"),
    "negative deadline": ("days = 0", "days = -1", "less than 0"),
    "unknown kind of case": ('by = "machine"', 'by = "machine"\ntask = "none"', "kind of case none"),
    "unknown letter": ('by = "machine"', 'by = "machine"\nletter = "none"', "letter none"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_service_is_refused_by_file_and_problem(folder, case):
    old, new, problem = BROKEN[case]
    assert old in ADDRESS
    _write(folder, ADDRESS.replace(old, new))
    with pytest.raises(ServiceContentError) as refused:
        read_catalogue(folder)
    assert refused.value.facts["file"] == "address_certificate.toml"
    assert problem in str(refused.value.facts["problem"])


def test_two_services_of_one_code_are_refused(folder):
    _write(folder, ADDRESS, name="twin.toml")
    with pytest.raises(ServiceContentError) as refused:
        read_catalogue(folder)
    assert "is that of address_certificate" in str(refused.value.facts["problem"])


def test_a_branch_may_not_ask_a_later_answer(folder):
    early = '[[page]]\nkey = "early"\nwhen = { purpose = "x" }\ntitle = {kk="а",ru="а",en="a",ar="ا"}\n'
    early += '[[page.field]]\nkey = "first"\ntype = "text"\nlabel = {kk="а",ru="а",en="a",ar="ا"}\n\n'
    _write(folder, ADDRESS.replace('[[page]]\nkey = "purpose"', early + '[[page]]\nkey = "purpose"'))
    with pytest.raises(ServiceContentError) as refused:
        read_catalogue(folder)
    assert "asks purpose, which is not known there" in str(refused.value.facts["problem"])


def test_health_data_are_not_shown_where_others_may_ask(folder):
    shown = ADDRESS.replace('register = "residence"', 'register = "convictions"')
    shown = shown.replace('where = { registration_kind = ["permanent", "temporary"] }\n', "")
    _write(folder, shown.replace('shows = ["address_code", "registration_kind", "lives_from"]', 'shows = ["article"]'))
    with pytest.raises(ServiceContentError) as refused:
        read_catalogue(folder)
    assert "opens to nobody but the person" in str(refused.value.facts["problem"])


def test_every_kind_of_outcome_says_what_it_needs(folder):
    for kind in set(OutcomeKind) - {OutcomeKind.DOCUMENT}:
        _write(folder, ADDRESS.replace('kind = "document"', f'kind = "{kind}"'))
        with pytest.raises(ServiceContentError) as refused:
            read_catalogue(folder)
        assert "outcome" in str(refused.value.facts["problem"])


@given(least=st.integers(-50, 50), most=st.integers(-50, 50), value=st.integers(-60, 60))
def test_bounds_hold_exactly_between_least_and_most(least, most, value):
    assert Asked(name="x", least=least, most=most).holds(value) == (least <= value <= most)


@given(st.lists(st.sampled_from(["a", "b", "c"])), st.sampled_from(["a", "b", "c"]))
def test_of_several_answers_one_is_enough(answers, wanted):
    assert Asked(name="x", one_of=(wanted,)).holds(answers) == (wanted in answers)


@pytest.mark.parametrize("value", [None, 1, "true"])
def test_yes_is_only_yes(value):
    assert not Asked(name="x", one_of=(True,)).holds(value)
