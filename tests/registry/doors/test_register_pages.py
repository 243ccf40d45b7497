"""The operator's pages: how registers stand, in words and figures, and nobody's data."""

from __future__ import annotations

import pytest

from tests.people import official, sign_in

pytestmark = pytest.mark.usefixtures("people")


@pytest.fixture
def saule(client, settings):
    """A browser in which the operator is signed in. No reader runs: these pages do without samples."""
    settings.ALATAU_ROLE = "web"
    sign_in(client, official("saule"))
    client.cookies["alatau_language"] = "en"
    return client


def test_operator_sees_every_register_with_its_freshness(saule, add_load):
    add_load("births", rows_accepted=90, rows_quarantined=10, rows_unlinked=9)
    page = saule.get("/registry/").content.decode()
    assert "93 registers" in page
    assert "Civil acts: births" in page
    assert page.count("Never delivered") == 92 + 2  # beside the figure above the list, and the choice to narrow by


def test_list_is_narrowed_by_words_and_freshness(saule, add_load):
    add_load("births", rows_accepted=1)
    add_load("deaths", rows_accepted=1, days_ago=300)
    assert "1 register<" in saule.get("/registry/?words=civil+acts&freshness=fresh").content.decode()
    assert "Civil acts: deaths" in saule.get("/registry/?freshness=stale").content.decode()
    assert "No register fits" in saule.get("/registry/?words=nothing+of+the+kind").content.decode()


def test_list_is_ordered_by_the_column_that_was_asked_for(saule, add_load):
    add_load("births", rows_accepted=5)
    add_load("deaths", rows_accepted=7)
    page = saule.get("/registry/?order=-rows").content.decode()
    assert page.index("Civil acts: deaths") < page.index("Civil acts: births") < page.index("State register of persons")
    assert 'aria-sort="descending"' in page


def test_page_of_a_register_tells_its_columns_and_how_deliveries_went(saule, add_load):
    add_load("births", number=1, days_ago=3, rows_accepted=100)
    add_load("births", number=2, rows_accepted=75, rows_quarantined=25)
    page = saule.get("/registry/births/").content.decode()
    assert "Order of birth" in page
    assert "births.csv" in page
    assert page.count("<rect") == 4
    assert "25.0" in page


def test_register_that_does_not_exist_is_not_found(saule):
    assert saule.get("/registry/unheard_of/").status_code == 404


@pytest.mark.parametrize("login", ["dana", "yerlan"])
def test_official_without_the_role_does_not_see_registers(client, login):
    sign_in(client, official(login))
    assert client.get("/registry/").status_code == 403
