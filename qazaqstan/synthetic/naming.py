"""Names as families hand them down: surnames from fathers to sons, patronymics from the father's given name."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from alatau.registry.synthetic.draw import pick
from alatau.registry.synthetic.kin import follow
from alatau.registry.synthetic.values import NOBODY
from qazaqstan.synthetic.regions import SLAVIC, TURKIC

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from alatau.registry.synthetic.values import People

    Codes = NDArray[np.int64]

TONGUES = {"kk": TURKIC, "ru": SLAVIC}
#: Peoples, as the register writes them, and their part of each community.
PEOPLES = (
    (("қазақ", 0.915), ("өзбек", 0.043), ("ұйғыр", 0.02), ("татар", 0.014), ("басқа", 0.008)),
    (("орыс", 0.71), ("украин", 0.088), ("неміс", 0.054), ("кәріс", 0.03), ("басқа", 0.118)),
)
#: Wives who take the husband's surname.
TAKES_SURNAME = (0.45, 0.85)
#: Part of Kazakh patronymics that end in -ұлы or -қызы, by year of birth.
KAZAKH_PATRONYMICS = {1960: 0.05, 1990: 0.1, 2010: 0.6, 2026: 0.75}
#: Some people have no patronymic in the registers.
NO_PATRONYMIC = 0.04
#: Endings of surnames and patronymics.
FEMININE = (("ский", "ская"), ("ов", "ова"), ("ев", "ева"), ("ин", "ина"))
VOWELS = "аәоөуұүыіиеёюяэ"


@dataclass(frozen=True)
class Vocabulary:
    """All words of one kind; a person's code leads to the word. Women's words stand beside the men's."""

    men: tuple[str, ...]
    women: tuple[str, ...]
    weights: tuple[float, ...]

    @property
    def everyone(self) -> list[str]:
        """Men's words, then women's: the code of a woman's word is the man's code and their number."""
        return [*self.men, *self.women]


@dataclass(frozen=True)
class Names:
    """Codes of each person's names, and the words that the codes lead to."""

    surname: Codes
    given: Codes
    patronymic: Codes
    nationality: Codes
    surnames: list[str]
    givens: list[str]
    patronymics: list[str]
    nationalities: list[str]


def name_people(random: np.random.Generator, people: People, community: Codes) -> Names:
    """Return names for everybody; brothers share a surname, and a wife may have taken her husband's."""
    line = follow(people.father)
    surname, surnames = _name_lines(random, people, community=community, line=line)
    given, givens, spans = _name_given(random, people, community)
    patronymic, patronymics = _name_after_fathers(random, people, given=given, spans=spans)
    nationality = pick_each(random, [[part for _, part in peoples] for peoples in PEOPLES], community)[line]
    names = [people_name for peoples in PEOPLES for people_name, _ in peoples]
    return Names(
        surname,
        given,
        patronymic,
        nationality + community[line] * len(PEOPLES[0]),
        surnames,
        givens,
        patronymics,
        names,
    )


def pick_each(random: np.random.Generator, weights: list[list[float]], community: Codes) -> Codes:
    """Return for each person a position in the weights of the person's community."""
    drawn = [pick(random, np.array(one), len(community)) for one in weights]
    return np.choose(community, drawn)


def _name_lines(
    random: np.random.Generator, people: People, *, community: Codes, line: Codes
) -> tuple[Codes, list[str]]:
    """Give each father's line a surname; wives take theirs at the rate of their community."""
    kk, ru = read_surnames("kk"), read_surnames("ru")
    codes = pick_each(random, [list(kk.weights), list(ru.weights)], community) + community * len(kk.men)
    owned = codes[line]
    takes = (
        people.is_female & (people.spouse != NOBODY) & (random.random(len(owned)) < np.array(TAKES_SURNAME)[community])
    )
    owned = np.where(takes, owned[people.spouse], owned)
    men = [*kk.men, *ru.men]
    return owned + people.is_female * len(men), [*men, *kk.women, *ru.women]


