"""Know an operator by the key that it shows."""

from __future__ import annotations

import time

from alatau.core.clock import read_clocks
from alatau.core.partner_keys import digest_key
from alatau.services.models.restriction import OperatorKey
from alatau.services.restriction.errors import OperatorUnknownError
from alatau.services.restriction.operators import quota_of
from alatau.services.restriction.values import Asker, OperatorId

BEARER = "Bearer "
#: Seconds for which a process believes a key that it has looked up: an ended one opens no longer than that.
BELIEVED_SECONDS = 1.0
#: Keys believed at the same time; more begin anew.
BELIEVED_MOST = 1000

_believed: dict[bytes, tuple[float, Asker]] = {}


def recognise_operator(authorization: str) -> Asker:
    """Return the operator that shows its key in the ``Authorization`` header. Raises: OperatorUnknownError."""
    if not authorization.startswith(BEARER):
        raise OperatorUnknownError
    return _find(digest_key(authorization.removeprefix(BEARER).strip()))


def _find(digest: bytes) -> Asker:
    now = time.monotonic()
    until, asker = _believed.get(digest, (0.0, None))
    if asker is not None and now < until:
        return asker
    found = _look_up(digest)
    if len(_believed) >= BELIEVED_MOST:
        _believed.clear()
    _believed[digest] = (now + BELIEVED_SECONDS, found)
    return found


def _look_up(digest: bytes) -> Asker:
    key = OperatorKey.objects.select_related("operator").filter(digest=digest, operator__ended_at=None).first()
    if key is None or (key.ends_at is not None and key.ends_at <= read_clocks().wall_at):
        _believed.pop(digest, None)
        raise OperatorUnknownError
    return Asker(operator_id=OperatorId(key.operator_id), quota=quota_of(key.operator.customers))
