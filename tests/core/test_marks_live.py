"""A running city, with its worker and journal, leaves nothing of its people in logs, figures or file names."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import httpx
import pytest

from alatau.access.sample import number_of
from alatau.core.content import content
from tests.core.marked_doors import MARKS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.harness.city import LiveCity

PATIENCE_SECONDS = 30
#: The database's own files hold the people, as they should.
OF_THE_DATABASE = ("postgres", "archive", "run")
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


def _people() -> set[str]:
    """Return every word that would tell of a resident: numbers, telephones, names of five letters and more."""
    phones = content().phone_numbers
    words = set(MARKS)
    for person in content().sample_city.residents:
        words |= {number_of(person), *(part for part in person.name.split() if len(part) >= 5)}
        words |= {phones.synthesise(person.phone_serial)} if person.phone_serial else set()
    return words


def _ask_for_a_code(city: LiveCity, number: str) -> None:
    with httpx.Client(base_url=city.url, trust_env=False, follow_redirects=True) as client:
        token = TOKEN.search(client.get("/sign-in/").text)
        assert token is not None
        fields = {"csrfmiddlewaretoken": token[1], "number": number}
        client.post("/sign-in/", data=fields, headers={"Referer": city.url})
        client.post("/sign-in/code/", data={**fields, "code": "000000"}, headers={"Referer": city.url})


def _left_behind(home: Path) -> Iterator[tuple[str, str]]:
    for path in home.rglob("*"):
        if path.relative_to(home).parts[0] in OF_THE_DATABASE:
            continue
        yield "a file name", str(path.relative_to(home))
        if path.is_file() and path.relative_to(home).parts[0] in ("logs", "metrics"):
            yield path.name, path.read_text(encoding="utf-8", errors="replace")


def _wait_for_job(city: LiveCity, task: str) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        for path in (city.home / "logs").glob("worker-*.jsonl"):
            if f'"task_name": "{task}"' in path.read_text(encoding="utf-8"):
                return
        time.sleep(0.2)
    pytest.fail(f"the worker told of no job {task}")


def test_nothing_of_the_people_is_left_outside_the_database(live_city: LiveCity) -> None:
    for person in content().sample_city.residents[:2]:
        _ask_for_a_code(live_city, number_of(person))
    for mark in MARKS:
        _ask_for_a_code(live_city, mark)
        httpx.get(f"{live_city.url}/people/{mark}", params={"q": mark}, trust_env=False)
    _wait_for_job(live_city, "messages.deliver")

    figures = httpx.get(f"{live_city.url}/metrics", trust_env=False)
    assert figures.status_code == 200
    words = _people()
    assert len(words) > 25
    found = [
        f"{word} in {where}"
        for where, text in [*_left_behind(live_city.home), ("the figures", figures.text)]
        for word in words
        if word in text
    ]
    assert found == []


def test_figures_tell_of_web_worker_and_journal(live_city: LiveCity) -> None:
    httpx.get(f"{live_city.url}/health/live", trust_env=False)
    figures = httpx.get(f"{live_city.url}/metrics", trust_env=False).text
    assert 'alatau_requests_total{method="GET",route="health_live",status="2xx"}' in figures
    assert re.search(r"^alatau_journal_unsealed_seconds \d", figures, re.MULTILINE)
    assert "alatau_journal_listener_behind_lines" in figures
    assert re.search(r'^alatau_jobs_total\{job="[\w.]+",outcome="done"\}', figures, re.MULTILINE)
