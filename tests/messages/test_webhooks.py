"""Webhooks: signed, retried, ordered, replayed, and never into a private network."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from alatau.core.journal.values import LineKind, SealedLine
from alatau.core.values import Moment, system_actor
from alatau.messages.models import WebhookAttempt, WebhookDelivery, WebhookEndpoint, WebhookSecret
from alatau.messages.values import DeliveryId
from alatau.messages.webhooks.call import call_endpoint, draw_body, sign_headers
from alatau.messages.webhooks.deliver import deliver_webhook
from alatau.messages.webhooks.endpoints import register_endpoint, rotate_secret, switch_endpoint
from alatau.messages.webhooks.errors import EndpointDisabledError, EventTypesUnknownError, UrlNotUsableError
from alatau.messages.webhooks.fan_out import fan_out
from alatau.messages.webhooks.guard import check_url, is_public
from alatau.messages.webhooks.oversee import requeue_late_deliveries
from alatau.messages.webhooks.replay import Span, replay_deliveries
from tests.messages.people import AIGERIM, later
from tests.messages.servers import HttpDouble, run_http

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alatau.messages.webhooks.endpoints import NewSecret

OPERATOR = system_actor("tests.operator")
REPLY = "messages.reply.received"


@pytest.fixture
def partner() -> Iterator[HttpDouble]:
    """A partner's server."""
    with run_http() as double:
        yield double


@pytest.fixture
def told(db: None, partner: HttpDouble, moment: Moment, monkeypatch: pytest.MonkeyPatch) -> NewSecret:
    """The partner's endpoint, registered for replies, with the clocks standing at the moment."""
    monkeypatch.setattr("alatau.messages.webhooks.deliver.read_clocks", lambda: moment)
    return register_endpoint("Partner", url=f"{partner.url}/hook", event_types=[REPLY], by=OPERATOR, at=moment)


def seal_line(number: int, *, subject: UUID = AIGERIM, action: str = REPLY) -> SealedLine:
    """Return a line as a listener hears it."""
    at = datetime(2026, 3, 10, 7, tzinfo=UTC)
    return SealedLine(
        number=number,
        id=UUID(int=number),
        kind=LineKind.EVENT,
        action=action,
        actor={},
        subject_id=subject,
        case_id=None,
        purpose="",
        body={"template": "city.address_check", "choice": "no", "task_type": "address_check"},
        city_at=at,
        wall_at=at,
    )


def make_deliveries(count: int, at: Moment, *, subject: UUID = AIGERIM) -> list[DeliveryId]:
    """Fan out so many lines and return their deliveries in order."""
    fan_out([seal_line(number, subject=subject) for number in range(1, count + 1)], at=at)
    return [DeliveryId(one) for one in WebhookDelivery.objects.order_by("line_number").values_list("id", flat=True)]


def test_event_arrives_signed_and_holds_only_declared_fields(told, partner: HttpDouble, moment, monkeypatch) -> None:
    monkeypatch.setattr("standardwebhooks.webhooks.datetime", frozen(moment))
    deliver_webhook(make_deliveries(1, moment)[0], at=moment)
    path, headers, body = partner.calls[0]
    payload = Webhook(told.secret).verify(body, headers)
    assert (path, payload["type"]) == ("/hook", REPLY)
    assert payload["data"]["choice"] == "no"
    assert "task_type" not in payload["data"]
    assert WebhookDelivery.objects.get().status == "delivered"


def test_same_line_twice_is_one_delivery(told: NewSecret, moment: Moment) -> None:
    assert fan_out([seal_line(1)], at=moment) == 1
    assert fan_out([seal_line(1), seal_line(2, action="access.look.made")], at=moment) == 0


def test_secret_lies_sealed(told: NewSecret) -> None:
    assert told.secret.encode() not in bytes(WebhookSecret.objects.get().sealed)
    assert told.secret not in repr(told)


def test_old_secret_signs_for_a_day_after_rotation(told, partner: HttpDouble, moment: Moment, monkeypatch) -> None:
    monkeypatch.setattr("standardwebhooks.webhooks.datetime", frozen(moment))
    fresh = rotate_secret(told.endpoint_id, by=OPERATOR, at=moment)
    deliver_webhook(make_deliveries(1, moment)[0], at=moment)
    _, headers, body = partner.calls[0]
    for secret in (told.secret, fresh.secret):
        Webhook(secret).verify(body, headers)
    assert len(headers["webhook-signature"].split()) == 2
    tomorrow = later(moment, hours=25)
    WebhookDelivery.objects.update(status="waiting", next_attempt_at=None)
    deliver_webhook(DeliveryId(WebhookDelivery.objects.get().id), at=tomorrow)
    assert len(partner.calls[1][1]["webhook-signature"].split()) == 1


