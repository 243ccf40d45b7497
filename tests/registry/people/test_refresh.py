"""From the state's registers to families and back to the records behind them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from alatau.access.models import Person
from alatau.access.register import merge_persons
from alatau.core.clock import read_clocks
from alatau.core.content import content
from alatau.registry.commands import commands
from alatau.registry.declare import get_register
from alatau.registry.errors import BeforeFirstLoadError
from alatau.registry.people.check import check_families
from alatau.registry.people.read import find_family, find_residence, list_fault_counts, list_kin, list_related
from alatau.registry.people.refresh import refresh_people
from alatau.registry.receive import receive_row
from tests.registry.lake.stage import seal_journal
from tests.registry.people.books import (
    BORN,
    BY,
    HOME,
    OTHER_HOME,
    THIRD_HOME,
    asked,
    birth,
    id_of,
    names_of,
    number,
    person,
    refresh,
    stay,
    take,
    take_town,
)

if TYPE_CHECKING:
    from pathlib import Path

    from alatau.registry.people.values import Family

pytestmark = pytest.mark.usefixtures("as_worker")


@pytest.fixture
def books(tmp_path: Path) -> Path:
    """A town whose books were read and whose families were computed."""
    take_town(tmp_path)
    refresh()
    return tmp_path


def family_of(name: str, day: date = date(2026, 3, 1)) -> Family:
    """Return somebody's family."""
    family = find_family(id_of(name), asked(day))
    assert family is not None
    return family


def members(name: str, day: date = date(2026, 3, 1)) -> set[str]:
    """Return who is in somebody's family."""
    return names_of([member.person_id for member in family_of(name, day).members])


def test_town_reads_back_from_every_side(books: Path) -> None:
    row = Person.objects.get(id=id_of("amina"))
    assert (row.name, row.short_name, row.born_on) == ("Invented Amina", "Amina", BORN["amina"])
    _families_name_the_record_behind_each_member()
    _kin_and_relations_are_told_from_both_sides()
    home = find_residence(id_of("amina"), asked())
    assert home is not None
    assert (home.place, home.record.register) == (HOME, "residence")
    # Without news nothing is written.
    assert refresh() is None


def _families_name_the_record_behind_each_member() -> None:
    assert members("dias") == {"aigerim", "bolat", "dias", "amina"}
    roles = {member.record.register: member.role for member in family_of("dias").members}
    assert roles == {"births": "child", "marriages": "spouse"}
    assert members("saule") == {"saule"}
    assert members("bolat", date(2015, 1, 1)) == {"aigerim", "bolat", "dias"}


def _kin_and_relations_are_told_from_both_sides() -> None:
    kin = {(one.kin, one.seen_as) for one in list_kin(id_of("dias"), asked())}
    assert kin == {("mother", "child"), ("father", "child")}
    assert names_of(list_related(id_of("aigerim"), "children_of_mother", asked())) == {"dias", "amina"}
    assert names_of(list_related(id_of("bolat"), "dependants_of", asked())) == {"dias", "amina"}
    assert list_related(id_of("bolat"), "dependants_of", asked(date(2038, 7, 4))) == []
    assert names_of(list_related(id_of("amina"), "lives_with", asked())) == {"aigerim", "bolat", "dias"}


def test_move_writes_only_what_changed_and_leaves_earlier_answers(books: Path) -> None:
    before = asked()
    take(books, "residence", [stay("bolat", THIRD_HOME, lives_from="2026-02-01")])
    seal_journal()
    report = refresh()
    assert report is not None
    assert report.rows["_residence"].accepted == 2
    assert report.rows["_membership"].accepted == 0
    assert not report.is_whole
    homes = [find_residence(id_of("bolat"), question) for question in (before, asked())]
    assert [home and home.place for home in homes] == [HOME, THIRD_HOME]


def test_officials_of_a_place_find_who_lives_there(books: Path) -> None:
    near, far = (content().place_codes.synthesise(serial) for serial in (1, 2))
    addresses = {HOME: near, OTHER_HOME: near, THIRD_HOME: far}
    take(
        books, "addresses", [{"address_code": code, "place_code": at, "kind": "flat"} for code, at in addresses.items()]
    )
    seal_journal()
    refresh_people(by=BY, at=read_clocks(), is_whole=True)
    assert {name: _region(name) for name in BORN} == dict.fromkeys(BORN, near)
    take(books, "residence", [stay("bolat", THIRD_HOME, lives_from="2026-02-01")])
    seal_journal()
    refresh()
    assert (_region("bolat"), _region("aigerim")) == (far, near)


