"""The family card in a browser: a resident unfolds it, an analyst sees the nation and tries a reform.

A city of its own is drawn, read and computed for it, which takes minutes: it runs with the long variants.
"""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import pytest

from tests.harness.city import LiveCity, open_city
from tests.journeys.steps import Visit, sign_in_resident, sign_in_staff
from tests.journeys.test_pages import complain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

pytestmark = pytest.mark.faults

PEOPLE = "1000"
MOST_SECONDS = 600
AIGERIM, ANALYST = "Айгерім", "yerlan"


@pytest.fixture(scope="module")
def counted_city() -> Iterator[LiveCity]:
    """Give a city whose invented people have their cards."""
    with open_city("alatau-counted-", ALATAU_CITY_PEOPLE=PEOPLE) as city:
        deadline = time.monotonic() + MOST_SECONDS
        while not _has_cards(city):
            assert time.monotonic() < deadline, city.said
            time.sleep(1)
        yield city


def _has_cards(city: LiveCity) -> bool:
    with city.connect() as connection:
        return bool(connection.execute("SELECT 1 FROM family_run WHERE state = 'published'").fetchone())


@pytest.fixture
def counted_visit(browser: Browser, counted_city: LiveCity) -> Iterator[Callable[..., Visit]]:
    """Open visits to that city; none may complain."""
    opened: list[Visit] = []

    def open_visit(**wishes: object) -> Visit:
        opened.append(Visit(browser, counted_city.url, **wishes))
        return opened[-1]

    yield open_visit
    for each in opened:
        each.close()
    assert [complaint for each in opened for complaint in each.complaints] == []


def test_resident_unfolds_the_card_to_a_registers_row_and_back(counted_visit: Callable[..., Visit]) -> None:
    aigerim = counted_visit()
    sign_in_resident(aigerim, AIGERIM)
    for language in ("ar", "kk"):
        aigerim.speak(language)
        aigerim.go("/family/")
        assert complain(aigerim) == []
    own_card = aigerim.heading()

    aigerim.page.goto("/family/figures/targeted_assistance/")
    aigerim.look_round()
    assert re.search("теңге|белгісіз", aigerim.text())
    assert complain(aigerim) == []
    aigerim.page.locator(".back a").click()
    aigerim.page.wait_for_url("**/family/")
    assert aigerim.heading() == own_card


def test_analyst_sees_the_nation_and_the_figures_of_a_reform(counted_visit: Callable[..., Visit]) -> None:
    yerlan = counted_visit(desk=True)
    # His work begins elsewhere: the queue of cases is closed to analysts.
    yerlan.expected.add(403)
    sign_in_staff(yerlan, ANALYST)
    yerlan.go("/nation/")
    yerlan.page.locator("main svg path").first.wait_for(state="attached")
    assert complain(yerlan) == []

    yerlan.go("/nation/reforms/")
    yerlan.page.fill("input[name=title]", "АЕК 5 000")
    yerlan.page.select_option("select[name=name_0]", "mci")
    yerlan.page.fill("input[name=value_0]", "5000")
    yerlan.send_main()
    # The page asks again by itself until the figures are there.
    yerlan.page.locator("dl.figures").wait_for(timeout=60_000)
    assert "5 000" in yerlan.heading()
    assert complain(yerlan) == []
