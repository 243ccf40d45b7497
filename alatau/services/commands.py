"""`alatau services`: what happened in people's lives, and what the city did about it."""

from __future__ import annotations

import typer

commands = typer.Typer(help="Life events, offers, decisions and the catalogue of services.", no_args_is_help=True)


@commands.callback()
def services() -> None:
    """Life events, offers, decisions and the catalogue of services."""
