"""Errors that real registers hold, at the rates that were found or estimated, each with its hidden truth."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from alatau.registry.synthetic import columns
from alatau.registry.synthetic.values import Sheet
from qazaqstan.synthetic.unseen import TAKEN_HOME

if TYPE_CHECKING:
    import pyarrow as pa

    from qazaqstan.synthetic.society import Society

#: Fault -> how often it is injected, and among what.
RATES = {
    "birth_child_is_parent": 0.00006,  # of birth acts; 817 of 15 million
    "birth_mother_missing": 0.03,  # of birth acts
    "birth_father_missing": 0.12,  # of birth acts, those without a known father included
    "marriage_numbers_missing": 0.45,  # of marriage acts before 2008
    "marriage_same_number": 0.00003,  # of marriage acts
    "man_with_open_acts": 0.04,  # of married men
    "woman_with_open_acts": 0.025,  # of married women
    "death_day_missing": 0.005,  # of the dead
    "active_after_death": 0.004,  # of attachments to clinics, benefits
    "registered_elsewhere": 0.08,  # of adults
    "registered_nowhere": 0.004,  # of adults
    "child_not_in_persons": 0.002,  # of children under one year
    "car_sold": 0.03,  # of cars
    "share_as_whole": 0.04,  # of rights to dwellings
    "wage_late": 0.1,  # of contributions of the latest month
    "double_record": 0.003,  # of people
    "loan_open_in_bureau": 0.02,  # of loans
    "pupil_twice": 0.001,  # of pupils
    "diploma_without_number": 1.0,  # of diplomas older than personal numbers
}


def hidden(fault: str, register: str, *, key: pa.Array, column: str, truth: pa.Array) -> Sheet:
    """Return the rows of the hidden truth for one fault: where it stands, and what would be right."""
    rows = len(key)
    return Sheet(
        register="faults",
        is_truth=True,
        columns={
            "fault": columns.same(fault, rows),
            "register": columns.same(register, rows),
            "row_key": _plain(key),
            "column": columns.same(column, rows),
            "true_value": _plain(truth),
        },
    )


def hidden_people(society: Society) -> Sheet:
    """Return who everybody living really is: their family, their parents, and the income that no register sees."""
    who, people = society.living, society.people
    home = columns.digits(people.household[who], 8)
    return Sheet(
        register="people",
        is_truth=True,
        columns={
            "number": society.numbers(who),
            "household": columns.text(
                columns.joined(columns.digits(np.full(len(who), society.chunk.number), 4), "-", home)
            ),
            "address_code": columns.text(society.dwellings.address[people.household[who]]),
            "mother_number": society.numbers(people.mother[who]),
            "father_number": society.numbers(people.father[who]),
            "spouse_number": society.numbers(people.spouse[who]),
            "unseen_income": columns.whole(society.work.unseen[who] * 100),
            "earned_income": columns.whole(np.round(_earned(society)[who]).astype(np.int64) * 100),
        },
    )


def _earned(society: Society) -> np.ndarray:
    """Return what each person takes home from work of all kinds, tenge a month, seen by a register or not."""
    work = society.work
    earned: np.ndarray = work.wage * TAKEN_HOME + society.homes.own_income + work.unseen
    return earned


def hit(random: np.random.Generator, fault: str, rows: int) -> np.ndarray:
    """Return which of the rows the fault hits."""
    return random.random(rows) < RATES[fault]


def _plain(values: pa.Array) -> pa.Array:
    return values.cast("string")