def _region(name: str) -> str:
    return Person.objects.get(id=id_of(name)).region


def test_who_leaves_the_country_leaves_family_and_presence(books: Path) -> None:
    left = stay("bolat", lives_until="2026-02-01", ended_by="left_country")
    take(books, "residence", [left])
    seal_journal()
    refresh()
    assert find_family(id_of("bolat"), asked()) is None
    assert members("dias") == {"aigerim", "dias", "amina"}
    assert members("dias", date(2026, 1, 31)) == {"aigerim", "bolat", "dias", "amina"}


def test_family_goes_on_under_its_id_when_somebody_dies(books: Path) -> None:
    before = family_of("dias").id
    take(books, "persons", [person("bolat", life_status="dead", died_on="2026-02-10")], as_of=date(2026, 3, 2))
    seal_journal()
    refresh()
    assert (family_of("dias").id, members("dias")) == (before, {"aigerim", "dias", "amina"})
    assert find_family(id_of("bolat"), asked()) is None


def test_adoption_hides_the_earlier_bond_and_keeps_past_answers(books: Path) -> None:
    before = asked()
    act = {"number": birth("amina", "", "")["child_number"], "status": "adopted", "decision_number": "C-1"}
    take(books, "guardianships", [act | {"guardian_number": person("saule")["number"], "starts_on": "2026-01-15"}])
    seal_journal()
    refresh()
    assert members("amina") == {"amina", "saule"}
    _a_whole_computation_changes_nothing()
    visible = list_kin(id_of("amina"), asked(date(2025, 1, 1)))
    assert visible == list_kin(id_of("aigerim"), asked(date(2025, 1, 1)))[3:] == []
    known = list_kin(id_of("amina"), asked(date(2025, 1, 1)), sees_adoptions=True)
    assert names_of([one.person_id for one in known]) == {"aigerim", "bolat"}
    assert len(list_kin(id_of("amina"), before)) == 2


def _a_whole_computation_changes_nothing() -> None:
    """What news alone brought is what computing everybody brings."""
    report = refresh_people(by=BY, at=read_clocks(), is_whole=True)
    assert report is not None
    assert {key: (counts.accepted, counts.closed) for key, counts in report.rows.items() if counts.accepted} == {}
    seal_journal()


def test_row_that_arrives_alone_changes_one_family(books: Path) -> None:
    row = {"act_number": "M-2", "man_number": number("bolat"), "woman_number": number("saule")}
    row["registered_on"] = "2026-02-10"
    receive_row(get_register("marriages"), row, source_id="m-2", by=BY, at=read_clocks())
    seal_journal()
    report = refresh()
    assert report is not None
    assert not report.is_whole
    # Bolat still has his home where Aigerim and the children have theirs.
    assert members("dias") == set(BORN)


def test_merged_record_is_one_member_of_the_family(books: Path) -> None:
    kept, absorbed = id_of("saule"), id_of("aigerim")
    merge_persons(kept, absorbed, by=BY, at=read_clocks())
    seal_journal()
    assert refresh() is not None
    family = find_family(kept, asked())
    assert family is not None
    assert {member.person_id for member in family.members} == {
        kept,
        *(id_of(name) for name in ("bolat", "dias", "amina")),
    }


def test_faults_are_counted_by_load(books: Path) -> None:
    take(books, "births", [birth("saule", "saule", ""), birth("amina", "", "bolat", act_number="B-2")])
    seal_journal()
    refresh()
    found = {(fault.code, fault.register, fault.load): fault.rows for fault in list_fault_counts()}
    assert found == {
        ("child_is_parent", "births", 2): 1,
        ("father_missing", "births", 2): 1,
        ("mother_missing", "births", 2): 1,
    }


def test_check_holds_and_finds_who_lacks_a_family(books: Path) -> None:
    assert replace(check_families(), people=0).holds
    assert check_families().people == len(BORN)
    result = CliRunner().invoke(commands, ["people", "--check", "--faults"])
    assert result.exit_code == 0
    assert "5 people: each is in exactly one family" in result.output


def test_command_computes_once_and_nothing_is_known_before(tmp_path: Path) -> None:
    take_town(tmp_path)
    early = asked()
    first = CliRunner().invoke(commands, ["people", "--refresh"])
    seal_journal()
    second = CliRunner().invoke(commands, ["people", "--refresh"])
    assert "5 people" in first.output
    assert "up to date" in second.output
    with pytest.raises(BeforeFirstLoadError):
        find_family(id_of("dias"), early)