def _name_given(
    random: np.random.Generator, people: People, community: Codes
) -> tuple[Codes, list[str], tuple[int, int]]:
    """Give everybody a name of the community; the spans are the numbers of men's names in each."""
    lists = [read_given(tongue, sex) for tongue in TONGUES for sex in ("male", "female")]
    group = community * 2 + people.is_female
    drawn = np.choose(group, [pick(random, np.array(one.weights), len(group)) for one in lists])
    starts = np.cumsum([0, *(len(one.men) for one in lists)])
    return drawn + starts[group], [word for one in lists for word in one.men], (len(lists[0].men), len(lists[2].men))


def _name_after_fathers(
    random: np.random.Generator, people: People, *, given: Codes, spans: tuple[int, int]
) -> tuple[Codes, list[str]]:
    """Return codes into men's and women's patronymics of each father's name; `NOBODY` where there is none."""
    kk, ru = read_given("kk", "male"), read_given("ru", "male")
    words = [
        patronymic(name, style, woman) for woman in (False, True) for style in STYLES for name in [*kk.men, *ru.men]
    ]
    slavic_start = len(kk.men) + len(read_given("kk", "female").men)
    father = given[people.father]
    # Who has no father in the registers still has a father's name.
    unknown = np.where(
        given >= slavic_start,
        slavic_start + random.integers(0, spans[1], len(given)),
        random.integers(0, spans[0], len(given)),
    )
    father = np.where(people.father == NOBODY, unknown, father)
    is_slavic = father >= slavic_start
    code = np.where(is_slavic, father - slavic_start + spans[0], father)
    year = people.born / 365.2425 + 1970
    kazakh = ~is_slavic & (
        random.random(len(given)) < np.interp(year, list(KAZAKH_PATRONYMICS), list(KAZAKH_PATRONYMICS.values()))
    )
    count = spans[0] + spans[1]
    code = code + (people.is_female * 2 + kazakh) * count
    return np.where(random.random(len(given)) < NO_PATRONYMIC, NOBODY, code), words


STYLES = ("russian", "kazakh")


def patronymic(name: str, style: str, woman: bool) -> str:  # noqa: FBT001 - read in a table of all four forms
    """Return the patronymic that a father's name gives: Серік -> Серікұлы, Серікқызы, Серикович."""
    if style == "kazakh":
        return name + ("қызы" if woman else "ұлы")
    stem, soft = _patronymic_stem(name)
    if soft == "ич":
        return stem + ("ична" if woman else "ич")
    return stem + soft + ("на" if woman else "ич")


def _patronymic_stem(name: str) -> tuple[str, str]:
    if name in ("Илья", "Никита", "Фома", "Лука", "Кузьма"):
        return name[:-1], "ич"
    if name.endswith("ий"):
        return name[:-2] + "ь", "ев"
    if name[-1] in "йь":
        return name[:-1], "ев"
    return name, "ев" if name[-1] in VOWELS else "ов"


def feminine(surname: str) -> str:
    """Return the form of a surname that a woman has."""
    return next((surname[: -len(his)] + hers for his, hers in FEMININE if surname.endswith(his)), surname)


@cache
def read_surnames(tongue: str) -> Vocabulary:
    """Return the surnames of a tongue."""
    rows = [row for row in _read_rows() if row["tongue"] == tongue and row["kind"] == "surname"]
    men = tuple(row["value"] for row in rows)
    return Vocabulary(men, tuple(feminine(name) for name in men), tuple(float(row["weight"]) for row in rows))


@cache
def read_given(tongue: str, sex: str) -> Vocabulary:
    """Return the given names of a tongue and sex, in ``men`` whatever the sex."""
    rows = [row for row in _read_rows() if (row["tongue"], row["kind"], row["sex"]) == (tongue, "given", sex)]
    return Vocabulary(tuple(row["value"] for row in rows), (), tuple(float(row["weight"]) for row in rows))


@cache
def _read_rows() -> tuple[dict[str, str], ...]:
    with (Path(__file__).parent / "names.csv").open(encoding="utf-8", newline="") as stream:
        return tuple(csv.DictReader(stream))
