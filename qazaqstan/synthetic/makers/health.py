"""Health: clinics, diagnoses, stays, pregnancies, insurance, medicines, vaccinations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from alatau.registry.synthetic import columns
from alatau.registry.synthetic.kin import YEAR
from alatau.registry.synthetic.values import NOBODY
from qazaqstan.synthetic.bodies import Kind
from qazaqstan.synthetic.conditions import find_babies
from qazaqstan.synthetic.days import month_of
from qazaqstan.synthetic.faults import hidden, hit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from alatau.registry.synthetic.values import Sheet
    from qazaqstan.synthetic.society import Society

    Positions = NDArray[np.int64]

NO_CLINIC, NOT_INSURED = 0.02, 0.15
DISEASES = ("I10", "I11.9", "E11.9", "J45.9", "I25.1", "K29.5", "N18.9", "G40.9", "F20.0", "F32.1", "B18.2", "D50.9")
#: How often each is seen; diagnoses of dependence, tuberculosis and HIV are rarer.
RARE = ("F10.2", "F11.2", "F19.1", "A15.0", "B20", "G35")
OFTEN = (*((0.078,) * len(DISEASES)), 0.02, 0.006, 0.004, 0.008, 0.005, 0.004)
#: Of those with a diagnosis of dependence, the part under treatment by order of a court; minors with one in the nation.
BY_COURT, YOUNG_DEPENDENT = 0.08, 4_000
#: Part of patients who did not come for a year.
STAYS_AWAY = 0.12
#: What children are late in: hearing, speech, growth; stays of children for it in the nation.
DELAYS, DELAYED = ("H90.3", "F80.1", "F83", "R62.0"), 14_000
STAYS = ("J18.9", "I21.9", "K35.8", "S72.0", "O80", "N20.0", "I64", "K80.1", "J20.9")
TUMOURS = ("C50.9", "C34.9", "C16.9", "C18.9", "C53.9", "C61", "C44.9")
#: Vaccine, dose, and the age in months at which it is due.
CALENDAR = (("hepatitis B", 1, 0), ("DTP", 1, 2), ("DTP", 2, 3), ("DTP", 3, 4), ("measles", 1, 12))
#: Years of age of those all of whose doses are kept, and the part of them who missed some.
VACCINATED_UNTIL, MISSES = 2, 0.1
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
    recent = np.flatnonzero(society.is_dead & (society.people.died > society.today - RECENTLY))
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
    ill = society.some(np.flatnonzero(pool), 2_200_000, stream="dispensary_patients.who")
    young = np.flatnonzero(society.is_alive & (society.age > 12) & (society.age < 18))
    young = society.some(young, YOUNG_DEPENDENT, stream="dispensary.young")
    rows = society.rows("dispensary_patients", np.concatenate((ill, young)))
    code = np.where(np.arange(rows.count) < len(ill), rows.codes(OFTEN), len(DISEASES) + 2)
    # Children are not treated for drink.
    code = np.where((society.age[rows.who] < 18) & (np.arange(rows.count) < len(ill)), code % len(DISEASES), code)
    dependent = (code >= len(DISEASES)) & (code < len(DISEASES) + 3)
    begins = rows.past(10, 0.05)
    ended = rows.luck(0.08)
    last = np.where(rows.luck(STAYS_AWAY), rows.past(3.0, 1.05), rows.past(0.8))
    return rows.sheet(
        number=rows.person(),
        diagnosis_icd10=columns.words((*DISEASES, *RARE), code),
        observed_from=columns.days(begins),
        observed_until=columns.days(society.today - 1 - rows.whole(0, 10), valid=ended & (begins < society.today - 20)),
        clinic_number=columns.text(clinics_of(society, rows.who)),
        last_visit_on=columns.days(np.maximum(last, begins)),
        has_court_order=columns.flags(dependent & (society.age[rows.who] >= 18) & rows.luck(BY_COURT)),
    )


def hospital(society: Society) -> Iterator[Sheet]:
    """Return stays and referrals of the latest months."""
    usual = society.some(society.living, 600_000, stream="hospital_stays.who")
    children = society.living[society.age[: society.chunk.people] < 16]
    rows = society.rows(
        "hospital_stays", np.concatenate((usual, society.some(children, DELAYED, stream="hospital.late")))
    )
    is_late = np.arange(rows.count) >= len(usual)
    final = np.where(is_late, len(STAYS) + rows.whole(0, len(DELAYS) - 1), rows.whole(0, len(STAYS) - 1))
    admitted = rows.past(0.75)
    lasts = rows.whole(1, 21)
    over = admitted + lasts < society.today
    yield rows.sheet(
        number=rows.person(),
        hospital_number=rows.body(Kind.HOSPITAL),
        final_icd10=columns.words((*STAYS, *DELAYS), final),
        admitted_on=columns.days(admitted),
        discharged_on=rows.ends(admitted, lasts),
        outcome=rows.one_of(("recovered", "improved", "unchanged"), (0.3, 0.6, 0.1), valid=over),
    )
    rows = society.rows("hospital_referrals", society.is_alive, 120_000)
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
    babies = find_babies(society)
    _, first = np.unique(society.people.mother[babies], return_index=True)
    babies, going = babies[first], society.conditions.expecting
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
    babies = find_babies(society)
    if len(babies) < (fewest := society.quota(0)):
        # In a nation of a thousand a year brings fewer notices than any register holds.
        with_mother = society.living[society.people.mother[: society.chunk.people] != NOBODY]
        babies = with_mother[np.argsort(-society.people.born[with_mother], kind="stable")][:fewest]
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
    rows = society.rows("medicine_supply", society.is_alive & (society.age > 3), 160_000)
    return rows.sheet(
        prescription_number=rows.serials("РЦ-"),
        number=rows.person(),
        medicine_atc=rows.one_of(MEDICINES),
        dose=rows.one_of(("5 mg", "10 mg", "50 mg", "100 mg", "500 mg")),
        supplied_on=columns.days(rows.past(0.4)),
        pharmacy_number=rows.body(Kind.PHARMACY),
    )


def vaccinations(society: Society) -> Sheet:
    """Return the doses of the calendar given to the youngest, some of them missed, and the influenza of some others."""
    random, age = society.random("vaccinated"), society.age[: society.chunk.people]
    young = society.living[age < VACCINATED_UNTIL]
    misses = random.random(len(young)) < MISSES
    parts = []
    for place, (_, _, months) in enumerate(CALENDAR):
        due = society.people.born[young] + 1 + (months * YEAR / 12 + random.random(len(young)) * 25).astype(np.int64)
        given = (due < society.today) & ~(misses & (random.random(len(young)) < 0.5))
        parts.append((young[given], np.full(int(given.sum()), place), due[given]))
    others = society.some(society.living[(age > 3) & (age < 12)], 160_000, stream="vaccinations.others")
    days = society.today - 1 - random.integers(0, 300, len(others))
    parts.append((others, np.full(len(others), len(CALENDAR)), days))
    who, dose, given_on = (np.concatenate(column) for column in zip(*parts, strict=True))
    rows = society.rows("vaccinations", who)
    return rows.sheet(
        number=rows.person(),
        vaccine=columns.words([*(vaccine for vaccine, _, _ in CALENDAR), "influenza"], dose),
        dose_number=columns.whole(np.array([*(number for _, number, _ in CALENDAR), 1])[dose]),
        given_on=columns.days(given_on),
        clinic_number=columns.text(clinics_of(society, rows.who)),
    )


def health_passports(society: Society) -> Sheet:
    """Return medical documents of the latest months."""
    rows = society.rows("health_passports", society.is_alive, 160_000)
    return rows.sheet(
        record_number=rows.serials("ЭДП-", 14),
        number=rows.person(),
        record_kind=rows.one_of(("visit", "analysis", "x-ray", "discharge", "prescription")),
        recorded_on=columns.days(rows.past(0.5)),
        clinic_number=columns.text(clinics_of(society, rows.who)),
    )
