"""Named points at which a test can kill the process: one at each step of every commit path.

A room declares its points beside the code that passes them, and passes them with ``reach``. Nothing happens unless
``ALATAU_FAULT=name`` (or ``name:3``, the third time) arms one: then the process dies there as in a power cut. A
production city arms none.
"""

from __future__ import annotations

import os
import re
import signal
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Callable

_NAME = re.compile(r"[a-z_]+(\.[a-z_]+){2,}")
_declared: set[str] = set()
_armed: dict[str, int] | None = None


def die() -> None:
    """End this process. No handler, no flush, no rollback from this side: the nearest thing to its own power cut."""
    os.kill(os.getpid(), signal.SIGKILL)


_strike: Callable[[], None] = die


def declare_points(*names: str) -> None:
    """Make kill points known, so that a test can count which of them were hit. Names are ``room.usecase.step``."""
    for name in names:
        assert _NAME.fullmatch(name), f"{name} is not room.usecase.step"
        assert name not in _declared, f"{name} is declared twice"
        _declared.add(name)


def list_points(prefix: str = "") -> list[str]:
    """Return the declared points, in order of name."""
    return sorted(name for name in _declared if name.startswith(prefix))


def reach(name: str) -> None:
    """Pass a kill point: end the process at once when the point is armed, else do nothing."""
    assert name in _declared, f"declare_points({name!r}) is missing"
    armed = _armed if _armed is not None else arm("" if settings.PRODUCTION else settings.ALATAU_FAULT)
    if name not in armed:
        return
    armed[name] -= 1
    if armed[name] == 0:
        _strike()


def arm(fault: str, *, strike: Callable[[], None] = die) -> dict[str, int]:
    """Arm a point as ``ALATAU_FAULT`` would; an empty name disarms. Returns what is armed, with passes left.

    A test may let something else than this process be struck there: the database, say.
    """
    global _armed, _strike  # noqa: PLW0603  settings cannot be read at import time
    _strike = strike
    name, _, count = fault.partition(":")
    _armed = {name: int(count or "1")} if name else {}
    return _armed
