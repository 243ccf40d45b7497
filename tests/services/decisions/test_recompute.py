"""A decision is computed again from the rows it came from: by its dates, and by the rules of its day."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest
from typer.testing import CliRunner

from alatau.core.clock import read_clocks
from alatau.family.run.run import run_cards
from alatau.rules.gather import read_book
from alatau.services.decisions import commands
from alatau.services.decisions.grant import grant
from alatau.services.decisions.recompute import recompute
from alatau.services.decisions.values import DecisionId
from alatau.services.models import Decision
from tests.family.nation import FAMILY, plan_of, settle_six
from tests.family.town import WRITER
from tests.services.decisions.stage import open_wallet_of, own
from tests.services.offers.stage import fill_treasury

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

    from tests.family.nation import Six

RIGHT = "large_family_allowance_4"


@pytest.fixture
def six(as_worker: None, settings: SettingsWrapper) -> Six:
    """A family of six whose large-family allowance is granted on cards that were computed from rows."""
    settings.ALATAU_ROLE = "worker"
    law = read_book().on(read_clocks().city_day)
    six = settle_six({rule.version.register for rule in law.needed_for([RIGHT])} - {""})
    run_cards(plan_of([RIGHT]), by=WRITER, at=six.at)
    fill_treasury(at=six.at)
    open_wallet_of(six.aigerim, at=six.at)
    grant(RIGHT, six.aigerim, family_id=FAMILY, by=own(six.aigerim), at=six.at)
    return six


def again(decision_id: UUID | None = None) -> Any:
    plan = plan_of([RIGHT])
    chosen = DecisionId(decision_id or Decision.objects.get().id)
    return recompute(chosen, planner=lambda question: plan(question, "duckdb"))


def explain(*more: str) -> Any:
    asked = ["--by", "dana", "--purpose", "social_support", "--case", str(uuid4())]
    return CliRunner().invoke(commands.commands, ["explain", str(Decision.objects.get().id), *asked, *more])


def test_a_decision_comes_out_the_same_from_its_rows(six: Six) -> None:
    found = again()
    assert (found.found, found.problem) == (Decision.objects.get().amount, "")
    assert found.is_whole


def test_the_explanation_unfolds_to_rows_and_the_laws_numbers(six: Six) -> None:
    told = json.loads(explain("--json").output)
    text = json.dumps(told["tree"])
    assert told["recomputed"]["found"] == told["decision"]["amount"]
    assert '"mci"' in text
    assert '"register_key": "persons"' in text


def test_a_decision_whose_sum_is_not_the_rules_is_found_out(six: Six) -> None:
    row = Decision.objects.get()
    row.supersedes_id, row.id, row.amount = row.id, uuid4(), row.amount + 1
    row.save(force_insert=True)
    assert not again(row.id).is_whole
