"""Parsers of settings, and secrets that live in files."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alatau.core.environment import NO, YES, Environment, SettingError
from alatau.core.keyfiles import read_or_make_secret
from alatau.core.postgres.address import database_settings


@given(st.text(max_size=12))
def test_a_flag_takes_only_words_that_mean_yes_or_no(word):
    environment = Environment({"ON": word})
    meaning = word.strip().lower()
    if meaning in (*YES, *NO, ""):
        assert environment.flag("ON", default=True) is (meaning not in NO)
    else:
        with pytest.raises(SettingError, match="ON is"):
            environment.flag("ON", default=True)


@given(st.integers(-50, 50))
def test_a_number_outside_its_bounds_is_refused_with_them(number):
    environment = Environment({"THREADS": str(number)})
    if 1 <= number <= 8:
        assert environment.number("THREADS", 4, least=1, most=8) == number
    else:
        with pytest.raises(SettingError, match="from 1 to 8"):
            environment.number("THREADS", 4, least=1, most=8)


@pytest.mark.parametrize("value", ["²", "٣", "1.5", "0x10", "four"])
def test_a_number_in_other_digits_or_forms_is_refused(value):
    with pytest.raises(SettingError, match="whole number"):
        Environment({"THREADS": value}).number("THREADS", 4, least=1, most=99)


def test_a_choice_names_the_words_it_takes():
    with pytest.raises(SettingError, match="sample, production"):
        Environment({"MODE": "holiday"}).choice("MODE", "sample", among=("sample", "production"))


def test_a_folder_may_stand_in_place_of_a_choice():
    environment = Environment({"SERVER": "/usr/lib/postgresql/15/bin"})
    assert environment.choice_or_folder("SERVER", "18", among=("18",)) == "/usr/lib/postgresql/15/bin"


def test_a_secret_is_read_from_the_file_that_is_named(tmp_path):
    (tmp_path / "secret").write_text("kept apart\n")
    assert Environment({"KEY_FILE": str(tmp_path / "secret"), "KEY": "other"}).secret("KEY") == "kept apart"


def test_a_secret_file_that_cannot_be_read_stops_with_its_path(tmp_path):
    with pytest.raises(SettingError, match="nothing-here"):
        Environment({"KEY_FILE": str(tmp_path / "nothing-here")}).secret("KEY")


def test_many_processes_that_start_together_agree_on_a_secret(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        made = set(pool.map(lambda _: read_or_make_secret(tmp_path, "shared"), range(32)))
    assert len(made) == 1
    assert stat.S_IMODE((tmp_path / "keys" / "shared").stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "keys").iterdir()] == ["shared"]


def test_an_outside_database_is_reached_by_its_address(tmp_path):
    url = "postgres://web:p%40ss@db.city.example:5433/alatau"
    found = database_settings(url=url, home=tmp_path, database="alatau", role="web", keep_seconds=60)
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"]) == (
        "web",
        "p@ss",
        "db.city.example",
        "5433",
    )


@pytest.mark.parametrize("url", ["mysql://web@host/alatau", "postgres://web@host", "host:5432"])
def test_an_address_that_is_no_postgresql_is_refused(url, tmp_path):
    with pytest.raises(SettingError, match="postgres://user:password@host:port/name"):
        database_settings(url=url, home=tmp_path, database="alatau", role="web", keep_seconds=60)
