"""Which registers name people by their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alatau.registry.values import Register, Telling

NAMED = "named"


def find_naming(register: Register) -> Telling | None:
    """Return how the register's rows name people without a number; None where they never do."""
    return next((telling for telling in register.tells if telling.what == NAMED), None)
