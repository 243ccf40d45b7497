"""Deliveries to partners: what each answer leads to, rounds and spans, switching, and what operators see."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from alatau.core.values import system_actor
from alatau.messages.models import WebhookAttempt, WebhookDelivery, WebhookEndpoint
from alatau.messages.values import DeliveryId, EndpointId
from alatau.messages.webhooks.call import CallOutcome
from alatau.messages.webhooks.conclude import conclude_call
from alatau.messages.webhooks.deliver import BATCH, deliver_webhook
from alatau.messages.webhooks.endpoints import list_secrets, register_endpoint, rotate_secret, switch_endpoint
from alatau.messages.webhooks.errors import EndpointDisabledError, EndpointNotFoundError
from alatau.messages.webhooks.event_types import declare_event_type, draw_payload, find_event_type, list_event_types
from alatau.messages.webhooks.fan_out import fan_out
from alatau.messages.webhooks.oversee import get_endpoint, list_deliveries, list_endpoints, requeue_late_deliveries
from alatau.messages.webhooks.replay import Span, replay_deliveries
from tests.messages.people import AIGERIM, later
from tests.messages.test_webhooks import REPLY, make_deliveries, seal_line

if TYPE_CHECKING:
    from alatau.core.values import Moment

OPERATOR = system_actor("tests.operator")
DELIVERED = "messages.message.delivered"


class Partner:
    """A partner in place of the network: answers as told, else with 200."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, at: Moment) -> None:
        self.answers: list[CallOutcome] = []
        self.calls: list[bytes] = []
        monkeypatch.setattr("alatau.messages.webhooks.deliver.call_endpoint", self._take)
        monkeypatch.setattr("alatau.messages.webhooks.deliver.read_clocks", lambda: at)

    def will(self, status: int | None, *, failure: str = "", retry_after: int = 0) -> None:
        """Set the next answer."""
        said = failure or ("" if status and status < 300 else f"http_{status}")
        self.answers.append(CallOutcome(http_status=status, failure=said, milliseconds=5, retry_after=retry_after))

    def _take(self, _url: str, *, headers: dict[str, str], body: bytes) -> CallOutcome:
        self.calls.append(body)
        return self.answers.pop(0) if self.answers else CallOutcome(http_status=200, failure="", milliseconds=5)


@pytest.fixture
def partner(db: None, monkeypatch: pytest.MonkeyPatch, moment: Moment) -> Partner:
    """A partner that takes everything."""
    return Partner(monkeypatch, moment)


@pytest.fixture
def endpoint(partner: Partner, moment: Moment) -> EndpointId:
    """The partner's endpoint, registered for replies."""
    told = register_endpoint("Bank", url="https://bank.example/", event_types=[REPLY], by=OPERATOR, at=moment)
    return told.endpoint_id


def try_once(delivery: DeliveryId, at: Moment) -> WebhookDelivery:
    """Run the job once and return the row as it is then."""
    WebhookDelivery.objects.filter(id=delivery, status="waiting").update(next_attempt_at=None)
    deliver_webhook(delivery, at=at)
    return WebhookDelivery.objects.get(id=delivery)


@pytest.mark.parametrize(
    ("status", "failure", "stands"),
    [(200, "", "delivered"), (204, "", "delivered"), (299, "", "delivered"), (301, "", "waiting"), (400, "", "waiting"),
     (401, "", "waiting"), (404, "", "waiting"), (429, "", "waiting"), (500, "", "waiting"), (503, "", "waiting"),
     (None, "ConnectError", "waiting"), (None, "ReadTimeout", "waiting"), (None, "private_address", "waiting")],
)  # fmt: skip
def test_only_a_good_answer_is_a_delivery(endpoint, partner, moment: Moment, status, failure: str, stands: str) -> None:
    partner.will(status, failure=failure)
    delivery = try_once(make_deliveries(1, moment)[0], moment)
    attempt = WebhookAttempt.objects.get()
    assert (delivery.status, attempt.http_status, attempt.failure) == (stands, status, delivery.failure)


@pytest.mark.parametrize(("earlier", "stands"), [(12, "waiting"), (13, "dead")])
def test_fourteenth_failed_try_is_the_last(endpoint, partner: Partner, moment: Moment, earlier: int, stands) -> None:
    delivery = make_deliveries(1, moment)[0]
    WebhookDelivery.objects.update(attempts=earlier)
    partner.will(500)
    assert try_once(delivery, moment).status == stands


