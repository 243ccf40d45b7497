"""What rooms prove of their own when somebody asks whether the city's records are whole: `alatau verify` asks all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, kw_only=True)
class RoomReport:
    """What one room found."""

    #: How many things were looked at, and what is wrong with each that is not whole.
    checked: int
    problems: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Tell whether nothing is wrong."""
        return not self.problems


_checks: dict[str, Callable[[], RoomReport]] = {}


def declare_check(name: str, check: Callable[[], RoomReport]) -> None:
    """Make a room's check known under a name such as ``services.decisions``: it runs as the worker does."""
    assert name not in _checks, f"{name} is declared twice"
    _checks[name] = check


def run_checks() -> dict[str, RoomReport]:
    """Run every room's check, in order of name, and return what each found."""
    return {name: _checks[name]() for name in sorted(_checks)}
