"""What a reform would do, counted from everybody's values under both laws."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from alatau.core.content import content
from alatau.family.simulate.count import count_effects, has_cost
from alatau.family.simulate.reform import make_reform, read_reform
from alatau.rules.errors import ReformError
from tests.family.tiny import TinyOutput

if TYPE_CHECKING:
    from pathlib import Path

CARD = content().family_card
NAMES = (CARD.region, CARD.family_type, CARD.income_per_head, CARD.poverty_line)
FACTS = SimpleNamespace(key="GRANT", facts={"payer": "republic", "paid": "monthly"})


@dataclass
class TinySide:
    """A law with one grant for families and one for people."""

    law: Any = field(default_factory=lambda: SimpleNamespace(rules={n: SimpleNamespace(version=FACTS) for n in GRANTS}))
    outputs: dict[str, TinyOutput] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in NAMES:
            self.outputs[name] = TinyOutput(name=name, kind="rule", level="family")
        for name, level in GRANTS.items():
            self.outputs[name] = TinyOutput(name=name, kind="benefit", level=level, unit="tiyn/month")

    def benefits(self, level: str) -> list[str]:
        return [name for name, each in GRANTS.items() if each == level]


GRANTS: dict[str, str] = {"grant": "family", "pension": "person"}


def simulate(before: list[tuple[Any, ...]], after: list[tuple[Any, ...]]) -> dict[str, Any]:
    """Count from rows of region, kind, income, line, grant and pension, one person a family."""
    with duckdb.connect() as engine:
        for name, rows in (("before", before), ("after", after)):
            columns = ", ".join(f'"{each}" {"VARCHAR" if each == CARD.family_type else "BIGINT"}' for each in NAMES)
            engine.execute(f"CREATE TABLE {name}_families (family BIGINT, members INTEGER, {columns}, grant_ BIGINT)")
            engine.execute(f'ALTER TABLE {name}_families RENAME grant_ TO "grant"')
            engine.execute(f"CREATE TABLE {name}_people (person BIGINT, family BIGINT, pension BIGINT)")
            for number, row in enumerate(rows):
                engine.execute(f"INSERT INTO {name}_families VALUES (?, 1, ?, ?, ?, ?, ?)", [number, *row[:5]])
                engine.execute(f"INSERT INTO {name}_people VALUES (?, ?, ?)", [number, number, row[5]])
        side: Any = TinySide()
        return count_effects(engine, before=side, after=side)


POOR, RICH = (19, "couple", 40, 50, 0, 0), (10, "single", 90, 50, 7, 3)


def test_nothing_changes_when_nothing_is_changed() -> None:
    found = simulate([POOR, RICH], [POOR, RICH])
    assert (found["gaining"], found["losing"], found["unknown"]) == (0, 0, 0)
    assert found["poverty_before"] == found["poverty_after"]
    assert all(each.cost.change == 0 for each in found["payers"])


def test_a_grant_costs_its_payer_and_lifts_who_was_poor() -> None:
    found = simulate([POOR, RICH], [(*POOR[:4], 15, 0), RICH])
    assert (found["gaining"], found["losing"]) == (1, 0)
    assert [(each.payer, each.cost.change) for each in found["payers"]] == [("republic", 15)]
    assert (found["poverty_before"].poor, found["poverty_after"].poor) == (1, 0)
    assert found["poverty_before"].gap_bp == 1000


def test_who_loses_is_told_by_region_and_kind() -> None:
    found = simulate([POOR, RICH], [POOR, (*RICH[:5], 1)])
    losing = {(name, each.group) for name, groups in found["groups"].items() for each in groups if each.losing}
    assert losing >= {("region", "10"), ("family_type", "single")}
    assert found["losing"] == 1


def test_who_is_unknown_under_one_law_is_counted_as_such() -> None:
    found = simulate([POOR, RICH], [(*POOR[:4], None, 0), RICH])
    assert (found["unknown"], found["losing"]) == (1, 0)


def test_a_reform_names_parameters_by_their_labels() -> None:
    reform = make_reform("Try", {"mci": 5000}, book=content().parameters)
    [row] = reform.parameters
    assert (row.name, row.value, row.unit) == ("mci", Decimal(5000), "KZT")


@pytest.mark.parametrize(
    ("facts", "unit", "expected"),
    [
        ({}, "tiyn/month", True),
        ({}, "tiyn", True),
        ({}, "flag", False),
        ({}, "USD", False),
        ({"awarded": "by_competition"}, "tiyn", False),
    ],
    ids=["a month", "once", "no sum", "another currency", "won by some"],
)
def test_costs_are_sums_of_the_home_currency_to_all_who_have_the_right(
    facts: dict[str, str], unit: str, *, expected: bool
) -> None:
    version: Any = SimpleNamespace(facts=facts)
    assert has_cost(version, unit) is expected


@pytest.mark.parametrize("parameters", [{"no_such": 1}, {"mci": "many"}, {"mci": "NaN"}, {"mci[3": 1}])
def test_a_reform_of_what_is_no_parameter_is_refused(parameters: dict[str, object]) -> None:
    with pytest.raises(ReformError):
        make_reform("Try", parameters, book=content().parameters)


def test_a_reform_is_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "reform.toml"
    path.write_text('name = "More"\n[parameters]\nmci = "4500.5"\n', encoding="utf-8")
    reform = read_reform(path, book=content().parameters)
    assert (reform.name, reform.parameters[0].value) == ("More", Decimal("4500.5"))
    path.write_text("name = ", encoding="utf-8")
    with pytest.raises(ReformError):
        read_reform(path, book=content().parameters)