@pytest.mark.parametrize(("asked", "waits"), [(7200, 7200), (10**6, 12 * 3600)])
def test_receiver_may_ask_for_a_wait_within_bounds(endpoint, partner, moment: Moment, asked: int, waits: int) -> None:
    partner.will(503, retry_after=asked)
    delivery = try_once(make_deliveries(1, moment)[0], moment)
    assert delivery.next_attempt_at == later(moment, seconds=waits).wall_at


def test_delivery_that_is_not_due_is_left_alone(endpoint: EndpointId, partner: Partner, moment: Moment) -> None:
    delivery = make_deliveries(1, later(moment, seconds=1))[0]
    deliver_webhook(delivery, at=moment)
    assert partner.calls == []
    deliver_webhook(delivery, at=later(moment, seconds=1))
    assert len(partner.calls) == 1


@pytest.mark.parametrize(("seconds", "calls"), [(59, 0), (60, 1)])
def test_claim_of_a_dead_worker_ends_after_a_minute(
    endpoint, partner, moment: Moment, seconds: int, calls: int
) -> None:
    delivery = make_deliveries(1, moment)[0]
    WebhookDelivery.objects.update(status="sending", claimed_until=later(moment, seconds=60).wall_at)
    deliver_webhook(delivery, at=later(moment, seconds=seconds))
    assert len(partner.calls) == calls


def test_worker_that_comes_back_late_undoes_nothing(endpoint: EndpointId, partner: Partner, moment: Moment) -> None:
    delivery = make_deliveries(1, moment)[0]
    try_once(delivery, moment)
    late = CallOutcome(http_status=500, failure="http_500", milliseconds=1)
    conclude_call(delivery, late, started_at=moment.wall_at, at=moment)
    row = WebhookDelivery.objects.get()
    assert (row.status, row.failure, row.attempts) == ("delivered", "", 2)
    assert WebhookEndpoint.objects.get().failing_since is None


def test_absent_delivery_is_nothing_to_do(partner: Partner, moment: Moment) -> None:
    deliver_webhook(DeliveryId(uuid4()), at=moment)
    assert partner.calls == []


def test_event_given_up_lets_the_next_of_its_subject_go(endpoint, partner: Partner, moment: Moment) -> None:
    first, second = make_deliveries(2, moment)
    WebhookDelivery.objects.filter(id=first).update(attempts=13)
    partner.will(500)
    assert try_once(first, moment).status == "dead"
    assert try_once(second, moment).status == "delivered"


def test_events_without_promised_order_do_not_wait(partner: Partner, moment: Moment) -> None:
    register_endpoint("Bank", url="https://bank.example/", event_types=[DELIVERED], by=OPERATOR, at=moment)
    fan_out([seal_line(number, action=DELIVERED) for number in (1, 2)], at=moment)
    second = WebhookDelivery.objects.get(line_number=2)
    assert try_once(DeliveryId(second.id), moment).status == "delivered"


@pytest.mark.parametrize(("days", "is_off"), [(4.99, False), (5, True)])
def test_endpoint_is_switched_off_after_five_days_of_failure(
    endpoint, partner, moment, days: float, is_off: bool
) -> None:
    WebhookEndpoint.objects.update(failing_since=moment.wall_at - timedelta(days=days))
    partner.will(500)
    try_once(make_deliveries(1, moment)[0], moment)
    assert (WebhookEndpoint.objects.get().disabled_why == "failed_too_long") is is_off


def test_one_success_forgives_days_of_failure(endpoint: EndpointId, partner: Partner, moment: Moment) -> None:
    WebhookEndpoint.objects.update(failing_since=moment.wall_at - timedelta(days=4))
    try_once(make_deliveries(1, moment)[0], moment)
    assert WebhookEndpoint.objects.get().failing_since is None


def test_events_wait_while_the_endpoint_is_off_and_go_when_it_is_on(endpoint, partner: Partner, moment: Moment) -> None:
    switch_endpoint(endpoint, on=False, by=OPERATOR, at=moment)
    delivery = make_deliveries(1, moment)[0]
    assert try_once(delivery, moment).status == "waiting"
    assert requeue_late_deliveries(at=later(moment, hours=1)) == 0
    switch_endpoint(endpoint, on=True, by=OPERATOR, at=moment)
    assert try_once(delivery, moment).status == "delivered"


def test_switching_twice_changes_nothing(endpoint: EndpointId, moment: Moment) -> None:
    for _ in range(2):
        switch_endpoint(endpoint, on=False, by=OPERATOR, at=moment)
    assert WebhookEndpoint.objects.get().disabled_at == moment.wall_at


