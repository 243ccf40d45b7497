"""Phone numbers, e-mail addresses and choices: one written form, one of each kind, and everything noted."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alatau.core.journal.values import LineKind
from alatau.core.values import PersonId
from alatau.messages.choices import STOPPABLE, get_choices, set_choices
from alatau.messages.contacts import end_contact_point, normalise_address, set_contact_point
from alatau.messages.errors import AddressNotUsableError
from alatau.messages.models import ContactPoint, PersonChoices
from alatau.messages.read import find_contact_point, find_contact_points
from alatau.messages.values import Channel, PurposeClass
from tests.messages.lines import list_bodies
from tests.messages.people import AIGERIM_PHONE, BOLAT_PHONE, later, resident
from tests.messages.test_send import CITY

if TYPE_CHECKING:
    from alatau.core.values import Moment


def list_lines(action: str) -> list[dict[str, object]]:
    """Return the bodies of the audit lines of this action."""
    return list_bodies(action, kind=LineKind.AUDIT)


@pytest.mark.parametrize(
    ("channel", "written", "normal"),
    [
        (Channel.SMS, "+77000000001", "+77000000001"),
        (Channel.SMS, "8 700 000 00 01", "+77000000001"),
        (Channel.SMS, " +7 (700) 000-00-01 ", "+77000000001"),
        (Channel.EMAIL, " Aigerim@Example.KZ ", "Aigerim@example.kz"),
        (Channel.EMAIL, "a.b+c@example.kz", "a.b+c@example.kz"),
    ],
)
def test_address_has_one_written_form(channel: Channel, written: str, normal: str) -> None:
    assert normalise_address(channel, written) == normal
    assert normalise_address(channel, normal) == normal


@pytest.mark.parametrize(
    ("channel", "written"),
    [
        (Channel.SMS, ""), (Channel.SMS, "12"), (Channel.SMS, "BANK"), (Channel.SMS, "a@example.kz"),
        (Channel.SMS, "+7700000000100000000"), (Channel.EMAIL, ""), (Channel.EMAIL, "a@"),
        (Channel.EMAIL, "@example.kz"),
        (Channel.EMAIL, "a@b@example.kz"), (Channel.EMAIL, "a b@example.kz"),
        (Channel.EMAIL, "a@example.kz\nBcc: b@c.kz"),
        (Channel.EMAIL, "+77000000001"),
    ],
)  # fmt: skip
def test_address_that_cannot_receive_is_refused(db: None, moment: Moment, channel: Channel, written: str) -> None:
    with pytest.raises(AddressNotUsableError) as refused:
        set_contact_point(PersonId(uuid4()), channel, written, by=CITY, at=moment)
    assert refused.value.sentence() == (
        "This address cannot receive messages. Check it. Write a phone number with its country code."
    )
    assert not ContactPoint.objects.exists()


@given(st.integers(min_value=0, max_value=9_999_999), st.sampled_from(["+7700{}", "8700{}", "8 700 {}", "+7-700-{}"]))
def test_phone_in_any_spelling_is_the_same_phone(serial: int, spelling: str) -> None:
    assert normalise_address(Channel.SMS, spelling.format(f"{serial:07}")) == f"+7700{serial:07}"


def test_new_address_ends_the_old_one_and_keeps_it(aigerim: PersonId, moment: Moment) -> None:
    set_contact_point(aigerim, Channel.SMS, BOLAT_PHONE, by=resident(aigerim), at=later(moment, days=1))
    assert [point.address for point in find_contact_points(aigerim)] == [BOLAT_PHONE]
    old = ContactPoint.objects.get(address=AIGERIM_PHONE)
    assert old.ended_at == later(moment, days=1).wall_at


def test_same_address_again_is_the_same_contact_point(aigerim: PersonId, moment: Moment) -> None:
    first = find_contact_point(aigerim, Channel.SMS).id
    assert set_contact_point(aigerim, Channel.SMS, "8 700 000 00 01", by=CITY, at=moment) == first
    assert len(list_lines("messages.contact_point.set")) == 1


@pytest.mark.parametrize(
    ("proved", "again", "is_proved"), [(True, False, True), (False, True, True), (False, False, False)]
)
def test_proof_is_kept_and_can_come_later(db: None, moment: Moment, proved: bool, again: bool, is_proved: bool) -> None:
    person = PersonId(uuid4())
    for one in (proved, again):
        set_contact_point(person, Channel.SMS, AIGERIM_PHONE, by=CITY, at=moment, proved=one)
    assert (find_contact_point(person, Channel.SMS).proved_at is not None) == is_proved


def test_new_address_has_to_be_proved_anew(aigerim: PersonId, moment: Moment) -> None:
    set_contact_point(aigerim, Channel.SMS, BOLAT_PHONE, by=CITY, at=moment)
    assert find_contact_point(aigerim, Channel.SMS).proved_at is None


def test_phone_and_mail_stand_beside_each_other_phone_first(aigerim: PersonId, moment: Moment) -> None:
    set_contact_point(aigerim, Channel.EMAIL, "a@example.kz", by=CITY, at=moment)
    assert [point.channel for point in find_contact_points(aigerim)] == [Channel.SMS, Channel.EMAIL]


def test_family_may_share_one_phone(aigerim: PersonId, moment: Moment) -> None:
    child = PersonId(uuid4())
    set_contact_point(child, Channel.SMS, AIGERIM_PHONE, by=CITY, at=moment)
    assert {point.person_id for point in ContactPoint.objects.filter(ended_at=None)} == {aigerim, child}


def test_ended_address_is_used_no_more_and_ending_again_changes_nothing(aigerim: PersonId, moment: Moment) -> None:
    for _ in range(2):
        end_contact_point(aigerim, Channel.SMS, by=resident(aigerim), at=moment)
    assert find_contact_point(aigerim, Channel.SMS) is None
    assert list_lines("messages.contact_point.ended") == [{"channel": "sms"}]


def test_journal_never_holds_an_address(aigerim: PersonId, moment: Moment) -> None:
    set_contact_point(aigerim, Channel.EMAIL, "secret@example.kz", by=CITY, at=moment)
    assert list_lines("messages.contact_point.set") == [{"channel": "email"}, {"channel": "sms"}]


def test_person_who_chose_nothing_has_the_citys_defaults(db: None) -> None:
    chosen = get_choices(PersonId(uuid4()))
    assert (chosen.language, chosen.channel, chosen.stopped) == ("kk", None, frozenset())


def test_only_reminders_can_be_stopped() -> None:
    assert frozenset({PurposeClass.REMINDER}) == STOPPABLE


@pytest.mark.parametrize("channel", [None, *Channel])
@pytest.mark.parametrize("language", ["kk", "ru", "en", "ar"])
def test_choices_come_back_as_they_were_made(aigerim: PersonId, moment: Moment, channel, language: str) -> None:
    chosen = replace(get_choices(aigerim), language=language, channel=channel, stopped=STOPPABLE)
    set_choices(aigerim, chosen, by=resident(aigerim), at=moment)
    assert get_choices(aigerim) == chosen


def test_same_choices_again_leave_no_line(aigerim: PersonId, moment: Moment) -> None:
    for _ in range(2):
        set_choices(aigerim, get_choices(aigerim), by=resident(aigerim), at=moment)
    assert len(list_lines("messages.choices.changed")) == 1
    assert PersonChoices.objects.count() == 1


def test_change_of_choices_says_what_holds_now(aigerim: PersonId, moment: Moment) -> None:
    set_choices(aigerim, replace(get_choices(aigerim), stopped=STOPPABLE), by=resident(aigerim), at=moment)
    assert list_lines("messages.choices.changed")[0] == {"language": "kk", "channel": "", "stopped": ["reminder"]}


@pytest.mark.parametrize(
    "wrong", [{"language": "de"}, {"stopped": frozenset({PurposeClass.SECURITY})}, {"stopped": frozenset(PurposeClass)}]
)
def test_choices_that_no_door_offers_are_our_own_mistake(aigerim: PersonId, moment: Moment, wrong) -> None:
    with pytest.raises(AssertionError):
        set_choices(aigerim, replace(get_choices(aigerim), **wrong), by=resident(aigerim), at=moment)
