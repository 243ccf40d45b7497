"""The story of money: a till, marked money at the wrong shop, a refund, the limit of a day, and whole books."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.harness.city import LiveCity
    from tests.journeys.steps import Visit

CANTEEN, BAKERY = "«Дәм» мектеп асханасы", "«Сары-Арқа Нан» ЖШС"
MEALS, BOLAT_PHONE = "Мектептегі тамақ", "+7 700 000 00 02"


def test_money_is_paid_refused_given_back_and_limited_and_the_books_stay_whole(
    visit: Callable[..., Visit], signed_in: Callable[[str], Path], city_at_ten: LiveCity
) -> None:
    till, aigerim = visit(state=signed_in("Нұрлан")), visit(state=signed_in("Айгерім"))
    _act_for(till, CANTEEN)
    _pay_code(aigerim, _ask(till, 900), source=MEALS)
    assert "/money/payments/" in aigerim.page.url
    till.page.locator(".paid").wait_for()

    _give_back(till, 400)
    _be_refused_at_the_bakery(till, aigerim)
    assert _pot(aigerim) == "17500", "the canteen's refund goes to the mark, and the bakery took nothing"

    _run_out_of_the_day(aigerim)
    _check_the_books(visit(desk=True, state=signed_in("saule")), city_at_ten)


def test_voucher_is_read_once_in_the_wallet_and_taken_at_a_till(
    visit: Callable[..., Visit], signed_in: Callable[[str], Path]
) -> None:
    aigerim, till = visit(state=signed_in("Айгерім")), visit(state=signed_in("Нұрлан"))
    aigerim.go("/money/")
    with aigerim.page.expect_navigation():
        aigerim.page.locator("form[action*='/money/vouchers/'] button").first.click()
    aigerim.look_round()
    number = aigerim.page.locator(".voucher-number").inner_text()
    _act_for(till, BAKERY)
    till.go("/till/voucher/")
    till.page.fill("input[name=number]", number)
    till.send_main()
    till.page.locator(".paid").wait_for()


def test_treasury_and_issuer_walk_their_desks(visit: Callable[..., Visit], signed_in: Callable[[str], Path]) -> None:
    asel = visit(desk=True, state=signed_in("asel"))
    asel.go("/desk/issue/")
    asel.page.locator("details:has(input[name=amount]) summary").click()
    asel.page.fill("input[name=amount]", "250000")
    asel.send_main()
    daniyar = visit(desk=True, state=signed_in("daniyar"))
    daniyar.go("/desk/issue/")
    daniyar.send("/confirm/")
    daniyar.go("/desk/issue/")
    assert daniyar.page.locator("article[data-order]").count() == 0
    kamila = visit(desk=True, state=signed_in("kamila"))
    for path in ("/desk/treasury/", "/desk/treasury/accounts/roads/", "/money/marks/", "/money/marks/new/road_repair/"):
        kamila.go(path)


def _act_for(visit: Visit, firm: str) -> None:
    visit.go("/me/representations/")
    acting = visit.page.locator(".acting button")
    if acting.count():
        # Whoever acts for one firm lets go of it first.
        with visit.page.expect_navigation():
            acting.click()
        visit.go("/me/representations/")
    card = visit.page.locator("main article", has_text=firm)
    with visit.page.expect_navigation():
        card.locator("form[action$='/switch/'] button").click()


def _ask(till: Visit, whole: int) -> str:
    """Let the till show a code, and return it as a camera reads it."""
    till.go("/till/")
    till.page.fill("input[name=amount]", str(whole))
    till.send_main()
    return parse_qs(urlsplit(till.page.url).query)["code"][0]


def _pay_code(payer: Visit, code: str, *, source: str) -> None:
    payer.page.goto("/money/pay/")
    payer.page.fill("input[name=to]", code)
    payer.send_main()
    payer.page.locator("label.choice", has_text=source).click()
    payer.send_main()
    payer.send_main()


def _give_back(till: Visit, whole: int) -> None:
    with till.page.expect_navigation():
        till.page.locator("#bill a.button").click()
    till.page.locator("details:has(input[name=amount]) summary").click()
    till.page.fill("input[name=amount]", str(whole))
    till.send("/refund/")


def _be_refused_at_the_bakery(till: Visit, payer: Visit) -> None:
    _act_for(till, BAKERY)
    payer.expected.add(422)
    _pay_code(payer, _ask(till, 700), source=MEALS)
    assert MEALS in payer.page.locator(".note-warning").inner_text()
    assert till.page.locator(".paid").count() == 0


def _pot(payer: Visit) -> str:
    payer.go("/money/")
    shown = payer.page.locator("main article", has_text=MEALS).locator("p").first.inner_text()
    return "".join(letter for letter in shown if letter.isdigit())


def _run_out_of_the_day(payer: Visit) -> None:
    for _payment in range(3):
        payer.go("/money/pay/")
        payer.page.fill("input[name=to]", BOLAT_PHONE)
        payer.send_main()
        payer.page.fill("input[name=amount]", "149500")
        payer.send_main()
        payer.send_main()
    assert payer.page.locator(".note-warning").count() == 1, "the third payment passes the day's limit"
    payer.go("/money/limits/")
    assert "100" in payer.text(), "so much was left of the day: 300,000 less two payments and the meal of the canteen"


def _check_the_books(operator: Visit, city: LiveCity) -> None:
    operator.go("/operator/money/")
    operator.send("/check/")
    for _patience in range(60):
        operator.go("/operator/money/")
        if operator.page.locator("main .status-done").count():
            break
        operator.page.wait_for_timeout(500)
    assert operator.page.locator("main .status-done").count() == 1
    done = city.run("money", "verify")
    assert done.returncode == 0, done.stdout + done.stderr
