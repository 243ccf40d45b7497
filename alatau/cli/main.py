"""The command `alatau`: every room's commands under one roof.

Each command works as one role of the database; the role is chosen before the settings are read, since they name it.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from importlib.util import find_spec

import typer

from alatau.cli.roles import role_of_command
from alatau.core.environment import SettingError
from alatau.core.errors import AlatauError
from alatau.core.ordinary_user import OrdinaryUserError, leave_root

#: Rooms whose `commands.py` appears under the room's name; the ground's own stand at the top.
ROOMS_WITH_COMMANDS = ("messages", "access", "papers", "desk")


def main() -> None:
    """Run one command. What the city refuses is said in one sentence; only our own mistakes show a traceback."""
    try:
        leave_root()
        os.environ.setdefault("ALATAU_ROLE", role_of_command(sys.argv[1:]))
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alatau.settings")
        _load_django()
        build_commands()()
    except (AlatauError, SettingError, OrdinaryUserError) as refusal:
        sys.exit(f"\n{refusal}\n")


def build_commands() -> typer.Typer:
    """Return the whole command line. Needs Django to be loaded."""
    from alatau.cli import backup, city, processes, up

    # Typer's own tracebacks would print local variables, and with them people's data.
    commands = typer.Typer(
        name="alatau", help="A digital city in one program.", no_args_is_help=True, pretty_exceptions_enable=False
    )
    parts = [up.commands, processes.commands, city.commands, backup.commands]
    if find_spec("alatau.core.commands") is not None:
        parts.append(import_module("alatau.core.commands").commands)
    for part in parts:
        commands.add_typer(part)
    for room in ROOMS_WITH_COMMANDS:
        if find_spec(f"alatau.{room}.commands") is not None:
            commands.add_typer(import_module(f"alatau.{room}.commands").commands, name=room)
    return commands


def _load_django() -> None:
    import django

    django.setup()
