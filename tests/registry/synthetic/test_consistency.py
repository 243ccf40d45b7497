"""Registers of the invented nation tell one story: what one says of a person, others bear out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from qazaqstan.identity import ORGANISATION_NUMBERS, PERSON_NUMBERS
from qazaqstan.phones import PHONE_NUMBERS
from qazaqstan.sample import RESIDENTS
from qazaqstan.synthetic.figures import read_queries
from qazaqstan.synthetic.makers.people import respell
from qazaqstan.synthetic.naming import feminine, patronymic

if TYPE_CHECKING:
    from collections.abc import Callable

    Asking = Callable[..., list[tuple[Any, ...]]]

#: Stories that may never be broken: what to count, and it has to be nothing.
NEVER = {
    "a wage implies a contract": """select count(*) from contributions c anti join labour_contracts l
        on l.number = c.number and l.employer_number = c.payer_number
        where payer_number is not null
        and c.number not in (select old_number from civil_changes where act_kind = 'number_change')""",
    "an employer is a legal entity": """select count(*) from contributions c anti join legal_entities e
        on e.organisation_number = c.payer_number where c.payer_number is not null""",
    "a pupil has a school that exists": """select count(*) from pupils p anti join legal_entities e
        on e.organisation_number = p.school_number""",
    "a pupil is of school age": """select count(*) from pupils join persons using (number)
        where level = 'school' and left_on is null
        and date_diff('year', born_on, date '2026-10-01') not between 6 and 18""",
    "a car of a person has a living owner": """select count(*) from vehicles v
        join persons p on p.number = v.owner_number where v.category = 'car' and p.life_status = 'dead'""",
    "a parent in a birth act is old enough": """select count(*) from births b
        join persons p on p.number = b.mother_number
        where b.born_on < p.born_on + interval 16 year and b.child_number <> b.mother_number""",
    "a father in a birth act is a man": """select count(*) from births b join persons p on p.number = b.father_number
        where p.sex = 'female'""",
    "a divorce ends a marriage": """select count(*) from divorces d anti join marriages m
        on m.divorce_act_number = d.act_number""",
    "nobody marries as a child": """select count(*) from marriages m
        join persons p on p.number in (m.man_number, m.woman_number)
        where m.registered_on < p.born_on + interval 15 year""",
    "a divorce comes after its marriage": """select count(*) from divorces d join marriages m
        on m.divorce_act_number = d.act_number where d.registered_on <= m.registered_on""",
    "a person lives at an address that exists": """select count(*) from residence r anti join addresses a
        on a.address_code = r.address_code""",
    "an owned dwelling has an address": """select count(*) from real_estate r anti join addresses a
        on a.address_code = r.address_code""",
    "a dead person's act names a person of the register": """select count(*) from deaths d anti join persons p
        on p.number = d.number""",
    "the living have no death act": """select count(*) from deaths d join persons p on p.number = d.number
        where p.life_status <> 'dead'""",
    "assistance goes to families under the line": """select count(*) from targeted_assistance
        where income_per_head >= poverty_line""",
    "alimony is owed to a woman": """select count(*) from enforcement e join persons p on p.number = e.claimant_number
        where e.kind = 'alimony' and p.sex = 'male'""",
    "a child in the queue has its mother as parent": """select count(*) from kindergarten_queue q
        join births b on b.child_number = q.number where b.mother_number <> q.parent_number""",
    "a pension is paid to the old": """select count(*) from benefit_payments join persons using (number)
        where payment_code = 'PENS_BASIC' and life_status = 'alive'
        and date_diff('year', born_on, date '2026-10-01') < 61""",
}


@pytest.mark.parametrize("story", NEVER)
def test_registers_tell_one_story(story: str, asking: Asking) -> None:
    assert asking(NEVER[story]) == [(0,)]


def test_registers_and_families_together_tell_about_as_many_poor_as_there_are(asking: Asking) -> None:
    queries = read_queries()
    [poor] = [share for about, share, _count in asking(queries["poor"]) if about == ""]
    [[_about, told, _count]] = asking(queries["poor_by_registers"])
    assert abs(told - poor) < 0.02


def test_everybody_alive_has_one_current_stay(asking: Asking) -> None:
    counts = asking(
        """select count(r.number) as stays from persons p left join residence r
           on r.number = p.number and r.lives_until is null
           where p.life_status <> 'dead' and p.address_code is not null and p.number not in
           (select row_key from truth_faults where fault in ('double_record', 'registered_nowhere'))
           group by p.number"""
    )
    assert {stays for (stays,) in counts} == {1}


def test_large_families_get_the_allowance_of_their_children(asking: Asking) -> None:
    paid = asking(
        "select distinct payment_code, amount from benefit_payments where payment_code like 'LARGE_%' order by 1"
    )
    assert ("LARGE_4", round(4_325 * 16.03) * 100) in paid


@pytest.mark.parametrize("person", RESIDENTS, ids=lambda person: person.key)
def test_named_people_stand_in_the_registers_under_their_own_numbers(person, asking: Asking) -> None:
    number = number_of(person.key)
    rows = asking(f"select given_name, born_on, sex from persons where number = '{number}'")
    assert rows == [(person.name.split()[0], person.born_on, "female" if person.woman else "male")]
    phones = [phone for (phone,) in asking(f"select phone from mobile_citizens where number = '{number}'")]
    assert phones == ([PHONE_NUMBERS.synthesise(person.phone_serial)] if person.phone_serial is not None else [])


def number_of(key: str) -> str:
    person = next(one for one in RESIDENTS if one.key == key)
    return PERSON_NUMBERS.synthesise(born_on=person.born_on, woman=person.woman, serial=person.serial)


def test_named_family_is_a_family_in_the_civil_acts(asking: Asking) -> None:
    mother, father = number_of("aigerim"), number_of("bolat")
    children = f"select child_number from births where mother_number = '{mother}' or father_number = '{father}'"
    assert {number for (number,) in asking(children)} == {number_of("dias"), number_of("amina")}
    home = f"select distinct address_code from residence where lives_until is null and number in ({children})"
    living = f"select number from residence where lives_until is null and address_code in ({home})"
    people = {number for (number,) in asking(living)}
    assert people == {number_of(key) for key in ("aigerim", "bolat", "dias", "amina")}


def test_named_firm_is_directed_by_its_signatory(asking: Asking) -> None:
    firm = ORGANISATION_NUMBERS.synthesise(21)
    rows = asking(f"select director_number, name from legal_entities where organisation_number = '{firm}'")
    assert (number_of("nurlan"), "«Сары-Арқа Нан» ЖШС") in rows


@pytest.mark.parametrize(
    ("name", "style", "son", "daughter"),
    [
        ("Серік", "kazakh", "Серікұлы", "Серікқызы"),
        ("Серік", "russian", "Серікович", "Серіковна"),
        ("Николай", "russian", "Николаевич", "Николаевна"),
        ("Василий", "russian", "Васильевич", "Васильевна"),
        ("Игорь", "russian", "Игоревич", "Игоревна"),
        ("Илья", "russian", "Ильич", "Ильична"),
        ("Мұса", "russian", "Мұсаевич", "Мұсаевна"),
    ],
)
def test_patronymics_follow_the_language(name: str, style: str, son: str, daughter: str) -> None:
    assert (patronymic(name, style, False), patronymic(name, style, True)) == (son, daughter)


@pytest.mark.parametrize(
    ("his", "hers"), [("Ахметов", "Ахметова"), ("Достоевский", "Достоевская"), ("Сейітқали", "Сейітқали")]
)
def test_surnames_of_women_take_the_ending_of_the_language(his: str, hers: str) -> None:
    assert feminine(his) == hers


def test_a_second_spelling_is_never_the_first_one() -> None:
    assert [respell(name) for name in ("Жұмабаев", "Иванов", "Петров")] == ["Жумабаев", "Ивонов", "Пэтров"]
