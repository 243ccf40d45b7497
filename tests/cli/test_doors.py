"""The command line's own parts: which room is loaded, in which language it refuses, what a backup tells."""

from __future__ import annotations

import socket
import sys
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import typer
from django.conf import settings as chosen
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from alatau.cli import backup, processes, up
from alatau.cli.children import Child
from alatau.cli.errors import NotReadyError, PortTakenError, StaticFilesMissingError
from alatau.cli.main import LANGUAGES, ROOMS_WITH_COMMANDS, build_commands, language_of_terminal
from alatau.cli.roles import ROLES, first_word, role_of_command
from alatau.core.backup.errors import MomentNeedsEmbeddedError, NotABackupError
from alatau.core.backup.restore import Restored
from alatau.core.checks import WrongCityError
from tests.harness.city import run_alatau
from tests.harness.cluster import make_home

WITH_COMMANDS = {room for room in ROOMS_WITH_COMMANDS if find_spec(f"alatau.{room}.commands")}


def names_of(commands):
    found = typer.main.get_command(commands)
    return set(found.commands)


def test_every_room_with_commands_stands_under_its_name():
    assert names_of(build_commands()) >= WITH_COMMANDS


@pytest.mark.parametrize("wanted", ["up", "access", "verify", "nothing"])
def test_only_the_wanted_rooms_commands_are_loaded(wanted):
    named = names_of(build_commands(wanted))
    assert named & set(ROOMS_WITH_COMMANDS) == {wanted} & WITH_COMMANDS
    assert {"up", "web", "worker", "journal", "postgres", "migrate", "backup", "restore", "verify"} <= named


def test_every_command_tells_what_it_does():
    commands = typer.main.get_command(build_commands("up")).commands
    assert [name for name, command in commands.items() if not (command.help or "").strip()] == []


def test_no_command_line_shows_a_traceback_with_values():
    assert build_commands("up").pretty_exceptions_enable is False


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "kk_KZ.UTF-8"}, "kk"),
        ({"LANG": "ru"}, "ru"),
        ({"LANG": "AR_sa"}, "ar"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "ru_RU", "LC_ALL": "kk_KZ"}, "kk"),
        ({"LANG": "ru_RU", "LC_ALL": ""}, "ru"),
        ({"LANG": "ru_RU", "LC_MESSAGES": "ar_AE"}, "ar"),
    ],
)
def test_the_terminals_wish_decides_the_language(environment, language):
    assert language_of_terminal(environment) == language


@given(wish=st.text(max_size=20))
def test_any_wish_gives_a_language_the_city_speaks(wish):
    assert language_of_terminal({"LANG": wish}) in LANGUAGES


@pytest.mark.parametrize(
    ("arguments", "command"),
    [
        ([], ""),
        (["up"], "up"),
        (["--help"], ""),
        (["--help", "up"], "up"),
        (["keys", "show"], "keys"),
        (["-v", "-q"], ""),
    ],
)
def test_the_command_is_the_first_word_that_is_no_option(arguments, command):
    assert first_word(arguments) == command


@pytest.mark.parametrize("command", ["", "journal", "worker", "verify", "desk", "no-such"])
def test_a_command_without_a_role_of_its_own_works_as_the_worker(command):
    assert role_of_command(command) == "worker"
    assert command not in ROLES


def test_only_owners_commands_may_change_tables():
    assert {name for name, role in ROLES.items() if role == "owner"} == {
        "up",
        "migrate",
        "postgres",
        "backup",
        "restore",
    }


def test_the_web_server_is_started_with_the_settings_of_the_city(settings):
    settings.ALATAU_ADDRESS, settings.ALATAU_PORT = "127.0.0.1", 8123
    settings.ALATAU_WEB_PROCESSES, settings.ALATAU_WEB_THREADS = 3, 7
    command = processes.web_command()
    assert command[:3] == [sys.executable, "-m", "granian"]
    assert {"--host=127.0.0.1", "--port=8123", "--workers=3", "--blocking-threads=7"} <= set(command)
    assert command[-1] == "alatau.web.wsgi:application"


def test_a_city_is_made_of_three_programs_and_only_the_web_works_as_web():
    roles = {child.name: child.environment["ALATAU_ROLE"] for child in up.make_children()}
    assert roles == {"web": "web", "journal": "worker", "reader": "worker", "worker": "worker"}


@pytest.mark.parametrize(
    ("address", "reached"),
    [("0.0.0.0", "127.0.0.1"), ("::", "[::1]"), ("127.0.0.1", "127.0.0.1"), ("10.0.0.5", "10.0.0.5")],
)
def test_the_start_asks_the_web_server_where_it_can_be_reached(settings, address, reached):
    settings.ALATAU_ADDRESS = address
    assert up._reachable_address() == reached


@pytest.mark.parametrize(
    ("hosts", "host"),
    [(["city.kz", "x"], "city.kz"), ([".city.kz"], "city.kz"), (["*"], "localhost"), ([], "localhost")],
)
def test_the_start_asks_under_a_name_that_the_city_answers_to(settings, hosts, host):
    settings.ALLOWED_HOSTS = hosts
    assert up._own_host() == host


