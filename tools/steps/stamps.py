"""Remember what each step was done from, so that a later start skips what has not changed."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

from tools.steps.places import CLONE, STAMPS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def fingerprint(files: Iterable[Path], *facts: str) -> str:
    """Return one hash over the facts and over the names and contents of the files, in the order of their names."""
    digest = hashlib.sha256("\0".join(facts).encode())
    for path in sorted(files):
        content = path.read_bytes()
        digest.update(f"\0{os.path.relpath(path, CLONE)}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def is_done(step: str, mark: str) -> bool:
    """Tell whether the step was last completed from exactly this fingerprint."""
    return read_mark(step) == mark


def read_mark(step: str) -> str:
    """Return what the step noted when it was last completed; empty when it never was."""
    try:
        return (STAMPS / step).read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


def note_done(step: str, mark: str) -> None:
    """Note that the step is complete."""
    STAMPS.mkdir(parents=True, exist_ok=True)
    (STAMPS / step).write_text(mark, encoding="utf-8")


def forget(step: str) -> None:
    """Drop the note before the step begins: a broken-off step is repeated."""
    (STAMPS / step).unlink(missing_ok=True)
