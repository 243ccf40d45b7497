"""The mark of a city all of whose files have been ingested; light to import, since every start looks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

INGESTED = "_ingested"


def mark_ingested(folder: Path) -> None:
    """Remember that all files of the folder have been ingested."""
    (folder / INGESTED).touch()


def is_ingested(folder: Path) -> bool:
    """Tell whether all files of the folder have been ingested."""
    return (folder / INGESTED).exists()