def test_switched_off_endpoint_is_not_replayed(endpoint: EndpointId, moment: Moment) -> None:
    switch_endpoint(endpoint, on=False, by=OPERATOR, at=moment)
    with pytest.raises(EndpointDisabledError) as refused:
        replay_deliveries(endpoint, Span(), by=OPERATOR, at=moment)
    assert refused.value.sentence() == "This receiver is switched off. Switch it on first, then send again."


@pytest.mark.parametrize("act", ["rotate", "switch", "replay", "get"])
def test_absent_endpoint_is_not_found(db: None, moment: Moment, act: str) -> None:
    absent, by = EndpointId(uuid4()), {"by": OPERATOR, "at": moment}
    acts = {
        "rotate": lambda: rotate_secret(absent, **by),
        "switch": lambda: switch_endpoint(absent, on=True, **by),
        "replay": lambda: replay_deliveries(absent, Span(), **by),
        "get": lambda: get_endpoint(absent),
    }
    with pytest.raises(EndpointNotFoundError) as refused:
        acts[act]()
    assert refused.value.sentence() == "There is no such receiver. Go back to the list and choose one."


@pytest.mark.parametrize(
    ("span", "again"),
    [
        ({}, [2]),
        ({"with_delivered": True}, [1, 2]),
        ({"first": 0, "with_delivered": True}, [1, 2]),
        ({"first": 1, "with_delivered": True}, [2]),
        ({"last": 1, "with_delivered": True}, [1]),
        ({"first": 2}, []),
    ],
)
def test_span_of_time_says_what_is_sent_again(endpoint, partner, moment: Moment, span, again: list[int]) -> None:
    for number in (1, 2, 3):
        fan_out([seal_line(number, subject=uuid4())], at=later(moment, days=number - 1))
    WebhookDelivery.objects.filter(line_number=1).update(status="delivered")
    WebhookDelivery.objects.filter(line_number=2).update(status="dead", attempts=14, next_attempt_at=None)
    days = {"made_from": span.get("first"), "made_until": span.get("last")}
    chosen = {name: later(moment, days=day).wall_at for name, day in days.items() if day is not None}
    wanted = Span(with_delivered=span.get("with_delivered", False), **chosen)
    assert replay_deliveries(endpoint, wanted, by=OPERATOR, at=later(moment, days=9)) == len(again)
    begun = WebhookDelivery.objects.filter(round_began_at=later(moment, days=9).wall_at, attempts=0)
    assert sorted(begun.values_list("line_number", flat=True)) == again


def test_one_delivery_is_sent_again_by_itself(endpoint: EndpointId, partner: Partner, moment: Moment) -> None:
    first = try_once(make_deliveries(1, moment)[0], moment)
    assert replay_deliveries(endpoint, Span(delivery_id=first.id), by=OPERATOR, at=moment) == 1
    assert try_once(first.id, moment).status == "delivered"
    assert len(partner.calls) == 2


def test_replay_of_anothers_delivery_sends_nothing(endpoint: EndpointId, partner, moment: Moment) -> None:
    delivery = try_once(make_deliveries(1, moment)[0], moment)
    other = register_endpoint("Clinic", url="https://clinic.example/", event_types=[REPLY], by=OPERATOR, at=moment)
    assert replay_deliveries(other.endpoint_id, Span(delivery_id=delivery.id), by=OPERATOR, at=moment) == 0


@pytest.mark.parametrize(("hours", "secrets"), [(0, 2), (23.9, 2), (24, 1)])
def test_old_secret_signs_to_the_end_of_its_day(
    endpoint: EndpointId, moment: Moment, hours: float, secrets: int
) -> None:
    fresh = rotate_secret(endpoint, by=OPERATOR, at=later(moment, seconds=1))
    valid = list_secrets(WebhookEndpoint.objects.get(), now=later(moment, seconds=1, hours=hours).wall_at)
    assert (valid[0], len(valid)) == (fresh.secret, secrets)


def test_operator_sees_receivers_by_owner_with_what_waits(endpoint: EndpointId, partner, moment: Moment) -> None:
    register_endpoint("Agency", url="https://agency.example/", event_types=[DELIVERED], by=OPERATOR, at=moment)
    make_deliveries(3, moment)
    WebhookDelivery.objects.filter(line_number=1).update(status="dead")
    assert [(view.owner, view.waiting, view.dead) for view in list_endpoints()] == [("Agency", 0, 0), ("Bank", 2, 1)]
    assert get_endpoint(endpoint).event_types == (REPLY,)


