"""Education: kindergartens, schools, colleges, universities, tests and diplomas."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from pyarrow import compute

from alatau.registry.synthetic import columns
from alatau.registry.synthetic.kin import YEAR
from alatau.registry.synthetic.values import NOBODY, Sheet
from qazaqstan.synthetic.bodies import Kind, universities
from qazaqstan.synthetic.days import first_of_september, school_days, year_of
from qazaqstan.synthetic.faults import hidden, hit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from qazaqstan.synthetic.society import Society

    Positions = NDArray[np.int64]

SCHOOL_FROM, SCHOOL_UNTIL = 6, 17
#: Part of children of school age who are in no school, and of pupils with a disability who are taught at home.
OUTSIDE_SCHOOL, TAUGHT_AT_HOME = 0.011, 0.15
#: Young people of the nation who left a boarding school in the latest three years.
BOARDING_GRADUATES = 24_000
#: Part of pupils who were away for most of the latest month of school, and days of school in it.
OFTEN_ABSENT, SCHOOL_DAYS = 0.01, 22
#: Class letters.
LETTERS = ("А", "Ә", "Б", "В")
CLASSES = tuple(f"{year}{letter}" for year in range(12) for letter in LETTERS)
LANGUAGES = ("kk", "ru", "uz", "ug", "tg", "en")
SUBJECTS = ("алгебра", "қазақ тілі", "тарих", "физика", "биология", "ағылшын тілі", "информатика", "әдебиет")
SPECIALTIES = ("0713 электр", "0611 бағдарламалау", "0913 мейіргер ісі", "0411 есеп", "1012 аспаз", "0716 көлік")
PROGRAMMES = ("6B061 АТ", "6B041 бизнес", "6B011 педагогика", "6B101 денсаулық", "6B071 инженерия", "6B042 құқық")
TEST_SUBJECTS = ("математика, физика", "биология, химия", "тарих, құқық", "математика, география")
#: Since the day, in days of 1970, on which personal numbers came: 12 January 2007.
NUMBERS_SINCE = 13_525
WITHOUT_KAZAKH = str.maketrans("әғқңөұүһіӘҒҚҢӨҰҮҺІ", "агкноуухиАГКНОУУХИ")


def make(society: Society) -> Iterator[Sheet]:
    """Return the registers about education."""
    yield from pupils(society)
    yield kindergarten_queue(society)
    yield school_journal(society)
    yield first_class_admissions(society)
    yield college_students(society)
    yield university_students(society)
    yield national_tests(society)
    yield from diplomas(society)


def pupils_of(society: Society) -> Positions:
    """Return who goes to school: nearly everybody of the age."""
    of_age = np.flatnonzero(society.is_alive & (society.age >= SCHOOL_FROM + 0.6) & (society.age < SCHOOL_UNTIL + 0.3))
    goes = society.random("pupils.outside").random(len(of_age)) >= OUTSIDE_SCHOOL
    return of_age[goes | np.isin(of_age, [*society.named.values()])]


def schools_of(society: Society, who: Positions) -> Positions:
    """Return the school of each pupil; brothers and sisters go to the same one."""
    luck = (np.maximum(society.people.household[who], 0) * 0.618_033_988_7) % 1.0
    return society.bodies.near(Kind.SCHOOL, society.region[who], luck)


def pupils(society: Society) -> Iterator[Sheet]:
    """Return every pupil with school and class, children in kindergartens, who left a boarding school lately; a few
    stand in two schools.
    """
    who = pupils_of(society)
    twice = np.flatnonzero(hit(society.random("pupils.twice"), "pupil_twice", len(who)))
    small, left = _preschool(society), _boarding_graduates(society)
    rows = society.rows("pupils", np.concatenate((who, who[twice], small, left)))
    place = np.arange(rows.count)
    is_second = (place >= len(who)) & (place < len(who) + len(twice))
    is_small = (place >= len(who) + len(twice)) & (place < rows.count - len(left))
    has_left = place >= rows.count - len(left)
    school = np.where(
        is_small, society.bodies.near(Kind.KINDERGARTEN, society.region[rows.who], rows.random.random(rows.count)),
        schools_of(society, rows.who),
    )  # fmt: skip
    other = society.bodies.near(Kind.SCHOOL, society.region[rows.who], rows.random.random(rows.count))
    number = society.bodies.number[np.where(is_second, other, school)]
    year = np.where(is_small, 0, np.clip(np.floor(society.age[rows.who] - SCHOOL_FROM), 0, 11)).astype(np.int64)
    youngest = np.where(is_small, 600, 1800)
    since = np.maximum(
        first_of_september(society.today) - np.round((year - 1).clip(0) * YEAR).astype(np.int64),
        society.people.born[rows.who] + youngest,
    )
    ended = since + 20 + (rows.random.random(rows.count) * (society.today - since - 30)).astype(np.int64)
    ended = np.where(society.age[rows.who] > SCHOOL_UNTIL, np.maximum(ended, society.today - rows.whole(60, 1_000)), 0)
    slavic = society.community[rows.who] == 1
    tongue = np.where(slavic, 1, rows.codes((0.78, 0.14, 0.06, 0.02)))
    yield rows.sheet(
        number=rows.person(),
        school_number=columns.text(number),
        class_number=columns.words(CLASSES, year * len(LETTERS) + rows.whole(0, len(LETTERS) - 1)),
        language=columns.words(LANGUAGES, tongue),
        shift=rows.whole_column(1, 2),
        is_orphan=columns.flags(society.people.mother[rows.who] == NOBODY),
        has_hot_meal=columns.flags((year <= 4) | rows.luck(0.2)),
        has_transport=columns.flags(~is_small & rows.luck(0.05)),
        is_boarding=columns.flags(has_left | (~is_small & rows.luck(0.01))),
        enrolled_on=columns.days(since + is_second),
        left_on=columns.days(ended, valid=has_left),
        level=columns.choices(("school", "preschool"), is_small),
        grade=columns.whole(year),
        is_home_schooled=columns.flags(
            ~is_small & ~has_left & np.isin(rows.who, society.conditions.disabled) & rows.luck(TAUGHT_AT_HOME)
        ),
    )
    yield hidden(
        "pupil_twice",
        "pupils",
        key=society.numbers(who[twice]),
        column="school_number",
        truth=columns.text(number[twice]),
    )


def _preschool(society: Society) -> Positions:
    """Return the children in kindergartens; more of the older ones."""
    age = society.age
    likely = np.interp(age, (1.9, 2.5, 3.5, 5.5), (0.0, 0.25, 0.55, 0.72)) * (age < SCHOOL_FROM + 0.6)
    goes = society.is_alive & (society.random("preschool").random(len(age)) < likely)
    return np.flatnonzero(goes)


def _boarding_graduates(society: Society) -> Positions:
    """Return who left a boarding school in the latest three years."""
    pool = np.flatnonzero(society.is_alive & (society.age >= SCHOOL_UNTIL + 0.6) & (society.age < SCHOOL_UNTIL + 3))
    return society.some(pool, BOARDING_GRADUATES, stream="boarding.left")


def kindergarten_queue(society: Society) -> Sheet:
    """Return children who wait for a kindergarten, got a voucher or a place."""
    with_mother = society.is_alive & (society.age < 6) & (society.people.mother != NOBODY)
    rows = society.rows("kindergarten_queue", with_mother, 900_000)
    queued = np.maximum(rows.past(3), society.people.born[rows.who] + 1)
    status = rows.codes((0.34, 0.06, 0.55, 0.05))
    return rows.sheet(
        number=rows.person(),
        parent_number=society.numbers(society.people.mother[rows.who]),
        queued_on=columns.days(queued),
        privilege=rows.one_of(("large family", "disabled child", "military"), valid=rows.luck(0.18)),
        place_code=rows.place(),
        status=columns.words(("waiting", "voucher", "placed", "withdrawn"), status),
        voucher_on=columns.days(np.minimum(queued + 200, society.today), valid=(status == 1) | (status == 2)),
        left_on=columns.days(np.minimum(queued + 260, society.today), valid=status == 3),
    )


def school_journal(society: Society) -> Sheet:
    """Return marks and absences of the latest weeks of some pupils, and each day away of those who are away often."""
    random = society.random("journal.absent")
    pupils = pupils_of(society)
    is_away = random.random(len(pupils)) < OFTEN_ABSENT
    often, usual = pupils[is_away], society.some(pupils[~is_away], 400_000, stream="school_journal.who")
    away = random.integers(SCHOOL_DAYS - 6, SCHOOL_DAYS, len(often))
    rows = society.rows("school_journal", np.concatenate((usual, np.repeat(often, away))))
    is_often = np.arange(rows.count) >= len(usual)
    absent = is_often | rows.luck(0.06)
    # The latest school days in turn.
    turn = np.arange(rows.count) - np.concatenate((np.zeros(len(usual)), np.repeat(np.cumsum(away) - away, away)))
    turn = np.where(is_often, turn - len(usual), rows.whole(0, SCHOOL_DAYS - 1)).astype(np.int64)
    lesson = school_days(society.today, SCHOOL_DAYS)[turn]
    return rows.sheet(
        number=rows.person(),
        school_number=columns.text(society.bodies.number[schools_of(society, rows.who)]),
        lesson_on=columns.days(lesson),
        school_subject=rows.one_of(SUBJECTS),
        mark=columns.whole(rows.whole(4, 10), valid=~absent),
        is_absent=columns.flags(absent),
    )


def first_class_admissions(society: Society) -> Sheet:
    """Return this year's applications to the first class."""
    rows = society.rows("first_class_admissions", society.is_alive & (society.age > 5.5) & (society.age < 7.4), 380_000)
    return rows.sheet(
        number=rows.person(),
        school_number=columns.text(society.bodies.number[schools_of(society, rows.who)]),
        is_address_match=columns.flags(rows.luck(0.88)),
        applied_on=columns.days(first_of_september(society.today) - rows.whole(20, 150)),
        result=rows.one_of(("admitted", "refused", "waiting"), (0.93, 0.04, 0.03)),
    )


