"""Peer: some rules of the law as an OpenFisca country would write them, with inputs that Polars prepares.

A whole nation lies in memory, as OpenFisca computes. Polars reads the same files of the lake, rows in force.
OpenFisca's numbers have 24 bits, so amounts are in whole units of money here, and nothing can be unknown.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
from openfisca_core.entities import Entity, GroupEntity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from alatau.family.run.folders import cards_folder
from alatau.family.run.rows import SUBJECT, whose_column
from alatau.registry.lake.layout import Part
from alatau.registry.lake.registers import get_lake_register
from alatau.registry.lake.sight import look_at
from alatau.registry.people.declared import MEMBERSHIP
from benchmarks.card_sql import law_facts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from alatau.family.values import RunView

PERSON = Entity("person", "people", "A person", "")
FAMILY = GroupEntity("family", "families", "A family", "", roles=[{"key": "member", "label": "A member"}])
#: What Polars prepares of each person.
INPUTS = {
    **dict.fromkeys(("loan_count", "pension", "social", "single", "benefits", "insured", "dwelling_count"), float),
    **dict.fromkeys(("cars", "assistance", "age"), float),
    **dict.fromkeys(("is_head", "is_learner", "is_late", "is_employed"), bool),
}
_COINS = 100
#: Values in money: the rules have them in coins.
MONEY = (
    *("mean_wage_3_months", "single_payment_income", "social_payments_of_person", "own_income"),
    *("income_per_head", "large_family_allowance_4"),
)


def compute_by_openfisca(run: RunView) -> dict[str, object]:
    """Prepare, compute and write, and return how long each took."""
    began = time.perf_counter()
    people = prepare(run)
    prepared = time.perf_counter()
    simulation = build(people, law_facts(run), month=f"{run.day:%Y-%m}")
    found = {name: simulation.calculate(name, f"{run.day:%Y-%m}") for name in FORMULAS}
    computed = time.perf_counter()
    write(people, found)
    return {
        "openfisca_values": len(FORMULAS),
        "openfisca_seconds": round(time.perf_counter() - began, 2),
        "openfisca_formulas_seconds": round(computed - prepared, 2),
    }


def prepare(run: RunView) -> pl.DataFrame:
    """Return everybody who is in a family, sorted by it, with what the formulas start from."""
    facts = law_facts(run)
    first = run.day.replace(day=1)
    # The last full quarter month by month, as a month's first day.
    since = pl.lit(first).dt.offset_by("-3mo")
    lately = (pl.col("month") >= since) & (pl.col("month") < first)
    is_of = pl.col("purpose_code")
    amount = pl.col("amount").sum() / _COINS
    late = pl.col("overdue_days") > int(str(facts["overdue_days_limit"]))
    late &= pl.col("overdue_amount") > int(facts["overdue_amount_limit"])
    owned = pl.col("object_kind").is_in(["flat", "house"])
    owned &= pl.col("right_kind").is_in(["ownership", "shared_ownership"])
    parts = {
        "credit_bureau": (None, {"loan_count": pl.len(), "is_late": late.any()}),
        "contributions": (
            lately,
            {
                "pension": pl.col("amount").filter(is_of == "010").sum() / _COINS,
                "social": pl.col("amount").filter(is_of == "012").sum() / _COINS,
            },
        ),
        "single_payments": (lately, {"single": amount}),
        "benefit_payments": (None, {"benefits": amount}),
        "social_insurance_payments": (None, {"insured": amount}),
        "targeted_assistance": (pl.col("quarter") == facts["quarter"], {"assistance": amount}),
        "real_estate": (owned, {"dwelling_count": pl.len()}),
        "vehicles": (pl.col("category") == "car", {"cars": pl.len()}),
        "labour_contracts": (pl.col("terminated_on").is_null(), {"is_employed": pl.lit(value=True)}),
        "pupils": (None, {"is_pupil": (pl.col("level") == "school").any()}),
        "college_students": (None, {"is_college_student": pl.lit(value=True)}),
        "university_students": (None, {"is_university_student": pl.lit(value=True)}),
        "persons": (None, {"born_on": pl.col("born_on").min()}),
    }
    people = _rows(MEMBERSHIP.key, run).select("person", "family", is_head=pl.col("role").is_in(["spouse", "single"]))
    for key, (where, made) in parts.items():
        rows = _rows(key, run) if where is None else _rows(key, run).filter(where)
        people = people.join(rows.group_by("person").agg(**made), on="person", how="left")
    born, day = pl.col("born_on"), run.day
    is_before = born.dt.month() * 100 + born.dt.day() > day.month * 100 + day.day
    learns = [
        pl.col(name).fill_null(value=False) for name in ("is_pupil", "is_college_student", "is_university_student")
    ]
    people = people.with_columns(
        age=day.year - born.dt.year() - is_before.cast(pl.Int32),
        is_learner=learns[0] | learns[1] | learns[2],
    )
    numbers = [name for name, kind in INPUTS.items() if kind is float]
    flags = [name for name, kind in INPUTS.items() if kind is bool]
    chosen = people.select(
        "person", "family", pl.col(numbers).fill_null(0).cast(pl.Float32), pl.col(flags).fill_null(value=False)
    )
    return chosen.sort("family").collect()


def _rows(key: str, run: RunView) -> pl.LazyFrame:
    """Return the rows of a register in force on the day; a city that was just built has closed none of them."""
    register = get_lake_register(key)
    files = look_at(key).files(Part.ROWS, number=run.question.known.number)
    whose = whose_column(register, SUBJECT)
    until = pl.col("valid_until")
    rows = pl.scan_parquet([file.path for file in files], hive_partitioning=False)
    in_force = (pl.col("valid_from") <= run.day) & (until.is_null() | (until > run.day))
    named = {} if whose == "person" else {whose: "person"}
    if "person" in rows.collect_schema().names() and named:
        rows = rows.drop("person")
    return rows.filter(in_force & pl.col(whose).is_not_null()).rename(named)


def build(people: pl.DataFrame, facts: Mapping[str, object], *, month: str) -> object:
    """Return a simulation of everybody with the inputs set."""
    system = TaxBenefitSystem([PERSON, FAMILY])
    for name, kind in INPUTS.items():
        system.add_variable(_variable(name, PERSON, kind))
    for name, (entity, kind, formula) in FORMULAS.items():
        system.add_variable(_variable(name, entity, kind, formula=formula(facts)))
    builder = SimulationBuilder()
    builder.create_entities(system)
    # Rows are sorted by family: numbers of families follow from where the next one begins.
    families = people["family"].rle_id().to_numpy().astype(np.int64)
    builder.declare_person_entity("person", np.arange(len(people)))
    declared = builder.declare_entity("family", np.arange(families[-1] + 1))
    builder.join_with_persons(declared, families, roles=np.full(len(people), "member"))
    simulation = builder.build(system)
    for name in INPUTS:
        simulation.set_input(name, month, people[name].to_numpy())
    return simulation


def _variable(name: str, entity: object, kind: type, *, formula: Callable[..., object] | None = None) -> type[Variable]:
    own = {"value_type": kind, "entity": entity, "definition_period": DateUnit.MONTH}
    return type(name, (Variable,), own | ({"formula": formula} if formula else {}))


def write(people: pl.DataFrame, found: Mapping[str, np.ndarray]) -> None:
    """Write people and families as cards lie: two files."""
    folder = openfisca_folder()
    folder.mkdir(parents=True, exist_ok=True)
    for entity, keys, rows in (
        (PERSON, ["person", "family"], people),
        (FAMILY, ["family"], people.filter(pl.col("family").rle_id().diff().fill_null(1) > 0)),
    ):
        values = {name: found[name] for name, (whose, *_rest) in FORMULAS.items() if whose is entity}
        rows.select(keys).with_columns(**values).write_parquet(folder / f"{entity.plural}.parquet")


def openfisca_folder() -> Path:
    """Return where OpenFisca's values are written."""
    return cards_folder() / "by-openfisca"


