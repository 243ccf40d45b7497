"""The command `alatau`: every room's commands under one roof.

Each command works as one role of the database; the role is chosen before the settings are read, since they name it.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING

import typer

from alatau.cli.roles import first_word, role_of_command
from alatau.core.environment import SettingError
from alatau.core.errors import AlatauError
from alatau.core.ordinary_user import OrdinaryUserError, leave_root

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Languages that refusals are written in.
LANGUAGES = ("kk", "ru", "ar", "en")
#: Rooms whose `commands.py` appears under the room's name; the ground's own stand at the top.
ROOMS_WITH_COMMANDS = ("messages", "access", "papers", "registry", "rules", "money", "services")
#: Groups of commands beside those of whole rooms, and where they stand.
GROUPS = {
    "city": "alatau.registry.synthetic.commands",
    "card": "alatau.family.commands",
    "simulate": "alatau.family.simulate.commands",
}


def main() -> None:
    """Run one command. What the city refuses is said in one sentence; only our own mistakes show a traceback."""
    try:
        leave_root()
        command = first_word(sys.argv[1:])
        os.environ.setdefault("ALATAU_ROLE", role_of_command(command))
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alatau.settings")
        if command == "up":
            # For itself and all that it starts: the greeting stays the last thing said while nothing is wrong.
            os.environ.setdefault("ALATAU_LOG_STREAM", "warnings")
        _load_django()
        _run(command)
    except (AlatauError, SettingError, OrdinaryUserError) as refusal:
        sys.exit(f"\n{refusal}\n")


def _run(command: str) -> None:
    # Imported here: they read the settings.
    import psycopg
    from django.db import OperationalError, connection

    from alatau.cli.errors import DatabaseAwayError

    try:
        build_commands(command)()
    except (OperationalError, psycopg.OperationalError) as error:
        if connection.connection is not None:
            # It answered, and then something else went wrong.
            raise
        raise DatabaseAwayError from error


def build_commands(wanted: str = "") -> typer.Typer:
    """Return the command line with every room's commands; of another room than the wanted one, none is loaded.

    Needs Django to be loaded.
    """
    # Imported here: they read the settings.
    from alatau.cli import backup, bench, city, processes, up
    from alatau.core.commands import commands as ground

    # Typer's own tracebacks would print local variables, and with them people's data.
    commands = typer.Typer(
        name="alatau", help="A digital city in one program.", no_args_is_help=True, pretty_exceptions_enable=False
    )
    for part in (up.commands, processes.commands, city.commands, backup.commands, bench.commands, ground):
        commands.add_typer(part)
    rooms = [room for room in ROOMS_WITH_COMMANDS if wanted in ("", room)]
    for room in rooms:
        commands.add_typer(import_module(f"alatau.{room}.commands").commands, name=room)
    if wanted in ("", "explain"):
        commands.add_typer(import_module("alatau.services.decisions.commands").root)
    for group in (name for name in GROUPS if wanted in ("", name)):
        commands.add_typer(import_module(GROUPS[group]).commands, name=group)
    return commands


def _load_django() -> None:
    import django
    from django.utils import translation

    django.setup()
    translation.activate(language_of_terminal(os.environ))


def language_of_terminal(environment: Mapping[str, str]) -> str:
    """Return the language that the terminal asks for, if the city speaks it; English otherwise."""
    wish = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "")
    language = wish.partition("_")[0].partition(".")[0].lower()
    return language if language in LANGUAGES else "en"
