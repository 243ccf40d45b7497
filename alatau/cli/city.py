"""Commands that prepare a city: its tables and its static files."""

from __future__ import annotations

import typer
from django.conf import settings
from django.core.management import call_command

from alatau.core.checks import check_city, check_settings
from alatau.core.create_city import create_city
from alatau.core.postgres.migrate import migrate_city

commands = typer.Typer()


@commands.command()
def migrate() -> None:
    """Bring the database to this version, and create the city in an empty one as ALATAU_MODE says."""
    check_settings()
    applied = migrate_city()
    create_city(settings.ALATAU_MODE)
    check_city()
    typer.echo(f"Migrations applied: {applied}.")


@commands.command()
def collect_static() -> None:
    """Lay styles, scripts and pictures where the web server reads them in production."""
    call_command("collectstatic", interactive=False, verbosity=0)
    typer.echo(f"Static files are in {settings.STATIC_ROOT}.")