def test_a_port_in_use_is_refused_and_a_free_one_is_not(settings):
    settings.ALATAU_ADDRESS = "127.0.0.1"
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        settings.ALATAU_PORT = other.getsockname()[1]
        with pytest.raises(PortTakenError, match=f"Port {settings.ALATAU_PORT} at 127.0.0.1 is in use"):
            up._refuse_taken_port()
    up._refuse_taken_port()


def test_a_program_that_ends_at_once_stops_the_start_by_its_name(settings, tmp_path):
    ended = Child("journal", ["/bin/false"])
    asked = SimpleNamespace(is_set=lambda: False)
    with pytest.raises(NotReadyError, match="The process journal did not start"):
        up._wait_until_ready([ended], asked)


def test_whoever_asks_to_stop_during_the_start_is_heard():
    up._wait_until_ready([Child("web", ["/bin/false"])], SimpleNamespace(is_set=lambda: True))


def test_what_the_start_does_is_said_with_its_time(capsys):
    with up._saying("Bringing the tables up to date"):
        pass
    assert "Bringing the tables up to date: 0.0 s" in capsys.readouterr().out


@pytest.fixture
def restored(monkeypatch, settings):
    """What a restore was asked for, and what it answers."""
    settings.DATABASE_URL = ""
    asked: dict[str, Any] = {}

    def restore(folder, **facts):
        asked.update(facts, folder=folder)
        return Restored(backup="B1", put_aside=Path("/home/before"), unused_log=asked.get("log"))

    monkeypatch.setattr(backup, "restore_backup", restore)
    monkeypatch.setattr(backup, "find_binaries", lambda _which: None)
    return asked


def test_a_restore_tells_what_came_back_and_where_the_old_city_lies(restored):
    said = CliRunner().invoke(backup.commands, ["restore", "shelf"]).output
    assert "The city is as backup B1 and its log hold it." in said
    assert "The older city lies in /home/before." in said
    assert (restored["folder"], restored["moment"]) == (Path.cwd() / "shelf", None)


@pytest.mark.parametrize("typed", ["2026-03-10T12:00:00+05:00", "2026-03-10T07:00:00Z", "2026-03-10T07:00:00.000+0000"])
def test_a_moment_is_understood_with_its_zone(restored, typed):
    assert CliRunner().invoke(backup.commands, ["restore", "shelf", "--at", typed]).exit_code == 0
    assert restored["moment"] == datetime(2026, 3, 10, 7, tzinfo=UTC)


@pytest.mark.parametrize("typed", ["2026-03-10T12:00:00", "2026-03-10", "yesterday", "", "2026-13-10T12:00:00Z"])
def test_a_moment_without_its_zone_is_refused(restored, typed):
    answer = CliRunner().invoke(backup.commands, ["restore", "shelf", "--at", typed])
    assert answer.exit_code == 2
    assert restored == {}


def test_a_moment_of_an_outside_database_is_its_keepers_affair(restored, settings):
    settings.DATABASE_URL = "postgres://db/alatau"
    answer = CliRunner().invoke(backup.commands, ["restore", "shelf", "--at", "2026-03-10T07:00:00Z"])
    assert isinstance(answer.exception, MomentNeedsEmbeddedError)


def test_a_backup_tells_up_to_when_it_holds_everything(monkeypatch, settings):
    settings.DATABASE_URL = "postgres://db/alatau"
    manifest = SimpleNamespace(name="B1", complete_at="2026-03-10T07:00:00+00:00")
    monkeypatch.setattr(backup.outside, "take_backup", lambda _folder, **_facts: manifest)
    said = CliRunner().invoke(backup.commands, ["backup", "shelf"]).output
    assert said == "Backup B1 holds everything saved before 2026-03-10T07:00:00+00:00.\n"


def test_an_empty_shelf_is_refused_before_anything_is_touched(settings, tmp_path):
    settings.DATABASE_URL, settings.ALATAU_HOME = "", tmp_path / "home"
    answer = CliRunner().invoke(backup.commands, ["restore", str(tmp_path)])
    assert isinstance(answer.exception, NotABackupError)
    assert [path.name for path in (tmp_path / "home").iterdir()] == ["supervisor.lock"]


def test_a_process_of_the_other_mode_does_not_start(db, settings):
    settings.ALATAU_MODE = "production"
    answer = CliRunner().invoke(processes.commands, ["web"])
    assert isinstance(answer.exception, WrongCityError)


@pytest.mark.parametrize(
    ("production", "is_laid", "starts"), [(False, False, True), (True, True, True), (True, False, False)]
)
def test_only_production_needs_static_files_laid_out(settings, tmp_path, production, is_laid, starts):
    settings.PRODUCTION, settings.STATIC_ROOT = production, tmp_path if production else None
    if is_laid:
        (tmp_path / "staticfiles.json").touch()
    if starts:
        processes._check_static_files()
    else:
        with pytest.raises(StaticFilesMissingError, match="Run: alatau collect-static"):
            processes._check_static_files()


def test_a_database_that_does_not_answer_is_told_in_one_sentence():
    answer = run_alatau(make_home("alatau-away-"), "clock", "show", LANG="ru_RU.UTF-8")
    assert answer.returncode == 1
    assert answer.stderr == (
        "\nБаза данных не отвечает. Запустите город командой `alatau up` или проверьте DATABASE_URL.\n\n"
    )
    assert chosen.ALATAU_ROLE == "web"
