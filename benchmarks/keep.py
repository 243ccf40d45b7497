"""Keep the figures of the last run beside the documentation: for programs as JSON, for readers as a table."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

CLONE = Path(__file__).resolve().parent.parent
# Read before a measurement points the variable to a city of its own.
HOME = Path(os.environ.get("ALATAU_HOME") or CLONE / ".alatau")


def keep_figures(name: str, figures: Mapping[str, object], *, told: Mapping[str, str]) -> None:
    """Replace the last run's figures; `told` says in words what each figure is, in the order readers want them."""
    folder = _choose_folder()
    (folder / f"{name}.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    circumstances = ", ".join(
        f"{key.replace('_', ' ')} {figures[key]}"
        for key in ("taken_on", "cores", "python", "postgresql", "other_load")
        if key in figures
    )
    rows = "\n".join(f"| {words} | {_say(figures[key])} |" for key, words in told.items())
    page = f"# {name.capitalize()}\n\nLast run: {circumstances}. Repeat it with `make bench ARGS={name}`.\n\n"
    (folder / f"{name}.md").write_text(f"{page}| figure | value |\n|---|---:|\n{rows}\n", encoding="utf-8")


def _choose_folder() -> Path:
    """Return where figures are kept: an ordinary user in a clone of root's cannot write beside the documentation.

    `make bench` carries them over from the second place.
    """
    folder = CLONE / "docs" / "measurements"
    if os.access(folder, os.W_OK):
        return folder
    other = HOME / "measurements"
    other.mkdir(parents=True, exist_ok=True)
    return other


def _say(figure: object) -> str:
    return f"{figure:,}" if isinstance(figure, int) else str(figure)
