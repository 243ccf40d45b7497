"""What an operator asks about offers at a terminal: counts, and nobody's name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from typer.testing import CliRunner

from alatau.services.offers.commands import commands
from tests.services.offers.stage import GRANT, SUM, offer, put_card

if TYPE_CHECKING:
    from alatau.core.values import Moment, PersonId


def test_offers_are_counted_by_where_they_stand_and_by_right(city: Moment, aigerim: PersonId) -> None:
    put_card((aigerim, "spouse", {GRANT: SUM}), at=city)
    offer(GRANT, aigerim, at=city)
    told = CliRunner().invoke(commands, ["offers", "--json"])
    assert json.loads(told.output) == {"by_status": {"offered": 1}, "by_right": {"BIRTH_1_3": 1}}
    assert "BIRTH_1_3" in CliRunner().invoke(commands, ["offers"]).output


def test_a_search_without_a_run_before_opens_nothing(city: Moment, aigerim: PersonId) -> None:
    put_card((aigerim, "spouse", {GRANT: SUM}), at=city)
    assert "0 offers opened" in CliRunner().invoke(commands, ["search-cards"]).output
