"""The reference of settings tells exactly what the settings module reads."""

from __future__ import annotations

from tools.settings_reference import PAGE, insert_tables, list_settings


def test_the_reference_tells_what_the_code_reads() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == insert_tables(page), "run: .venv/bin/python -m tools.settings_reference"


def test_every_setting_carries_a_comment_that_says_what_it_is() -> None:
    assert [one.name for one in list_settings() if len(one.meaning) < 10] == []


def test_no_setting_is_read_twice() -> None:
    names = [one.name for one in list_settings()]
    assert len(names) == len(set(names))
