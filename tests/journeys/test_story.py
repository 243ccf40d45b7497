"""The story of a changed address: a message, an answer, a task, two officials, a signed letter, and who looked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.journeys.steps import open_phone, sign_in_resident

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.journeys.steps import Visit

AIGERIM, AIGERIM_PHONE = "Айгерім", "+77000000001"
YUSUF = "يوسف"


def test_answer_becomes_a_task_a_decision_of_two_and_a_letter_that_verifies(
    visit: Callable[..., Visit], signed_in: Callable[[str], Path], tmp_path: Path
) -> None:
    aigerim = visit()
    sign_in_resident(aigerim, AIGERIM)
    assert AIGERIM in aigerim.heading()

    dana = visit(desk=True, state=signed_in("dana"))
    _ask_where_she_lives(dana)

    _answer_no_on_the_phone(aigerim)
    case_number = _take_and_propose(dana)
    marat = visit(desk=True, state=signed_in("marat"))
    _confirm(marat, case_number)

    code, letter = _fetch_the_letter(aigerim, tmp_path)
    _verify(visit(), code, letter)
    aigerim.go("/me/looks/")
    assert "Дана" in aigerim.text()


def _ask_where_she_lives(dana: Visit) -> None:
    dana.go("/operator/messages/new/?template=city.address_check")
    dana.page.fill("input[name=address]", AIGERIM_PHONE)
    for box in dana.page.locator("main input[name^=fact_]").all():
        box.fill("Алатау, Тұран көшесі 5")
    dana.send_main()


def _answer_no_on_the_phone(aigerim: Visit) -> None:
    open_phone(aigerim.page, AIGERIM_PHONE)
    aigerim.page.locator(".phone-suggestions button", has_text="2").last.click()
    aigerim.page.locator(".phone-line-out").first.wait_for()
    aigerim.look_round()


def _take_and_propose(dana: Visit) -> str:
    _open_task(dana)
    case_number = dana.page.locator("h1 .figure").inner_text()
    dana.send("/take/")
    outcome = dana.page.locator("details:has(form[action*='/propose/'])").first
    outcome.locator("summary").click()
    for box in outcome.locator("textarea:visible, input[type=text]:visible").all():
        if not box.input_value():
            box.fill("Алатау, Тұран көшесі 7")
    with dana.page.expect_navigation():
        outcome.locator("button").click()
    return case_number


def _confirm(marat: Visit, case_number: str) -> None:
    _open_task(marat, case_number)
    if marat.page.locator("form[action$='/take/']").count():
        marat.send("/take/")
    marat.send("/confirm/")


def _open_task(official: Visit, case_number: str = "") -> None:
    """Open the task from the queue as soon as it is there: events take a moment to become tasks."""
    row = official.page.locator("main tbody tr", has_text=case_number) if case_number else None
    rows = row or official.page.locator("main tbody tr")
    for _patience in range(60):
        official.go("/desk/queue/")
        if rows.count():
            break
        official.page.wait_for_timeout(300)
    rows.last.locator("a").first.click()
    official.page.wait_for_url("**/desk/tasks/**")
    official.look_round()


def _fetch_the_letter(aigerim: Visit, folder: Path) -> tuple[str, Path]:
    aigerim.go("/documents/")
    code = aigerim.page.locator("main article bdi.figure").first.inner_text().strip()
    with aigerim.page.expect_download() as arrival:
        aigerim.page.locator("main article .button-main").first.click()
    letter = folder / "letter.pdf"
    arrival.value.save_as(letter)
    assert letter.read_bytes().startswith(b"%PDF-")
    return code, letter


def _verify(anybody: Visit, code: str, letter: Path) -> None:
    anybody.go("/verify/")
    anybody.page.fill("input[name=code]", code)
    with anybody.page.expect_navigation():
        anybody.page.locator("form:has(input[name=code]) button").first.click()
    assert anybody.page.locator(".verdict-good").count() == 1
    anybody.go("/verify/")
    anybody.page.set_input_files("input[type=file]", letter)
    with anybody.page.expect_navigation():
        anybody.page.locator("form:has(input[type=file]) button").first.click()
    assert anybody.page.locator(".verdict-good").count() == 1
    assert not re.search(AIGERIM, anybody.text()), "a public page never says whom a document concerns"


def test_resident_from_abroad_reads_the_city_from_right_to_left(visit: Callable[..., Visit]) -> None:
    yusuf = visit(language="ar")
    sign_in_resident(yusuf, YUSUF)
    assert yusuf.page.evaluate("getComputedStyle(document.body).direction") == "rtl"
    for path in ("/", "/services/", "/messages/", "/documents/", "/me/", "/me/consents/", "/me/looks/"):
        yusuf.go(path)
    assert yusuf.page.locator("html").get_attribute("lang") == "ar"