def test_failed_delivery_waits_longer_each_time_and_keeps_its_id(told, partner: HttpDouble, moment: Moment) -> None:
    delivery = make_deliveries(1, moment)[0]
    waits = []
    for _ in range(4):
        partner.will(500)
        WebhookDelivery.objects.update(next_attempt_at=None)
        deliver_webhook(delivery, at=moment)
        next_at = WebhookDelivery.objects.get().next_attempt_at
        assert next_at is not None
        waits.append(next_at - moment.wall_at)
    assert waits == sorted(set(waits))
    assert len({headers["webhook-id"] for _, headers, _ in partner.calls}) == 1
    assert WebhookAttempt.objects.count() == 4


def test_receiver_may_ask_for_a_longer_wait(told: NewSecret, partner: HttpDouble, moment: Moment) -> None:
    partner.will(429, Retry_After="7200")
    deliver_webhook(make_deliveries(1, moment)[0], at=moment)
    assert WebhookDelivery.objects.get().next_attempt_at == later(moment, hours=2).wall_at


def test_delivery_given_up_is_kept_and_can_be_replayed(told: NewSecret, partner: HttpDouble, moment: Moment) -> None:
    delivery = make_deliveries(1, moment)[0]
    WebhookDelivery.objects.update(attempts=13)
    partner.will(500)
    deliver_webhook(delivery, at=moment)
    assert WebhookDelivery.objects.get().status == "dead"
    assert replay_deliveries(told.endpoint_id, Span(), by=OPERATOR, at=moment) == 1
    deliver_webhook(delivery, at=moment)
    assert WebhookDelivery.objects.get().status == "delivered"


def test_events_of_one_subject_keep_their_order(told: NewSecret, partner: HttpDouble, moment: Moment) -> None:
    first, second = make_deliveries(2, moment)
    deliver_webhook(second, at=moment)
    assert partner.calls == []
    partner.will(500)
    deliver_webhook(first, at=moment)
    deliver_webhook(second, at=moment)
    assert len(partner.calls) == 1
    WebhookDelivery.objects.filter(id=first).update(next_attempt_at=None)
    deliver_webhook(first, at=moment)
    deliver_webhook(second, at=moment)
    assert [headers["webhook-id"] for _, headers, _ in partner.calls] == [str(first), str(first), str(second)]


def test_events_of_another_subject_do_not_wait(told: NewSecret, partner: HttpDouble, moment: Moment) -> None:
    fan_out([seal_line(1), seal_line(2, subject=uuid4())], at=moment)
    WebhookDelivery.objects.filter(line_number=1).update(status="sending", claimed_until=later(moment).wall_at)
    other = WebhookDelivery.objects.get(line_number=2)
    deliver_webhook(DeliveryId(other.id), at=moment)
    assert len(partner.calls) == 1


def test_endpoint_that_fails_for_days_is_switched_off_with_notice(told, partner, moment: Moment) -> None:
    WebhookEndpoint.objects.update(failing_since=moment.wall_at - timedelta(days=5))
    delivery = make_deliveries(1, moment)[0]
    partner.will(500)
    deliver_webhook(delivery, at=moment)
    assert WebhookEndpoint.objects.get().disabled_why == "failed_too_long"
    with pytest.raises(EndpointDisabledError):
        replay_deliveries(told.endpoint_id, Span(), by=OPERATOR, at=moment)
    switch_endpoint(told.endpoint_id, on=True, by=OPERATOR, at=moment)
    deliver_webhook(delivery, at=moment)
    assert WebhookDelivery.objects.get().status == "delivered"


def test_receiver_that_is_gone_for_good_is_switched_off_at_once(told, partner: HttpDouble, moment: Moment) -> None:
    partner.will(410)
    deliver_webhook(make_deliveries(1, moment)[0], at=moment)
    assert WebhookEndpoint.objects.get().disabled_at is not None


