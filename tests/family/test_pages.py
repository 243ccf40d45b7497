"""The family card as people see it: rights first, figures that unfold, and nothing of another adult."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from http import HTTPStatus
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from alatau.core.values import PersonId
from alatau.family.card import (
    Card,
    Cliff,
    Entitlement,
    EntitlementState,
    Explained,
    Figure,
    Member,
    ParameterLeaf,
    PartOf,
    ReaderKind,
    RowLeaf,
    Seen,
)
from alatau.family.errors import CardsNotComputedError
from alatau.family.pages import cases, own
from alatau.family.values import RunId, State
from alatau.registry.people.values import FamilyId
from tests.people import load_people, resident, sign_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

pytestmark = pytest.mark.usefixtures("db")

LOANS = Figure(
    name="loan_count",
    key="FC016",
    kind="indicator",
    domain="debt",
    unit="loans",
    state=State.KNOWN,
    seen=Seen.OPEN,
    value=2,
)
CATEGORY = replace(LOANS, name="dfc_category", key="dfc_category", kind="indicator", unit="category", value="C")
GRANT = Entitlement(
    name="large_family_allowance_4",
    key="LARGE_4",
    state=EntitlementState.YES,
    person_id=None,
    amount=6_933_000,
    unit="tiyn/month",
    payer="republican_budget",
    paid="monthly",
    law="Social Code",
    life_event="large_family",
    verification="sourced",
)


def make_card(*members: Member, **facts: object) -> Card:
    given = {
        "family_id": FamilyId(uuid4()),
        "run_id": RunId(uuid4()),
        "day": date(2026, 11, 1),
        "known_at": datetime(2026, 11, 2, tzinfo=UTC),
        "reader": ReaderKind.RESIDENT,
        "members": members,
        "figures": (replace(LOANS, name="has_loan", key="FC014", unit="flag", value=True),),
        "category": CATEGORY,
        "entitlements": (GRANT,),
        "cliffs": (Cliff(benefit="targeted_assistance", distance=420_000, line=3_300_000, now=EntitlementState.YES),),
    }
    return Card(**(given | facts))  # type: ignore[arg-type]  # fields of the value, by name


@pytest.fixture
def signed_in(client: Client) -> Client:
    load_people()
    sign_in(client, resident("aigerim"))
    client.post("/language/", {"language": "en"})
    return client


@pytest.fixture
def shows(monkeypatch: pytest.MonkeyPatch) -> Callable[[object], None]:
    """Let the reader answer with what the test gives, since no cards are computed here."""

    def answer(given: object) -> None:
        def asked(*_args: object, **_more: object) -> object:
            if isinstance(given, Exception):
                raise given
            return given

        for module in (own, cases):
            monkeypatch.setattr(module, "access_card", asked)
            monkeypatch.setattr(module, "explain_figure", asked)

    return answer


def me() -> PersonId:
    return PersonId(resident("aigerim").person_id)


def test_rights_come_with_amount_rhythm_and_reason(signed_in: Client, shows: Callable[[object], None]) -> None:
    shows(make_card(Member(person_id=me(), role="spouse", part=PartOf.SELF, figures=(LOANS,))))

    page = signed_in.get("/family/").content.decode()

    assert "69\u202f330" in page
    assert "/family/figures/large_family_allowance_4/" in page


def test_right_that_some_win_is_told_as_such_and_another_currency_by_its_name(
    signed_in: Client, shows: Callable[[object], None]
) -> None:
    won = replace(GRANT, name="business_grant", unit="tiyn", amount=173_000_000, is_by_competition=True)
    dollars = replace(GRANT, name="national_fund_accrual", unit="USD", amount=Decimal("130.71"))
    shows(make_card(entitlements=(won, dollars)))

    page = signed_in.get("/family/").content.decode()

    assert "Up to 1\u202f730\u202f000\u00a0tenge, by competition" in page
    assert "130.71 US dollars" in page
    assert page.index("130.71") < page.index("by competition")


def test_category_is_told_by_name_and_never_by_letter(signed_in: Client, shows: Callable[[object], None]) -> None:
    shows(make_card())

    page = signed_in.get("/family/").content.decode()

    assert "no right and no refusal" in page
    assert ">C<" not in page


def test_family_without_data_has_no_category(signed_in: Client, shows: Callable[[object], None]) -> None:
    shows(make_card(category=None))

    assert "say too little of your family" in signed_in.get("/family/").content.decode()


def test_another_adult_is_one_line(signed_in: Client, shows: Callable[[object], None]) -> None:
    other = Member(person_id=PersonId(uuid4()), role="spouse", part=PartOf.ADULT)
    shows(make_card(Member(person_id=me(), role="spouse", part=PartOf.SELF, figures=(LOANS,)), other))

    page = signed_in.get("/family/").content.decode()

    assert "opens only when they allow it" in page
    assert str(other.person_id) not in page


def test_reader_with_another_adult_is_led_to_who_sees_their_part(
    signed_in: Client, shows: Callable[[object], None]
) -> None:
    other = Member(person_id=PersonId(uuid4()), role="spouse", part=PartOf.ADULT)
    me_alone = Member(person_id=me(), role="spouse", part=PartOf.SELF)
    shows(make_card(me_alone))
    assert "/family/sharing/" not in signed_in.get("/family/").content.decode()

    shows(make_card(me_alone, other))

    assert "/family/sharing/" in signed_in.get("/family/").content.decode()


def test_right_that_nobody_can_judge_is_asked_and_names_the_register(
    signed_in: Client, shows: Callable[[object], None]
) -> None:
    asked = replace(GRANT, state=EntitlementState.ASK, amount=None, silent=("credit_bureau",))
    shows(make_card(entitlements=(asked,)))

    page = signed_in.get("/family/").content.decode()

    assert "Nobody is refused because a register is silent" in page
    assert "Silent:" in page


def test_distance_to_the_line_is_told_in_money(signed_in: Client, shows: Callable[[object], None]) -> None:
    shows(make_card())

    assert "below the line of" in signed_in.get("/family/").content.decode()


def test_page_without_cards_says_when_they_come(signed_in: Client, shows: Callable[[object], None]) -> None:
    shows(CardsNotComputedError())

    answer = signed_in.get("/family/")

    assert answer.status_code == HTTPStatus.OK
    assert "come back then" in answer.content.decode()


def test_figure_unfolds_to_rows_and_numbers_of_the_law(signed_in: Client, shows: Callable[[object], None]) -> None:
    row = RowLeaf(
        register_key="credit_bureau",
        load=1,
        line=4,
        inbox_id=None,
        valid_from=date(2025, 3, 1),
        valid_until=None,
        columns={"overdue_days": 95},
    )
    number = ParameterLeaf(
        name="mci", value=432_500, unit="tiyn", valid_from=date(2026, 1, 1), source="Law of 8 December 2025"
    )
    shows(
        Explained(
            figure=LOANS,
            person_id=me(),
            doc="Open loans.",
            law="Order 267",
            source="SQL",
            rows=(row,),
            parameters=(number,),
        )
    )

    page = signed_in.get("/family/figures/loan_count/").content.decode()

    assert "/me/records/credit_bureau/" in page
    assert "Law of 8 December 2025" in page
    assert "95" in page


def test_figure_of_nobody_is_not_found(signed_in: Client) -> None:
    assert signed_in.get("/family/figures/loan_count/?of=somebody").status_code == HTTPStatus.NOT_FOUND


def test_visitor_is_asked_to_sign_in(client: Client) -> None:
    assert client.get("/family/").status_code == HTTPStatus.FOUND
