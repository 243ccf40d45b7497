"""Quiet hours in city time: which minute waits, how long, and which messages do not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alatau.messages.catalogue import catalogue, get_template
from alatau.messages.quiet import wait_for_morning
from alatau.messages.values import MessageStatus
from tests.messages.people import later
from tests.messages.test_deliver import deliver
from tests.messages.test_send import CITY, ask

if TYPE_CHECKING:
    from alatau.core.values import Moment, PersonId
    from tests.messages.doubles import GatewayDouble

CITY_ZONE = ZoneInfo("Asia/Almaty")
NIGHT = catalogue().rules
NOON = replace(NIGHT, quiet_from=time(13), quiet_until=time(14))
NEVER = replace(NIGHT, quiet_from=time(13), quiet_until=time(13))
moments = st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2040, 1, 1), timezones=st.just(CITY_ZONE))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("clock", "rules", "waits"),
    [
        (time(21, 59, 59), NIGHT, timedelta(0)),
        (time(22, 0, 0), NIGHT, timedelta(hours=10)),
        (time(23, 59, 59), NIGHT, timedelta(hours=8, seconds=1)),
        (time(0, 0, 0), NIGHT, timedelta(hours=8)),
        (time(7, 59, 59), NIGHT, timedelta(seconds=1)),
        (time(8, 0, 0), NIGHT, timedelta(0)),
        (time(12, 59, 59), NOON, timedelta(0)),
        (time(13, 0, 0), NOON, timedelta(hours=1)),
        (time(13, 59, 59), NOON, timedelta(seconds=1)),
        (time(14, 0, 0), NOON, timedelta(0)),
        (time(13, 0, 0), NEVER, timedelta(0)),
        (time(3, 0, 0), NEVER, timedelta(0)),
    ],
)
def test_quiet_hours_begin_and_end_on_the_second(clock: time, rules, waits: timedelta) -> None:
    assert wait_for_morning(datetime.combine(datetime(2026, 3, 10, tzinfo=UTC), clock, CITY_ZONE), rules) == waits


@given(moments, st.sampled_from([NIGHT, NOON]))
def test_whoever_waits_wakes_when_the_quiet_hours_end(at: datetime, rules) -> None:
    wait = wait_for_morning(at, rules)
    assert timedelta(0) <= wait < timedelta(days=1)
    assert not wait or (at + wait).time() == rules.quiet_until
    assert wait_for_morning(at + wait, rules) == timedelta(0)


@given(moments, st.times(), st.times())
def test_any_two_hours_part_the_day_in_quiet_and_open(at: datetime, begin: time, end: time) -> None:
    rules = replace(NIGHT, quiet_from=begin, quiet_until=end)
    other = replace(NIGHT, quiet_from=end, quiet_until=begin)
    if begin != end:
        assert bool(wait_for_morning(at, rules)) != bool(wait_for_morning(at, other))


@pytest.mark.parametrize("key", [template.key for template in catalogue().newest()])
def test_only_codes_and_answers_to_replies_go_at_any_hour(key: str) -> None:
    template = get_template(key)
    goes_at_night = template.purpose_class == "security" or key.startswith("messages.")
    assert template.heeds_quiet_hours is not goes_at_night


@pytest.mark.parametrize(
    ("hours", "status"),
    [(9.99, MessageStatus.SENT), (10, MessageStatus.WAITING), (19.99, MessageStatus.WAITING), (20, MessageStatus.SENT)],
)
def test_question_is_held_back_from_ten_until_eight(
    aigerim: PersonId, gateways: GatewayDouble, moment: Moment, hours: float, status: MessageStatus
) -> None:
    at = later(moment, hours=hours)  # the moment is noon
    assert deliver(ask(aigerim, at), at).status == status


def test_mail_waits_for_the_morning_like_a_phone(db: None, gateways: GatewayDouble, moment: Moment) -> None:
    from uuid import uuid4

    from alatau.core.values import PersonId
    from alatau.messages.contacts import set_contact_point
    from alatau.messages.models import Message
    from alatau.messages.send import send_message
    from alatau.messages.values import Channel

    person, night = PersonId(uuid4()), later(moment, hours=12)
    set_contact_point(person, Channel.EMAIL, "a@example.kz", by=CITY, at=night)
    sent = send_message("papers.document_ready", to=person, facts={"title": "Certificate"}, by=CITY, at=night)
    message = deliver(Message.objects.get(id=sent), night)
    assert (message.channel, message.status, message.failure) == ("email", MessageStatus.WAITING, "quiet_hours")


def test_message_that_dies_before_the_morning_is_not_sent_then(aigerim, gateways: GatewayDouble, moment) -> None:
    night = later(moment, hours=11)
    message = deliver(ask(aigerim, night), night)
    assert deliver(message, later(night, minutes=4320)).status == MessageStatus.EXPIRED
    assert gateways.calls == []
