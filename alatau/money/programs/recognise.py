"""Know a program by the key that it shows."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from alatau.core.partner_keys import digest_key
from alatau.money.models import Program
from alatau.money.programs.admit import view_program
from alatau.money.programs.errors import ProgramUnknownError, RightMissingError

if TYPE_CHECKING:
    from alatau.money.programs.values import ProgramView, Right

BEARER = "Bearer "
#: Seconds for which a process believes a key that it has looked up: an ended one works no longer than that. A busy
#: program sends hundreds of requests in this time, and each would ask the database the same question.
BELIEVED_SECONDS = 1.0
#: Keys believed at the same time; more begin anew.
BELIEVED_MOST = 1000

_believed: dict[bytes, tuple[float, ProgramView]] = {}


def recognise_program(authorization: str, right: Right) -> ProgramView:
    """Return the program that shows its key in the ``Authorization`` header, if it has the right.

    Raises:
        ProgramUnknownError: no key, or one that opens nothing.
        RightMissingError: the program may do other things.
    """
    if not authorization.startswith(BEARER):
        raise ProgramUnknownError
    program = _find(digest_key(authorization.removeprefix(BEARER).strip()))
    if not program.may(right):
        raise RightMissingError(right=right.value)
    return program


def _find(digest: bytes) -> ProgramView:
    now = time.monotonic()
    until, program = _believed.get(digest, (0.0, None))
    if program is not None and now < until:
        return program
    row = Program.objects.filter(digest=digest, ended_at=None).first()
    if row is None:
        _believed.pop(digest, None)
        raise ProgramUnknownError
    if len(_believed) >= BELIEVED_MOST:
        _believed.clear()
    found = view_program(row)
    _believed[digest] = (now + BELIEVED_SECONDS, found)
    return found
