"""A real browser on the running city. Whatever the browser complains about fails the journey."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright

from alatau.core.content import content
from tests.harness.city import CLONE, city_environment
from tests.journeys.steps import CHROMIUM, FLAGS, Visit, sign_in_resident, sign_in_staff

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

    from tests.harness.city import LiveCity

#: How long the cards of one family may take to be there.
CARDS_SECONDS = 60


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, started once. Without it the journeys say so.

    It ends with the journeys: Django refuses to work beside Playwright's event loop.
    """
    if not Path(CHROMIUM).exists():
        pytest.skip(f"{CHROMIUM} is not installed: run `make setup`, or install Debian's chromium-headless-shell")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture(scope="package")
def city_at_ten(live_city: LiveCity) -> LiveCity:
    """The running city at ten in the morning of a coming day: at night its messages would wait for the morning."""
    ten = "date_trunc('day', now() AT TIME ZONE %(zone)s) + interval '1 day 10 hours'"
    with live_city.connect() as connection:
        connection.execute(
            f"UPDATE core_city SET city_anchor_at = ({ten}) AT TIME ZONE %(zone)s, wall_anchor_at = now()",
            {"zone": content().time_zone},
        )
    return live_city


@pytest.fixture(scope="package")
def counted_city(city_at_ten: LiveCity) -> LiveCity:
    """The running city after the registers told of one sample family: its card follows by itself."""
    worker = city_environment(city_at_ten.home, {"ALATAU_ROLE": "worker", "ALATAU_LOG_LEVEL": "warning"})
    subprocess.run([sys.executable, "-m", "tests.journeys.fill"], env=worker, cwd=CLONE, check=True)
    published = "SELECT FROM family_run WHERE state = 'published'"
    deadline = time.monotonic() + CARDS_SECONDS
    with city_at_ten.connect() as connection:
        connection.autocommit = True
        while connection.execute(published).fetchone() is None:
            assert time.monotonic() < deadline, city_at_ten.said
            time.sleep(0.1)
    return city_at_ten


@pytest.fixture
def visit(browser: Browser, city_at_ten: LiveCity) -> Iterator[Callable[..., Visit]]:
    """Open visits: each a browser of its own, on a phone in Kazakh unless told otherwise.

    At the end every visit must have stayed without console errors, refused resources and pages that slide sideways.
    """
    opened: list[Visit] = []

    def open_visit(**wishes: object) -> Visit:
        opened.append(Visit(browser, city_at_ten.url, **wishes))
        return opened[-1]

    yield open_visit
    for each in opened:
        each.close()
    assert [complaint for each in opened for complaint in each.complaints] == []


@pytest.fixture(scope="package")
def signed_in(
    browser: Browser, city_at_ten: LiveCity, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Path]:
    """Return the cookies of a signed-in person: staff by login, residents by name. Each signs in once per worker."""
    folder = tmp_path_factory.mktemp("signed-in")

    def sign_in(name: str) -> Path:
        state = folder / f"{name}.json"
        if not state.exists():
            visit = Visit(browser, city_at_ten.url)
            (sign_in_staff if name.isascii() and name.islower() else sign_in_resident)(visit, name)
            visit.context.storage_state(path=state)
            visit.close()
        return state

    return sign_in


@pytest.fixture
def browser_page(visit: Callable[..., Visit]) -> Page:
    """One page on a phone, in Kazakh."""
    return visit().page
