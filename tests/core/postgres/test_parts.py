"""Parts of the supervisor without a server: places, locks, settings files, signs of life, what a start complains of."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alatau.core.backup import base
from alatau.core.backup.errors import AlteredBackupError, BackupToolError
from alatau.core.backup.tools import run_tool
from alatau.core.postgres import binaries, server
from alatau.core.postgres.binaries import Binaries, find_binaries
from alatau.core.postgres.configuration import archive_command, server_settings, shell_words, write_configuration
from alatau.core.postgres.create import _last_line, read_version
from alatau.core.postgres.errors import BinariesMissingError, SocketFolderError
from alatau.core.postgres.locks import FileLock
from alatau.core.postgres.places import LONGEST_SOCKET_PATH, Places, make_private_folder, socket_folder
from alatau.core.postgres.ports import find_free_port
from alatau.core.postgres.progress import Progress, list_processes_in
from alatau.core.postgres.roles import ROLES, first_statements, password_of

words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)
TOOLS = Binaries(folder=Path("/bin"), major=18)


@given(depth=st.integers(0, 60))
def test_a_socket_never_lies_deeper_than_the_kernel_reaches(depth):
    folder = socket_folder(Path("/home" + "/abc" * depth))
    assert len(os.fsencode(folder / ".s.PGSQL.65535")) <= LONGEST_SOCKET_PATH


def test_homes_that_lie_too_deep_do_not_share_a_folder():
    deep = Path("/home" + "/abc" * 40)
    one, other = socket_folder(deep / "one"), socket_folder(deep / "other")
    assert one != other
    assert one.parent == other.parent == Path(tempfile.gettempdir())
    assert socket_folder(deep / "one") == one


def test_all_places_lie_in_the_home_and_none_twice():
    home = Path("/h")
    places = Places(home)
    named = [value for name in dir(Places) if isinstance(value := getattr(places, name), Path) and name != "home"]
    assert all(path.is_relative_to(home) for path in named)
    assert len(set(named)) == len(named)


def test_a_private_folder_is_closed_to_others_even_if_it_was_open(tmp_path):
    (tmp_path / "run").mkdir(mode=0o755)
    make_private_folder(tmp_path / "run")
    assert (tmp_path / "run").stat().st_mode & 0o777 == 0o700


def test_a_link_in_place_of_a_private_folder_is_refused(tmp_path):
    (tmp_path / "theirs").mkdir()
    (tmp_path / "run").symlink_to(tmp_path / "theirs")
    with pytest.raises(SocketFolderError, match="belongs to another user"):
        make_private_folder(tmp_path / "run")


def test_a_lock_has_one_holder_and_tells_who_it_is(tmp_path):
    with FileLock(tmp_path / "lock") as first:
        assert first.try_take(note="process 7")
        second = FileLock(tmp_path / "lock")
        assert not second.try_take(note="process 8")
        assert second.read_note() == "process 7"
    assert second.try_take(note="8")
    assert first.read_note() == "8"
    second.release()


def test_a_lock_without_a_file_has_no_note(tmp_path):
    lock = FileLock(tmp_path / "lock")
    assert lock.read_note() == ""
    lock.release()


def test_a_child_that_inherits_a_lock_holds_it_after_us(tmp_path):
    lock = FileLock(tmp_path / "lock")
    assert lock.try_take()
    assert lock.descriptor is not None
    child = subprocess.Popen(["/bin/sleep", "30"], pass_fds=[lock.descriptor])
    lock.release()
    assert not FileLock(tmp_path / "lock").try_take()
    child.kill()
    child.wait()
    assert FileLock(tmp_path / "lock").try_take()


@given(parts=st.lists(words, max_size=4))
def test_words_reach_a_program_of_the_shell_as_they_are(parts):
    safe = [part for part in parts if "\n" not in part and "\r" not in part]
    program = [sys.executable, "-S", "-c", "pass"]
    command = shell_words([*program, *safe])
    assert re.fullmatch(r"'.*'", command, re.DOTALL)
    assert command.count(" '") >= len(program) + len(safe) - 1 or not safe


def test_a_quote_in_a_path_does_not_end_the_word():
    said = subprocess.run(
        ["/bin/sh", "-c", shell_words(["echo", "it's", "$HOME", "a b"])], capture_output=True, text=True, check=True
    )
    assert said.stdout == "it's $HOME a b\n"


def test_the_kept_log_is_written_by_our_own_script_without_site_packages():
    command = archive_command(Places(Path("/home of city")))
    assert "'-I' '-S'" in command
    assert command.endswith("'%p' '/home of city/archive/%f'")


@pytest.mark.parametrize("durable", [True, False])
def test_only_a_city_of_tests_may_forget_to_wait_for_the_disk(durable):
    chosen = server_settings(Places(Path("/h")), port=5432, durable=durable)
    assert ({"fsync", "synchronous_commit", "full_page_writes"} <= set(chosen)) is not durable


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("listen_addresses", "127.0.0.1"),
        ("unix_socket_permissions", "0700"),
        ("password_encryption", "scram-sha-256"),
        ("log_statement", "none"),
        ("log_min_error_statement", "panic"),
        ("log_parameter_max_length_on_error", "0"),
        ("archive_mode", "on"),
        ("wal_level", "replica"),
    ],
)
def test_the_server_is_closed_silent_and_kept_from_its_first_start(name, value):
    assert server_settings(Places(Path("/h")), port=5432, durable=True)[name] == value


def test_settings_files_end_with_the_operators_own(tmp_path):
    places = Places(tmp_path / "it's home")
    (tmp_path / "data").mkdir()
    write_configuration(places, data=tmp_path / "data", chosen={"cluster_name": "o'clock"})
    lines = (tmp_path / "data" / "postgresql.conf").read_text().splitlines()
    assert "cluster_name = 'o''clock'" in lines
    assert lines[-1] == f"include_if_exists = '{tmp_path}/it''s home/postgres.conf'"


def test_nobody_is_let_in_without_a_password(tmp_path):
    write_configuration(Places(tmp_path), data=tmp_path, chosen={})
    rules = [line.split() for line in (tmp_path / "pg_hba.conf").read_text().splitlines() if line]
    assert {rule[-1] for rule in rules} == {"scram-sha-256"}
    assert {rule[2] for rule in rules if rule[1] == "replication"} == {"keeper"}


def test_a_free_port_can_be_listened_on():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", find_free_port()))


def test_a_server_that_shows_no_sign_of_life_stands_still(tmp_path):
    progress = Progress(tmp_path / "log", tmp_path, patience_seconds=0.02)
    assert not progress.stands_still()
    time.sleep(0.03)
    assert progress.stands_still()


def test_a_growing_log_is_a_sign_of_life(tmp_path):
    progress = Progress(tmp_path / "log", tmp_path, patience_seconds=0.02)
    for line in range(4):
        with (tmp_path / "log").open("a") as log:
            log.write(f"{line}\n")
        time.sleep(0.03)
        assert not progress.stands_still()


def test_processes_are_found_by_the_folder_they_work_in(tmp_path):
    assert list_processes_in(tmp_path) == []
    child = subprocess.Popen(["/bin/sleep", "30"], cwd=tmp_path)
    try:
        assert list_processes_in(tmp_path) == [child.pid]
    finally:
        child.kill()
        child.wait()


@pytest.mark.parametrize(
    ("log", "complaint"),
    [
        (None, "it said nothing"),
        ("", "it said nothing"),
        ("LOG: one\nLOG: two\n", "LOG: two"),
        ("FATAL: no space\nLOG: shut down\n", "FATAL: no space"),
        ("FATAL: first\nPANIC: worse\nLOG: x\n", "PANIC: worse"),
        ("FATAL: \ufffd\n", "FATAL: \ufffd"),
    ],
)
def test_the_gravest_last_words_of_a_server_are_told(tmp_path, log, complaint):
    if log is not None:
        (tmp_path / "log").write_text(log)
    assert server._last_complaint(tmp_path / "log") == complaint


@pytest.mark.parametrize("state", ["starting", "stopping", ""])
def test_a_server_is_ready_when_its_note_says_so(tmp_path, state):
    places = Places(tmp_path)
    places.data.mkdir()
    assert not server._says_ready(places)
    (places.data / "postmaster.pid").write_text("\n" * 7 + state)
    assert not server._says_ready(places)
    (places.data / "postmaster.pid").write_text("\n" * 7 + "ready   \n")
    assert server._says_ready(places)


def test_a_long_log_is_put_aside(tmp_path, monkeypatch):
    monkeypatch.setattr(server, "LONGEST_LOG_BYTES", 5)
    for content in ("12345", "123456"):
        (tmp_path / "postgres.log").write_text(content)
        server._shorten(tmp_path / "postgres.log")
    assert (tmp_path / "postgres.log.old").read_text() == "123456"
    assert not (tmp_path / "postgres.log").exists()


def test_clients_keep_one_address_over_all_ports(tmp_path):
    places = Places(tmp_path)
    places.sockets.mkdir()
    for port in (6001, 6002):
        server._link_socket(places, port)
    assert [path.name for path in places.sockets.iterdir()] == [".s.PGSQL.5432"]
    assert (places.sockets / ".s.PGSQL.5432").readlink() == Path(".s.PGSQL.6002")


def test_variables_of_the_shell_do_not_steer_the_server(monkeypatch):
    monkeypatch.setenv("PGDATA", "/elsewhere")
    monkeypatch.setenv("LC_ALL", "ru_RU.UTF-8")
    environment = server._server_environment()
    assert [name for name in environment if name.startswith("PG")] == []
    assert environment["LC_ALL"] == "C.UTF-8"


def test_programs_that_are_not_there_are_named_with_what_to_do(tmp_path):
    with pytest.raises(BinariesMissingError, match=f"not found in {tmp_path}"):
        find_binaries(str(tmp_path))


def test_programs_tell_their_version(tmp_path):
    (tmp_path / "postgres").write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)'\n")
    (tmp_path / "postgres").chmod(0o755)
    found = find_binaries(str(tmp_path))
    assert (found.major, found.program("pg_dump")) == (15, str(tmp_path / "pg_dump"))
    binaries.find_binaries.cache_clear()


def test_every_role_is_told_to_a_new_server_with_a_password_of_its_own(tmp_path):
    said = "\n".join(statement.as_string() for statement in first_statements(tmp_path, "alatau"))
    assert all(f'CREATE ROLE "{role}" LOGIN PASSWORD' in said for role in ROLES)
    assert len({password_of(tmp_path, role) for role in ROLES}) == len(ROLES)
    assert 'REVOKE ALL ON DATABASE "alatau" FROM PUBLIC' in said
    assert 'GRANT CONNECT ON DATABASE "alatau" TO "worker", "web", "auditor"' in said


def test_the_version_of_a_data_folder_is_read_from_it(tmp_path):
    (tmp_path / "PG_VERSION").write_text("16\n")
    assert read_version(tmp_path) == 16


@pytest.mark.parametrize(
    ("error", "output", "line"),
    [("a\nb\n\n", "c", "b"), ("", "c\nd\n", "d"), ("", "", "status 3"), (None, None, "status 3")],
)
def test_a_failed_program_is_told_by_its_last_line(error, output, line):
    assert _last_line(subprocess.CalledProcessError(3, ["initdb"], output=output, stderr=error)) == line


def test_a_program_answers_in_one_language_and_without_our_variables(monkeypatch):
    monkeypatch.setenv("PGPASSWORD", "stolen")
    said = run_tool(Binaries(folder=Path("/usr/bin"), major=18), "env", environment={"PGUSER": "keeper"})
    assert "LC_ALL=C\n" in said
    assert "PGUSER=keeper\n" in said
    assert "stolen" not in said


@pytest.mark.parametrize(("script", "reason"), [("echo no space >&2; exit 1", "no space"), ("exit 4", "status 4")])
def test_a_tool_that_fails_is_named_with_its_last_words(script, reason):
    with pytest.raises(BackupToolError, match=f"The program sh failed: {reason}"):
        run_tool(TOOLS, "sh", "-c", script)


@pytest.fixture
def database(tmp_path, monkeypatch):
    """A copied database of one file, with the list that its server made of it."""
    monkeypatch.setattr(base, "run_tool", lambda *_arguments: "")
    (tmp_path / "global").write_bytes(b"rows")
    digest = base.hashlib.sha256(b"rows").hexdigest()
    files = [{"Path": "global", "Checksum-Algorithm": "SHA256", "Checksum": digest}]
    ranges = [{"Timeline": 1, "Start-LSN": "0/1", "End-LSN": "0/2"}]
    head = base.json.dumps({"Files": files, "WAL-Ranges": ranges})[:-1] + ",\n"
    proof = base.hashlib.sha256(head.encode()).hexdigest()
    (tmp_path / base.SERVERS_LIST).write_text(f'{head}"Manifest-Checksum": "{proof}"}}')
    return tmp_path


def test_a_copied_database_is_as_its_server_sent_it(database):
    base.verify_base(database, TOOLS)


@pytest.mark.parametrize("content", [None, b"", b"ROWS"])
def test_a_file_of_the_database_that_is_not_as_it_was_sent_is_named(database, content):
    (database / "global").unlink() if content is None else (database / "global").write_bytes(content)
    with pytest.raises(AlteredBackupError, match="see database/global"):
        base.verify_base(database, TOOLS)


def test_a_changed_list_of_the_server_is_noticed(database):
    path = database / base.SERVERS_LIST
    path.write_text(path.read_text().replace('"0/1"', '"0/3"'))
    with pytest.raises(AlteredBackupError, match=f"see {base.SERVERS_LIST}"):
        base.verify_base(database, TOOLS)
