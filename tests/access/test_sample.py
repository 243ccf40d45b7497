"""The sample city's people, the command line, and the refusal of both in a real city."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from typer.testing import CliRunner

from alatau.access.commands import commands
from alatau.access.errors import SampleOnlyError
from alatau.access.models import Person, Representation, User
from alatau.access.sample import list_sample_sign_ins, load_sample_city
from alatau.core.content import content
from alatau.messages.choices import get_choices
from tests.people import official, resident

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper


def run(*words: str) -> str:
    """Run a command and return what it printed."""
    result = CliRunner().invoke(commands, list(words))
    assert result.exception is None, result.exception
    return result.output


def test_loading_twice_makes_nobody_twice(people: None) -> None:
    counts = [table.objects.count() for table in (Person, User, Representation)]
    load_sample_city()
    assert [table.objects.count() for table in (Person, User, Representation)] == counts


def test_older_city_keeps_the_grounds_it_was_made_with(people: None) -> None:
    Representation.objects.update(ground="As an earlier release wrote it")
    load_sample_city()
    assert {row.ground for row in Representation.objects.all()} == {"As an earlier release wrote it"}


def test_two_administrators_can_confirm_each_other(people: None) -> None:
    roles = [official(member.login).actor.roles for member in content().sample_city.staff]
    assert sum("administrator" in held for held in roles) == 2


def test_sample_numbers_can_belong_to_nobody(people: None) -> None:
    for person in content().sample_city.residents:
        assert content().person_numbers.is_synthetic(resident(person.key).number)


def test_each_resident_is_written_to_in_their_language(people: None) -> None:
    for person in content().sample_city.residents:
        assert get_choices(resident(person.key).person_id).language == person.language


def test_each_official_holds_the_roles_of_the_content(people: None) -> None:
    for member in content().sample_city.staff:
        assert official(member.login).actor.roles == set(member.roles)


def test_real_city_refuses_invented_people(db: None, settings: SettingsWrapper) -> None:
    settings.PRODUCTION = True
    with pytest.raises(SampleOnlyError):
        load_sample_city()
    assert not Person.objects.exists()


def test_page_of_sample_people_is_absent_in_a_real_city(client: Client, db: None, settings: SettingsWrapper) -> None:
    settings.PRODUCTION = True
    assert client.get(reverse("access:sample_sign_in")).status_code == 404


def test_table_of_the_start_tells_everybody_who_can_sign_in() -> None:
    names = " ".join(line.name for line in list_sample_sign_ins())
    assert all(name in names for name in ("Aigerim", "Yusuf", "Dana", "Marat", "Timur"))
    assert "Gulnara" not in names


def test_first_administrator_is_made_on_the_command_line(db: None) -> None:
    said = run("staff", "create", "root", "First Administrator", "city_office", "--role", "administrator")
    password = said.split("\n\n")[1].strip()
    assert User.objects.get(login="root").check_password(password)
    assert official_roles("root") == {"administrator"}


def test_roles_are_given_and_taken_on_the_command_line(people: None) -> None:
    run("role", "grant", "yerlan", "caseworker", "--ground", "Order 7")
    assert "caseworker" in official_roles("yerlan")
    run("role", "revoke", "yerlan", "caseworker")
    assert "caseworker" not in official_roles("yerlan")


@pytest.mark.parametrize(
    "words", [["staff", "list"], ["role", "list"], ["sample", "list"], ["sample", "load"], ["matrix"]]
)
def test_lists_are_printed(people: None, words: list[str]) -> None:
    assert run(*words)


def test_disabled_colleague_is_no_longer_listed(people: None) -> None:
    run("staff", "disable", "yerlan")
    assert "Ерлан" not in run("staff", "list")


def official_roles(login: str) -> frozenset[str]:
    """Return the roles of a member of staff, one outside the sample included."""
    from alatau.access.actor import staff_actor
    from alatau.core.clock import read_clocks

    return staff_actor(User.objects.get(login=login), at=read_clocks()).roles
