"""Staff between password and second factor: nobody is signed in yet, the browser only knows who may go on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from alatau.core.values import Actor, ActorKind, UserId

if TYPE_CHECKING:
    from django.http import HttpRequest

    from alatau.core.values import Moment

KEY = "access.pending"
#: Session key of the secret of a code generator that is being added.
NEW_SECRET = "access.new_secret"  # noqa: S105 - a key's name, not a secret
#: How long the second step may take.
PATIENCE = timedelta(minutes=10)


@dataclass(frozen=True, kw_only=True)
class Pending:
    """Who gave a right password a moment ago."""

    user_id: UserId
    login: str

    @property
    def actor(self) -> Actor:
        """Who adds their own second factor: staff without any role yet."""
        return Actor(kind=ActorKind.STAFF, user_id=self.user_id)


def begin_pending(request: HttpRequest, user_id: UserId, login: str, *, at: Moment) -> None:
    """Remember in a fresh session who may go on to the second factor."""
    request.session.flush()
    request.session[KEY] = {"user": str(user_id), "login": login, "at": at.wall_at.timestamp()}


def find_pending(request: HttpRequest, *, at: Moment) -> Pending | None:
    """Return who may go on; None when nobody, or when it took too long."""
    kept = request.session.get(KEY)
    if kept is None or at.wall_at.timestamp() - kept["at"] > PATIENCE.total_seconds():
        return None
    return Pending(user_id=UserId(UUID(kept["user"])), login=kept["login"])