def college_students(society: Society) -> Sheet:
    """Return students of colleges."""
    rows = society.rows("college_students", society.is_alive & (society.age >= 15.5) & (society.age < 20), 560_000)
    return rows.sheet(
        number=rows.person(),
        college_number=rows.body(Kind.COLLEGE),
        specialty=rows.one_of(SPECIALTIES),
        has_grant=columns.flags(rows.luck(0.52)),
        has_dormitory=columns.flags(rows.luck(0.17)),
        studies_from=columns.days(first_of_september(society.today) - rows.whole(0, 2) * 365),
        studies_until=columns.days(np.zeros(rows.count, dtype=np.int64), valid=np.zeros(rows.count, dtype=bool)),
    )


def university_students(society: Society) -> Sheet:
    """Return students of universities."""
    rows = society.rows("university_students", society.is_alive & (society.age >= 17.5) & (society.age < 25), 620_000)
    return rows.sheet(
        number=rows.person(),
        university_number=columns.text(universities()[rows.whole(0, len(universities()) - 1)]),
        programme=rows.one_of(PROGRAMMES),
        has_grant=columns.flags(rows.luck(0.38)),
        grade_average=columns.decimals(np.round(2 + rows.random.random(rows.count) * 2, 2)),
        studies_from=columns.days(first_of_september(society.today) - rows.whole(0, 3) * 365),
        studies_until=columns.days(np.zeros(rows.count, dtype=np.int64), valid=np.zeros(rows.count, dtype=bool)),
    )


