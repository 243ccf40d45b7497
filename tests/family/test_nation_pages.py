"""The analyst's pages of the nation: map, table and download say the same, and hidden figures stay hidden."""

from __future__ import annotations

import csv
import json
from datetime import date
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest

from alatau.family.national.hide import ShownLine
from alatau.family.national.values import Table
from alatau.family.pages import tables as page
from tests.people import load_people, official, sign_in

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.usefixtures("db")
ALMATY_REGION, ALATAU, ASTANA = "190000000", "191800000", "710000000"


def line(place: str, within: str, total: int | None, *counts: int | None) -> ShownLine:
    return ShownLine(place=place, within=within, total=total, counts=counts)


TABLE = Table(
    key="category",
    day=date(2026, 11, 20),
    kinds=(("A",), ("B", "C"), ("no_data",)),
    lines=(
        line("country", "", 300, 100, 150, 50),
        line(ALMATY_REGION, "country", 200, 60, 100, 40),
        line(ASTANA, "country", 100, None, None, None),
        line(ALATAU, ALMATY_REGION, 200, 60, 100, 40),
    ),
)


@pytest.fixture
def analyst(client: Client, monkeypatch: pytest.MonkeyPatch) -> Client:
    load_people()
    sign_in(client, official("yerlan"))
    tables = {"category": TABLE}
    monkeypatch.setattr(page, "list_tables", lambda: sorted(tables))
    monkeypatch.setattr(page, "find_table", tables.get)
    return client


def drawn(page: str) -> list[dict[str, object]]:
    """Return the cells that the page gives its first drawing."""
    begun = page.index('type="application/json">') + len('type="application/json">')
    cells: list[dict[str, object]] = json.loads(page[begun : page.index("</script>", begun)])["cells"]
    return cells


def test_map_shows_the_share_of_a_kind_in_each_region(analyst: Client) -> None:
    cells = {cell["at"]: cell for cell in drawn(analyst.get("/nation/").content.decode())}

    assert cells[ALMATY_REGION]["value"] == "30.0"
    assert cells[ASTANA]["value"] is None
    assert cells[ASTANA]["state"] == "hidden"


def test_region_opens_to_its_districts(analyst: Client) -> None:
    cells = drawn(analyst.get(f"/nation/?place={ALMATY_REGION}").content.decode())

    assert [cell["at"] for cell in cells] == [ALATAU]


def test_joined_kinds_are_named_together(analyst: Client) -> None:
    page = analyst.get("/nation/?kind=1").content.decode()

    assert "Қанағаттанарлық + Қанағаттанарлық емес" in page


def test_download_has_every_place_and_no_hidden_figure(analyst: Client) -> None:
    answer = analyst.get("/nation/table.csv")

    rows = list(csv.reader(answer.content.decode("utf-8-sig").splitlines()))
    assert rows[0][:4] == ["place", "name", "within", "families"]
    assert [row[0] for row in rows[1:]] == ["country", ALMATY_REGION, ASTANA, ALATAU]
    assert rows[3][4:] == ["", "", ""]


@pytest.mark.parametrize("query", ["table=salaries", "place=990000000", "kind=9", "kind=x", "kind=-1"])
def test_what_is_not_published_is_not_found(analyst: Client, query: str) -> None:
    assert analyst.get(f"/nation/?{query}").status_code == HTTPStatus.NOT_FOUND


def test_page_without_tables_says_when_they_come(analyst: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "list_tables", list)

    assert 'class="empty' in analyst.get("/nation/").content.decode()
