"""Families before the state: the card, benefits, accruals, assistance, support, guardians, disabilities."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from alatau.registry.synthetic import columns
from alatau.registry.synthetic.values import NOBODY, Sheet
from qazaqstan.synthetic.awards import AWARDS, find_awarded
from qazaqstan.synthetic.bodies import Kind
from qazaqstan.synthetic.days import name_quarter, year_of
from qazaqstan.synthetic.makers.benefits import benefit_payments
from qazaqstan.synthetic.makers.disability import disabilities
from qazaqstan.synthetic.makers.insured import social_insurance_payments
from qazaqstan.synthetic.unseen import split_income

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa
    from numpy.typing import NDArray

    from qazaqstan.synthetic.rows import Rows
    from qazaqstan.synthetic.society import Society

ADULT = 18
#: Income per head at which a family's card changes its letter, in tenge; the neediest are E.
CATEGORY_EDGES = (36_000, 61_000, 110_000, 210_000)
CATEGORIES = ("E", "D", "C", "B", "A")
SCORES = (95.0, 78.0, 60.0, 42.0, 20.0)
ROLES = ("head", "spouse", "child", "relative")
KINDS = ("single", "couple", "couple with children", "one parent", "large family")
LARGE = 4
POVERTY_LINE = 35_596
FAMILY_WIDTH = 8
#: Part of families whose head answered the questionnaire; age from which awards bear the names of earlier times.
ASKED, OLD_AWARDS = 0.4, 62
#: Income a head that registers see under which families are visited, in tenge, and the part of them that is.
VISITED_UNDER, VISITED = 70_000, 0.97
#: Which part of what registers do not see a visit finds, at least and beyond that.
LEAST_FOUND, MORE_FOUND = 0.85, 0.2
#: Part of assisted families that got assistance in the earlier quarter alone, or in the latest one alone.
ONE_QUARTER = 0.25


def make(society: Society) -> Iterator[Sheet]:
    """Return the registers about families."""
    yield family_cards(society)
    yield from benefit_payments(society)
    yield children_accruals(society)
    yield social_insurance_payments(society)
    yield disabilities(society)
    yield social_service_orders(society)
    yield targeted_assistance(society)
    yield family_support_cases(society)
    yield guardianships(society)


def family_numbers(society: Society, home: NDArray[np.int64]) -> columns.Digits:
    """Return the number of each household's family card."""
    return columns.joined("F", columns.digits(np.int64(society.chunk.number) * 100_000 + home, FAMILY_WIDTH))


def family_cards(society: Society) -> Sheet:
    """Return the card of each family, a row for each member; a few people are on none."""
    rows = society.rows("family_cards", society.is_alive, 20_200_000)
    who, home, homes = rows.who, rows.home(), society.homes
    category = np.digitize(homes.income_per_head, CATEGORY_EDGES)[home]
    is_head = homes.head[home] == who
    is_spouse = (society.people.spouse[who] != NOBODY) & (society.people.spouse[who] == homes.head[home])
    is_child = society.age[who] < ADULT
    role = np.select([is_head, is_spouse, is_child], [0, 1, 2], 3)
    head_weds = society.people.spouse[homes.head[home]] != NOBODY
    size, minors = homes.size[home], homes.minors[home]
    kind = np.select([size == 1, minors >= LARGE, (minors > 0) & ~head_weds, minors > 0], [0, 4, 3, 2], 1)
    return rows.sheet(
        family_number=columns.text(family_numbers(society, home)),
        number=rows.person(),
        family_kind=columns.words(KINDS, kind),
        member_role=columns.words(ROLES, role),
        category=columns.words(CATEGORIES, category),
        score=columns.decimals(np.array(SCORES)[category] + rows.random.integers(-8, 6, rows.count)),
        status_codes=columns.words(
            ("", "LARGE", "NO_WORK"),
            np.select([minors >= LARGE, category == 0], [1, 2], 0),
            valid=(minors >= LARGE) | (category == 0),
        ),
        counted_on=columns.days(np.full(rows.count, society.today - 4)),
        **_questionnaire(society, rows, is_head=is_head),
        award=_awards(society, who),
    )


def _questionnaire(society: Society, rows: Rows, *, is_head: NDArray[np.bool_]) -> dict[str, pa.Array]:
    """Return what families said of their other income: most that they have none, more of them where it is hidden.

    Whom registers call poor the district's commission visits before it pays, and writes down what they live on.
    """
    home = rows.home()
    seen, hidden = (income[home] for income in split_income(society))
    is_visited = is_head & (seen < VISITED_UNDER * society.homes.size[home]) & rows.luck(VISITED)
    told = rows.luck(0.1) | ((hidden > 0) & rows.luck(0.4))
    income = np.where(told, np.round(rows.random.gamma(2.0, 15_000, rows.count), -3) + 1_000, 0)
    found = np.round(hidden * (LEAST_FOUND + MORE_FOUND * rows.random.random(rows.count)), -3)
    income = np.where(is_visited, found, income)
    is_asked = is_visited | (is_head & rows.luck(ASKED))
    return {
        "declared_income": columns.whole(income.astype(np.int64) * 100, valid=is_asked),
        "declared_on": columns.days(rows.past(0.5), valid=is_asked),
    }


