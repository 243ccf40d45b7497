"""The door for licensed operators: may this person play today?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast

from ninja import Router, Schema
from ninja.security import HttpBearer
from pydantic import BaseModel, ConfigDict, Field

from alatau.core.routes import Who, open_to
from alatau.services.restriction.check import ASKED_MOST, CHECKER
from alatau.services.restriction.pseudonyms import read_identifier
from alatau.services.restriction.recognise import BEARER, recognise_operator

if TYPE_CHECKING:
    from django.http import HttpRequest

    from alatau.services.restriction.values import Asker

router = Router(tags=["services"])

Identifier = Annotated[
    str,
    Field(
        pattern=r"^[0-9a-f]{64}$",
        description="HMAC-SHA256 of the person's number under the operator's key for identifiers, in hexadecimal.",
        examples=["5f2b3c7a" * 8],
    ),
]


class OperatorKeyCheck(HttpBearer):
    """The key that the city gave the operator, in the ``Authorization`` header."""

    def __call__(self, request: HttpRequest) -> Asker:
        """Return the operator. Raises: OperatorUnknownError."""
        return recognise_operator(request.headers.get("Authorization", ""))

    def authenticate(self, request: HttpRequest, token: str) -> Asker:
        """Return the operator that shows this token."""
        return recognise_operator(f"{BEARER}{token}")


operator_key = OperatorKeyCheck()


class CheckIn(BaseModel):
    """Whom the operator asks about."""

    model_config = ConfigDict(extra="forbid")

    identifier: Identifier


class ChecksIn(BaseModel):
    """Whom the operator asks about, in the order of the answers."""

    model_config = ConfigDict(extra="forbid")

    identifiers: Annotated[list[Identifier], Field(min_length=1, max_length=ASKED_MOST)]


class CheckOut(Schema):
    """Whether the person must not play today. Nothing else is told: neither until when, nor why."""

    restricted: bool


class ChecksOut(Schema):
    """The same of each person, in the order of the questions."""

    restricted: list[bool]


@router.post("/services/restriction/check", response=CheckOut, url_name="restriction_check", auth=operator_key)
@open_to(Who.MACHINE)
def check_one(request: HttpRequest, body: CheckIn) -> object:
    """Tell whether one person is restricted today. The person sees who asked, and when."""
    [answer] = CHECKER.check([read_identifier(body.identifier)], by=_asker(request))
    return {"restricted": answer}


@router.post("/services/restriction/checks", response=ChecksOut, url_name="restriction_checks", auth=operator_key)
@open_to(Who.MACHINE)
def check_many(request: HttpRequest, body: ChecksIn) -> object:
    """Tell of up to a thousand people whether they are restricted today; all are answered, or none."""
    asked = [read_identifier(each) for each in body.identifiers]
    return {"restricted": CHECKER.check(asked, by=_asker(request))}


def _asker(request: HttpRequest) -> Asker:
    return cast("Asker", request.auth)  # type: ignore[attr-defined]  # django-ninja sets it