def _number(facts: Mapping[str, object], name: str) -> float:
    return float(str(facts[name]))


def _mean_wage(facts: Mapping[str, object]) -> Callable[..., object]:
    pension_rate, social_rate = _number(facts, "opv_rate"), _number(facts, "social_contribution_rate_employer")

    def formula(person: Any, period: Any) -> Any:
        pension, social = person("pension", period), person("social", period)
        return np.floor(np.where(pension > 0, pension / pension_rate, social / social_rate) / 3 + 0.5)

    return formula


def _single_income(facts: Mapping[str, object]) -> Callable[..., object]:
    part = _number(facts, "esp_pension_share") / _number(facts, "opv_rate") / 3
    return lambda person, period: np.floor(person("single", period) * part + 0.5)


def _payments(_facts: Mapping[str, object]) -> Callable[..., object]:
    return lambda person, period: np.floor(person("benefits", period) + person("insured", period) + 0.5)


def _own_income(_facts: Mapping[str, object]) -> Callable[..., object]:
    parts = ("mean_wage_3_months", "single_payment_income", "social_payments_of_person")
    return lambda person, period: sum(person(name, period) for name in parts)


def _dependent(facts: Mapping[str, object]) -> Callable[..., object]:
    adult, student = _number(facts, "adult_age"), _number(facts, "student_dependent_until")

    def formula(person: Any, period: Any) -> Any:
        age = person("age", period)
        is_child = (age < adult) | (person("is_learner", period) & (age < student))
        return ~person("is_head", period) & is_child

    return formula


