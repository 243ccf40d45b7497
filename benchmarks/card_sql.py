"""Some values of a card by SQL that was written by hand, as an analyst would who trusts every row.

Bucket by bucket like a run, and written like its output; no value can be unknown, and nothing keeps a sum from
overflowing. It reads the newest rows in force by the same SELECT over the lake's files.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from alatau.family.run.folders import bucket_of, cards_folder
from alatau.family.run.people import members_sql
from alatau.family.run.rows import SUBJECT, lake_buckets, whose_column
from alatau.family.run.work import write_shares, write_sorted
from alatau.registry.lake.connect import open_engine
from alatau.registry.lake.layout import slot_sql
from alatau.registry.lake.registers import get_lake_register
from alatau.registry.lake.scan import Slice, rows_sql
from alatau.rules.gather import read_book

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

    from alatau.family.values import RunView

#: What the rules are asked for as well. All of it stands in the output of both.
PERSON = (
    *("loan_count", "total_loan_amount", "outstanding_debt", "total_overdue_amount", "days_overdue"),
    *("mean_wage_3_months", "single_payment_income", "social_payments_of_person", "own_income", "bank_deposits"),
    *("dwelling_count", "has_no_dwelling", "farm_animal_count", "is_pregnant", "is_on_oncology_register"),
    *("is_entrepreneur", "is_in_bankruptcy", "is_learner", "is_dependent_child"),
)
FAMILY = (
    *("has_loan", "overdue_loans", "passenger_cars", "has_active_contract", "has_registered_unemployed"),
    *("are_all_attached", "has_insured_member", "has_land", "owns_farm_animals", "has_orphan", "minor_children"),
    *("children_and_students", "asp_of_last_quarter", "income_per_head", "large_family_allowance_4"),
)
WANTED = (*PERSON, *FAMILY)

_NUMBERS = (
    *("opv_rate", "social_contribution_rate_employer", "esp_pension_share", "adult_age", "student_dependent_until"),
    *("overdue_days_limit", "overdue_amount_limit", "mci"),
)
_RATES = "large_family_allowance"
_BEFORE = "month >= {month} - INTERVAL {months} MONTH AND month < {month}"
#: Of each register: the columns that are read, what is made of a person's rows, and which rows count.
_REDUCED = {
    "credit_bureau": (
        ("loan_amount", "debt", "overdue_amount", "overdue_days"),
        "count(*) AS loans, sum(loan_amount)::BIGINT AS lent, sum(debt)::BIGINT AS debt,"
        " sum(overdue_amount)::BIGINT AS overdue, max(overdue_days) AS delay,"
        " bool_or(overdue_days > {overdue_days_limit} AND overdue_amount > {overdue_amount_limit}) AS is_late",
        "TRUE",
    ),
    "contributions": (
        ("amount", "month", "purpose_code"),
        "sum(amount) FILTER (purpose_code = '010')::BIGINT AS pension,"
        " sum(amount) FILTER (purpose_code = '012')::BIGINT AS social",
        _BEFORE.replace("{months}", "3"),
    ),
    "single_payments": (("amount", "month"), "sum(amount)::BIGINT AS paid", _BEFORE.replace("{months}", "3")),
    "benefit_payments": (("amount",), "sum(amount)::BIGINT AS paid", "TRUE"),
    "social_insurance_payments": (("amount",), "sum(amount)::BIGINT AS paid", "TRUE"),
    "targeted_assistance": (("amount", "quarter"), "sum(amount)::BIGINT AS paid", "quarter = '{quarter}'"),
    "open_banking": (("balance",), "sum(balance)::BIGINT AS balance", "TRUE"),
    "real_estate": (
        ("object_kind", "right_kind"),
        "count(*) AS dwellings",
        "object_kind IN ('flat', 'house') AND right_kind IN ('ownership', 'shared_ownership')",
    ),
    "farm_animals": (("count", "value"), "sum(count)::BIGINT AS heads, sum(value)::BIGINT AS value", "TRUE"),
    "land_cadastre": (("kind",), "count(*) AS plots", "kind = 'plot'"),
    "vehicles": (("category",), "count(*) AS cars", "category = 'car'"),
    "labour_contracts": (("terminated_on",), "TRUE AS is_there", "terminated_on IS NULL"),
    "labour_market": (("status",), "TRUE AS is_there", "status = 'unemployed'"),
    "clinic_attachments": ((), "TRUE AS is_there", "TRUE"),
    "health_insurance": (
        ("is_insured", "month"),
        "TRUE AS is_there",
        f"is_insured AND {_BEFORE.replace('{months}', '2')}",
    ),
    "pregnancies": ((), "TRUE AS is_there", "TRUE"),
    "oncology_patients": ((), "TRUE AS is_there", "TRUE"),
    "entrepreneurs": ((), "TRUE AS is_there", "TRUE"),
    "bankruptcies": (("status",), "TRUE AS is_there", "status = 'open'"),
    "pupils": (
        ("level", "is_orphan"),
        "bool_or(level = 'school') AS is_pupil, bool_or(is_orphan) AS is_orphan",
        "TRUE",
    ),
    "college_students": ((), "TRUE AS is_there", "TRUE"),
    "university_students": ((), "TRUE AS is_there", "TRUE"),
    "persons": (("born_on",), "min(born_on) AS born_on", "TRUE"),
}
_PEOPLE = """
SELECT *, mean_wage_3_months + single_payment_income + social_payments_of_person AS own_income,
    dwelling_count = 0 AS has_no_dwelling,
    NOT is_head AND (age < {adult_age} OR (is_learner AND age < {student_dependent_until})) AS is_dependent_child
