"""The model of matching: what it believes is true, and it meets names in any alphabet."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import duckdb
import pytest

from alatau.core.content import content
from alatau.registry.linkage.describe import describe
from alatau.registry.linkage.judge import find_matches
from alatau.registry.linkage.model import train
from tests.registry.linkage.labelled import Described, as_table, draw_people, write_anew

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alatau.registry.linkage.values import Matches

COLUMNS = "surname, given_name, patronymic, born_on, sex"
PERSON = "00000000-0000-4000-8000-{:012d}"


def lay_out(engine, people: Sequence[Described], rows: Sequence[Described]) -> None:
    engine.register("people_drawn", as_table(people))
    engine.register("rows_drawn", as_table(rows))
    person = "'00000000-0000-4000-8000-' || lpad(unique_id, 12, '0') || '/1'"
    describe(engine, f"SELECT {person} AS unique_id, truth, {COLUMNS} FROM people_drawn", into="people", extra="truth")
    describe(
        engine, f"SELECT '1/' || unique_id AS unique_id, truth, {COLUMNS} FROM rows_drawn", into="rows", extra="truth"
    )


@pytest.fixture(scope="module")
def drawn() -> tuple[list[Described], list[Described], Matches]:
    """People, rows that other hands wrote about some of them and about strangers, and what the model says."""
    people = draw_people(4_000, seed=31)
    strangers = [replace(each, truth=-1) for each in draw_people(300, seed=32)]
    rows = write_anew([*people[:1_000], *strangers], seed=33)
    with duckdb.connect() as engine:
        lay_out(engine, people, rows)
        return people, rows, find_matches(engine, content().name_weights, rows="rows", people="people")


def is_true(rows: Sequence[Described], row: tuple[int, int], person_id: object) -> bool:
    return str(person_id) == PERSON.format(rows[row[1]].truth) if rows[row[1]].truth >= 0 else False


def test_what_is_believed_without_a_person_is_true(drawn):
    _, rows, matches = drawn
    true = sum(is_true(rows, row, match.person_id) for row, match in matches.sure.items())
    assert true / len(matches.sure) >= 0.999


def test_nineteen_of_twenty_rows_find_their_person_or_are_asked_about(drawn):
    _, rows, matches = drawn
    found = sum(is_true(rows, row, match.person_id) for row, match in matches.sure.items())
    asked = sum(any(is_true(rows, row, each.person_id) for each in some) for row, some in matches.unsure.items())
    assert (found + asked) / 1_000 >= 0.95


def test_strangers_are_nobody(drawn):
    _, rows, matches = drawn
    strangers = [row for row in matches.sure if rows[row[1]].truth < 0]
    assert strangers == []


def test_certainty_of_all_candidates_is_one_at_most(drawn):
    _, _, matches = drawn
    assert all(sum(each.score for each in candidates) <= 1 for candidates in matches.unsure.values())


def test_training_twice_writes_the_same_weights(tmp_path):
    people = draw_people(400, seed=5)
    for name in ("one", "other"):
        with duckdb.connect() as engine:
            engine.execute("SET threads = 1")
            lay_out(engine, people, write_anew(people, seed=6))
            train(engine, rows="rows", people="people", into=tmp_path / name)
    assert (tmp_path / "one").read_text() == (tmp_path / "other").read_text()


@pytest.mark.parametrize(
    "spellings",
    [
        ("Құрманғазы", "Курмангазы", "Qurmanğazy", "Kurmangazy"),
        ("Щукин", "Shchukin", "Şukin"),
        ("Жанна", "Zhanna", "Janna"),
        ("Шыңғыс", "Shyngys", "Şyñğys"),
        ("Әсел", "Асель", "Asel", "Äsel"),
        ("Ерлан", "Yerlan", "Erlan"),
    ],
    ids=lambda names: names[-1],
)
def test_spellings_of_a_name_sound_the_same(spellings):
    assert len({content().name_forms.sound(each) for each in spellings}) == 1


@pytest.mark.parametrize(
    ("forms", "stem"),
    [
        (("Нұрланұлы", "Нурланович", "Нурлановна", "Nurlanuly"), "nurlan"),
        (("Серікқызы", "Сериковна", "Serikkyzy"), "serik"),
        (("Ахметова", "Ахметов", "Ахмет", "Akhmetova"), "ahmet"),
        (("Ли", "Li"), "li"),
    ],
    ids=["nurlan", "serik", "ahmet", "li"],
)
def test_endings_of_sex_and_language_are_not_part_of_a_stem(forms, stem):
    assert {content().name_forms.stem(each) for each in forms} == {stem}
