"""The catalogue's other doors: the command line, the desk's kinds of cases, and what the journal tells."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

import pytest
from typer.testing import CliRunner

from alatau.desk.task_types import list_own_types, list_types
from alatau.services.catalogue.case_kinds import LOOK_DAYS, deadline_of, kind_of_case
from alatau.services.catalogue.read import find_request_of_case
from alatau.services.catalogue.reasons import say_reasons
from alatau.services.catalogue.request_values import RequestStatus
from alatau.services.catalogue.services import get_service, list_fields, list_services
from alatau.services.commands import commands
from alatau.services.listeners import follow_requests
from tests.services.catalogue.stage import ADDRESS, FLOOD, MARRIAGE, again, ask, hold_licence, owe_fee

if TYPE_CHECKING:
    from alatau.core.journal.values import SealedLine


@dataclass
class Told:
    """A line of the journal, as far as the listener reads it."""

    action: str
    case_id: object = None
    body: dict[str, object] = field(default_factory=dict)


def tell(told):
    """Let the requests hear of a line."""
    follow_requests([cast("SealedLine", told)])


def test_list_on_the_command_line_names_every_service():
    done = CliRunner().invoke(commands, ["list", "--json"])
    assert [each["code"] for each in json.loads(done.output)] == [service.code for service in list_services()]


def test_list_for_people_says_what_each_ends_in():
    done = CliRunner().invoke(commands, ["list"])
    assert done.exit_code == 0
    assert ADDRESS in done.output
    assert "document" in done.output


def test_export_goes_into_a_file(db, tmp_path):
    path = tmp_path / "catalogue.jsonld"
    done = CliRunner().invoke(commands, ["export", "--to", str(path)])
    assert f"{len(list_services())} services" in done.output
    assert json.loads(path.read_text(encoding="utf-8"))["@graph"]


def test_export_goes_to_the_screen(db):
    done = CliRunner().invoke(commands, ["export"])
    assert json.loads(done.output)["@context"]


@pytest.mark.parametrize("service", list_services(), ids=lambda service: service.key)
def test_every_service_has_a_kind_of_case_at_the_desk(service):
    kind = list_types()[kind_of_case(service)]
    assert kind.four_eyes
    assert {"granted", "refused"} <= kind.outcomes.keys() or service.outcome.task
    assert kind.deadline.days == (service.deadline.days or LOOK_DAYS) or service.outcome.task


def test_kinds_of_services_stand_beside_the_desks_own():
    assert set(list_own_types()) < set(list_types())
    assert f"service.{MARRIAGE}" not in list_own_types()


def test_what_comes_at_once_still_gives_an_official_days_to_look():
    assert deadline_of(get_service(ADDRESS)).days == LOOK_DAYS


def test_skills_of_the_desk_are_the_fields_of_services():
    skills = {kind.skill for key, kind in list_types().items() if key.startswith("service.")}
    assert skills == {f"service.{each.folder}" for each in list_fields()}


@pytest.mark.parametrize(
    ("codes", "count"),
    [
        (["condition.0", "judgement"], 2),
        (["contested"], 1),
        (["condition.99"], 1),
        (["registry.row_refused"], 1),
        ([], 0),
    ],
)
def test_each_reason_is_said_in_words(codes, count):
    said = say_reasons(get_service(FLOOD), {"reasons": codes})
    assert len(said) == count
    assert all(each.endswith(".") and "_" not in each for each in said)


@pytest.mark.parametrize("facts", [{}, {"reasons": None}, {"reasons": "condition.0"}])
def test_case_without_reasons_says_none(facts):
    assert say_reasons(get_service(FLOOD), facts) == []


def test_journal_grants_what_officials_granted(registers, aigerim, city):
    view = ask(FLOOD, aigerim, at=city, damaged=["home"], has_shelter=True, phone="+77000000001")
    tell(Told("desk.case.decided", view.case_id, {"outcome": "granted"}))
    assert again(view, aigerim).status is RequestStatus.GRANTED
    tell(Told("desk.case.reopened", view.case_id))
    assert again(view, aigerim).status is RequestStatus.WITH_STAFF


def test_journal_tells_of_fees_that_are_paid_whole(registers, aigerim, city):
    hold_licence(registers, aigerim.person_id)
    view = owe_fee(aigerim, at=city)
    body = {"bill_id": str(view.bill_id), "source": "services.request"}
    tell(Told("money.bill.paid", body=body | {"is_whole": False}))
    assert again(view, aigerim).status is RequestStatus.FEE_DUE
    tell(Told("money.bill.paid", body=body | {"is_whole": True}))
    assert again(view, aigerim).status is RequestStatus.GRANTED


@pytest.mark.parametrize(
    "line",
    [
        Told("money.bill.paid", body={"source": "", "is_whole": True}),
        Told("desk.case.decided", None, {"outcome": "granted"}),
        Told("desk.case.reopened", None),
    ],
)
def test_journal_of_other_matters_changes_nothing(registers, aigerim, city, line):
    view = ask(FLOOD, aigerim, at=city, damaged=["home"], has_shelter=True, phone="+77000000001")
    follow_requests([line])
    assert again(view, aigerim).status is RequestStatus.WITH_STAFF


def test_case_leads_to_its_request_and_others_to_none(registers, aigerim, city):
    view = ask(FLOOD, aigerim, at=city, damaged=["home"], has_shelter=True, phone="+77000000001")
    found = find_request_of_case(view.case_id)
    assert found is not None
    assert found.id == view.id
    assert find_request_of_case(view.id) is None
