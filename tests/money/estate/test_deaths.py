"""A row of the register of deaths freezes the wallet of whom it names, and nobody else's."""

from __future__ import annotations

from dataclasses import asdict

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from alatau.core.clock import read_clocks
from alatau.core.journal.read import list_lines_about
from alatau.core.journal.values import SealedLine
from alatau.core.values import system_actor
from alatau.money.estate.find import open_estates
from alatau.money.listeners import RECEIVED, ask_who_died
from alatau.money.models import Estate
from alatau.money.values import HolderId, HolderKind
from alatau.money.wallet.open import open_wallet
from alatau.registry.declare import get_register
from alatau.registry.lake.maintain import open_register
from alatau.registry.people.deaths import list_dead, tells_deaths
from alatau.registry.receive import receive_row
from tests.people import load_people, resident
from tests.registry.lake.stage import WRITER, seal_journal

pytestmark = pytest.mark.usefixtures("as_worker", "alatau_home")
BY = system_actor("money.test")


def test_row_of_a_death_freezes_the_wallet_of_whom_it_names():
    load_people()
    at = read_clocks()
    people = [resident(key).person_id for key in ("gulnara", "aigerim")]
    for person_id in people:
        open_wallet(HolderId(person_id), HolderKind.PERSON, by=BY, at=at)
    deaths = get_register("deaths")
    assert tells_deaths(deaths.key)
    open_register(deaths, by=WRITER, at=at)
    assert list_dead(people) == set()
    day = at.city_day.isoformat()
    row = {"act_number": "7", "number": resident("gulnara").number, "died_on": day, "registered_on": day}
    receive_row(deaths, row, source_id="d-1", by=WRITER, at=read_clocks())
    seal_journal()
    assert list_dead(people) == {people[0]}
    for asked in ((), people, ()):
        open_estates(asked, by=BY, at=read_clocks())
    assert [estate.holder_id for estate in Estate.objects.all()] == [people[0]]


def test_listener_asks_for_those_whom_rows_of_deaths_name():
    load_people()
    at, day = read_clocks(), read_clocks().city_day.isoformat()
    row = {"act_number": "7", "number": resident("gulnara").number, "died_on": day, "registered_on": day}
    receive_row(get_register("deaths"), row, source_id="d-1", by=WRITER, at=at)
    about = list_lines_about(resident("gulnara").person_id)
    lines = [SealedLine(**{**asdict(line), "number": 1}) for line in about if line.action == RECEIVED]
    with transaction.atomic():
        ask_who_died(lines)
    (job,) = ProcrastinateJob.objects.filter(task_name="money.open_estates")
    assert job.args == {"people": [str(resident("gulnara").person_id)]}
