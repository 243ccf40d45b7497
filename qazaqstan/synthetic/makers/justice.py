"""Offences, courts, debts that bailiffs collect, notaries, the army, dangers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from alatau.registry.synthetic import columns
from alatau.registry.synthetic.values import NOBODY, Sheet
from qazaqstan.synthetic.makers.people import zone_numbers
from qazaqstan.synthetic.makers.property import boundaries
from qazaqstan.synthetic.risks import KINDS, LASTS, LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from qazaqstan.synthetic.rows import Rows
    from qazaqstan.synthetic.society import Society

OFFENCES = ("592", "593", "434", "590", "612", "440")
CRIMES = ("188", "190", "106", "296", "345", "191")
COURTS = ("civil", "family", "administrative", "labour", "housing")
ACTS = ("power of attorney", "sale", "inheritance", "consent of a spouse", "copy")


def make(society: Society) -> Iterator[Sheet]:
    """Return the registers about law and order."""
    yield administrative_cases(society)
    yield investigations(society)
    yield convictions(society)
    yield prison_and_probation(society)
    yield military_registration(society)
    yield emergency_zones(society)
    yield gambling_limits(society)
    yield court_cases(society)
    yield enforcement(society)
    yield notary_acts(society)


def grown(society: Society, age: float = 18) -> NDArray[np.bool_]:
    """Tell of each whether they live and have reached an age."""
    flags: NDArray[np.bool_] = society.is_alive & (society.age >= age)
    return flags


def administrative_cases(society: Society) -> Sheet:
    """Return fines of the latest months, mostly of drivers."""
    rows = society.rows("administrative_cases", grown(society), 180_000)
    return rows.sheet(
        case_number=rows.serials("ӘІ-"),
        number=rows.person(),
        article=rows.one_of(OFFENCES, (0.5, 0.15, 0.1, 0.1, 0.1, 0.05)),
        decided_on=columns.days(rows.past(0.6)),
        decision=rows.one_of(("fine", "warning"), (0.92, 0.08)),
        fine=columns.whole(rows.tenge(21_600, 0.5)),
        is_paid=columns.flags(rows.luck(0.72)),
    )


def investigations(society: Society) -> Sheet:
    """Return cases before court, by place."""
    rows = society.rows("investigations", grown(society), 60_000)
    return rows.sheet(
        case_number=rows.serials("СДТ-"),
        article=rows.one_of(CRIMES),
        registered_on=columns.days(rows.past(2)),
        place_code=rows.place(),
        stage=rows.one_of(("registered", "investigated", "in court", "closed")),
    )


def convictions(society: Society) -> Sheet:
    """Return sentences of those who live."""
    men = ~society.people.is_female | (society.random("convicted").random(len(society.people)) < 0.1)
    rows = society.rows("convictions", grown(society, 20) & men, 400_000)
    begins = rows.past(15, 0.1)
    return rows.sheet(
        number=rows.person(),
        article=rows.one_of(CRIMES),
        verdict=rows.one_of(("fine", "probation", "prison", "works"), (0.3, 0.4, 0.2, 0.1)),
        sentenced_from=columns.days(begins),
        sentenced_until=columns.days(begins + rows.whole(100, 1_800)),
    )


def prison_and_probation(society: Society) -> Sheet:
    """Return who is held or watched now."""
    conditions = society.conditions
    rows = society.rows("prison_and_probation", np.concatenate((conditions.held, conditions.watched)))
    begins = rows.past(3, 0.05)
    is_free = np.arange(rows.count) >= len(conditions.held)
    return rows.sheet(
        number=rows.person(),
        facility=rows.one_of(("facility 1", "facility 2", "facility 3"), valid=~is_free),
        article=rows.one_of(CRIMES),
        held_from=columns.days(begins),
        held_until=columns.days(begins, valid=np.zeros(rows.count, dtype=bool)),
        is_on_probation=columns.flags(is_free),
    )


def military_registration(society: Society) -> Sheet:
    """Return men who may be called up to serve."""
    rows = society.rows("military_registration", grown(society) & ~society.people.is_female & (society.age < 27))
    deferred = (society.age[rows.who] < 27) & rows.luck(0.6)
    return rows.sheet(
        number=rows.person(),
        category=rows.one_of(("fit", "limited", "unfit"), (0.74, 0.2, 0.06)),
        deferral=rows.one_of(("study", "family", "health"), (0.7, 0.2, 0.1), valid=deferred),
        reason=rows.one_of(("student", "only carer", "treatment"), (0.7, 0.2, 0.1), valid=deferred),
        commission_on=columns.days(rows.past(8, 0.05)),
    )


def emergency_zones(society: Society) -> Sheet:
    """Return zones at risk and when they were declared."""
    risks, homes = society.risks, society.dwellings
    rows = society.rows("emergency_zones", np.resize(society.living, len(risks)))
    return rows.sheet(
        zone_number=columns.text(zone_numbers(society, np.arange(rows.count))),
        boundary=columns.text(boundaries(rows.random, rows.count)),
        place_code=columns.words(homes.places, homes.place[risks.dwelling]),
        level=columns.words(LEVELS, risks.level),
        kind=columns.words(KINDS, risks.kind),
        declared_on=columns.days(risks.declared),
        lifted_on=rows.ends(risks.declared, LASTS),
    )


def gambling_limits(society: Society) -> Sheet:
    """Return who may not gamble, by own wish or by law."""
    rows = society.rows("gambling_limits", grown(society, 21), 153_186)
    begins = rows.past(2, 0.01)
    return rows.sheet(
        number=rows.person(),
        limited_from=columns.days(begins),
        limited_until=columns.days(begins + rows.whole(180, 3_650)),
        source=rows.one_of(("self", "law"), (0.9, 0.1)),
    )


def court_cases(society: Society) -> Sheet:
    """Return cases of the latest year."""
    rows = society.rows("court_cases", grown(society, 20), 200_000)
    decided = rows.luck(0.8)
    return rows.sheet(
        case_number=rows.serials("ТІ-"),
        category=rows.one_of(COURTS, (0.5, 0.2, 0.15, 0.05, 0.1)),
        claimant=rows.one_of(("bank", "person", "state body", "housing association")),
        defendant_number=rows.person(),
        decision=rows.one_of(("granted", "refused", "settled"), (0.7, 0.2, 0.1), valid=decided),
        decided_on=columns.days(rows.past(1.0), valid=decided),
    )


def enforcement(society: Society) -> Sheet:
    """Return debts that bailiffs collect: alimony of divorced fathers first, then loans and fines."""
    alimony = society.some(_owing_fathers(society), 320_000, stream="alimony")
    others = society.some(np.flatnonzero(grown(society, 20)), 900_000, stream="enforcement.others")
    rows = society.rows("enforcement", np.concatenate((alimony, others)))
    is_alimony = np.arange(rows.count) < len(alimony)
    kind = np.where(is_alimony, 0, 1 + rows.codes((0.6, 0.32, 0.08)))
    opened = rows.past(4, 0.02)
    closed = rows.luck(0.3) & ~is_alimony
    return rows.sheet(
        case_number=rows.serials("АӨ-"),
        debtor_number=rows.person(),
        claimant_number=society.numbers(np.where(is_alimony, society.people.former[rows.who], NOBODY)),
        kind=columns.words(("alimony", "debt", "fine", "other"), kind),
        sum=columns.whole(rows.tenge(420_000, 1.1)),
        bailiff=rows.one_of(tuple(f"орындаушы {number}" for number in range(1, 41))),
        opened_on=columns.days(opened),
        closed_on=columns.days(np.minimum(opened + 250, society.today - 1), valid=closed),
    )


def _owing_fathers(society: Society) -> NDArray[np.int64]:
    """Return living men divorced from the mother of a child that is not grown."""
    people = society.people
    child = society.is_alive & (society.age < 18) & (people.father != NOBODY)
    fathers = np.unique(people.father[child])
    mothers = people.former[fathers]
    owing: NDArray[np.int64] = fathers[(mothers != NOBODY) & society.is_alive[fathers] & society.is_alive[mothers]]
    return owing


def notary_acts(society: Society) -> Sheet:
    """Return what notaries certified in the latest year."""
    rows: Rows = society.rows("notary_acts", grown(society), 120_000)
    return rows.sheet(
        act_number=rows.serials("НО-"),
        number=rows.person(),
        act_kind=rows.one_of(ACTS, (0.35, 0.25, 0.1, 0.15, 0.15)),
        object=rows.one_of(("flat", "car", "land", "share", "documents")),
        acted_on=columns.days(rows.past(1.0)),
        notary=rows.one_of(tuple(f"нотариус {number}" for number in range(1, 61))),
    )
