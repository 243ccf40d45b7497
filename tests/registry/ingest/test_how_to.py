"""The how-to for newcomers, done to the letter: one file declares a register, one command reads its CSV."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from alatau.core.clock import read_clocks
from alatau.registry import declare
from alatau.registry.commands import commands
from alatau.registry.errors import DayNotReadableError
from alatau.registry.present.states import get_state
from tests.registry.ingest.stage import known_person

CLONE = Path(__file__).resolve().parents[3]
PAGE = (CLONE / "docs" / "how-to" / "declare-a-register.md").read_text(encoding="utf-8")
pytestmark = pytest.mark.usefixtures("as_worker")


@pytest.fixture
def club(tmp_path, monkeypatch):
    """The page's register beside the state's own, and its CSV."""
    folder = tmp_path / "registers"
    folder.mkdir()
    (folder / "zz01_club_members.toml").write_text(_block("toml"), encoding="utf-8")
    (tmp_path / "members.csv").write_text(_block("text"), encoding="utf-8")
    registers = declare.read_registers(folder)
    monkeypatch.setattr(declare, "list_registers", lambda: registers)
    monkeypatch.setattr("alatau.registry.present.states.list_registers", lambda: registers)
    return tmp_path / "members.csv"


def _block(language):
    found = re.search(rf"^( *)```{language}\n(.*?)^ *```$", PAGE, re.DOTALL | re.MULTILINE)
    return re.sub(f"^{found[1]}", "", found[2], flags=re.MULTILINE)


def _run(*arguments):
    done = CliRunner().invoke(commands, [*arguments], env={"COLUMNS": "100"}, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_newcomer_declares_a_register_reads_a_csv_and_sees_it(club):
    known_person("050101700013")
    assert "joined_on" in _run("show", "club_members")
    report = json.loads(_run("ingest", "club_members", str(club), "--as-of", "2026-03-01", "--json"))
    assert (report["read"], report["accepted"], report["quarantined"], report["unlinked"]) == (2, 2, 0, 1)
    state = get_state(declare.get_register("ZZ01"), at=read_clocks())
    assert (state.rows, state.loads) == (2, 1)


def test_report_for_people_adds_up_and_names_the_reasons(club):
    with club.open("a", encoding="utf-8") as stream:
        stream.write("12,32.01.2026,-5,iron\n")
    said = _run("ingest", "ZZ01", str(club))
    assert "3 read = 2 accepted + 1 quarantined + 0 unchanged" in said
    assert "1 number_malformed" in said
    assert "unknown_code" in _run("quarantine", "ZZ01")
    assert "1 rows written" in _run("quarantine", "ZZ01", "--download", str(club.with_name("faulty.csv")))


def test_second_reading_says_that_nothing_changed(club):
    known_person("050101700013")
    known_person("050101700023")
    _run("ingest", "ZZ01", str(club))
    assert "Nothing was changed" in _run("ingest", "ZZ01", str(club))


def test_day_that_is_none_is_refused_before_anything_is_read(club):
    with pytest.raises(DayNotReadableError, match="tomorrow is no day"):
        _run("ingest", "ZZ01", str(club), "--as-of", "tomorrow")
