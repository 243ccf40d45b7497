"""The door for systems of registers' owners that send rows one at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from ninja import Router, Schema
from pydantic import Field, StrictBool, StrictFloat, StrictInt, StrictStr

from alatau.core.clock import read_clocks
from alatau.core.routes import Who, open_to
from alatau.registry.declare import get_register
from alatau.registry.receive import receive_row
from alatau.registry.sender import recognise_sender

if TYPE_CHECKING:
    from django.http import HttpRequest

router = Router(tags=["registry"])

BEARER = "Bearer "


class RowIn(Schema):
    """One row: texts as people write them, amounts in whole units of their currency; whole numbers as they are."""

    #: The sender's own name of this row: sending it again changes nothing.
    id: str = Field(min_length=1, max_length=200)
    columns: dict[str, StrictStr | StrictBool | StrictInt | StrictFloat | None]


class RowOut(Schema):
    """A row that was taken; ``is_new`` is false when it had come before, or says what stands already."""

    id: UUID
    register_key: str
    is_new: bool
    is_unchanged: bool


@router.post("/registry/{key}/rows", response=RowOut, url_name="receive_row")
@open_to(Who.MACHINE)
def post_row(request: HttpRequest, key: str, row: RowIn) -> object:
    """Take one row of a register; 422 names the columns that break a check.

    The program shows the key that the city's operator gave it as a bearer token.
    """
    register = get_register(key)
    by = recognise_sender(_key_of(request), register)
    return receive_row(register, row.columns, source_id=row.id, by=by, at=read_clocks())


def _key_of(request: HttpRequest) -> str:
    given = request.headers.get("Authorization", "")
    return given.removeprefix(BEARER) if given.startswith(BEARER) else ""
