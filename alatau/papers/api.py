"""The public API of verification, for programs of those who receive the city's documents."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from ninja import Router, Schema

from alatau.access.requests import client_address
from alatau.access.throttle import Limit, spend
from alatau.core.clock import read_clocks
from alatau.core.routes import Who, open_to
from alatau.papers.values import DocumentStatus
from alatau.papers.verify import verify_code

if TYPE_CHECKING:
    from django.http import HttpRequest

router = Router(tags=["papers"])

PER_ADDRESS = Limit(kind="verify.api", most=120, window=timedelta(minutes=10))


class RecordOut(Schema):
    """What anybody may know of a document."""

    code: str
    title: str
    status: DocumentStatus
    issued_at: datetime
    ended_at: datetime | None
    #: SHA-256 of the file, in hexadecimal: compare it with the file in hand.
    digest: str
    signer: str


@router.get("/verify/{code}", response=RecordOut, url_name="verify_document")
@open_to(Who.EVERYONE)
def verify_document(request: HttpRequest, code: str) -> object:
    """Return the record of the document with this code; 404 when there is none."""
    spend(PER_ADDRESS, client_address(request), at=read_clocks())
    return verify_code(code)
