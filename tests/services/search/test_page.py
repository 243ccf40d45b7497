"""The page of search: with scripts and without, found or not."""

from __future__ import annotations

import pytest

from alatau.services.catalogue.services import list_fields

pytestmark = pytest.mark.django_db
PAGE = "/services/search/"


def ask(client, query, **headers):
    answer = client.get(PAGE, {"q": query}, headers={"Accept-Language": "en"} | headers)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_visitor_finds_without_scripts(client):
    page = ask(client, "lost my passport")
    assert "Passport for travel abroad" in page
    assert '<form method="get"' in page
    assert 'value="lost my passport"' in page


def test_scripts_get_the_part_that_changes(client):
    part = ask(client, "passport", **{"HX-Request": "true", "HX-Target": "div#found"})
    assert "Passport for travel abroad" in part
    assert "<html" not in part


def test_an_empty_result_shows_other_ways(client):
    page = ask(client, "zzzz")
    assert "Nothing found for “zzzz”" in page
    assert all(f"#field-{field.code}" in page for field in list_fields())


def test_a_slip_is_told_with_what_was_read(client):
    page = ask(client, "pasport")
    assert "We read “pasport” as “passport”." in page


def test_what_was_written_is_never_markup(client):
    page = ask(client, "<script>alert(1)</script>")
    assert "<script>alert" not in page