FROM (
    SELECT m.person, m.family, m.role IN ('spouse', 'single') AS is_head,
        date_diff('year', persons.born_on, {day}) - (strftime(persons.born_on, '%m%d') > '{month_and_day}')::BIGINT
            AS age,
        coalesce(loans, 0) AS loan_count, coalesce(lent, 0) AS total_loan_amount,
        coalesce(debt, 0) AS outstanding_debt, coalesce(overdue, 0) AS total_overdue_amount,
        coalesce(delay, 0) AS days_overdue, coalesce(is_late, FALSE) AS is_late,
        round(CASE WHEN coalesce(pension, 0) > 0 THEN pension / {opv_rate}
            ELSE coalesce(social, 0) / {social_contribution_rate_employer} END / 300)::BIGINT * 100
            AS mean_wage_3_months,
        round(coalesce(single_payments.paid, 0) * {esp_pension_share} / {opv_rate} / 300)::BIGINT * 100
            AS single_payment_income,
        round((coalesce(benefit_payments.paid, 0) + coalesce(social_insurance_payments.paid, 0)) / 100)::BIGINT * 100
            AS social_payments_of_person,
        coalesce(balance, 0) AS bank_deposits, coalesce(dwellings, 0) AS dwelling_count,
        coalesce(heads, 0) AS farm_animal_count, coalesce(heads > 0 AND value > 0, FALSE) AS has_animals,
        coalesce(plots, 0) > 0 AS has_plot, coalesce(cars, 0) AS cars,
        coalesce(targeted_assistance.paid, 0) AS assistance,
        labour_contracts.is_there IS NOT NULL AS is_employed, labour_market.is_there IS NOT NULL AS is_unemployed,
        clinic_attachments.is_there IS NOT NULL AS is_attached,
        health_insurance.is_there IS NOT NULL AS is_insured, pregnancies.is_there IS NOT NULL AS is_pregnant,
        oncology_patients.is_there IS NOT NULL AS is_on_oncology_register,
        entrepreneurs.is_there IS NOT NULL AS is_entrepreneur, bankruptcies.is_there IS NOT NULL AS is_in_bankruptcy,
        coalesce(is_orphan, FALSE) AS is_orphan, coalesce(is_pupil, FALSE)
            OR college_students.is_there IS NOT NULL OR university_students.is_there IS NOT NULL AS is_learner
    FROM members AS m {joins}
)
"""
_FAMILIES = """
SELECT *, round((income + round(asp_of_last_quarter / 300)::BIGINT * 100) / members / 100)::BIGINT * 100
        AS income_per_head,
    CASE WHEN children_and_students = 4 THEN ceil({mci} * {large_family_allowance} / 100)::BIGINT * 100 ELSE 0 END
        AS large_family_allowance_4,
    CASE WHEN late = 0 THEN 'none' WHEN late = adults THEN 'all' ELSE 'one' END AS overdue_loans
