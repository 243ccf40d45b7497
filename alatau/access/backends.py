"""How Django gets the user of a session back. Passwords are checked by `sign_in_staff`, not by a backend."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.access.models import User

if TYPE_CHECKING:
    from uuid import UUID


class StaffBackend:
    """Loads the signed-in user; refuses to authenticate, so that no other door can skip the second factor."""

    def authenticate(self, request: object, **credentials: object) -> None:
        """Return nobody: sign-in goes through this room's pages alone."""

    def get_user(self, user_id: UUID) -> User | None:
        """Return the user while the sign-in is active."""
        return User.objects.filter(id=user_id, is_active=True).first()
