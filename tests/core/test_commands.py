"""The ground's commands, as an operator types them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from alatau.core.commands import commands
from alatau.core.keys import get_current_key, list_keys
from alatau.core.models import JournalLine
from tests.conftest import DATABASE, RUN
from tests.core.journal.lines import append

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result
    from pytest_django.fixtures import SettingsWrapper

    from alatau.core.journal.seal import Sealer


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: SettingsWrapper) -> Path:
    settings.ALATAU_HOME = tmp_path
    settings.ALATAU_CHECKPOINTS = tmp_path / "checkpoints"
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(commands, words)


def change_one_byte_of_line_two() -> None:
    from alatau.core.postgres.roles import KEEPER, connect_as

    with connect_as(RUN, KEEPER, database=DATABASE) as keeper:
        keeper.execute("SET session_replication_role = replica")
        keeper.execute("UPDATE core_journalcontents SET body = '{\"step\": 9}' WHERE line_id = 2")


def test_verify_says_that_a_whole_journal_is_whole(sealer: Sealer) -> None:
    append(3)
    sealer.seal_once()
    answer = run("verify")

    assert answer.exit_code == 0
    assert "The journal is whole.\n3 lines walked" in answer.output
    assert "No line waits for a number." in answer.output


def test_verify_names_the_line_of_a_changed_byte_and_fails(sealer: Sealer) -> None:
    append(3)
    sealer.seal_once()
    change_one_byte_of_line_two()
    answer = run("verify")

    assert answer.exit_code == 1
    assert "The contents of line 2 were changed" in answer.output


def test_verify_reports_to_programs_as_json(sealer: Sealer) -> None:
    append(3)
    sealer.seal_once()
    append(2)
    report = json.loads(run("verify", "--json").output)

    assert (report["is_whole"], report["lines"], report["unsealed"]) == (True, 3, 2)
    assert report["unsealed_age"] >= 0


def test_verify_refuses_a_key_that_is_not_the_journals(sealer: Sealer) -> None:
    answer = run("verify", "--key", "somewhere.else+00000000+AAAA")

    assert answer.exit_code == 2


def test_keys_shown_can_be_handed_to_an_auditor(sealer: Sealer) -> None:
    shown = run("keys", "show").output.split()[-1]

    assert run("verify", "--key", shown).exit_code == 0


def test_rotated_key_is_in_use_and_the_old_one_stays_known(committed_db: None) -> None:
    old = get_current_key("journal")
    assert run("keys", "rotate").exit_code == 0

    assert [key.retired_at is None for key in list_keys("journal")] == [False, True]
    assert get_current_key("journal") != old
    assert JournalLine.objects.filter(action="core.key.rotated").exists()


def test_clock_of_a_sample_city_moves_ahead_by_command(committed_db: None) -> None:
    before = run("clock", "show").output.split()[1]
    after = run("clock", "advance", "--days", "3").output.split()[1]

    assert after > before
    assert run("clock", "pace", "10").exit_code == 0