FROM (
    SELECT family, count(*)::INTEGER AS members, bool_or(loan_count > 0) AS has_loan,
        count_if(is_late AND age >= {adult_age}) AS late, count_if(age >= {adult_age}) AS adults,
        sum(cars)::BIGINT AS passenger_cars, bool_or(is_employed) AS has_active_contract,
        bool_or(is_unemployed) AS has_registered_unemployed, bool_and(is_attached) AS are_all_attached,
        bool_or(is_insured) AS has_insured_member, bool_or(has_plot) AS has_land,
        bool_or(has_animals) AS owns_farm_animals, bool_or(is_orphan AND age < {adult_age}) AS has_orphan,
        count_if(age < {adult_age}) AS minor_children, count_if(is_dependent_child) AS children_and_students,
        max(assistance) AS asp_of_last_quarter, sum(own_income)::BIGINT AS income
    FROM {people} GROUP BY family
)
"""


def write_by_hand(run: RunView) -> None:
    """Write people by the bucket of their family, and then people and families as cards lie."""
    folder = cards_folder() / "by-hand"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    facts = law_facts(run)
    with open_engine() as engine:
        for bucket in range(run.buckets):
            people = _people(engine, run, bucket, facts=facts)
            shares = f"SELECT *, {bucket_of('family', run.family_buckets)} AS bucket FROM ({people})"
            write_shares(engine, shares, folder / f"from={bucket}", of="bucket")
        for bucket in range(run.family_buckets):
            _write_cards(engine, folder, bucket, facts=facts)


def by_hand(bucket: int, name: str) -> Path:
    """Return where the people or the families of a bucket were written."""
    return cards_folder() / "by-hand" / f"bucket={bucket}" / f"{name}.parquet"


def _people(engine: duckdb.DuckDBPyConnection, run: RunView, bucket: int, *, facts: dict[str, object]) -> str:
    buckets = lake_buckets(bucket, run.buckets)
    members = members_sql(engine, run.question, wanted=Slice(buckets=buckets))
    engine.execute(f"CREATE OR REPLACE TEMP TABLE members AS {members}")
    joins = []
    for key, (columns, reduced, where) in _REDUCED.items():
        register = get_lake_register(key)
        whose = whose_column(register, SUBJECT)
        read = sorted({*columns, whose} - {"subject"})
        rows = rows_sql(register, run.question, wanted=Slice(buckets=buckets, columns=read))
        joins.append(
            f'LEFT JOIN (SELECT "{whose}" AS person, {reduced} FROM ({rows}) WHERE "{whose}" IS NOT NULL AND {where}'
            f" GROUP BY 1) AS {key} ON {key}.person = m.person"
        )
    return _PEOPLE.replace("{joins}", " ".join(joins)).format(**facts)


def _write_cards(engine: duckdb.DuckDBPyConnection, folder: Path, bucket: int, *, facts: dict[str, object]) -> None:
    files = f"read_parquet('{folder}/from=*/bucket={bucket}/*.parquet', hive_partitioning = false)"
    (folder / f"bucket={bucket}").mkdir()
    slot = f"{slot_sql(person='family')} AS slot"
    people = f"SELECT {slot}, person, family, {', '.join(PERSON)} FROM {files}"
    write_sorted(engine, people, by_hand(bucket, "people"), by="slot, family, person", group_rows=4096)
    made = f"SELECT {slot}, family, members, {', '.join(FAMILY)} FROM ({_FAMILIES.format(people=files, **facts)})"
    write_sorted(engine, made, by_hand(bucket, "families"), by="slot, family", group_rows=4096)


def law_facts(run: RunView) -> dict[str, object]:
    """Return the day and the law's numbers as SQL, in coins."""
    law = read_book().on(run.day, known=run.question.known.moment.date())
    parameters = law.sources.parameters
    numbers = {name: parameters.find(name, on=run.day, known=law.known).value for name in _NUMBERS}
    [rate] = [row.value for row in parameters.table(_RATES, on=run.day, known=law.known).rows if row.low == 4]
    first, quarter = run.day.replace(day=1), (run.day.month - 1) // 3
    return {
        **numbers,
        _RATES: rate,
        "mci": numbers["mci"] * 100,
        "overdue_amount_limit": numbers["overdue_amount_limit"] * 100,
        "day": f"DATE '{run.day}'",
        "month": f"DATE '{first}'",
        "month_and_day": run.day.strftime("%m%d"),
        "quarter": f"{run.day.year - (quarter == 0)}-Q{quarter or 4}",
    }
