"""`alatau services`: what happened in people's lives, and what the city did about it."""

from __future__ import annotations

import typer

from alatau.services.catalogue.commands import commands as catalogue
from alatau.services.decisions.commands import commands as decisions
from alatau.services.events.commands import commands as events
from alatau.services.offers.commands import commands as offers

commands = typer.Typer(help="Life events, offers, decisions and the catalogue of services.", no_args_is_help=True)


@commands.callback()
def services() -> None:
    """Life events, offers, decisions and the catalogue of services."""


commands.add_typer(decisions)
commands.add_typer(events)
commands.add_typer(offers)
commands.add_typer(catalogue)
