"""The family card in a browser: a resident unfolds it to a register's row, an analyst sees the nation and a reform."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.journeys.test_pages import complain

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.journeys.steps import Visit

pytestmark = pytest.mark.usefixtures("counted_city")
AIGERIM, ANALYST = "Айгерім", "yerlan"


def test_resident_unfolds_the_card_to_a_registers_row_and_back(
    visit: Callable[..., Visit], signed_in: Callable[[str], Path]
) -> None:
    aigerim = visit(state=signed_in(AIGERIM))
    for language in ("ar", "kk"):
        aigerim.speak(language)
        aigerim.go("/family/")
        assert complain(aigerim) == []
    own_card = aigerim.heading()
    assert "теңге" in aigerim.text()

    # Her own wage, out of the contributions of three months.
    _unfold(aigerim, "mean_wage_3_months")
    assert re.search(r"90\s000", aigerim.text())
    rows = aigerim.page.locator("main .cards li:not(.row-left-out)")
    assert rows.count() == 3
    assert complain(aigerim) == []
    rows.first.locator("a").click()
    aigerim.page.wait_for_url("**/me/records/contributions/")
    assert re.search(r"9\s000", aigerim.text())

    aigerim.page.go_back()
    aigerim.page.locator(".back a").click()
    aigerim.page.wait_for_url("**/family/")
    assert aigerim.heading() == own_card


def test_couple_shows_each_other_nothing_until_one_allows_it(
    visit: Callable[..., Visit], signed_in: Callable[[str], Path]
) -> None:
    aigerim = visit(state=signed_in(AIGERIM), language="en")
    aigerim.go("/family/")
    aigerim.page.locator("main a[href='/family/sharing/']").click()
    assert "They do not see your part." in aigerim.text()
    aigerim.send("/family/sharing/show/")
    assert "They see your part." in aigerim.text()
    assert complain(aigerim) == []
    aigerim.send("/family/sharing/hide/")
    assert "They do not see your part." in aigerim.text()


def test_analyst_sees_the_nation_and_the_figures_of_a_reform(
    visit: Callable[..., Visit], signed_in: Callable[[str], Path]
) -> None:
    yerlan = visit(desk=True, state=signed_in(ANALYST))
    # The tables of the nation follow the cards by themselves.
    for _patience in range(100):
        yerlan.go("/nation/")
        if yerlan.page.locator("main table").count():
            break
        yerlan.page.wait_for_timeout(200)
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


def _unfold(reader: Visit, figure: str) -> None:
    """Open a figure of one's own from the card, out of the parts it lies in."""
    reader.page.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)")
    reader.page.locator(f"main a[href^='/family/figures/{figure}/']").first.click()
    reader.page.wait_for_url(f"**/family/figures/{figure}/**")
    reader.page.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)")
    reader.look_round()
