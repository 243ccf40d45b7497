"""A bad file becomes a register's row, and the row is corrected: operator, registrar, resident, two officials."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from alatau.core.content import content

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.journeys.steps import Visit

AIGERIM = "Айгерім"
REGISTER = "/registry/labour_contracts/"
COLUMNS = "contract_number,number,employer_number,position,wage,starts_on,terminated_on,termination_reason"


def test_bad_file_is_refused_then_taken_and_its_faulty_row_released(
    visit: Callable[..., Visit], signed_in: Callable[[str], Path]
) -> None:
    saule = visit(desk=True, state=signed_in("saule"), language="en")
    number = _number_of_aigerim(visit)
    _hand_in(saule, "contract_number,colour\n1,red\n")
    assert "Nothing was read." in saule.text()

    employer = content().organisation_numbers.synthesise(7)
    _hand_in(saule, f"{COLUMNS}\n17-A,{number},{employer},Baker,350000,soon,,\n")
    saule.go(f"{REGISTER}quarantine/")
    assert "not a day" in saule.text()
    assert number not in saule.text()

    _release_the_first_row(saule, starts_on="2026-01-05")
    saule.go(REGISTER)
    assert saule.page.locator("main tbody tr", has_text="Corrected rows").count() == 1


def test_resident_contests_a_wage_and_two_officials_correct_it(
    visit: Callable[..., Visit], signed_in: Callable[[str], Path]
) -> None:
    aigerim = visit(state=signed_in(AIGERIM), language="en")
    aigerim.go("/me/records/labour_contracts/")
    assert "350" in aigerim.text()
    _say_that_the_wage_is_wrong(aigerim)
    assert "Contested" in aigerim.text()

    dana = visit(desk=True, state=signed_in("dana"), language="en")
    _enter_the_right_wage(dana)
    _propose(dana)
    _confirm(visit(desk=True, state=signed_in("marat"), language="en"))

    # The journal tells the register of the decision, and the corrected row is known once it is sealed.
    for _patience in range(120):
        aigerim.go("/me/records/labour_contracts/")
        if "It was corrected" in aigerim.text():
            break
        aigerim.page.wait_for_timeout(300)
    assert "It was corrected" in aigerim.text()
    assert "Contested" not in aigerim.text()


def _number_of_aigerim(visit: Callable[..., Visit]) -> str:
    page = visit()
    page.go("/sample/sign-in/")
    card = page.page.locator("main article", has_text=AIGERIM).first
    return re.sub(r"\D", "", card.locator("dd").first.inner_text())


def _hand_in(saule: Visit, text: str) -> None:
    saule.go(REGISTER)
    saule.page.locator("summary", has_text="Hand in a file").click()
    file = {"name": "contracts.csv", "mimeType": "text/csv", "buffer": text.encode()}
    saule.page.set_input_files("input[type=file]", file)
    saule.send("/deliver/")
    _wait_for_the_worker(saule)


def _wait_for_the_worker(saule: Visit) -> None:
    saule.page.locator("#errands:not([hx-get])").wait_for(timeout=30_000)
    saule.go(REGISTER)


def _release_the_first_row(saule: Visit, **corrected: str) -> None:
    saule.page.locator("main tbody th a", has_text="line").first.click()
    saule.send("/open/")
    for name, value in corrected.items():
        saule.page.fill(f"input[name=value-{name}]", value)
    saule.page.fill("input[name=note]", "Checked against the contract.")
    saule.send("/release/")
    _wait_for_the_worker(saule)


def _say_that_the_wage_is_wrong(aigerim: Visit) -> None:
    aigerim.page.locator("main a[href*='/wrong/']").first.click()
    aigerim.page.locator("input[value=wage]").check()
    aigerim.page.fill("textarea", "I am paid 400 000 tenge.")
    aigerim.send_main()


def _open_case(official: Visit) -> None:
    """Open the newest task about a contested record."""
    rows = official.page.locator("main tbody tr", has_text="Contested record")
    for _patience in range(60):
        official.go("/desk/queue/")
        if rows.count():
            break
        official.page.wait_for_timeout(300)
    rows.last.locator("a").first.click()
    official.page.wait_for_url("**/desk/tasks/**")


def _enter_the_right_wage(dana: Visit) -> None:
    _open_case(dana)
    dana.send("/take/")
    dana.page.locator("main a[href*='/registry/contested/']").click()
    assert "I am paid 400 000 tenge." in dana.text()
    dana.page.fill("input[name=value]", "400000")
    dana.send_main()
    dana.page.locator(".back a").click()


def _propose(dana: Visit) -> None:
    outcome = dana.page.locator("details:has(form[action*='/propose/corrected/'])")
    outcome.locator("summary").click()
    outcome.locator("textarea").fill("The employer confirmed it.")
    with dana.page.expect_navigation():
        outcome.locator("button").click()


def _confirm(marat: Visit) -> None:
    _open_case(marat)
    if marat.page.locator("form[action$='/take/']").count():
        marat.send("/take/")
    marat.send("/confirm/")
