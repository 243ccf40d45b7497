"""The desks: two officers issue, the treasury sees its budget, the operator the supply, an official one person's."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse

from alatau.core.clock import read_clocks
from alatau.core.models import JournalContents
from alatau.core.values import system_actor
from alatau.desk.models import Case
from alatau.desk.open import open_case
from alatau.money.desks.check import keep_check
from alatau.money.desks.issue import list_order_accounts, list_waiting_orders, read_outstanding
from alatau.money.estate.open import open_estate
from tests.money.pages.browsers import desk
from tests.money.wallet.purses import holds, purse, send, tenge
from tests.money.wallet.test_pages import text
from tests.people import resident

pytestmark = pytest.mark.usefixtures("city")
BY = system_actor("money.test")


def ask(login: str, **chosen: object):
    account = next(account for account, name in list_order_accounts() if name == "Samal Bank")
    given = {"request_id": uuid4(), "kind": "1", "account": account, "amount": "700000"}
    return desk(login).post(reverse("money:issuer"), {**given, **chosen})


def settle(login: str, what: str = "confirm"):
    (order,) = list_waiting_orders()
    return text(desk(login).post(reverse(f"money:issue_{what}", args=[order.id]), follow=True))


def test_one_officer_orders_and_another_confirms():
    before = read_outstanding()
    assert ask("asel").status_code == 302
    assert "another officer has to confirm" in text(desk("asel").get(reverse("money:issuer")))
    settle("asel")
    assert read_outstanding() == before
    settle("daniyar")
    assert read_outstanding() == before + tenge(700_000)
    assert list_waiting_orders() == []


def test_declined_order_moves_nothing():
    before = read_outstanding()
    ask("asel")
    assert "nothing moved" in settle("daniyar", "decline")
    assert read_outstanding() == before


@pytest.mark.parametrize("wrong", [{"amount": "0"}, {"account": "00000000-0000-4000-8000-000000000000"}, {"kind": "9"}])
def test_order_that_cannot_be_is_asked_again(wrong):
    assert ask("asel", **wrong).status_code == 422
    assert list_waiting_orders() == []


def test_auditor_reads_the_issue_and_orders_nothing():
    assert desk("aliya").get(reverse("money:issuer")).status_code == 200
    assert ask("aliya").status_code == 404
    assert desk("dana").get(reverse("money:issuer")).status_code == 403


def test_treasury_asks_for_its_own_accounts_alone():
    client = desk("kamila")
    shown = text(client.get(reverse("money:treasury")))
    assert all(words in shown for words in ("Treasury: roads", "Road repair", "Farm subsidy"))
    given = {"request_id": uuid4(), "kind": "1", "amount": "5000"}
    bank = next(account for account, name in list_order_accounts() if name == "Samal Bank")
    assert client.post(reverse("money:treasury"), {**given, "account": bank}).status_code == 422
    roads = next(account for account, name in list_order_accounts() if name == "Treasury: roads")
    assert client.post(reverse("money:treasury"), {**given, "account": roads}).status_code == 302
    assert "Settled" not in text(client.get(reverse("money:budget_account", args=["roads"])))


def test_operator_sees_supply_rate_and_check():
    shown = text(desk("saule").get(reverse("money:supply")))
    assert all(words in shown for words in ("Samal Bank", "People&#x27;s wallets", "not been checked yet"))
    keep_check(by=BY, at=read_clocks())
    assert "The books are whole" in text(desk("saule").get(reverse("money:supply")))
    assert "Transfers a second" in text(desk("saule").get(reverse("money:rate")))
    assert desk("saule").post(reverse("money:check_now")).status_code == 302


def case_of(key: str) -> Case:
    case_id = open_case(
        "general_question", subject_id=resident(key).person_id, region="", facts={}, request_id=uuid4(), by=BY,
        at=read_clocks(),
    )  # fmt: skip
    return Case.objects.get(id=case_id)


def test_official_reads_payments_for_their_case_and_leaves_a_look():
    send("aigerim", purse("bolat"), 800, reference="Кітап")
    case = case_of("aigerim")
    shown = text(desk("dana").post(reverse("money:person"), {"case": case.number}))
    assert "Кітап" in shown
    look = JournalContents.objects.filter(line__action="access.person.looked", case_id=case.id).get()
    assert (look.subject_id, look.purpose) == (resident("aigerim").person_id, "service")


def test_payments_stay_shut_without_a_case_or_a_right():
    case_of("aigerim")
    assert desk("dana").post(reverse("money:person"), {"case": "A-2026-999999"}).status_code == 422
    assert desk("yerlan").get(reverse("money:person")).status_code == 403
    assert desk("dana").get(reverse("money:person")).status_code == 200


def test_officials_name_heirs_on_the_page_of_the_case():
    case_id = open_estate(resident("gulnara").person_id, by=BY, at=read_clocks())
    address = reverse("money:estate", args=[case_id])
    heirs = f"{resident('aigerim').number} 1/2\n{resident('bolat').number} 1/2"
    assert desk("dana").post(address, {"certificate": "N-5", "heirs": heirs}).status_code == 302
    assert all(words in text(desk("dana").get(address)) for words in ("Айгерім", "43"))
    for wrong in ("", "770101 nonsense", f"{resident('aigerim').number} 1/3"):
        assert desk("dana").post(address, {"certificate": "N-5", "heirs": wrong}).status_code == 422
    assert holds(purse("gulnara")) == 86_000


@pytest.mark.parametrize("language", ["kk", "ru", "ar"])
@pytest.mark.parametrize(
    ("login", "page"),
    [("asel", "issuer"), ("kamila", "treasury"), ("saule", "supply"), ("dana", "person"), ("kamila", "marks")],
)
def test_desks_open_in_each_language(login, page, language):
    assert desk(login, language).get(reverse(f"money:{page}")).status_code == 200
