"""Commit paths of standing orders, estates, service and invoices, for kills at each of their named points."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from alatau.access.register import register_person
from alatau.core.clock import read_clocks
from alatau.core.content import content
from alatau.core.models import JournalLine
from alatau.core.values import Actor, ActorKind, OrganisationId, PersonId, UserId
from alatau.desk.models import Case
from alatau.money.bodies.kinds import BodyRole
from alatau.money.bodies.open import open_bodies
from alatau.money.bodies.read import body_account_id, get_body
from alatau.money.bodies.serve import choose_participant
from alatau.money.estate.divide import ESCHEAT, settle_estate
from alatau.money.estate.open import open_estate
from alatau.money.models import Account, Estate, Service, StandingPeriod, Transfer
from alatau.money.orders.pay import pay_orders
from alatau.money.orders.set import set_order
from alatau.money.orders.values import NewStandingOrder, Rhythm
from alatau.money.values import HolderId, HolderKind
from alatau.money.vat.invoice import write_invoice
from alatau.money.vat.pay import pay_invoice
from alatau.money.vat.values import NewInvoice
from alatau.money.verify import verify_ledger
from alatau.money.wallet.ids import wallet_id_of
from alatau.money.wallet.open import open_wallet
from tests.faults.kill import Scenario
from tests.money.ledger import BY, balance_of, move, post, source, tenge

PAYER, PAYEE, INVOICE = (HolderId(UUID(int=number)) for number in range(201, 204))
UNITS = 10_000
FIRM = Actor(kind=ActorKind.RESIDENT, user_id=UserId(UUID(int=9)), for_organisation_id=OrganisationId(PAYER))
SHOP = replace(FIRM, for_organisation_id=OrganisationId(PAYEE))


def prepare_firms() -> None:
    """Two firms with money, and the bodies around them."""
    at = read_clocks()
    with transaction.atomic():
        open_bodies(by=BY, at=at)
    for holder in (PAYER, PAYEE):
        open_wallet(holder, HolderKind.ORGANISATION, tier=4, by=BY, at=at)
        post(at, move(source(at), wallet_id_of(holder), UNITS))


def prepare_order() -> None:
    prepare_firms()
    at = read_clocks()
    order = NewStandingOrder(
        id=UUID(int=210),
        source_id=wallet_id_of(PAYER),
        payee_id=wallet_id_of(PAYEE),
        amount=tenge(100),
        rhythm=Rhythm.WEEKLY,
        first_on=at.city_day,
    )
    set_order(order, by=FIRM, at=at)


def pay_two_weeks() -> None:
    at = read_clocks()
    pay_orders(by=BY, at=replace(at, city_at=at.city_at + timedelta(days=7)))


def check_two_weeks() -> None:
    assert StandingPeriod.objects.count() == 2
    assert balance_of(wallet_id_of(PAYEE)) == UNITS + 200
    assert verify_ledger().is_whole


def prepare_death() -> None:
    """A person with a wallet, who is about to be known as dead."""
    prepare_firms()
    at, born = read_clocks(), date(1950, 5, 1)
    number = content().person_numbers.synthesise(born_on=born, woman=True, serial=7)
    person_id = register_person(
        name="Test", short_name="Test", born_on=born, region="", number=number, number_from=born, by=BY, at=at
    )
    open_wallet(HolderId(person_id), HolderKind.PERSON, by=BY, at=at)
    post(at, move(source(at), wallet_id_of(HolderId(person_id)), UNITS))


def settle_a_death() -> None:
    holder = Account.objects.get(holder__kind=HolderKind.PERSON.value).holder_id
    case_id = open_estate(PersonId(holder), by=BY, at=read_clocks())
    assert case_id is not None
    settle_estate(case_id, outcome=ESCHEAT, by=BY, at=read_clocks())


def check_settled() -> None:
    assert Estate.objects.count() == Case.objects.count() == 1
    assert balance_of(body_account_id(get_body(BodyRole.TREASURY))) == UNITS
    assert verify_ledger().is_whole


def choose() -> None:
    choose_participant(PAYER, "bulaq_bank", by=BY, at=read_clocks())


def check_chosen() -> None:
    assert Service.objects.filter(holder_id=PAYER, until_at=None).count() == 1
    assert JournalLine.objects.filter(action="money.service.chosen").count() == 1


def prepare_invoice() -> None:
    prepare_firms()
    new = NewInvoice(id=INVOICE, number="1", lines=[("bread", tenge(1_000), True)])
    write_invoice(new, by=SHOP, at=read_clocks())


def pay_tax() -> None:
    pay_invoice(INVOICE, by=FIRM, at=read_clocks())


def check_tax() -> None:
    assert balance_of(wallet_id_of(PAYER)) == UNITS - 1_160
    assert Transfer.objects.filter(purpose="vat").count() == 2
    assert verify_ledger().is_whole


SCENARIOS = (
    Scenario(points=("money.orders.",), prepare=prepare_order, act=pay_two_weeks, check=check_two_weeks),
    Scenario(points=("money.estate.",), prepare=prepare_death, act=settle_a_death, check=check_settled),
    Scenario(points=("money.service.",), prepare=prepare_firms, act=choose, check=check_chosen),
    Scenario(points=("money.vat.",), prepare=prepare_invoice, act=pay_tax, check=check_tax),
)
