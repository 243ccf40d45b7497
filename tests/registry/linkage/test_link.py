"""Diplomas without a number find their people: sure ones at once, unsure ones by a member of staff."""

from __future__ import annotations

import csv
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest

from alatau.access.read import find_person_by_number
from alatau.core.clock import read_clocks
from alatau.core.content import content
from alatau.core.values import system_actor
from alatau.desk.models import Case
from alatau.registry.declare import get_register
from alatau.registry.ingest.ingest import ingest_source
from alatau.registry.lake.connect import open_engine
from alatau.registry.lake.scan import Slice, versions_sql
from alatau.registry.linkage.decide import settle_match
from alatau.registry.linkage.link import link_named_rows
from alatau.registry.models import LinkDecision, LinkQuestion, LinkSuggestion, Load
from alatau.registry.values import Judgement, LoadKind

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("as_worker")

BY = system_actor("registry.tests")
DAY = date(2026, 3, 1)
BORN = date(1984, 5, 17)
SAME_DAY = date(1990, 8, 21)
#: Gaukhar as the register of persons has her, her twin, and two namesakes born on one day.
PEOPLE = {
    "gaukhar": ("Құрманғалиева", "Гауһар", "Нұрланқызы", BORN, "female"),
    "twin": ("Құрманғалиева", "Меруерт", "Нұрланқызы", BORN, "female"),
    "aliya": ("Сейітова", "Әлия", "Ерланқызы", SAME_DAY, "female"),
    "namesake": ("Сейітова", "Әлия", "Ерланқызы", SAME_DAY, "female"),
    "sergei": ("Щукин", "Сергей", "Юрьевич", date(1979, 2, 3), "male"),
}
NAMESAKE = ("Сеитова", "Алия", "Ерлановна", SAME_DAY)
NUMBERS = {
    key: content().person_numbers.synthesise(born_on=born, woman=sex == "female", serial=place * 7 + 3)
    for place, (key, (_, _, _, born, sex)) in enumerate(PEOPLE.items())
}


def take(register_key: str, folder: Path, header: str, *rows: tuple[object, ...]) -> None:
    """Take a CSV of the rows into a register; columns that the rows leave out are empty."""
    register = get_register(register_key)
    path = folder / f"{register_key}-{len(rows)}.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, [*register.columns])
        writer.writeheader()
        writer.writerows(dict(zip(header.split(), row, strict=True)) for row in rows)
    ingest_source(register, str(path), as_of=DAY, by=BY, at=read_clocks())


@pytest.fixture(autouse=True)
def people(as_worker: None, tmp_path: Path) -> dict[str, UUID]:
    """The register of persons is loaded, with three of them."""
    rows = [
        (NUMBERS[key], surname, given, patronymic, born, sex, "alive")
        for key, (surname, given, patronymic, born, sex) in PEOPLE.items()
    ]
    header = "number surname given_name patronymic born_on sex life_status"
    take("persons", tmp_path, header, *rows)
    return {key: UUID(str(find_person_by_number(number, on=DAY))) for key, number in NUMBERS.items()}


def take_diplomas(folder: Path, *rows: tuple[str, str, str, date]) -> None:
    """Take in diplomas that carry a name and a day of birth."""
    header = "surname given_name patronymic born_on diploma_number degree issued_on"
    told = [(*row, f"D-{place}", "bachelor", "2005-06-30") for place, row in enumerate(rows)]
    take("diplomas", folder, header, *told)


def link():
    return link_named_rows(get_register("diplomas"), by=BY, at=read_clocks())


def owners() -> dict[str, UUID | None]:
    """Return whose each diploma is believed to be."""
    with open_engine() as engine:
        query = versions_sql(get_register("diplomas"), wanted=Slice(with_private=True))
        return dict(engine.execute(f"SELECT diploma_number, subject FROM ({query}) ORDER BY 1").fetchall())


def decide(outcome: str, *, about: UUID | None = None) -> Judgement | None:
    case_id = about or LinkQuestion.objects.latest("suggestion__suggested_at").case_id
    return settle_match(case_id, outcome=outcome, decision_id=uuid4(), decided_by=uuid4(), by=BY, at=read_clocks())


