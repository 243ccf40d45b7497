"""The operator's page, as the operator Saule opens it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils.timezone import now
from procrastinate.contrib.django import app

from alatau.core.journal.listen import list_listeners
from alatau.core.models import JournalContents, JournalLine, JournalListener
from alatau.core.operator_pages import QUEUE_WORDS
from tests.people import CHEAP_HASHER, load_people, official, sign_in

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper

PAGE = "/operator/journal/"
#: Of the rooms; tests declare others.
LISTENERS = {"desk.replies", "messages.webhooks"}
REASON = "The letter was withdrawn by its author."


@pytest.fixture
def saule(db: None, client: Client, settings: SettingsWrapper) -> Client:
    """The operator's browser."""
    settings.PASSWORD_HASHERS = [CHEAP_HASHER]
    load_people()
    sign_in(client, official("saule"))
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


@pytest.fixture
def stopped(saule: Client) -> JournalListener:
    """A listener that stopped at line 8."""
    return JournalListener.objects.create(
        name="tests.stopped",
        position=7,
        failed_number=8,
        failed_attempts=3,
        failed_with="ValueError at listeners.py:12",
        retry_at=now(),
    )


def told(action: str) -> dict[str, object]:
    return JournalContents.objects.get(line__action=action).body


def test_operator_sees_the_stopped_listener_with_its_line_and_error(saule: Client, stopped: JournalListener) -> None:
    page = saule.get(PAGE).content.decode()

    assert "Stopped at line 8 after 3 attempts" in page
    assert "ValueError at listeners.py:12" in page
    assert "(no longer used)" in page


def test_operator_reads_what_each_listener_does(saule: Client) -> None:
    page = saule.get(PAGE).content.decode()

    assert all(each.about and str(each.about) in page for each in list_listeners() if each.name in LISTENERS)


def test_every_queue_of_jobs_has_its_words() -> None:
    assert {task.queue for task in app.tasks.values() if task.func.__module__.startswith("alatau.")} <= set(QUEUE_WORDS)


def test_operator_lets_the_listener_try_again_now(saule: Client, stopped: JournalListener) -> None:
    before = stopped.retry_at
    answer = saule.post(reverse("operator_retry_listener", args=[stopped.name]))
    stopped.refresh_from_db()

    assert (answer.status_code, answer.url) == (302, PAGE)
    assert stopped.retry_at > before
    assert told("core.listener.retried")["line"] == 8


def test_operator_leaves_the_line_out_and_the_reason_is_kept(saule: Client, stopped: JournalListener) -> None:
    saule.post(reverse("operator_skip_line", args=[stopped.name]), {"number": 8, "reason": REASON})
    stopped.refresh_from_db()

    assert (stopped.position, stopped.failed_number) == (8, None)
    assert told("core.listener.line_skipped")["reason"] == REASON


def test_line_is_not_left_out_without_a_reason(saule: Client, stopped: JournalListener) -> None:
    saule.post(reverse("operator_skip_line", args=[stopped.name]), {"number": 8, "reason": " "})
    stopped.refresh_from_db()

    assert stopped.position == 7
    assert "Write why the line may be left out" in saule.get(PAGE).content.decode()


def test_line_is_not_left_out_when_the_listener_has_gone_on(saule: Client, stopped: JournalListener) -> None:
    saule.post(reverse("operator_skip_line", args=[stopped.name]), {"number": 5, "reason": REASON})
    stopped.refresh_from_db()

    assert stopped.position == 7
    assert "gone on meanwhile" in saule.get(PAGE).content.decode()


def test_retrying_a_listener_that_does_not_exist_changes_nothing(saule: Client) -> None:
    saule.post(reverse("operator_retry_listener", args=["tests.unknown"]))

    assert not JournalLine.objects.filter(action="core.listener.retried").exists()


def test_official_without_the_role_sees_nothing(saule: Client, client: Client) -> None:
    sign_in(client, official("yerlan"))

    assert client.get(PAGE).status_code in (403, 404)
