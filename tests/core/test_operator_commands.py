"""What the ground's commands refuse: mistyped purposes, leaps beyond the clock, strangers' keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from alatau.core.commands import commands
from alatau.core.journal.note import verifier_key
from alatau.core.keys import list_purposes, rotate_key_files, sign
from alatau.core.models import City, JournalLine
from tests.core.journal.lines import append

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result
    from pytest_django.fixtures import SettingsWrapper

    from alatau.core.journal.seal import Sealer


@pytest.fixture(autouse=True)
def home(alatau_home: Path, settings: SettingsWrapper) -> Path:
    settings.ALATAU_CHECKPOINTS = alatau_home / "checkpoints"
    return alatau_home


def run(*words: str) -> Result:
    return CliRunner().invoke(commands, words)


@pytest.mark.parametrize("words", [("keys", "show"), ("keys", "rotate")])
@pytest.mark.parametrize("purpose", ["jurnal", "../keys", "Journal", "a b"])
def test_a_mistyped_purpose_makes_no_key(words: tuple[str, str], purpose: str) -> None:
    answer = run(*words, purpose)

    assert answer.exit_code == 2
    assert "The city signs nothing under" in answer.output
    assert list_purposes() == []


def test_the_refusal_of_a_purpose_names_those_there_are() -> None:
    sign("letters", b"one thing")
    answer = run("keys", "show", "leters")

    assert "journal, letters" in " ".join(answer.output.replace("│", " ").split())


def test_keys_of_another_purpose_are_shown_with_their_dates() -> None:
    sign("letters", b"one thing")
    new = rotate_key_files("letters")
    retired, current = run("keys", "show", "letters").output.splitlines()

    assert ".." in retired.split()[0].strip("0123456789-")
    assert current.endswith(new.public.hex())


def test_the_journals_first_key_is_made_to_be_shown() -> None:
    assert run("keys", "show").exit_code == 0
    assert list_purposes() == ["journal"]


@pytest.mark.parametrize(
    "words",
    [("--days", "3661"), ("--days", "999999999999"), ("--hours", "9999999999"), ("--days", "-1"), ("--days", "x")],
)
def test_a_leap_beyond_the_clock_is_refused_in_words(db: None, words: tuple[str, str]) -> None:
    answer = run("clock", "advance", *words)

    assert answer.exit_code == 2
    assert "Invalid value" in answer.output
    assert not JournalLine.objects.exists()


def test_a_leap_of_nothing_is_refused(committed_db: None) -> None:
    answer = run("clock", "advance")

    assert answer.exit_code == 1
    assert answer.exception.code == "core.city_time_leap"


@pytest.mark.parametrize("pace", ["0", "-1", "100001", "99999999999999999999"])
def test_a_pace_the_clock_does_not_have_changes_nothing(committed_db: None, pace: str) -> None:
    answer = run("clock", "pace", "--", pace)

    assert answer.exception.code == "core.city_time_leap"
    assert City.objects.get().pace == 1


@pytest.mark.parametrize("key", ["", "journal", "alatau-kz/journal+0+AAAA", "ключ", verifier_key(b"short")])
def test_a_key_that_is_no_key_of_the_journal_is_refused(db: None, key: str) -> None:
    answer = run("verify", "--key", key)

    assert answer.exit_code == 2
    assert "Invalid value" in answer.output


def test_an_auditor_with_a_strangers_key_sees_that_checkpoints_are_not_the_citys(sealer: Sealer) -> None:
    from django.utils.timezone import now

    from alatau.core.journal.checkpoint import sign_checkpoint

    append(2)
    sealer.seal_once()
    sign_checkpoint(sealer.frontier, at=now())
    answer = run("verify", "--key", verifier_key(b"k" * 32))

    assert answer.exit_code == 1
    assert "is not signed by a key of this city" in answer.output


def test_verify_tells_how_long_the_oldest_line_has_waited(sealer: Sealer) -> None:
    append(3)
    answer = run("verify")

    assert answer.exit_code == 0
    assert "3 lines wait for a number, the oldest for " in answer.output
