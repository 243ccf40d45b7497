"""Two records that turned out to be one person: one inbox, one set of addresses and choices."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from alatau.core.values import PersonId
from alatau.messages.choices import get_choices, set_choices
from alatau.messages.contacts import end_contact_point, set_contact_point
from alatau.messages.inbox import list_inbox, list_open_questions
from alatau.messages.merge import carry_messages
from alatau.messages.models import ContactPoint, Conversation, PersonChoices
from alatau.messages.read import find_contact_point, find_contact_points
from alatau.messages.values import Channel, InboundOutcome
from tests.messages.people import AIGERIM_PHONE, BOLAT_PHONE, resident
from tests.messages.test_reply import reply
from tests.messages.test_send import CITY, ask, send_code

if TYPE_CHECKING:
    from alatau.core.values import Moment


@pytest.fixture
def twin(db: None) -> PersonId:
    """The record that stands for Aigerim from now on; it knows no address yet."""
    return PersonId(uuid4())


def test_kept_record_gets_the_address_it_lacks_proved_as_it_was(aigerim: PersonId, twin, moment: Moment) -> None:
    carry_messages(aigerim, to=twin, by=CITY, at=moment)
    point = find_contact_point(twin, Channel.SMS)
    assert (point.address, point.proved_at) == (AIGERIM_PHONE, moment.wall_at)
    assert find_contact_points(aigerim) == []
    assert send_code(twin, moment).address == AIGERIM_PHONE


def test_address_of_the_kept_record_stands_and_the_other_ends(aigerim, bolat: PersonId, moment: Moment) -> None:
    set_contact_point(aigerim, Channel.EMAIL, "a@example.kz", by=CITY, at=moment)
    carry_messages(aigerim, to=bolat, by=CITY, at=moment)
    assert [point.address for point in find_contact_points(bolat)] == [BOLAT_PHONE, "a@example.kz"]
    assert ContactPoint.objects.get(address=AIGERIM_PHONE).ended_at == moment.wall_at


def test_choices_are_carried_when_the_kept_record_has_none(aigerim: PersonId, twin: PersonId, moment: Moment) -> None:
    chosen = replace(get_choices(aigerim), language="ar", channel=Channel.IN_APP)
    set_choices(aigerim, chosen, by=resident(aigerim), at=moment)
    carry_messages(aigerim, to=twin, by=CITY, at=moment)
    assert get_choices(twin) == chosen


def test_choices_of_the_kept_record_stand(aigerim: PersonId, bolat: PersonId, moment: Moment) -> None:
    carry_messages(aigerim, to=bolat, by=CITY, at=moment)
    assert get_choices(bolat).language == "ru"
    assert PersonChoices.objects.count() == 1


def test_inbox_of_the_kept_record_holds_both(aigerim: PersonId, bolat: PersonId, moment: Moment) -> None:
    ask(aigerim, moment)
    ask(bolat, moment)
    carry_messages(aigerim, to=bolat, by=CITY, at=moment)
    assert len(list_inbox(bolat, at=moment)) == len(list_open_questions(bolat, at=moment)) == 2
    assert list_inbox(aigerim, at=moment) == []


def test_answer_to_a_question_asked_before_the_merge_is_taken(aigerim: PersonId, twin, moment: Moment) -> None:
    ask(aigerim, moment)
    carry_messages(aigerim, to=twin, by=CITY, at=moment)
    assert reply("2", moment).outcome is InboundOutcome.ANSWERED
    assert Conversation.objects.get().person_id == twin


def test_merging_again_changes_nothing(aigerim: PersonId, twin: PersonId, moment: Moment) -> None:
    for _ in range(2):
        carry_messages(aigerim, to=twin, by=CITY, at=moment)
    assert [point.address for point in find_contact_points(twin)] == [AIGERIM_PHONE]


def test_ended_addresses_go_along_as_history(aigerim: PersonId, twin: PersonId, moment: Moment) -> None:
    end_contact_point(aigerim, Channel.SMS, by=CITY, at=moment)
    carry_messages(aigerim, to=twin, by=CITY, at=moment)
    assert ContactPoint.objects.filter(person_id=twin).exclude(ended_at=None).count() == 1
    assert find_contact_points(twin) == []
