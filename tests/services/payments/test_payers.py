"""Who pays what is content: complete, checked, and refused with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from alatau.core.content import content
from alatau.rules.gather import gather_rules
from alatau.services.decisions.errors import NotPaidHereError, PayersContentError
from alatau.services.payments.payers import FILE, get_payers, read_payers

if TYPE_CHECKING:
    from pathlib import Path


def test_every_benefit_of_the_law_has_a_payer_and_nothing_else_does() -> None:
    law = {version.key for version in gather_rules(content().law) if version.kind == "benefit"}
    assert law == get_payers().benefits.keys()


def test_the_treasury_has_an_account_for_each_programme() -> None:
    treasury = next(body for body in content().money_bodies if body.role == "treasury")
    assert {each.account for each in get_payers().programmes.values()} <= {each.key for each in treasury.accounts}


def test_help_in_kind_has_no_programme_and_others_money_is_refused() -> None:
    assert get_payers().programme_of("SCHOOL_MEAL") is None
    with pytest.raises(NotPaidHereError):
        get_payers().programme_of("NATFUND")


def test_rights_that_take_each_others_place_know_their_neighbours() -> None:
    assert "LARGE_5" in get_payers().alike("LARGE_4")
    assert get_payers().alike("PENS_BASIC") == ("PENS_BASIC",)


@pytest.mark.parametrize(
    ("given", "instead", "problem"),
    [
        ('BIRTH_4P = "republican_benefits"', 'BIRTH_4P = "moon"', "names no programme"),
        ("months = 3", "months = 0", "out of range"),
        ('account = "local_assistance"', "", "KeyError"),
        ('"LARGE_8P"]', '"LARGE_9"]', "has no payer"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(tmp_path: Path, given: str, instead: str, problem: str) -> None:
    text = (content().services / FILE).read_text(encoding="utf-8")
    assert given in text
    path = tmp_path / FILE
    path.write_text(text.replace(given, instead), encoding="utf-8")
    with pytest.raises(PayersContentError) as refused:
        read_payers(path)
    assert problem in str(refused.value.facts["problem"])
