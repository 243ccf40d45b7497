"""Programs that the city keeps running: started again when they die, stopped in order, killed when they will not."""

from __future__ import annotations

import signal
import sys
import time

import pytest

from alatau.cli import children
from alatau.cli.children import Child, pause_after, stop_all

STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); time.sleep(60)"
OBEDIENT = "import time; time.sleep(60)"


@pytest.fixture
def make_child():
    """Make children that are gone after the test whatever it did."""
    made = []

    def make(program, **environment):
        made.append(Child("tests", [sys.executable, "-S", "-c", program], environment))
        return made[-1]

    yield make
    for child in made:
        child.wait_for_end(0)


def wait_until(condition):
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline, "it did not come to that"
        time.sleep(0.005)


def test_a_child_lives_from_its_start_to_the_word_to_stop(make_child):
    child = make_child(OBEDIENT)
    assert (child.is_running(), child.pid) == (False, None)
    child.start()
    assert child.is_running()
    stop_all([child])
    assert (child.is_running(), child.pid) == (False, None)


def test_a_child_sees_what_it_was_given_beside_our_own_environment(make_child, tmp_path):
    program = f"import os, pathlib; pathlib.Path({str(tmp_path / 'said')!r}).write_text(os.environ['ALATAU_ROLE'])"
    child = make_child(program, ALATAU_ROLE="worker")
    child.start()
    wait_until(lambda: not child.is_running())
    assert (tmp_path / "said").read_text() == "worker"


def test_a_child_that_will_not_stop_is_killed_in_time(make_child, monkeypatch):
    monkeypatch.setattr(children, "STOP_SECONDS", 0.05)
    child = make_child(STUBBORN)
    child.start()
    time.sleep(0.2)
    began = time.monotonic()
    stop_all([child])
    assert not child.is_running()
    assert time.monotonic() - began < 5


def test_children_are_asked_to_stop_at_the_same_time(make_child):
    both = [
        make_child(
            "import signal, time, sys; signal.signal(15, lambda *_: (time.sleep(.2), sys.exit())); time.sleep(9)"
        )
    ] * 1
    both.append(make_child(OBEDIENT))
    for child in both:
        child.start()
    stop_all(both)
    assert not any(child.is_running() for child in both)


def test_a_dead_child_is_started_again_after_its_pause(make_child, monkeypatch):
    monkeypatch.setattr(children, "FIRST_PAUSE_SECONDS", 0.01)
    child = make_child(OBEDIENT)
    child.start()
    first = child.pid
    child._process.send_signal(signal.SIGKILL)
    wait_until(lambda: not child.is_running())
    child.keep_running()
    assert child.pid is None
    wait_until(lambda: child.keep_running() or child.is_running())
    assert child.pid != first
    assert child.deaths == 1


def test_a_child_within_its_pause_is_not_started(make_child, monkeypatch):
    monkeypatch.setattr(children, "FIRST_PAUSE_SECONDS", 60)
    child = make_child("pass")
    child.start()
    wait_until(lambda: not child.is_running())
    for _ in range(3):
        child.keep_running()
    assert (child.deaths, child.is_running()) == (1, False)


def test_quick_deaths_in_a_row_are_counted_and_a_steady_life_forgives_them(make_child, monkeypatch):
    child = make_child("pass")
    for deaths in (1, 2, 3):
        child.start()
        wait_until(lambda: not child.is_running())
        child.keep_running()
        assert child.deaths == deaths
    monkeypatch.setattr(children, "STEADY_SECONDS", -1)
    child.start()
    wait_until(lambda: not child.is_running())
    child.keep_running()
    assert child.deaths == 1


def test_stopping_what_never_ran_is_nothing(make_child):
    child = make_child(OBEDIENT)
    child.ask_to_stop()
    child.wait_for_end(1)
    stop_all([])


@pytest.mark.parametrize(("deaths", "seconds"), [(1, 0.5), (2, 1), (3, 2), (6, 16), (7, 30), (1000, 30)])
def test_a_pause_doubles_up_to_half_a_minute(deaths, seconds):
    assert pause_after(deaths) == seconds


@pytest.mark.parametrize(("code", "deaths"), [(0, 0), (1, 1)])
def test_one_piece_of_work_is_repeated_only_after_a_failure(code, deaths):
    child = Child("tests", [sys.executable, "-S", "-c", f"raise SystemExit({code})"], is_once=True)
    child.start()
    wait_until(lambda: not child.is_running())
    child.keep_running()
    assert (child.is_done(), child.deaths) == (code == 0, deaths)
