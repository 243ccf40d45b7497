"""Registers are content: each is complete, and a broken one says what to correct."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alatau.core.content import content
from alatau.registry.checks import check_registers
from alatau.registry.declare import get_register, list_registers, read_registers
from alatau.registry.errors import RegisterContentError, RegisterNotFoundError
from alatau.registry.values import (
    MEASURED,
    NEVER_UNFOLDED,
    SUBJECTS,
    ColumnType,
    Coverage,
    PersonalClass,
    Rhythm,
)

CLONE = Path(__file__).resolve().parents[2]
CODES = [f"DB{number:02}" for number in range(1, 94)]
BIRTHS = (CLONE / "qazaqstan" / "registers" / "db06_births.toml").read_text(encoding="utf-8")


@pytest.fixture
def folder(tmp_path):
    """A folder with one good register."""
    (tmp_path / "db06_births.toml").write_text(BIRTHS, encoding="utf-8")
    return tmp_path


def _write(folder, text, *, name="db06_births.toml"):
    (folder / name).write_text(text, encoding="utf-8")


def test_the_state_keeps_ninety_three_registers():
    assert [register.code for register in list_registers()] == CODES


def test_start_finds_nothing_to_correct():
    assert check_registers() == []


@pytest.mark.parametrize("code", CODES)
def test_every_register_is_named_owned_and_grounded_in_all_languages(code):
    register = get_register(code)
    languages = [language.code for language in content().languages]
    assert register.name.missing(languages) == ()
    assert register.owner.missing(languages) == ()
    assert register.legal_ground.missing(languages) == ()


@pytest.mark.parametrize("code", CODES)
def test_every_register_says_whose_its_rows_are(code):
    register = get_register(code)
    assert register.columns[register.subject].type in SUBJECTS
    assert all(register.columns[name] for name in register.identity)


def test_amounts_are_in_the_money_they_were_paid_in():
    amounts = [
        (register.key, column.unit)
        for register in list_registers()
        for column in register.columns.values()
        if column.type is ColumnType.AMOUNT
    ]
    assert {key for key, unit in amounts if unit == "USD"} == {"children_accruals"}
    assert {unit for _key, unit in amounts} == {"KZT", "USD"}


@pytest.mark.parametrize(
    ("key", "column", "personal_class"),
    [
        ("deaths", "cause_icd10", PersonalClass.HEALTH),
        ("persons", "is_imprisoned", PersonalClass.CONVICTION),
        ("civil_changes", "old_value", PersonalClass.ADOPTION),
        ("family_support_cases", "is_violence_reported", PersonalClass.VIOLENCE),
        ("dispensary_patients", "diagnosis_icd10", PersonalClass.HEALTH),
    ],
)
def test_columns_that_hurt_never_unfold_to_others(key, column, personal_class):
    found = get_register(key).columns[column].personal_class
    assert found is personal_class
    assert found in NEVER_UNFOLDED


def test_register_is_found_by_the_states_code_and_by_the_rules_key():
    assert get_register("DB06") is get_register("births") is get_register("db06")


def test_unknown_register_is_refused_with_the_way_to_the_list():
    with pytest.raises(RegisterNotFoundError, match="alatau registry list"):
        get_register("DB94")


def test_register_that_lists_only_some_does_not_cover_everyone():
    assert get_register("births").covers is Coverage.EVERYONE
    assert get_register("labour_contracts").covers is Coverage.EVERYONE
    assert get_register("contributions").covers is Coverage.EVERYONE
    assert get_register("open_banking").covers is Coverage.CONSENTED


@pytest.mark.parametrize(("key", "days"), [("birth_notices", 1), ("births", 3), ("resettlers", 14), ("depositors", 45)])
def test_freshness_follows_the_rhythm_of_the_owner(key, days):
    assert get_register(key).fresh_days == days


def test_every_rhythm_has_its_days_of_freshness():
    days = [register.fresh_days for rhythm in Rhythm for register in list_registers() if register.rhythm is rhythm]
    assert min(days) == 1
    assert days == sorted(days)


def test_adding_a_register_is_adding_one_file(folder):
    _write(folder, BIRTHS.replace("DB06", "DB99").replace('"births"', '"second_births"'), name="db99.toml")
    assert [register.code for register in read_registers(folder)] == ["DB06", "DB99"]


@pytest.mark.parametrize(
    ("found", "written", "problem"),
    [
        ('code = "DB06"', "", "code is missing"),
        ('code = "DB06"', 'code = "births 6"', "code is capitals and digits"),
        ('key = "births"', 'key = "Births"', "key is small words"),
        ('subject = "child_number"', 'subject = "act_number"', "subject act_number has to be a column"),
        ('subject = "child_number"', 'subject = "nobody"', "subject nobody has to be a column"),
        ('identity = ["act_number", "child_number"]', 'identity = ["act"]', "identity names act, which is no column"),
        ('identity = ["act_number", "child_number"]', "identity = []", "identity names at least one column"),
        ('covers = "everyone"', 'covers = "most"', "'most' is not a valid Coverage"),
        ('rhythm = "daily"', 'rhythm = "often"', "'often' is not a valid Rhythm"),
        ("approximate_rows = 15000000", "approximate_rows = 0", "approximate_rows is a positive number"),
        ("[legal_ground]\nkk = ", "[legal_ground]\n# kk = ", "legal_ground lacks the language kk"),
        ('rhythm = "daily"', 'rhythm = "daily"\nshared_by = "street"', "shared_by street, which is none of family"),
        ('rhythm = "daily"', 'rhythm = "daily"\nspeed = 3', "speed is not a field of a register"),
        ('type = "whole_number"', 'type = "number"', "'number' is not a valid ColumnType"),
        ('type = "whole_number"', 'type = "whole_number"\nunit = "m"', "amounts and decimals have a unit"),
        ('type = "whole_number"', 'type = "amount"', "amounts and decimals have a unit"),
        ('type = "whole_number"', 'type = "choice"', "a choice lists its codes"),
        ('"corrected"]', '"valid"]', "a code stands twice among the choices"),
        ("[columns.birth_order]", "[columns.BirthOrder]", "BirthOrder is not small words"),
        ("[columns.birth_order]", "[columns.birth_order]\ncolour = 1", "birth_order.colour is not a field of a column"),
        ("[name]", "[name", "at line"),
        ('valid_from = "born_on"', 'valid_from = "act_number"', "valid_from act_number has to be a column that holds"),
        ('valid_from = "born_on"', 'valid_until = "born_on"\nhistory = "facts"', "valid_from is missing"),
        ('valid_from = "born_on"', 'delivery = "some"', "'some' is not a valid Delivery"),
        ('what = "birth"', 'what = "miracle"', "tells miracle, which is no kind of fact"),
        ('child = "child_number", mother', 'child = "kid", mother', "tells birth by kid, which is no column"),
        ('child = "child_number", mother', "mother", "tells birth without the part child"),
        ('child = "child_number", mother', 'child = "born_on", mother', "born_on cannot be the part child of birth"),
        ('child = "child_number", mother', 'x = "act_number", child = "child_number", mother', "x is no part of birth"),
        ("when = { status", "when = { state", "tells birth by state, which is no column"),
        ("min = 1\nmax = 30", "min = 2020-01-01", "min and max are numbers for numbers"),
        ("min = 1\nmax = 30", "past = true", "not_before and past are for days"),
        ("min = 1\nmax = 30", 'pattern = "a"', "pattern and max_length are for texts"),
        ("min = 1875-01-01", "min = 1", "min and max are numbers for numbers and amounts, and days for days"),
        ('class = "family"', 'class = "family"\npattern = "["', "pattern is no regular expression"),
        ("min = 1875-01-01", 'not_before = "act_number"', "not_before names act_number, which holds no day"),
        ('ru = "ИС', '# ru = "ИС', "called or legal_ground lacks the language ru"),
    ],
)
def test_broken_register_names_the_file_and_what_to_correct(folder, found, written, problem):
    broken = BIRTHS.replace(found, written, 1)
    assert broken != BIRTHS
    _write(folder, broken)
    with pytest.raises(RegisterContentError, match=r"db06_births\.toml") as refused:
        read_registers(folder)
    assert problem in str(refused.value)


@pytest.mark.parametrize(("change", "twice"), [('"births"', "births"), ("DB06", "DB06")])
def test_two_registers_cannot_share_a_name(folder, change, twice):
    other = BIRTHS.replace("DB06", "DB99").replace('"births"', '"others"')
    kept = other.replace('"others"', '"births"') if twice == "births" else other.replace("DB99", "DB06")
    assert change in kept
    _write(folder, kept, name="db99.toml")
    with pytest.raises(RegisterContentError, match=f"{twice} is declared twice"):
        read_registers(folder)


@given(cut=st.integers(min_value=0, max_value=len(BIRTHS) - 1))
def test_register_cut_short_anywhere_is_refused_or_still_complete(tmp_path_factory, cut):
    folder = tmp_path_factory.mktemp("registers")
    _write(folder, BIRTHS[:cut])
    try:
        [register] = read_registers(folder)
    except RegisterContentError:
        return
    assert all(name in register.columns for name in register.identity)


@given(kind=st.sampled_from(ColumnType), unit=st.sampled_from(["", "KZT"]))
def test_only_measured_columns_take_a_unit(tmp_path_factory, kind, unit):
    folder = tmp_path_factory.mktemp("registers")
    choices = '\nchoices = ["a"]' if kind is ColumnType.CHOICE else ""
    line = f'type = "{kind}"{choices}' + (f'\nunit = "{unit}"' if unit else "")
    _write(folder, BIRTHS.replace("min = 1\nmax = 30\n", "").replace('type = "whole_number"', line, 1))
    is_accepted = bool(unit) == (kind in MEASURED)
    try:
        read_registers(folder)
    except RegisterContentError:
        assert not is_accepted
    else:
        assert is_accepted