@pytest.mark.parametrize(("status", "lines"), [("", [3, 2, 1]), ("dead", [1]), ("waiting", [3, 2]), ("delivered", [])])
def test_operator_sees_deliveries_newest_first(
    endpoint, partner, moment: Moment, status: str, lines: list[int]
) -> None:
    make_deliveries(3, moment)
    WebhookDelivery.objects.filter(line_number=1).update(status="dead")
    found = list_deliveries(endpoint, status=status)
    assert [view.line_number for view in found] == lines
    assert all(view.can_replay == (view.status == "dead") for view in found)


def test_event_that_nobody_hears_is_not_written(endpoint: EndpointId, moment: Moment) -> None:
    assert fan_out([seal_line(1, action=DELIVERED), seal_line(2, action="desk.note.written")], at=moment) == 0


def test_each_listening_endpoint_gets_its_own_delivery(endpoint: EndpointId, moment: Moment) -> None:
    register_endpoint("Clinic", url="https://clinic.example/", event_types=[REPLY, DELIVERED], by=OPERATOR, at=moment)
    assert fan_out([seal_line(1), seal_line(2, action=DELIVERED)], at=moment) == 3


def test_payload_holds_the_declared_fields_and_ids_alone() -> None:
    line = seal_line(7)
    payload = draw_payload(line, find_event_type(REPLY))
    assert payload["type"] == REPLY
    assert payload["timestamp"] == line.city_at.isoformat()
    ids = {"event_id": str(line.id), "subject_id": str(AIGERIM), "case_id": None}
    assert payload["data"] == {**ids, "template": "city.address_check", "choice": "no"}


def test_payload_about_nobody_says_so() -> None:
    nobody = replace(seal_line(7), subject_id=None)
    assert draw_payload(nobody, find_event_type(REPLY))["data"]["subject_id"] is None


def test_event_is_declared_once_and_in_three_words() -> None:
    for wrong in (REPLY, "reply.received", "messages.reply.received.again"):
        with pytest.raises(AssertionError):
            declare_event_type(wrong, name="x", about="x", fields=())
    keys = [declared.key for declared in list_event_types()]
    assert keys == sorted(keys)


def make_strangers(count: int, at: Moment) -> list[DeliveryId]:
    """Fan out so many events, each of another person."""
    fan_out([seal_line(number, subject=uuid4()) for number in range(1, count + 1)], at=at)
    return [DeliveryId(one) for one in WebhookDelivery.objects.order_by("line_number").values_list("id", flat=True)]


def test_what_is_due_at_the_endpoint_is_taken_along(endpoint: EndpointId, partner: Partner, moment: Moment) -> None:
    first, *_others = make_strangers(BATCH + 3, moment)
    deliver_webhook(first, at=moment)
    delivered = WebhookDelivery.objects.filter(status="delivered")
    assert len(partner.calls) == WebhookAttempt.objects.count() == delivered.count() == BATCH
    assert set(delivered.values_list("line_number", flat=True)) == set(range(1, BATCH + 1))


def test_a_failure_ends_the_batch_and_puts_the_rest_back(endpoint: EndpointId, partner, moment: Moment) -> None:
    first, *others = make_strangers(4, moment)
    partner.will(200)
    partner.will(500)
    deliver_webhook(first, at=moment)
    rows = {row.id: row for row in WebhookDelivery.objects.all()}
    assert [rows[each].status for each in (first, *others)] == ["delivered", "waiting", "waiting", "waiting"]
    assert [rows[each].attempts for each in others] == [1, 0, 0]
    assert [rows[each].next_attempt_at for each in others[1:]] == [moment.wall_at] * 2
    assert rows[others[0]].next_attempt_at > moment.wall_at


def test_later_events_of_a_subject_are_not_taken_along(endpoint: EndpointId, partner: Partner, moment: Moment) -> None:
    first, second = make_deliveries(2, moment)
    deliver_webhook(first, at=moment)
    assert len(partner.calls) == 1
    assert WebhookDelivery.objects.get(id=second).status == "waiting"


def test_batch_that_takes_too_long_goes_on_in_another_job(
    endpoint: EndpointId, partner: Partner, moment: Moment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("alatau.messages.webhooks.deliver.CALL_SECONDS", 1e-9)
    first, *others = make_strangers(3, moment)
    deliver_webhook(first, at=moment)
    assert len(partner.calls) == 1
    deliver_webhook(others[0], at=moment)
    assert WebhookDelivery.objects.filter(status="delivered").count() == 2
