"""The supervisor of the embedded database, with real servers."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import time

import psycopg
import pytest

from alatau.core.postgres.errors import AlreadyRunningError, StartFailedError, VersionMismatchError
from alatau.core.postgres.places import Places, socket_folder
from alatau.core.postgres.progress import list_processes_in
from alatau.core.postgres.roles import KEEPER, connect_as, password_of
from tests.harness.cluster import supervise


def test_roles_connect_with_their_own_passwords_only(make_server):
    server = make_server()
    server.start()
    home = server.places.home
    assert _ask(home, "web", "SELECT current_user") == "web"
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(host=server.places.sockets, user="web", password="guess", dbname="alatau")


def test_the_loopback_port_asks_for_a_password_too(make_server):
    server = make_server()
    server.start()
    with pytest.raises(psycopg.OperationalError, match="no password supplied"):
        psycopg.connect(host="127.0.0.1", port=server.port, user=KEEPER, dbname="alatau", passfile="/dev/null")
    address = {"host": "127.0.0.1", "port": server.port, "user": "worker", "dbname": "alatau"}
    psycopg.connect(**address, password=password_of(server.places.home, "worker")).close()


def test_nobody_else_can_read_passwords_data_or_socket(make_server):
    server = make_server()
    server.start()
    places = server.places
    for path in (places.data, places.sockets, places.home / "keys"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o700
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (places.home / "keys").iterdir()}
    assert modes == {0o600}


def test_a_second_supervisor_of_the_same_home_is_refused(make_server):
    first = make_server()
    first.start()
    second = make_server(first.places.home)
    with pytest.raises(AlreadyRunningError, match=f"process {os.getpid()}"):
        second.start()
    assert first.is_running()


def test_rows_are_there_after_a_stop_and_a_start(make_server):
    first = make_server()
    first.start()
    home = first.places.home
    _ask(home, KEEPER, "CREATE TABLE kept AS SELECT 7 AS number")
    first.stop()
    make_server(home).start()
    assert _ask(home, KEEPER, "SELECT number FROM kept") == 7


def test_a_half_made_data_folder_is_thrown_away_and_made_anew(make_server, tmp_path):
    home = tmp_path / "new"
    draft = Places(home).draft
    draft.mkdir(parents=True)
    (draft / "PG_VERSION").write_text("18\n")
    server = make_server(home)
    server.start()
    assert not draft.exists()
    assert _ask(home, "owner", "SELECT 1") == 1


def test_a_note_of_a_dead_server_does_not_stop_the_start_though_its_id_lives_again(make_server):
    first = make_server()
    first.start()
    home = first.places.home
    note = (first.places.data / "postmaster.pid").read_text()
    first.kill()
    first.stop()
    # As after a restart of the machine: the id belongs to another living program.
    (first.places.data / "postmaster.pid").write_text("\n".join([str(os.getppid()), *note.splitlines()[1:]]))
    make_server(home).start()
    assert _ask(home, "web", "SELECT 1") == 1


def test_a_start_waits_for_old_processes_that_outlive_their_server(make_server):
    first = make_server()
    first.start()
    home = first.places.home
    stopped = _stop_a_backend(home)
    first.kill()
    first.stop()
    began = time.monotonic()
    make_server(home).start()
    assert time.monotonic() - began > 1
    assert stopped not in list_processes_in(home / "postgres")


def test_a_server_dies_with_its_killed_supervisor(make_server):
    home = make_server().places.home
    with supervise(home) as supervisor:
        supervisor.kill()
        supervisor.wait()
    assert _wait_until(lambda: not list_processes_in(home / "postgres"))


def test_a_killed_server_is_started_again_by_its_supervisor(make_server):
    home = make_server().places.home
    with supervise(home):
        os.kill(_first_process(home), signal.SIGKILL)
        assert _wait_until(lambda: _answers(home))


def test_a_deep_home_gets_a_short_folder_for_its_socket(make_server, tmp_path):
    deep = tmp_path / ("d" * 60) / ("e" * 60)
    server = make_server(deep, durable=False)
    server.start()
    assert len(str(socket_folder(deep))) < 60
    assert _ask(deep, "web", "SELECT 1") == 1


def test_data_of_another_major_version_are_refused_with_what_to_do(make_server):
    server = make_server()
    (server.places.data / "PG_VERSION").write_text("11\n")
    with pytest.raises(VersionMismatchError, match="ALATAU_POSTGRES"):
        server.start()


def test_keys_of_another_home_are_refused_instead_of_waited_for(make_server):
    server = make_server()
    (server.places.home / "keys" / "postgres-keeper").write_text("another")
    with pytest.raises(StartFailedError, match="keys"):
        server.start()
    # A killed process stays in the list until the system has taken it away.
    for _patience in range(100):
        if not list_processes_in(server.places.data):
            break
        time.sleep(0.05)
    assert list_processes_in(server.places.data) == []


def test_commits_are_durable_and_pages_carry_checksums(make_server):
    server = make_server()
    server.start()
    shown = [
        _ask(server.places.home, KEEPER, f"SHOW {name}") for name in ("fsync", "synchronous_commit", "data_checksums")
    ]
    assert shown == ["on", "on", "on"]


def test_the_log_keeps_no_values_of_refused_rows(make_server):
    server = make_server()
    server.start()
    home = server.places.home
    _ask(home, KEEPER, "CREATE TABLE person (number text PRIMARY KEY)")
    for _ in range(2):
        with connect_as(home, KEEPER, database="alatau") as keeper, pytest.raises(psycopg.Error):
            keeper.execute("INSERT INTO person VALUES ('770101700001'), ('770101700001')")
    assert "database system is ready" in server.places.log.read_text()
    assert "770101700001" not in server.places.log.read_text()


def _ask(home, role, question):
    with connect_as(home, role, database="alatau") as connection:
        cursor = connection.execute(question)
        return cursor.fetchone()[0] if cursor.description else None


def _answers(home) -> bool:
    try:
        return _ask(home, "web", "SELECT 1") == 1
    except psycopg.OperationalError:
        return False


def _wait_until(is_so) -> bool:
    deadline = time.monotonic() + 20
    while not is_so():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def _first_process(home) -> int:
    return int((home / "postgres" / "postmaster.pid").read_text().split()[0])


def _stop_a_backend(home) -> int:
    """Halt one process of the server, so that it cannot notice that its server died."""
    writer = subprocess.run(
        ["pgrep", "-f", "postgres: alatau: walwriter", "-P", str(_first_process(home))],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    pid = int(writer.stdout.split()[0])
    os.kill(pid, signal.SIGSTOP)
    return pid
