"""How a program shows who it is: its key as a bearer token, and the right that an operation asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from ninja.security import HttpBearer

from alatau.money.programs.recognise import BEARER, recognise_program

if TYPE_CHECKING:
    from django.http import HttpRequest

    from alatau.money.programs.values import ProgramView, Right


class ProgramKey(HttpBearer):
    """The key that the platform's operator gave the program, in the ``Authorization`` header."""

    def __init__(self, right: Right) -> None:
        super().__init__()
        self.right = right

    def __call__(self, request: HttpRequest) -> ProgramView:
        """Return the program. Raises: ProgramUnknownError, RightMissingError: in this order."""
        return recognise_program(request.headers.get("Authorization", ""), self.right)

    def authenticate(self, request: HttpRequest, token: str) -> ProgramView:
        """Return the program that shows this token."""
        return recognise_program(f"{BEARER}{token}", self.right)


def bearer(right: Right) -> ProgramKey:
    """Return the check of an operation that needs this right; the program is then `program_of(request)`."""
    return ProgramKey(right)


def program_of(request: HttpRequest) -> ProgramView:
    """Return the program whose key the operation's check has accepted."""
    return cast("ProgramView", request.auth)  # type: ignore[attr-defined]  # django-ninja sets it
