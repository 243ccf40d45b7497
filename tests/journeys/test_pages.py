"""What holds for every page: usable by everybody, light enough for a slow network, quiet in the console."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.journeys.pages import RESIDENT_PAGES, STAFF_PAGES, VISITOR_PAGES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.journeys.steps import Visit

RESIDENT, OFFICIAL = "Болат", "dana"
#: Bytes of HTML, styles and scripts that a page may ask for, before compression.
MOST_BYTES = 150_000
AXE = Axe()
#: What axe-core calls them; anything milder is left to eyes.
GRAVE = {"serious", "critical"}
WEIGHED = {"document", "stylesheet", "script"}


def complain(visit: Visit, **options: object) -> list[str]:
    """Return what keeps people from using the page at hand."""
    found = AXE.run(visit.page, options={"resultTypes": ["violations"], **options}).response["violations"]
    return [
        f"{visit.page.url}: {each['id']}: {each['nodes'][0]['html'][:160]}" for each in found if each["impact"] in GRAVE
    ]


def complain_in_the_dark(visit: Visit) -> list[str]:
    """Return what cannot be read on the same page when it is dark; all else is the same."""
    visit.page.evaluate("document.documentElement.dataset.look = 'dark'")
    return complain(visit, runOnly=["color-contrast"])


@pytest.mark.parametrize(
    ("reader", "pages"),
    [("", VISITOR_PAGES), (RESIDENT, RESIDENT_PAGES), (OFFICIAL, STAFF_PAGES)],
    ids=["visitor", "resident", "staff"],
)
def test_page_keeps_nobody_from_using_it(
    visit: Callable[..., Visit], signed_in: Callable[[str], Path], reader: str, pages: tuple[str, ...]
) -> None:
    reading = visit(state=signed_in(reader) if reader else None, desk=reader == OFFICIAL)
    problems = []
    for path in pages:
        reading.go(path)
        problems += complain(reading) + complain_in_the_dark(reading)
    assert problems == []


@pytest.mark.parametrize(("reader", "path"), [("", "/"), (RESIDENT, "/"), (OFFICIAL, "/desk/queue/")])
def test_page_is_light_enough_for_a_slow_network(
    visit: Callable[..., Visit], signed_in: Callable[[str], Path], reader: str, path: str
) -> None:
    reading = visit(state=signed_in(reader) if reader else None)
    weights: dict[str, int] = {}
    reading.page.on(
        "response",
        lambda answer: (
            weights.update({answer.url: len(answer.body())}) if answer.request.resource_type in WEIGHED else None
        ),
    )
    reading.page.goto(path, wait_until="networkidle")
    assert 0 < sum(weights.values()) < MOST_BYTES, weights


@pytest.mark.parametrize(("language", "look"), [("kk", "light"), ("ar", "dark")])
def test_every_component_is_photographed_in_its_looks(
    visit: Callable[..., Visit], signed_in: Callable[[str], Path], tmp_path: Path, language: str, look: str
) -> None:
    staff = visit(desk=True, language=language, look=look, state=signed_in(OFFICIAL))
    staff.go("/design/")
    picture = tmp_path / f"design-{language}-{look}.png"
    staff.page.screenshot(path=picture, full_page=True)
    assert picture.stat().st_size > 50_000


def test_unknown_address_shows_a_page_of_the_city(visit: Callable[..., Visit]) -> None:
    lost = visit(language="ru")
    lost.expected = {404}
    lost.go("/nowhere/")
    assert lost.heading() == "Здесь ничего нет"
    assert complain(lost) == []
