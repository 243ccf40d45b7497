"""Kinds of marked money, set without code: the owner sees where it is, the holder why it does not move."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from alatau.access.models import Organisation
from alatau.access.seal import unseal
from alatau.core.clock import read_clocks
from alatau.money.errors.marks import MarkEvidenceError, MarkGoodsError, MarkPayeeError, MarkTravelsError
from alatau.money.marks.story import get_story, list_stories
from alatau.money.models import Mark
from alatau.money.values import HolderId, MarkId, new_transfer_id
from alatau.money.verify import verify_ledger
from alatau.money.wallet.ids import pot_id_of
from alatau.money.wallet.pay import pay
from alatau.money.wallet.read import get_wallet
from alatau.money.wallet.values import NewPayment
from tests.money.pages.browsers import desk
from tests.money.wallet.purses import firm, head, holds, pot, purse, send, tenge
from tests.money.wallet.test_pages import browser, text
from tests.people import resident

pytestmark = pytest.mark.usefixtures("city")


def number(key: str) -> str:
    """Return a firm's state number."""
    return unseal(bytes(Organisation.objects.get(id=firm(key)).sealed))


def gift(**chosen: object) -> dict[str, object]:
    last = (read_clocks().city_day + timedelta(days=30)).isoformat()
    given = {"request_id": new_transfer_id(), "amount": "5000", "name": "Нан", "last_day": last}
    return {**given, **chosen}


def give(client, kind: str, **chosen: object):
    return client.post(reverse("money:mark_new", args=[kind]), gift(**chosen))


def own_pot(key: str, mark_name: str):
    wallet = get_wallet(HolderId(resident(key).person_id))
    return next(each for each in wallet.pots if mark_name in each.mark.name.values())


def newest() -> MarkId:
    return MarkId(Mark.objects.order_by("-opened_at", "id").first().id)


def test_gift_is_given_once_and_spent_only_where_it_may_be():
    given = gift(phone="+77000000003", trades=["5462"], day_cap="1000")
    for _ in range(2):
        assert browser("bolat").post(reverse("money:mark_new", args=["gift"]), given).status_code == 302
    found = own_pot("yusuf", "Нан")
    assert (found.amount, found.owner) == (tenge(5_000), "Болат")
    send("yusuf", purse("sary_arka_nan"), 600, source=found.account_id)
    with pytest.raises(MarkPayeeError):
        send("yusuf", purse("school_canteen"), 100, source=found.account_id)


def test_pocket_money_goes_to_a_child_without_a_phone():
    children = resident("dias").person_id
    assert give(browser("aigerim"), "pocket_money", child=children, trades=["5942"]).status_code == 302
    assert own_pot("dias", "Нан").amount == tenge(5_000)
    assert give(browser("nurlan"), "pocket_money", child=children).status_code == 422


@pytest.mark.parametrize(
    "wrong",
    [
        {"last_day": "2020-01-01"},
        {"amount": "999000000"},
        {"phone": "+77000000002"},
        {"trades": ["9999"]},
        {"phone": ""},
    ],
)
def test_gift_that_cannot_be_given_sets_no_mark(wrong):
    before, marks = holds(purse("bolat")), Mark.objects.count()
    assert give(browser("bolat"), "gift", **{"phone": "+77000000003", **wrong}).status_code == 422
    assert (holds(purse("bolat")), Mark.objects.count()) == (before, marks)


def test_kinds_are_offered_by_who_owns_the_money():
    assert give(browser("bolat"), "road_repair").status_code == 404
    assert give(desk("kamila"), "pocket_money").status_code == 404
    shown = text(desk("kamila").get(reverse("money:marks")))
    assert all(words in shown for words in ("Road repair", "Farm subsidy", "Repair of Turan street"))


def test_owner_sees_shops_and_sums_and_no_payer():
    send("aigerim", purse("school_canteen"), 900, source=pot("aigerim"))
    (story,) = list_stories(firm("school_meals_fund"))
    assert (story.given, story.held, story.pots) == (tenge(36_000), tenge(35_100), 2)
    assert story.spent == (("«Дәм» мектеп асханасы", tenge(900)),)
    shown = text(browser("emma", "school_meals_fund").get(reverse("money:mark", args=[story.mark.id])))
    assert "«Дәм» мектеп асханасы" in shown
    assert "Айгерім" not in shown


