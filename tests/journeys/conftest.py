"""A real browser on the running city. Whatever the browser complains about fails the journey."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright

from tests.journeys.steps import CHROMIUM, FLAGS, Visit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, started once per worker. Without it the journeys say so."""
    if not Path(CHROMIUM).exists():
        pytest.skip(f"{CHROMIUM} is not installed: run `make setup`, or install Debian's package chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser: Browser, live_city: object) -> Iterator[Callable[..., Visit]]:
    """Open visits: each a browser of its own, on a phone in Kazakh unless told otherwise.

    At the end every visit must have stayed without console errors, refused resources and pages that slide sideways.
    """
    opened: list[Visit] = []

    def open_visit(**wishes: object) -> Visit:
        opened.append(Visit(browser, live_city.url, **wishes))
        return opened[-1]

    yield open_visit
    for each in opened:
        each.close()
    assert [complaint for each in opened for complaint in each.complaints] == []


@pytest.fixture
def browser_page(visit: Callable[..., Visit]) -> Page:
    """One page on a phone, in Kazakh."""
    return visit().page
