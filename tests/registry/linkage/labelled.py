"""People, and the same people as other hands write them down: with the truth of who is who."""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from alatau.core.content import content

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

NAMES = Path(__file__).resolve().parents[3] / "qazaqstan" / "synthetic" / "names.csv"
EARLIEST, DAYS = date(1940, 1, 1), 30_000
#: Words with their weights, by tongue, kind and sex.
Words = dict[tuple[str, ...], tuple[list[str], list[float]]]
#: How Russian clerks write the letters that Russian lacks.
RUSSIAN = str.maketrans("әғқңөұүһіӘҒҚҢӨҰҮҺІ", "агкноуухиАГКНОУУХИ")


@dataclass(frozen=True, kw_only=True)
class Described:
    """One description of somebody; `truth` is who it is."""

    truth: int
    surname: str
    given_name: str
    patronymic: str
    born_on: date
    sex: str


def draw_people(count: int, *, seed: int) -> list[Described]:
    """Return invented people with the names of the country, frequent ones and rare ones."""
    dice = random.Random(seed)
    words = _read_words()
    return [_draw_person(dice, words, truth) for truth in range(count)]


def write_anew(people: Sequence[Described], *, seed: int) -> list[Described]:
    """Return the same people as other hands write them: other letters, typing mistakes, swapped days, no patronymic."""
    dice = random.Random(seed)
    return [_write_person(dice, person) for person in people]


def as_table(described: Sequence[Described]) -> pa.Table:
    """Return descriptions as a table for `describe`."""
    rows = [
        {"unique_id": str(place), "truth": str(each.truth)}
        | {part: getattr(each, part) or None for part in ("surname", "given_name", "patronymic", "born_on", "sex")}
        for place, each in enumerate(described)
    ]
    texts = ("unique_id", "truth", "surname", "given_name", "patronymic", "sex")
    fields = [pa.field(name, pa.string()) for name in texts]
    return pa.Table.from_pylist(rows, schema=pa.schema([*fields, pa.field("born_on", pa.date32())]))


def _read_words() -> Words:
    words: Words = defaultdict(lambda: ([], []))
    with NAMES.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            values, weights = words[row["tongue"], row["kind"], row["sex"]]
            values.append(row["value"])
            weights.append(float(row["weight"]))
    return words


def _pick(dice: random.Random, words: Words, *wanted: str) -> str:
    values, weights = words[wanted]
    return dice.choices(values, weights)[0]


def _draw_person(dice: random.Random, words: Words, truth: int) -> Described:
    tongue, sex = dice.choices(["kk", "ru"], [4, 1])[0], dice.choice(["male", "female"])
    father = _pick(dice, words, tongue, "given", "male")
    ending = ("ұлы", "қызы") if tongue == "kk" and dice.random() < 0.5 else ("ович", "овна")
    return Described(
        truth=truth,
        surname=_pick(dice, words, tongue, "surname", "male") + ("а" if sex == "female" else ""),
        given_name=_pick(dice, words, tongue, "given", sex),
        patronymic=father + ending[sex == "female"],
        born_on=EARLIEST + timedelta(days=dice.randrange(DAYS)),
        sex=sex,
    )


def _write_person(dice: random.Random, person: Described) -> Described:
    spell = dice.choice(_SPELLINGS)
    written = replace(
        person,
        surname=spell(person.surname),
        given_name=spell(person.given_name),
        patronymic=spell(_other_ending(dice, person.patronymic)),
    )
    # Each mistake as rarely as clerks make it, most records have none.
    for mistake, share in _MISTAKES:
        if dice.random() < share:
            written = mistake(dice, written)
    return written


def _other_ending(dice: random.Random, patronymic: str) -> str:
    pairs = (("ұлы", "ович"), ("қызы", "овна"))
    for one, other in pairs:
        if patronymic.endswith(one) and dice.random() < 0.5:
            return patronymic.removesuffix(one) + other
    return patronymic


def _to_latin(profile: str) -> Callable[[str], str]:
    return lambda text: content().name_forms.transliterate(text, profile=profile)


_SPELLINGS: tuple[Callable[[str], str], ...] = (
    lambda text: text,
    lambda text: text.translate(RUSSIAN),
    lambda text: _to_latin("document")(text),
    lambda text: _to_latin("latin_2021")(text),
)


def _mistype(dice: random.Random, word: str) -> str:
    if len(word) < 4:
        return word
    place = dice.randrange(1, len(word) - 1)
    kind = dice.choice(["drop", "double", "swap"])
    if kind == "drop":
        return word[:place] + word[place + 1 :]
    if kind == "double":
        return word[:place] + word[place] + word[place:]
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def _swap_day(dice: random.Random, person: Described) -> Described:
    del dice
    day = person.born_on
    return replace(person, born_on=day.replace(month=day.day, day=day.month)) if day.day <= 12 else person


def _mistake_day(dice: random.Random, person: Described) -> Described:
    return replace(person, born_on=person.born_on + timedelta(days=dice.choice([-10, -1, 1, 10])))


def _other_form(dice: random.Random, person: Described) -> Described:
    """A woman under the man's form of her surname, or the surname without its ending."""
    del dice
    surname = person.surname
    shorter = surname[:-1] if surname[-1] in "аa" else surname.removesuffix("ов").removesuffix("ev")
    return replace(person, surname=shorter if len(shorter) > 2 else surname)


def _marry(dice: random.Random, person: Described) -> Described:
    return replace(person, surname=dice.choice(_MARRIED)) if person.sex == "female" else person


_MARRIED = ("Сәрсенова", "Иванова", "Оспанова", "Ким", "Жұмабаева", "Петренко", "Қасымова")


def _forget(**empty: str) -> Callable[[random.Random, Described], Described]:
    def forget(dice: random.Random, person: Described) -> Described:
        del dice
        return replace(person, **empty)

    return forget


def _swap_names(dice: random.Random, person: Described) -> Described:
    del dice
    return replace(person, surname=person.given_name, given_name=person.surname)


_MISTAKES: tuple[tuple[Callable[[random.Random, Described], Described], float], ...] = (
    (lambda dice, person: replace(person, given_name=_mistype(dice, person.given_name)), 0.06),
    (lambda dice, person: replace(person, surname=_mistype(dice, person.surname)), 0.06),
    (_forget(patronymic=""), 0.15),
    (_forget(sex=""), 0.1),
    (_other_form, 0.05),
    (_marry, 0.04),
    (_swap_day, 0.03),
    (_mistake_day, 0.02),
    (_swap_names, 0.02),
)
