"""Requests of other systems under their own ids: each is answered once, and its result told back where it was asked."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4, uuid5

from django.db import transaction

from alatau.core.faults import declare_points, reach
from alatau.core.jobs import defer
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.money.models import HandedRequest
from alatau.money.payouts.errors import HandedRequestReusedError
from alatau.money.payouts.institutions import check_callback
from alatau.papers.locks import lock_name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from alatau.core.values import Moment
    from alatau.money.payouts.institutions import InstitutionView
    from alatau.money.payouts.values import BatchId

declare_points("money.handed.kept", "money.handed.told")

CALLER_ID_MOST = 99


@transaction.atomic
def take_request(
    kind: str,
    caller_id: str,
    body: bytes,
    *,
    institution: InstitutionView,
    callback: str = "",
    at: Moment,
    act: Callable[[UUID], Mapping[str, Any]],
    batch_id: BatchId | None = None,
    tells_now: bool = True,
) -> HandedRequest:
    """Do what a request asks once, in one commit, and return it with the facts that its answer is made of.

    The same id with the same body is answered from what is kept; nothing is done again. ``act`` gets the id that the
    request is known by here. With a callback, the result is sent there after the commit, or, where the result is still
    to come, when `tell_batch` says so.

    Raises:
        CallbackNotAllowedError, HandedRequestReusedError, and what ``act`` raises; nothing is written.
    """
    address = check_callback(callback, institution)
    digest = hashlib.sha256(body).digest()
    caller_id = caller_id[:CALLER_ID_MOST]
    # The same request twice at once: the second waits, then finds the answer of the first.
    lock_name("money.handed", uuid5(institution.id, f"{kind}:{caller_id}"))
    known = HandedRequest.objects.filter(institution_id=institution.id, kind=kind, caller_id=caller_id).first()
    if known is not None:
        if bytes(known.digest) != digest:
            raise HandedRequestReusedError
        return known
    request_id = uuid4()
    facts = act(request_id)
    # Nothing is refused below this line.
    row = HandedRequest.objects.create(
        id=request_id,
        institution_id=institution.id,
        kind=kind,
        caller_id=caller_id,
        digest=digest,
        facts=dict(facts),
        batch_id=batch_id,
        callback=address,
        asked_at=at.wall_at,
    )
    line = NewLine(
        kind=LineKind.EXCHANGE,
        action="money.request.taken",
        actor=institution.actor,
        body={"request_id": row.id, "kind": kind, "batch_id": batch_id},
    )
    append_lines([line], at=at)
    reach("money.handed.kept")
    if address and tells_now:
        defer("money.tell_institution", lock=f"money.tell:{row.id}", request_id=row.id)
    return row


def ask_institution(
    kind: str, caller_id: str, facts: Mapping[str, Any], *, institution: InstitutionView, address: str, at: Moment
) -> None:
    """Ask a system something, in the caller's transaction: it goes to an address under its first admitted one.

    It is kept beside the system's own requests, under the id that its answer names.
    """
    row = HandedRequest.objects.create(
        id=uuid4(),
        institution_id=institution.id,
        kind=kind,
        caller_id=caller_id,
        digest=hashlib.sha256(caller_id.encode()).digest(),
        facts=dict(facts),
        callback=f"{institution.callbacks[0]}{address}",
        asked_at=at.wall_at,
    )
    defer("money.tell_institution", lock=f"money.tell:{row.id}", request_id=row.id)


def find_request(request_id: UUID, *, institution: UUID) -> HandedRequest | None:
    """Return a request of an institution by the id that it was given here."""
    return HandedRequest.objects.filter(id=request_id, institution_id=institution).first()


def find_request_by_caller(kind: str, caller_id: str, *, institution: UUID) -> HandedRequest | None:
    """Return a request of an institution by its own id; ``kind`` is a whole kind or the beginning of several."""
    rows = HandedRequest.objects.filter(institution_id=institution, kind__startswith=kind, caller_id=caller_id)
    return rows.order_by("-asked_at").first()


@transaction.atomic
def tell_batch(batch_id: BatchId) -> None:
    """Have the result of a batch told to whoever handed it over and asked to be told."""
    waiting = HandedRequest.objects.filter(batch_id=batch_id, told_at=None).exclude(callback="")
    for request_id in waiting.values_list("id", flat=True):
        defer("money.tell_institution", lock=f"money.tell:{request_id}", request_id=request_id)
    reach("money.handed.told")