def test_owner_gives_more_and_ends_it_early():
    (story,) = list_stories(firm("school_meals_fund"))
    client, address = browser("emma", "school_meals_fund"), reverse("money:mark", args=[story.mark.id])
    more = {"request_id": new_transfer_id(), "phone": "+77000000002", "amount": "700"}
    assert client.post(address, more).status_code == 302
    assert own_pot("bolat", "School meals").amount == tenge(700)
    assert client.post(address, {**more, "request_id": new_transfer_id(), "phone": "1"}).status_code == 422
    assert client.post(reverse("money:mark_end", args=[story.mark.id])).status_code == 302
    assert "Ended" in text(client.get(address))
    assert browser("bolat").get(address).status_code == 404


def pay_on(who: str, organisation: str, to: str, whole: int, words: str, mark_id: MarkId) -> None:
    source = pot_id_of(firm(organisation), mark_id)
    new = NewPayment(id=new_transfer_id(), source_id=source, payee_id=purse(to), amount=tenge(whole), reference=words)
    pay(new, by=head(who, organisation), at=read_clocks())


def test_road_money_keeps_its_mark_down_the_chain_and_needs_an_act():
    given = {"firm": number("road_builder"), "amount": "9000000", "purse": "roads", "contract": "2026/40"}
    chain = {"chain": number("road_builder"), "ends": number("stone_quarry"), "asks_document": "on"}
    treasury = desk("kamila")
    assert give(treasury, "road_repair", **given, **chain).status_code == 302
    mark_id = newest()
    with pytest.raises(MarkEvidenceError):
        pay_on("bolat", "road_builder", "stone_quarry", 4_000_000, "Акт 7", mark_id)
    seen = {"reference": "Акт 7", "document": "Акт 7, қол қойылған"}
    assert treasury.post(reverse("money:mark_document", args=[mark_id]), seen).status_code == 302
    pay_on("bolat", "road_builder", "stone_quarry", 4_000_000, "Акт 7", mark_id)
    story = get_story(mark_id, Mark.objects.get(id=mark_id).owner_id)
    assert story.holders == (("«Жол Құрылыс» ЖШС", tenge(5_000_000)), ("«Тас Қайнар» ЖШС", tenge(4_000_000)))
    with pytest.raises((MarkPayeeError, MarkTravelsError)):
        pay_on("bolat", "road_builder", "farm_shop", 1, "Акт 7", mark_id)


def test_last_of_a_chain_takes_the_money_out_and_nobody_before():
    mark_id = MarkId(Mark.objects.get(contract="2026/17").id)
    pay_on("bolat", "road_builder", "stone_quarry", 3_000_000, "Акт 1", mark_id)
    pots = {key: reverse("money:pot", args=[pot_id_of(firm(key), mark_id)]) for key in ("road_builder", "stone_quarry")}
    out = {"request_id": new_transfer_id(), "amount": "3000000", "words": "Акт 1"}
    assert browser("bolat", "road_builder").post(pots["road_builder"], out).status_code == 422
    before = holds(purse("stone_quarry"))
    last = browser("yusuf", "stone_quarry")
    assert "You end this chain" in text(last.get(pots["stone_quarry"]))
    assert last.post(pots["stone_quarry"], {**out, "words": "Акт 9"}).status_code == 422
    for _ in range(2):
        last.post(pots["stone_quarry"], out)
    assert holds(purse("stone_quarry")) == before + 3_000_000
    assert verify_ledger().is_whole


def test_subsidy_buys_the_goods_of_its_programme_alone():
    source = own_pot("nurlan", "Spring sowing").account_id
    with pytest.raises(MarkGoodsError, match="these goods are not on its list"):
        send("nurlan", purse("farm_shop"), 500, source=source, goods="tools")
    send("nurlan", purse("farm_shop"), 500, source=source, goods="seed")
    assert holds(source) == 399_500


def test_till_says_what_is_sold_and_the_subsidy_pays_it():
    till = browser("emma", "farm_shop")
    bill = till.get(reverse("money:till"), {"amount": "500", "goods": "seed"})["Location"]
    asked = till.get(bill).context["asked"]
    assert asked.goods == "seed"
    given = {"request_id": asked.transfer_id, "payee_id": purse("farm_shop"), "amount": "500", "goods": "seed"}
    source = own_pot("nurlan", "Spring sowing").account_id
    assert browser("nurlan").post(reverse("money:done"), {**given, "source": source}).status_code == 302
    assert "Paid" in text(till.get(bill))


def test_holder_sees_whose_mark_why_until_when_and_where():
    shown = text(browser("nurlan").get(reverse("money:home")))
    assert all(words in shown for words in ("Spring sowing", "Treasury", "Fertiliser and seed"))
    source = own_pot("nurlan", "Spring sowing").account_id
    assert "Spring sowing" in text(browser("nurlan").get(reverse("money:pot", args=[source])))
    assert browser("emma").get(reverse("money:pot", args=[source])).status_code == 404