def test_redirect_is_not_followed(told: NewSecret, partner: HttpDouble, moment: Moment) -> None:
    partner.will(302, Location=f"{partner.url}/elsewhere")
    deliver_webhook(make_deliveries(1, moment)[0], at=moment)
    assert [path for path, _, _ in partner.calls] == ["/hook"]
    assert WebhookDelivery.objects.get().failure == "http_302"


def test_lost_job_of_a_delivery_is_asked_for_again(told: NewSecret, moment: Moment) -> None:
    make_deliveries(1, moment)
    assert requeue_late_deliveries(at=moment) == 0
    assert requeue_late_deliveries(at=later(moment, minutes=1)) == 1


def test_name_that_leads_into_a_private_network_is_refused_when_it_is_called(partner: HttpDouble, settings) -> None:
    settings.ALATAU_MODE = "production"
    port = partner.url.rpartition(":")[2]
    outcome = call_endpoint(f"http://localhost:{port}/", headers={}, body=b"{}")
    assert (outcome.failure, partner.calls) == ("private_address", [])


def test_name_that_changes_between_two_looks_gains_nothing(partner: HttpDouble, settings, monkeypatch) -> None:
    settings.ALATAU_MODE = "production"
    answers = iter(["93.184.216.34", "127.0.0.1"])
    connected: list[str] = []
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: [(2, 1, 6, "", (next(answers), 80))])

    def refuse(address: tuple[str, int], *_: object, **__: object) -> None:
        connected.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr("socket.create_connection", refuse)
    call_endpoint("http://rebind.example/", headers={}, body=b"{}")
    assert connected == ["93.184.216.34"]


@pytest.mark.parametrize(
    "url",
    ["ftp://a.example/", "http://a.example/", "https://user:pw@a.example/", "https://127.0.0.1/", "https://[::1]/x",
     "https://10.0.0.1/", "https:///x", "https://169.254.169.254/latest", "https://a.example:99999/", "nonsense"],
)  # fmt: skip
def test_address_that_webhooks_must_not_go_to_is_refused(settings, url: str) -> None:
    settings.ALATAU_MODE = "production"
    with pytest.raises(UrlNotUsableError):
        check_url(url)


def test_endpoint_without_a_known_event_is_refused(db: None, moment: Moment) -> None:
    for wrong in ([], ["no.such.event"]):
        with pytest.raises(EventTypesUnknownError):
            register_endpoint("P", url="https://a.example/", event_types=wrong, by=OPERATOR, at=moment)


@given(st.ip_addresses(v=4, network="10.0.0.0/8") | st.ip_addresses(v=4, network="169.254.0.0/16"))
def test_private_address_hidden_in_another_is_still_private(address) -> None:
    packed = int(address)
    hidden = [f"::ffff:{address}", f"64:ff9b::{address}", f"2002:{packed >> 16:x}:{packed & 0xFFFF:x}::1"]
    assert not any(is_public(one) for one in [str(address), *hidden])


@given(
    st.binary(min_size=24, max_size=64),
    st.uuids(),
    st.dictionaries(st.text(max_size=10), st.text(max_size=50) | st.integers(-(2**53), 2**53), max_size=5),
)
def test_signature_is_verified_by_the_receivers_library(secret: bytes, delivery_id: UUID, payload) -> None:
    import base64

    text = "whsec_" + base64.b64encode(secret).decode()
    body = draw_body({"data": {key: json.loads(json.dumps(value)) for key, value in payload.items()}})
    headers = sign_headers([text], delivery_id=delivery_id, sent_at=datetime.now(UTC), body=body)
    assert Webhook(text).verify(body, headers) == json.loads(body)
    with pytest.raises(WebhookVerificationError):
        Webhook(text).verify(body + b" ", headers)


def test_signature_equals_the_vector_of_the_specification() -> None:
    secret, body = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", '{"test": 2432232314}'
    signed = Webhook(secret).sign("msg_p5jXN8AQM9LWM0D4loKWxJek", datetime.fromtimestamp(1614265330, UTC), body)
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def frozen(moment: Moment) -> type[datetime]:
    """Return a datetime whose now is the moment's: the receiver's library judges the age of a signature."""

    class Frozen(datetime):
        @classmethod
        def now(cls, tz: object = None) -> Frozen:
            return cls.fromtimestamp(moment.wall_at.timestamp(), tz)

    return Frozen
