"""As which database role each command works, unless `ALATAU_ROLE` says otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Commands not named here do background work for somebody, as the worker does.
ROLES = {"up": "owner", "migrate": "owner", "web": "web", "postgres": "owner", "backup": "owner", "restore": "owner"}
USUAL_ROLE = "worker"


def first_word(arguments: Sequence[str]) -> str:
    """Return the command of a command line: its first word that is no option; empty when there is none."""
    return next((word for word in arguments if not word.startswith("-")), "")


def role_of_command(command: str) -> str:
    """Return the role for a command."""
    return ROLES.get(command, USUAL_ROLE)
