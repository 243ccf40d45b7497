"""A contested look opens one case, with the look it is about."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from alatau.access.load import access_person
from alatau.access.looks import contest_look, list_looks
from alatau.core.clock import read_clocks
from alatau.core.journal.read import list_lines_about
from alatau.core.journal.values import LineKind, SealedLine
from alatau.desk.errors import OwnAffairError
from alatau.desk.listeners import open_cases_of_replies
from alatau.desk.models import Case
from alatau.desk.rights import require_impartial
from tests.people import load_people, resident
from tests.people import official as colleague

if TYPE_CHECKING:
    from tests.people import Resident


def contested(who: Resident) -> SealedLine:
    """Let Dana look, let the person contest it, and return the event as a listener gets it."""
    at = read_clocks()
    access_person(who.person_id, by=colleague("dana").actor, purpose="case", case_id=uuid4(), at=at)
    contest_look(list_looks(who.person_id).looks[0].line_id, by=who.actor, at=at)
    event = list_lines_about(who.person_id, kinds=[LineKind.EVENT])[0]
    return SealedLine(**{**asdict(event), "number": 1})


def test_reader_whose_look_is_contested_does_not_take_the_case(db: None) -> None:
    load_people()
    open_cases_of_replies([contested(resident("aigerim"))])
    at = read_clocks()
    with pytest.raises(OwnAffairError):
        require_impartial(Case.objects.get(), by=colleague("dana").actor, at=at)
    require_impartial(Case.objects.get(), by=colleague("marat").actor, at=at)


def test_contested_look_opens_one_case_however_often_it_is_told(db: None) -> None:
    load_people()
    line = contested(resident("aigerim"))
    open_cases_of_replies([line])
    open_cases_of_replies([line])
    case = Case.objects.get()
    assert case.type == "look_contested"
    assert case.facts["reader_id"] == str(colleague("dana").user_id)
