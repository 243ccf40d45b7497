"""The platform over HTTP, for whoever runs it: how fast the city pays, and the reasons for which it refuses."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from ninja import Router, Schema

from alatau.core.clock import read_clocks
from alatau.core.errors import NotFoundError
from alatau.core.routes import Who, open_to
from alatau.money.desks.check import find_last_check
from alatau.money.errors.by_refusal import REFUSALS
from alatau.money.gather import GATHERER
from alatau.money.programs.bearer import bearer
from alatau.money.programs.values import Right
from alatau.money.rate import read_rate

if TYPE_CHECKING:
    from django.http import HttpRequest

router = Router()


class RateOut(Schema):
    """What the ledger took in the last minute of wall time."""

    transfers: int
    batches: int
    per_second: float
    #: Callers of the answering process that wait for the next commit.
    waiting: int


class CheckOut(Schema):
    """What the last check of the whole books found."""

    is_whole: bool
    ended_at: datetime
    #: Wall time since then.
    age_seconds: int
    accounts: int
    transfers: int
    postings: int
    broken: list[str]


class RefusalOut(Schema):
    """A reason to refuse a transfer."""

    #: A transfer is refused by the first reason that holds, in this order.
    order: int
    code: str
    meaning: str


@router.get("/platform/rate", response=RateOut, url_name="money_rate", auth=bearer(Right.OPERATE))
@open_to(Who.MACHINE)
def show_rate(request: HttpRequest) -> object:  # noqa: ARG001  # django-ninja hands it to every operation
    """Return how fast the city pays at this moment, whoever asks for it."""
    return read_rate(at=read_clocks(), waiting=GATHERER.count_waiting())


@router.get("/platform/check", response=CheckOut, url_name="money_check", auth=bearer(Right.OPERATE))
@open_to(Who.MACHINE)
def show_check(request: HttpRequest) -> object:  # noqa: ARG001  # django-ninja hands it to every operation
    """Return what the last check of the whole books found, and how old it is; 404 before the first one."""
    check = find_last_check()
    if check is None:
        raise NotFoundError
    return {
        "is_whole": not check.broken,
        "ended_at": check.ended_at,
        "age_seconds": int((read_clocks().wall_at - check.ended_at).total_seconds()),
        "accounts": check.accounts,
        "transfers": check.transfers,
        "postings": check.postings,
        "broken": list(check.broken),
    }


@router.get("/refusals", response=list[RefusalOut], url_name="money_refusals")
@open_to(Who.EVERYONE)
def list_refusals(request: HttpRequest) -> object:  # noqa: ARG001  # django-ninja hands it to every operation
    """Return every reason for which a transfer is refused, in the order in which they are looked for."""
    return [
        {"order": refusal.value, "code": error.code, "meaning": " ".join((error.__doc__ or "").split())}
        for refusal, error in REFUSALS.items()
    ]
