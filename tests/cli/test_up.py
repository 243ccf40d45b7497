"""`alatau up` as a newcomer meets it: the running city, a second start, a taken port, a stop."""

from __future__ import annotations

import os
import signal
import socket
import time

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alatau.cli.children import LONGEST_PAUSE_SECONDS, pause_after
from alatau.cli.main import language_of_terminal
from tests.harness.city import run_alatau
from tests.harness.cluster import make_home


def test_the_table_names_the_address_and_how_to_sign_in(live_city):
    assert f"The city is open: {live_city.url}" in live_city.said
    assert "Aigerim" in live_city.said
    assert "Dana" in live_city.said


def test_nothing_scrolls_the_greeting_away_and_the_logs_go_to_files(live_city):
    httpx.get(f"{live_city.url}/health/ready", trust_env=False)
    assert live_city.said.rstrip().endswith("Ctrl-C stops it.")
    assert any("core.request.answered" in path.read_text() for path in (live_city.home / "logs").iterdir())


def test_the_running_city_says_that_it_is_ready(live_city):
    answer = httpx.get(f"{live_city.url}/health/ready", trust_env=False)
    assert (answer.status_code, answer.json()) == (200, {"database": True, "tables": True})


def test_a_second_start_in_the_same_home_names_the_running_city(live_city):
    second = live_city.run("up")
    assert second.returncode == 1
    assert live_city.url in second.stderr
    assert "Traceback" not in second.stderr


def test_a_killed_child_is_started_again(live_city):
    web = live_city.list_processes("granian")
    for pid in web:
        os.kill(pid, signal.SIGKILL)
    assert _wait_until(lambda: _is_ready(live_city.url))
    assert not set(web) & set(live_city.list_processes("granian"))


def test_a_taken_port_is_named_with_the_setting_to_change(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        refused = run_alatau(make_home("alatau-taken-"), "up", ALATAU_PORT=port)
    assert refused.returncode == 1
    assert f"Port {port}" in refused.stderr
    assert "ALATAU_PORT" in refused.stderr


def test_nothing_is_left_of_a_killed_city_and_it_opens_again(live_city):
    live_city.process.kill()
    live_city.process.wait()
    assert _wait_until(lambda: not live_city.list_processes())
    live_city.open_again()
    assert _is_ready(live_city.url)


def test_a_wrong_setting_stops_the_start_with_one_sentence(tmp_path):
    refused = run_alatau(make_home("alatau-wrong-"), "up", ALATAU_MODE="holiday")
    assert refused.returncode == 1
    assert refused.stderr.strip() == "ALATAU_MODE is 'holiday'. Set it to one of: sample, production."


@pytest.mark.parametrize(
    ("spoken", "language"), [("kk_KZ.UTF-8", "kk"), ("ru", "ru"), ("C.UTF-8", "en"), ("de_DE.UTF-8", "en"), ("", "en")]
)
def test_refusals_speak_the_language_of_the_terminal(spoken, language):
    assert language_of_terminal({"LANG": spoken}) == language


@given(st.integers(min_value=1, max_value=10**6))
def test_pauses_grow_with_each_quick_death_and_stay_bounded(deaths):
    assert pause_after(1) <= pause_after(deaths) <= pause_after(deaths + 1) <= LONGEST_PAUSE_SECONDS


def _is_ready(url) -> bool:
    try:
        return httpx.get(f"{url}/health/ready", trust_env=False, verify=False).is_success
    except httpx.TransportError:
        return False


def _wait_until(is_so) -> bool:
    deadline = time.monotonic() + 60
    while not is_so():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True
