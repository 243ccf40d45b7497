"""Measure messages: written, handed to an HTTP gateway, and delivered as webhooks, with four jobs at once.

The peer of the same run is the plainest thing that makes the same calls: one client that posts JSON to the same server.
"""

from __future__ import annotations

import json
import os
import platform
import sys
import threading
import time
from typing import TYPE_CHECKING
from uuid import uuid4

from benchmarks.city import measured_city
from benchmarks.keep import keep_figures

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from uuid import UUID

    from alatau.core.values import PersonId

MESSAGES = 1_000
#: Jobs that a worker does at once.
JOBS = 4
GATEWAY = """
[[gateway]]
name = "loopback"
kind = "http"
[gateway.http]
url = "{url}/send"
id_path = "message.id"
fields = {{ to = "{{address}}", text = "{{text}}", reference = "{{id}}" }}
"""
TOLD = {
    "peer_posts_per_second": "peer: plain posts of like JSON to the same server, one client (posts/s)",
    "written_per_second": "messages written with their jobs and journal lines (messages/s)",
    "handed_per_second": "messages brought from the queue to the gateway and recorded, four jobs at once (messages/s)",
    "handed_to_peer": "the same beside the peer (ratio)",
    "webhooks_per_second": "webhooks claimed, signed, delivered and concluded, four jobs at once (webhooks/s)",
    "webhooks_to_peer": "the same beside the peer (ratio)",
}


def main() -> None:
    """Measure, print the figures, and keep them in `docs/measurements/`."""
    with measured_city() as home:
        figures = measure(home)
    figures |= {"cores": os.cpu_count(), "python": platform.python_version(), "taken_on": time.strftime("%Y-%m-%d")}
    sys.stdout.write(json.dumps(figures, indent=1) + "\n")
    keep_figures("messages", figures, told=TOLD)


def measure(home: Path) -> dict[str, object]:
    """Return all figures, every call going to one server on loopback."""
    import django

    django.setup()
    from django.db import connection

    from tests.messages.servers import run_http

    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        figures: dict[str, object] = {"postgresql": cursor.fetchone()[0].split()[0], "messages": MESSAGES}
    with run_http() as server:
        peer = _measure_peer(server.url)
        (home / "gateways.toml").write_text(GATEWAY.format(url=server.url), encoding="utf-8")
        person_id = _settle()
        written = _rate(MESSAGES, lambda: _write(person_id))
        handed = _rate(MESSAGES, _hand_over)
        webhooks = _measure_webhooks(server.url)
    return figures | {
        "peer_posts_per_second": peer,
        "written_per_second": written,
        "handed_per_second": handed,
        "handed_to_peer": round(handed / peer, 2),
        "webhooks_per_second": webhooks,
        "webhooks_to_peer": round(webhooks / peer, 2),
    }


def _measure_peer(url: str) -> int:
    import httpx

    body = {"to": "+77000000001", "text": "Alatau: 314159", "reference": "0" * 36}
    with httpx.Client(trust_env=False) as client:
        return _rate(MESSAGES, lambda: [client.post(url, json=body) for _ in range(MESSAGES)])


def _settle() -> PersonId:
    from alatau.core.clock import read_clocks
    from tests.messages.people import AIGERIM, AIGERIM_PHONE, settle

    return settle(AIGERIM, AIGERIM_PHONE, language="kk", at=read_clocks())


def _write(person_id: PersonId) -> None:
    from alatau.core.clock import read_clocks
    from alatau.core.values import system_actor
    from alatau.messages.send import send_message

    facts = {"code": "314159", "minutes": 10}
    for _ in range(MESSAGES):
        send_message("access.sign_in_code", to=person_id, facts=facts, by=system_actor("bench"), at=read_clocks())


def _hand_over() -> None:
    """Let a worker work the queue off, with all that a job costs."""
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    from alatau.messages.models import Message

    connector = app.connector
    assert isinstance(connector, DjangoConnector)
    with app.replace_connector(connector.get_worker_connector()) as worker:
        worker.run_worker(queues=["messages"], concurrency=JOBS, wait=False, delete_jobs="successful")
    assert not Message.objects.exclude(status="sent").exists(), "every message must have left"


def _measure_webhooks(url: str) -> int:
    from django.db import transaction

    from alatau.core.clock import read_clocks
    from alatau.core.values import system_actor
    from alatau.messages.models import WebhookDelivery
    from alatau.messages.values import DeliveryId
    from alatau.messages.webhooks.deliver import deliver_webhook
    from alatau.messages.webhooks.endpoints import register_endpoint
    from alatau.messages.webhooks.fan_out import fan_out
    from tests.messages.test_webhooks import REPLY, seal_line

    register_endpoint("Partner", url=url, event_types=[REPLY], by=system_actor("bench"), at=read_clocks())
    with transaction.atomic():
        fan_out([seal_line(number, subject=uuid4()) for number in range(1, MESSAGES + 1)], at=read_clocks())

    def deliver() -> None:
        ids = list(WebhookDelivery.objects.values_list("id", flat=True))
        _work_off(ids, lambda delivery_id: deliver_webhook(DeliveryId(delivery_id), at=read_clocks()))

    rate = _rate(MESSAGES, deliver)
    assert not WebhookDelivery.objects.exclude(status="delivered").exists(), "every webhook must have arrived"
    return rate


def _work_off(ids: list[UUID], work: Callable[[UUID], object]) -> None:
    """Do the work for every id with as many jobs at once as a worker has."""
    from django.db import connection

    def share(first: int) -> None:
        for one in ids[first::JOBS]:
            work(one)
        connection.close()

    threads = [threading.Thread(target=share, args=(first,)) for first in range(JOBS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _rate(count: int, work: Callable[[], object]) -> int:
    begun = time.monotonic()
    work()
    return round(count / (time.monotonic() - begun))