def _overdue(facts: Mapping[str, object]) -> Callable[..., object]:
    adult = _number(facts, "adult_age")

    def formula(family: Any, period: Any) -> Any:
        is_adult = family.members("age", period) >= adult
        late = family.sum(family.members("is_late", period) & is_adult)
        return np.where(late == 0, 0, np.where(late == family.sum(is_adult), 2, 1))

    return formula


def _income_per_head(_facts: Mapping[str, object]) -> Callable[..., object]:
    def formula(family: Any, period: Any) -> Any:
        assistance = np.floor(family.max(family.members("assistance", period)) / 3 + 0.5)
        income = family.sum(family.members("own_income", period)) + assistance
        return np.floor(income / family.nb_persons() + 0.5)

    return formula


def _large_family(facts: Mapping[str, object]) -> Callable[..., object]:
    amount = np.ceil(_number(facts, "mci") / _COINS * _number(facts, "large_family_allowance"))
    return lambda family, period: np.where(family("children_and_students", period) == 4, amount, 0)


def _sum_of(name: str) -> Callable[..., Callable[..., object]]:
    return lambda _facts: lambda family, period: family.sum(family.members(name, period))


#: The entity, the type and the formula of each value, by its name in the law.
FORMULAS = {
    "mean_wage_3_months": (PERSON, float, _mean_wage),
    "single_payment_income": (PERSON, float, _single_income),
    "social_payments_of_person": (PERSON, float, _payments),
    "own_income": (PERSON, float, _own_income),
    "has_no_dwelling": (PERSON, bool, lambda _facts: lambda person, period: person("dwelling_count", period) == 0),
    "is_dependent_child": (PERSON, bool, _dependent),
    "has_loan": (FAMILY, bool, lambda _facts: lambda f, period: f.any(f.members("loan_count", period) > 0)),
    "has_active_contract": (FAMILY, bool, lambda _facts: lambda f, period: f.any(f.members("is_employed", period))),
    "overdue_loans": (FAMILY, int, _overdue),
    "passenger_cars": (FAMILY, float, _sum_of("cars")),
    "children_and_students": (FAMILY, int, _sum_of("is_dependent_child")),
    "income_per_head": (FAMILY, float, _income_per_head),
    "large_family_allowance_4": (FAMILY, float, _large_family),
}
