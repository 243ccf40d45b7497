"""Tell an institution the result of what it asked, at the address that it named and the operator admitted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from alatau.core.clock import read_clocks
from alatau.messages.webhooks.call import call_endpoint
from alatau.money.compat.errors import CallbackFailedError
from alatau.money.compat.g2p.results import compose_g2p
from alatau.money.compat.govstack.results import compose_govstack
from alatau.money.models import HandedRequest

if TYPE_CHECKING:
    from uuid import UUID

log = structlog.get_logger(__name__)

#: How each dialect says a result, by the first word of the request's kind.
COMPOSERS = {"govstack": compose_govstack, "g2p": compose_g2p}


def tell_back(request_id: UUID) -> None:
    """Send a result once; a repeat after it was taken does nothing.

    The receiver may get it twice when we die between its answer and our note: it carries the same ids.

    Raises:
        CallbackFailedError: the receiver did not take it; the job tries again later.
    """
    row = HandedRequest.objects.select_related("institution").get(id=request_id)
    if row.told_at is not None or not row.callback:
        return
    told = COMPOSERS[row.kind.partition(".")[0]](row)
    outcome = call_endpoint(row.callback, headers=told.headers, body=told.body)
    if outcome.failure:
        log.warning("money.callback.failed", request_id=str(request_id), failure=outcome.failure)
        raise CallbackFailedError
    row.told_at = read_clocks().wall_at
    row.save(update_fields=["told_at"])
