"""Operators see which events there are, and nobody in them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from typer.testing import CliRunner

from alatau.services.commands import commands
from alatau.services.events.figures import KindFigures, list_days
from alatau.services.events.kinds import list_kinds
from alatau.services.pages import events as pages
from tests.people import load_people, official, sign_in
from tests.services.events.stage import AIGERIM, act, ago, seen, settle_rows

if TYPE_CHECKING:
    from django.test import Client

    from alatau.core.values import Moment


@pytest.fixture
def saule(client: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> Client:
    load_people()
    sign_in(client, official("saule"))
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    monkeypatch.setattr(pages, "count_kinds", count)
    return client


def count(*, at: Moment, days: int) -> list[KindFigures]:
    """Return figures as they would be with three events of each kind."""
    by_day = dict.fromkeys(list_days(at=at, days=days), 3)
    kinds = list_kinds().values()
    return [KindFigures(kind=kind, detected=3, waiting=0, withdrawn=0, by_day=by_day) for kind in kinds]


def violence() -> None:
    row = {"case_number": "F1", "number": AIGERIM, "is_violence_reported": True, "opened_on": ago(1)}
    settle_rows(seen("family_support_cases", **row))


def test_the_list_counts_events_by_kind_and_day(saule: Client) -> None:
    page = saule.get("/services/events/").content.decode()
    assert "Birth of a child" in page
    assert page.count("<tr>") == 33


def test_a_kind_says_what_tells_of_it_and_what_it_brings(saule: Client) -> None:
    page = saule.get("/services/events/child_birth/").content.decode()
    assert "Birth notices from maternity wards" in page
    assert "BIRTH_1_3" in page


def test_few_events_of_a_closed_kind_are_not_counted(saule: Client) -> None:
    assert "Too few to be shown" in saule.get("/services/events/").content.decode()
    assert "Too few to be shown" in saule.get("/services/events/domestic_violence/").content.decode()


def test_an_unknown_kind_has_no_page(saule: Client) -> None:
    assert saule.get("/services/events/comet/").status_code == 404


def test_a_caseworker_has_no_business_with_counts(client: Client, db: None) -> None:
    load_people()
    sign_in(client, official("dana"))
    assert client.get("/services/events/").status_code == 403


def test_the_command_lists_all_kinds_with_their_counts(undone: None) -> None:
    settle_rows(act())
    violence()
    found = {each["kind"]: each for each in json.loads(CliRunner().invoke(commands, ["events", "--json"]).output)}
    assert len(found) == 32
    assert found["child_birth"]["by_day"] == {ago(0).isoformat(): 1}
    assert "detected" not in found["domestic_violence"]


def test_the_command_prints_a_table_for_people(undone: None) -> None:
    printed = CliRunner().invoke(commands, ["events"]).output
    assert "child_birth" in printed
    assert "family card" in printed