def _awards(society: Society, who: NDArray[np.int64]) -> pa.Array:
    """Return the award of each mother who has one; the golden one has equals of earlier times."""
    awarded, is_gold = find_awarded(society)
    award = np.full(len(society.people), NOBODY)
    award[awarded] = np.where(is_gold, 1 + (society.age[awarded] > OLD_AWARDS) * (1 + awarded % 2), 0)
    return columns.words(AWARDS, np.maximum(award[who], 0), valid=award[who] != NOBODY)


def children_accruals(society: Society) -> Sheet:
    """Return what the National Fund credited to each child for the latest year."""
    is_child = society.is_alive & (society.age < ADULT)
    rows = society.rows("children_accruals", is_child)
    return rows.sheet(
        number=rows.person(),
        year=columns.whole(np.full(rows.count, year_of(society.today) - 1)),
        # Dollars and cents of the latest credit.
        accrual_usd=columns.whole(np.full(rows.count, 130_71)),
        income_usd=columns.whole(rows.whole(0, 900)),
        account_status=rows.one_of(("accruing", "ready"), (0.985, 0.015)),
    )


def social_service_orders(society: Society) -> Sheet:
    """Return the latest orders of help for people with disabilities and the old."""
    rows = society.rows("social_service_orders", society.is_alive & (society.age > 4), 160_000)
    return rows.sheet(
        order_number=rows.serials("СО-"),
        number=rows.person(),
        programme_item=rows.one_of(("wheelchair", "hearing aid", "carer", "sign language", "sanatorium", "hygiene")),
        supplier_number=rows.body(Kind.SUPPLIER),
        price=columns.whole(rows.tenge(95_000)),
        ordered_on=columns.days(rows.past(1.0)),
    )


def targeted_assistance(society: Society) -> Sheet:
    """Return the families under the poverty line that get assistance, each member of each, for the latest quarters."""
    homes = society.homes
    poor = np.flatnonzero((homes.minors > 0) & (homes.income_per_head < POVERTY_LINE))
    chosen = society.some(poor, 54_400, stream="assistance")
    is_member = np.isin(society.people.household, chosen) & society.is_alive
    members = np.flatnonzero(is_member)
    # Some families came only in the latest quarter, some left before it.
    luck = society.random("assistance.quarters").random(len(homes.size))[society.people.household[members]]
    in_both = luck >= ONE_QUARTER
    who = np.concatenate((members[in_both | (luck < ONE_QUARTER / 2)], members[luck >= ONE_QUARTER / 2]))
    quarter = np.repeat([0, 1], [int((in_both | (luck < ONE_QUARTER / 2)).sum()), int((luck >= ONE_QUARTER / 2).sum())])
    rows = society.rows("targeted_assistance", who)
    home = rows.home()
    income = np.round(homes.income_per_head[home]).astype(np.int64)
    return rows.sheet(
        family_number=columns.text(family_numbers(society, home)),
        number=rows.person(),
        quarter=columns.words([name_quarter(society.today, back=back) for back in (2, 1)], quarter),
        income_per_head=columns.whole(income * 100),
        poverty_line=columns.whole(np.full(rows.count, POVERTY_LINE * 100)),
        amount=columns.whole((POVERTY_LINE - income) * homes.size[home] * 100 * 3),
        contract_number=columns.text(columns.joined("СК-", family_numbers(society, home))),
    )


def family_support_cases(society: Society) -> Sheet:
    """Return families in trouble that a centre accompanies."""
    rows = society.rows(
        "family_support_cases", society.is_alive & (society.age > 14) & society.people.is_female, 44_000
    )
    opened = rows.past(1.5, 0.02)
    return rows.sheet(
        case_number=rows.serials("ОҚО-"),
        family_number=columns.text(family_numbers(society, rows.home())),
        number=rows.person(),
        source=rows.one_of(("police", "school", "clinic", "self", "neighbour")),
        is_violence_reported=columns.flags(rows.luck(0.22)),
        risk_level=rows.one_of(("low", "medium", "high"), (0.5, 0.35, 0.15)),
        plan=rows.one_of(("psychologist", "legal help", "work search", "shelter")),
        result=rows.one_of(("improved", "ongoing", "moved")),
        opened_on=columns.days(opened),
        closed_on=rows.ends(opened, 240),
    )


def guardianships(society: Society) -> Sheet:
    """Return children without parental care and who guards them: somebody grown of the same household."""
    people = society.people
    alone = society.is_alive & (society.age < ADULT) & (people.mother == NOBODY)
    cared = np.flatnonzero(alone & (society.age[society.homes.head[np.maximum(people.household, 0)]] >= ADULT))
    others = society.some(np.flatnonzero(society.is_alive & (society.age < ADULT) & ~alone), 60_000, stream="returned")
    rows = society.rows("guardianships", np.concatenate((society.some(cared, 26_000, stream="guarded"), others)))
    is_returned = np.isin(rows.who, others)
    guardian = np.where(is_returned, NOBODY, society.homes.head[rows.home()])
    begins = rows.past(5, 0.05)
    return rows.sheet(
        number=rows.person(),
        status=columns.words(
            ("orphan", "without_care", "adopted", "returned"), np.where(is_returned, 3, rows.codes((0.4, 0.5, 0.1)))
        ),
        guardian_number=society.numbers(guardian),
        decision_number=rows.serials("ҚШ-"),
        starts_on=columns.days(begins),
        ended_on=columns.days(
            np.minimum(begins + 300, society.today - 1), valid=is_returned & (begins + 1 < society.today)
        ),
    )