def national_tests(society: Society) -> Sheet:
    """Return attempts of the latest years."""
    rows = society.rows("national_tests", society.is_alive & (society.age >= 17) & (society.age < 22), 160_000)
    score = np.clip(rows.random.normal(70, 22, rows.count), 10, 140).astype(np.int64)
    return rows.sheet(
        number=rows.person(),
        year=columns.whole(year_of(society.today) - np.floor(society.age[rows.who] - 17).astype(np.int64).clip(0, 3)),
        attempt=columns.whole(1 + rows.codes((0.7, 0.25, 0.05))),
        subjects=rows.one_of(TEST_SUBJECTS),
        score=columns.whole(score),
        grant_result=columns.choices(("none", "won"), score > 92),
    )


def diplomas(society: Society) -> Iterator[Sheet]:
    """Return diplomas of those who finished a college or a university; old ones carry a name instead of a number."""
    rows = society.rows("diplomas", society.is_alive & (society.age >= 21) & (society.age < 62), 1_500_000)
    degree = rows.codes((0.42, 0.5, 0.07, 0.01))
    issued = society.people.born[rows.who] + np.round(
        (np.array((20, 22, 24, 29))[degree] + rows.random.random(rows.count)) * YEAR
    ).astype(np.int64)
    issued = np.minimum(issued, society.today - 1)
    is_old, number, document = issued < NUMBERS_SINCE, rows.person(), rows.serials("ЖБ-")
    yield rows.sheet(
        number=compute.if_else(pa.array(is_old), pa.scalar(None, number.type), number),
        **written_names(society, rows.who, is_old),
        diploma_number=document,
        university_number=columns.text(universities()[rows.whole(0, len(universities()) - 1)], valid=degree > 0),
        degree=columns.words(("college", "bachelor", "master", "doctor"), degree),
        issued_on=columns.days(issued),
    )
    nameless = pa.array(np.flatnonzero(is_old))
    yield hidden(
        "diploma_without_number", "diplomas", key=document.take(nameless), column="number", truth=number.take(nameless)
    )


def written_names(society: Society, who: Positions, is_old: NDArray[np.bool_]) -> dict[str, pa.Array]:
    """Return names and days of birth as offices without Kazakh letters wrote them."""
    names = society.names
    words = {
        "surname": (names.surnames, names.surname[who], is_old),
        "given_name": (names.givens, names.given[who], is_old),
        "patronymic": (names.patronymics, names.patronymic[who], is_old & (names.patronymic[who] != NOBODY)),
    }
    written = {
        part: columns.words([word.translate(WITHOUT_KAZAKH) for word in known], codes, valid=valid)
        for part, (known, codes, valid) in words.items()
    }
    return written | {"born_on": columns.days(society.people.born[who], valid=is_old)}
