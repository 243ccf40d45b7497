"""Background work of this room. Each job is safe to run twice."""

from __future__ import annotations

from uuid import UUID

import structlog
from django.contrib.sessions.models import Session
from procrastinate.contrib.django import app

from alatau.access.represent import close_lapsed_representations
from alatau.access.sign_in_code import make_code, sweep_codes
from alatau.access.throttle import sweep_throttles
from alatau.core.clock import read_clocks
from alatau.core.values import system_actor

log = structlog.get_logger(__name__)


@app.task(name="access.send_code", queue="access", retry=3, priority=10)
def send_code(request_id: str) -> None:
    """Make and send the one-time code of a request."""
    make_code(UUID(request_id), at=read_clocks())


@app.periodic(cron="*/10 * * * *")
@app.task(name="access.close_representations", queue="access", queueing_lock="access.close_representations")
def close_representations(timestamp: int) -> None:
    """Close what its dates have ended, and tell both sides."""
    by = system_actor("access.close_representations")
    while close_lapsed_representations(by=by, at=read_clocks()):
        pass


@app.periodic(cron="17 * * * *")
@app.task(name="access.sweep", queue="access", queueing_lock="access.sweep")
def sweep(timestamp: int) -> None:
    """Delete counts, requests for codes and sessions whose time is over."""
    at = read_clocks()
    sessions, _kinds = Session.objects.filter(expire_date__lt=at.wall_at).delete()
    swept = {"throttles": sweep_throttles(at=at), "codes": sweep_codes(at=at), "sessions": sessions}
    log.info("access.rows.swept", **swept)
