"""Health: clinics, diagnoses, stays, pregnancies, insurance, medicines, vaccinations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from alatau.registry.synthetic import columns
from alatau.registry.synthetic.values import NOBODY, Sheet
from qazaqstan.synthetic.bodies import Kind
from qazaqstan.synthetic.faults import hidden, hit
from qazaqstan.synthetic.makers.work import month_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from qazaqstan.synthetic.society import Society

    Positions = NDArray[np.int64]

NO_CLINIC, NOT_INSURED = 0.02, 0.15
DISEASES = ("I10", "I11.9", "E11.9", "J45.9", "I25.1", "K29.5", "N18.9", "G40.9", "F20.0", "B18.2", "D50.9")
STAYS = ("J18.9", "I21.9", "K35.8", "S72.0", "O80", "N20.0", "I64", "K80.1", "J20.9")
TUMOURS = ("C50.9", "C34.9", "C16.9", "C18.9", "C53.9", "C61", "C44.9")
VACCINES = ("BCG", "hepatitis B", "DTP", "polio", "measles", "pneumococcus", "influenza")
MEDICINES = ("C09AA02", "A10BA02", "R03AC02", "C07AB02", "N03AG01", "B01AC06", "A10AB01")
DEPARTMENTS = ("therapy", "surgery", "cardiology", "paediatrics", "obstetrics", "neurology")
RECENTLY = 900


def make(society: Society) -> Iterator[Sheet]:
    """Return the registers about health."""
    yield from clinic_attachments(society)
    yield dispensary_patients(society)
    yield from hospital(society)
    yield oncology_patients(society)
    yield pregnancies(society)
    yield birth_notices(society)
    yield health_insurance(society)
    yield medicine_supply(society)
    yield vaccinations(society)
    yield health_passports(society)


def clinics_of(society: Society, who: Positions) -> columns.Digits:
    """Return the number of each person's clinic; a household has one."""
    luck = (np.maximum(society.people.household[who], 0) * 0.754_877_666) % 1.0
    return society.bodies.number[society.bodies.near(Kind.CLINIC, society.region[who], luck)]


def clinic_attachments(society: Society) -> Iterator[Sheet]:
    """Return where everybody is attached; two in a hundred are not, and a few of the dead still are."""
    random = society.random("attached")
    living = society.living[random.random(society.chunk.people) >= NO_CLINIC]
    recent = np.flatnonzero(~society.is_alive & (society.people.died > society.today - RECENTLY))
    dead = recent[hit(random, "active_after_death", len(recent))]
    rows = society.rows("clinic_attachments", np.concatenate((living, dead)))
    none = np.zeros(rows.count, dtype=bool)
    attached = np.minimum(
        rows.past(8), np.where(society.is_alive[rows.who], society.today, society.people.died[rows.who])
    )
    yield rows.sheet(
        number=rows.person(),
        clinic_number=columns.text(clinics_of(society, rows.who)),
        practice_area=rows.one_of(tuple(f"№{area}" for area in range(1, 31))),
        attached_on=columns.days(attached),
        ended_on=columns.days(attached, valid=none),
        died_on=columns.days(attached, valid=none),
    )
    truth = columns.days(society.people.died[dead])
    yield hidden("active_after_death", "clinic_attachments", key=society.numbers(dead), column="ended_on", truth=truth)


def dispensary_patients(society: Society) -> Sheet:
    """Return chronic diagnoses under observation; the old have more of them."""
    likely = np.interp(society.age, (0, 30, 50, 80), (0.03, 0.08, 0.28, 0.6))
    pool = society.is_alive & (society.random("ill").random(len(society.people)) < likely * 1.6)
    rows = society.rows("dispensary_patients", pool, 2_200_000)
    begins = rows.past(10, 0.05)
    ended = rows.luck(0.08)
    return rows.sheet(
        number=rows.person(),
        diagnosis_icd10=rows.one_of(DISEASES),
        observed_from=columns.days(begins),
        observed_until=columns.days(society.today - 1 - rows.whole(0, 10), valid=ended & (begins < society.today - 20)),
        clinic_number=columns.text(clinics_of(society, rows.who)),
        last_visit_on=columns.days(np.maximum(rows.past(0.8), begins)),
        has_court_order=columns.flags(rows.luck(0.002)),
    )


def hospital(society: Society) -> Iterator[Sheet]:
    """Return stays and referrals of the latest months."""
    rows = society.rows("hospital_stays", society.is_alive, 1_000_000)
    admitted = rows.past(0.75)
    lasts = rows.whole(1, 21)
    over = admitted + lasts < society.today
    yield rows.sheet(
        number=rows.person(),
        hospital_number=rows.body(Kind.HOSPITAL),
        final_icd10=rows.one_of(STAYS),
        admitted_on=columns.days(admitted),
        discharged_on=rows.ends(admitted, lasts),
        outcome=rows.one_of(("recovered", "improved", "unchanged"), (0.3, 0.6, 0.1), valid=over),
    )
    rows = society.rows("hospital_referrals", society.is_alive, 600_000)
    yield rows.sheet(
        referral_number=rows.serials("ЖБ"),
        number=rows.person(),
        place_code=rows.place(),
        referring_number=columns.text(clinics_of(society, rows.who)),
        hospital_number=rows.body(Kind.HOSPITAL),
        profile=rows.one_of(DEPARTMENTS),
        referred_on=columns.days(rows.past(0.5)),
        refusal=rows.one_of(("no place", "no indication", "patient refused"), valid=rows.luck(0.07)),
    )


