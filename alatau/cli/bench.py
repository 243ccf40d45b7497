"""`alatau bench`: measure speed on this machine, in a city of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

commands = typer.Typer()
CLONE = Path(__file__).resolve().parents[2]
#: What this command chose for itself; a measured city chooses its own.
_OWN_CHOICES = ("ALATAU_ROLE", "DJANGO_SETTINGS_MODULE")


@commands.command("bench", context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def bench(
    context: typer.Context,
    names: Annotated[list[str] | None, typer.Argument(help="For example ingest or journal; all without one.")] = None,
) -> None:
    """Measure speed on this machine, and print the figures as JSON. Options go to the measurement: --rows=1000000."""
    if not (CLONE / "benchmarks").is_dir():
        message = "Measurements lie beside the code in the project's clone, and are not here."
        raise typer.BadParameter(message)
    environment = {name: value for name, value in os.environ.items() if name not in _OWN_CHOICES}
    command = [sys.executable, "-m", "benchmarks", *(names or []), *context.args]
    raise typer.Exit(subprocess.run(command, cwd=CLONE, env=environment, check=False).returncode)
