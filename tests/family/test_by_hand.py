"""Amounts worked out by hand from the leaves of `alatau card explain`: rows of registers, and numbers of the law."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest
from typer.testing import CliRunner

from alatau.core.clock import read_clocks
from alatau.family.card import Explained, RowLeaf
from alatau.family.commands import commands
from alatau.family.run.run import run_cards
from alatau.family.wire import read_wire
from alatau.registry.lake.registers import find_lake_register
from alatau.rules.gather import read_book
from tests.family.nation import PLACE, WAGE, Six, plan_of, quarter_before, settle_six
from tests.family.town import WRITER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from pytest_django.fixtures import SettingsWrapper

BENEFITS = ("targeted_assistance", "large_family_allowance_4", "assistance_supplement", "silver_mother_allowance")
WHOLE, TIYN = Decimal(1), 100


@dataclass
class Foot:
    """The leaves of one explanation, and nothing else of it."""

    value: Any
    #: By measure or rule: whose row, and the row.
    rows: dict[str, list[tuple[UUID, RowLeaf]]] = field(default_factory=dict)
    numbers: dict[str, Decimal] = field(default_factory=dict)

    def counted(self, name: str) -> Iterator[tuple[UUID, dict[str, Any]]]:
        """Yield whose row counts for a measure, and what was read of it."""
        yield from ((who, dict(row.columns)) for who, row in self.rows.get(name, ()) if row.is_counted)

    def one(self, name: str, column: str) -> dict[UUID, Any]:
        """Return the one value of a column by person."""
        return {who: columns[column] for who, columns in self.counted(name)}


@pytest.fixture
def six(as_worker: None, settings: SettingsWrapper) -> Six:
    """A family of six with cards of these benefits alone, read as the worker's commands read them."""
    settings.ALATAU_ROLE = "worker"
    law = read_book().on(read_clocks().city_day)
    six = settle_six({rule.version.register for rule in law.needed_for(BENEFITS)} - {""})
    run_cards(plan_of(BENEFITS), by=WRITER, at=six.at)
    return six


def explain(name: str, six: Six, *, of: UUID | None = None, **more: str) -> str:
    options = {"--person": str(six.aigerim), "--by": "dana", "--purpose": "social_support", "--case": str(uuid4())}
    options |= {"--of": str(of)} if of else {}
    words = [word for pair in options.items() for word in pair]
    done = CliRunner().invoke(commands, ["explain", name, *words, *more.values()], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def foot_of(name: str, six: Six, *, of: UUID | None = None) -> Foot:
    explained: Explained = read_wire(Explained, explain(name, six, of=of, form="--json"))
    foot = Foot(explained.figure.value)
    _gather(explained, foot)
    return foot


def _gather(node: Explained, foot: Foot) -> None:
    for number in node.parameters:
        foot.numbers[number.name] = Decimal(str(number.value))
    if node.rows:
        foot.rows.setdefault(node.figure.name, []).extend((node.person_id, row) for row in node.rows)
    for each in node.inputs:
        _gather(each, foot)


def ages(foot: Foot, today: date) -> dict[UUID, int]:
    born = foot.one("birth_day", "born_on")
    return {who: today.year - day.year - ((today.month, today.day) < (day.month, day.day)) for who, day in born.items()}


def round_up(tenge: Decimal) -> Decimal:
    """Return whole tenge in tiyn."""
    return tenge.quantize(WHOLE, ROUND_CEILING) * TIYN


def assistance(foot: Foot, six: Six) -> Decimal:
    """What is missing to the line of the region, for each member."""
    members = len(foot.rows["members"])
    paid = [columns for _who, columns in foot.counted("pension_contributions_of_quarter")]
    assert [columns["month"] for columns in paid] == quarter_before(six.at.city_day)
    contributed = sum(Decimal(columns["amount"]) for columns in paid) / TIYN
    wage = (contributed / foot.numbers["opv_rate"] / 3).quantize(WHOLE, ROUND_HALF_UP)
    [region] = {int(code[:2]) for code in foot.one("home_place", "place_code").values()}
    median = foot.numbers[f"regional_median_income_previous_quarter[{region}]"]
    # One row of that table stands for all regions.
    minimum = foot.numbers["regional_sm_previous_quarter[0]"]
    line = max(
        median * foot.numbers["poverty_line_share_of_regional_median_income"],
        minimum * foot.numbers["poverty_line_floor_share_of_regional_sm"],
    ).quantize(WHOLE, ROUND_HALF_UP)
    assert len([name for name in foot.numbers if name.startswith("regional_median")]) == 1
    assert (members, wage, region) == (6, WAGE, int(PLACE[:2]))
    return (line - (wage / members).quantize(WHOLE, ROUND_FLOOR)) * members * TIYN


def allowance_of_four(foot: Foot, six: Six) -> Decimal:
    """A multiple of the index, where four members are young."""
    young = [who for who, age in ages(foot, six.at.city_day).items() if age < foot.numbers["adult_age"]]
    assert sorted(young) == sorted(six.children)
    return round_up(foot.numbers["mci"] * foot.numbers["large_family_allowance[4]"])


def supplement(foot: Foot, six: Six) -> Decimal:
    """A multiple of the index for each child between one and six."""
    first, until = (foot.numbers[f"asp_supplement_age_{end}"] for end in ("from", "until"))
    small = [age for age in ages(foot, six.at.city_day).values() if first <= age < until]
    assert len(small) == 2
    return len(small) * round_up(foot.numbers["mci"] * foot.numbers["asp_child_supplement_1_6"])


def allowance_of_a_mother(foot: Foot, six: Six) -> Decimal:
    """A multiple of the index, by the award that her own card names."""
    assert foot.one("holds_kumis_alqa", "award") == {six.aigerim: "kumis_alqa"}
    return round_up(foot.numbers["mci"] * foot.numbers["mother_award_silver"])


def test_amounts_follow_by_hand_from_rows_and_numbers_alone(six: Six) -> None:
    by_hand = dict(zip(BENEFITS, (assistance, allowance_of_four, supplement, allowance_of_a_mother), strict=True))
    for name, work_out in by_hand.items():
        foot = foot_of(name, six, of=six.aigerim if name == BENEFITS[-1] else None)
        assert foot.value == work_out(foot, six), name


def test_leaves_are_rows_of_registers_with_load_and_line(six: Six) -> None:
    foot = foot_of(BENEFITS[0], six)
    leaves = [row for rows in foot.rows.values() for _who, row in rows]
    assert {"contributions", "addresses", "_membership"} <= {row.register_key for row in leaves}
    assert all(find_lake_register(row.register_key) and row.load and row.line for row in leaves)
    assert {row.behind.register_key for row in leaves if row.behind} == {"residence"}

    said = " ".join(explain("large_family_allowance_4", six).split())

    assert all(words in said for words in ("large_family_allowance_4 = ", "persons load", "born_on", "mci = "))