def oncology_patients(society: Society) -> Sheet:
    """Return people with a tumour."""
    rows = society.rows("oncology_patients", society.is_alive & (society.age > 35), 230_000)
    return rows.sheet(
        number=rows.person(),
        diagnosis_icd10=rows.one_of(TUMOURS),
        stage=rows.one_of(("0", "1", "2", "3", "4"), (0.03, 0.3, 0.35, 0.2, 0.12)),
        diagnosed_on=columns.days(rows.past(8)),
        ended_on=columns.days(rows.past(0.5), valid=np.zeros(rows.count, dtype=bool)),
    )


def pregnancies(society: Society) -> Sheet:
    """Return pregnancies of the mothers of this year's children, and those that go on."""
    babies = np.flatnonzero(society.is_alive & (society.age < 1) & (society.people.mother != NOBODY))
    _, first = np.unique(society.people.mother[babies], return_index=True)
    babies = babies[first]
    expecting = society.is_alive & society.people.is_female & (society.age > 19) & (society.age < 42)
    expecting[society.people.mother[babies]] = False
    going = society.some(np.flatnonzero(expecting), 190_000, stream="pregnancies.going")
    rows = society.rows("pregnancies", np.concatenate((society.people.mother[babies], going)))
    is_over = np.arange(rows.count) < len(babies)
    weeks = np.where(is_over, 39, rows.whole(9, 38))
    birth = np.concatenate((society.people.born[babies], np.full(len(going), society.today)))
    registered = np.where(is_over, birth - 200, society.today - (weeks - 8) * 7)
    return rows.sheet(
        number=rows.person(),
        term_weeks=columns.whole(weeks),
        risk=rows.one_of(("low", "medium", "high"), (0.55, 0.3, 0.15)),
        registered_on=columns.days(registered),
        visited_on=columns.days(np.maximum(registered, birth - 12)),
        ended_on=columns.days(birth, valid=is_over),
        outcome=columns.words(("birth", "loss"), np.zeros(rows.count, dtype=np.int64), valid=is_over),
    )


def birth_notices(society: Society) -> Sheet:
    """Return the notice of a maternity ward for every child born in the latest year."""
    babies = np.flatnonzero(society.is_alive & (society.age < 1) & (society.people.mother != NOBODY))
    rows = society.rows("birth_notices", babies)
    mother = society.people.mother[babies]
    weight = np.clip(rows.random.normal(3_350, 480, rows.count), 700, 5_600).astype(np.int64)
    return rows.sheet(
        notice_number=rows.serials("ТМ-"),
        mother_number=society.numbers(mother),
        born_at=rows.seconds(society.people.born[babies]),
        sex=columns.choices(("male", "female"), society.people.is_female[babies]),
        weight_grams=columns.whole(weight),
        birth_order=columns.whole(1 + rows.codes((0.24, 0.25, 0.22, 0.15, 0.14))),
        hospital_number=rows.body(Kind.HOSPITAL),
    )


def health_insurance(society: Society) -> Sheet:
    """Return who is insured in the latest month, and who pays: the state for children and the old, or an employer."""
    rows = society.rows("health_insurance", society.is_alive)
    wage = society.work.wage[rows.who]
    by_state = (society.age[rows.who] < 18) | (society.age[rows.who] >= 63)
    insured = by_state | (wage > 0) | ~rows.luck(NOT_INSURED * 2.6)
    payer = np.select([by_state, wage > 0, insured], [0, 1, 2], 3)
    paid = np.select([by_state, wage > 0, insured], [6_460.0, np.minimum(wage, 850_000) * 0.05, 4_250.0], 0.0)
    return rows.sheet(
        number=rows.person(),
        is_insured=columns.flags(insured),
        category=columns.words(("privileged", "employee", "self", "none"), payer),
        payer_kind=columns.words(("state", "employer", "self", "none"), payer),
        month=columns.months(np.full(rows.count, month_of(society.today) - 1)),
        amount=columns.whole(np.round(paid).astype(np.int64) * 100),
    )


def medicine_supply(society: Society) -> Sheet:
    """Return free medicines of the latest months."""
    rows = society.rows("medicine_supply", society.is_alive & (society.age > 3), 700_000)
    return rows.sheet(
        prescription_number=rows.serials("РЦ-"),
        number=rows.person(),
        medicine_atc=rows.one_of(MEDICINES),
        dose=rows.one_of(("5 mg", "10 mg", "50 mg", "100 mg", "500 mg")),
        supplied_on=columns.days(rows.past(0.4)),
        pharmacy_number=rows.body(Kind.PHARMACY),
    )


def vaccinations(society: Society) -> Sheet:
    """Return doses given to the young: the oldest dose for each child, and the influenza of some."""
    rows = society.rows("vaccinations", society.is_alive & (society.age < 12), 1_400_000)
    return rows.sheet(
        number=rows.person(),
        vaccine=rows.one_of(VACCINES),
        dose_number=rows.whole_column(1, 3),
        given_on=columns.days(np.maximum(rows.past(3), society.people.born[rows.who] + 1)),
        clinic_number=columns.text(clinics_of(society, rows.who)),
    )


def health_passports(society: Society) -> Sheet:
    """Return medical documents of the latest months."""
    rows = society.rows("health_passports", society.is_alive, 700_000)
    return rows.sheet(
        record_number=rows.serials("ЭДП-", 14),
        number=rows.person(),
        record_kind=rows.one_of(("visit", "analysis", "x-ray", "discharge", "prescription")),
        recorded_on=columns.days(rows.past(0.5)),
        clinic_number=columns.text(clinics_of(society, rows.who)),
    )