@pytest.mark.parametrize(
    "written",
    [
        ("Курмангалиева", "Гаухар", "Нурлановна"),
        ("QURMANĞALİEVA", "Gauhar", "Nūrlanqyzy"),
        ("Kurmangaliyeva", "Gaukhar", ""),
        ("Құрманғалиева", "Гауһар", "Нұрланқызы"),
    ],
    ids=["russian", "latin", "passport", "kazakh"],
)
def test_spellings_of_one_name_link_to_one_person(tmp_path, people, written):
    take_diplomas(tmp_path, (*written, BORN))
    report = link()
    assert (report.looked_at, report.linked, report.asked) == (1, 1, 0)
    assert owners() == {"D-0": people["gaukhar"]}


def test_linked_row_comes_by_a_load_and_says_how_sure_it_was(tmp_path, people):
    take_diplomas(tmp_path, ("Shchukin", "Sergey", "Yuryevich", date(1979, 2, 3)))
    report = link()
    assert Load.objects.get(register_key="diplomas", number=report.load).kind == LoadKind.RELEASE
    suggestion = LinkSuggestion.objects.get()
    assert (suggestion.person_id, suggestion.judgement) == (people["sergei"], Judgement.POSITIVE)
    assert suggestion.score > 9990
    assert suggestion.detail["born_on"] == "same"


def test_same_source_again_leaves_a_linked_row_linked(tmp_path, people):
    row = ("Щукин", "Сергей", "Юрьевич", date(1979, 2, 3))
    take_diplomas(tmp_path, row)
    link()
    take_diplomas(tmp_path, row, ("Никто", "Никифор", "", date(1950, 1, 1)))
    assert owners() == {"D-0": people["sergei"], "D-1": None}
    assert link().linked == 0


def test_row_of_nobody_stays_unlinked_and_is_counted(tmp_path):
    take_diplomas(tmp_path, ("Иванов", "Пётр", "Ильич", date(1961, 9, 9)))
    report = link()
    assert (report.looked_at, report.linked, report.asked, report.left) == (1, 0, 0, 1)
    assert owners() == {"D-0": None}


def test_unsure_row_opens_one_case_however_often_it_is_looked_at(tmp_path):
    take_diplomas(tmp_path, NAMESAKE)
    assert link().asked == 1
    assert link().looked_at == 0
    assert Case.objects.filter(type="record_owner_unsure").count() == 1
    assert owners() == {"D-0": None}


def test_yes_links_the_row_and_keeps_who_decided(tmp_path):
    take_diplomas(tmp_path, NAMESAKE)
    link()
    asked = LinkQuestion.objects.get().suggestion.person_id
    assert decide("theirs") is Judgement.POSITIVE
    assert owners() == {"D-0": asked}
    assert LinkDecision.objects.get().linked_by_load.kind == LoadKind.RELEASE


def test_no_asks_about_the_next_candidate_and_then_nobody(tmp_path, people):
    take_diplomas(tmp_path, NAMESAKE)
    link()
    first = LinkQuestion.objects.get()
    decide("not_theirs", about=first.case_id)
    second = LinkQuestion.objects.exclude(case_id=first.case_id).get()
    assert {first.suggestion.person_id, second.suggestion.person_id} == {people["aliya"], people["namesake"]}
    decide("not_theirs", about=second.case_id)
    assert LinkQuestion.objects.count() == 2
    assert owners() == {"D-0": None}


def test_later_decision_takes_the_row_back(tmp_path):
    take_diplomas(tmp_path, NAMESAKE)
    link()
    case_id = LinkQuestion.objects.get().case_id
    decide("theirs", about=case_id)
    decide("not_theirs", about=case_id)
    assert owners() == {"D-0": None}
    assert [each.judgement for each in LinkDecision.objects.order_by("decided_at")] == ["positive", "negative"]


def test_case_about_something_else_is_left_alone():
    assert (
        settle_match(uuid4(), outcome="theirs", decision_id=uuid4(), decided_by=uuid4(), by=BY, at=read_clocks())
        is None
    )
