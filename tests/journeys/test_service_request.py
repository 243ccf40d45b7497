"""Asking for a service: a paper that comes at once from what registers know, and aid that two officials decide."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.journeys.fill import HOME

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.journeys.steps import Visit

ADDRESS, FLOOD = "07002001", "15001001"
AIGERIM = "Айгерім"
PICTURE = b"\x89PNG\r\n\x1a\n a wet cellar"


@pytest.fixture
def aigerim(visit: Callable[..., Visit], signed_in: Callable[[str], Path], counted_city: object) -> Visit:
    """Aigerim at her phone, in a city whose registers know her."""
    return visit(state=signed_in(AIGERIM))


def test_paper_comes_at_once_from_what_registers_know(aigerim: Visit, tmp_path: Path) -> None:
    aigerim.go("/services/")
    aigerim.page.locator(f"details:has(a[href='/services/{ADDRESS}/']) > summary").click()
    aigerim.page.locator(f'a[href="/services/{ADDRESS}/"]').click()
    aigerim.send("/start/")
    if "/review/" in aigerim.page.url:
        aigerim.page.locator('a[href*="/questions/purpose/"]').click()
    aigerim.page.fill("input[name=purpose]", "банк")
    aigerim.send_main()
    assert HOME in aigerim.text(), "what the register says is shown before it is sent"
    aigerim.send("/send/")
    with aigerim.page.expect_download() as arrival:
        aigerim.page.locator("main .button-main").first.click()
    paper = tmp_path / "paper.pdf"
    arrival.value.save_as(paper)
    assert paper.read_bytes().startswith(b"%PDF-")
    aigerim.go("/services/requests/")
    assert aigerim.page.locator("main .status-done").count() >= 1


def test_aid_after_a_flood_is_decided_by_two_officials(
    aigerim: Visit, visit: Callable[..., Visit], signed_in: Callable[[str], Path]
) -> None:
    aigerim.go(f"/services/{FLOOD}/")
    aigerim.send("/start/")
    aigerim.page.locator("input[name=damaged][value=home]").check()
    aigerim.send_main()
    aigerim.page.set_input_files(
        "input[name=photos]", {"name": "cellar.png", "mimeType": "image/png", "buffer": PICTURE}
    )
    aigerim.send_main()
    aigerim.page.locator("input[name=has_shelter][value=yes]").check()
    aigerim.page.fill("input[name=phone]", "+77000000001")
    aigerim.send_main()
    aigerim.send("/send/")
    address = aigerim.page.url

    dana = visit(desk=True, state=signed_in("dana"))
    _open_task(dana)
    number = dana.page.locator("h1 .figure").inner_text()
    dana.send("/take/")
    task = dana.page.url
    dana.page.locator('a[href*="/services/cases/"]').first.click()
    assert dana.page.locator('a[href*="/files/"]').count() == 1
    dana.go(task)
    grant = dana.page.locator("details:has(form[action*='/propose/'])").first
    grant.locator("summary").click()
    grant.locator("textarea").fill("Комиссия үйді көрді.")
    with dana.page.expect_navigation():
        grant.locator("button").click()

    marat = visit(desk=True, state=signed_in("marat"))
    _open_task(marat, number)
    if marat.page.locator("form[action$='/take/']").count():
        marat.send("/take/")
    marat.send("/confirm/")
    for _patience in range(60):
        aigerim.go(address)
        if aigerim.page.locator("main .status-done").count():
            break
        aigerim.page.wait_for_timeout(300)
    assert aigerim.page.locator("main .status-done").count() == 1


def _open_task(official: Visit, number: str = "") -> None:
    """Open the task of the request from the queue, where it stands by the name of its service."""
    words = re.compile(number or "тасқын")
    row = official.page.locator("main tbody tr", has_text=words)
    for _patience in range(60):
        official.go("/desk/queue/")
        if row.count():
            break
        official.page.wait_for_timeout(300)
    row.last.locator("a").first.click()
    official.page.wait_for_url("**/desk/tasks/**")
    official.look_round()
