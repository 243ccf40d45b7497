"""The city's processes one by one, as production runs them: `alatau web`, `alatau worker`, `alatau reader`."""

from __future__ import annotations

import os
import sys

import typer
from django.conf import settings

from alatau.cli.errors import StaticFilesMissingError
from alatau.core.checks import check_city, check_settings

commands = typer.Typer()

#: Seconds that requests at hand get when the web server stops; systemd waits longer (see deploy/).
DRAIN_SECONDS = 20


@commands.command()
def web() -> None:
    """Serve pages and the API until told to stop; requests at hand are finished."""
    check_settings()
    _check_static_files()
    check_city()
    command = web_command()
    os.execv(command[0], command)


@commands.command()
def worker() -> None:
    """Do background work until told to stop; jobs at hand are finished, and those cut short run again."""
    # Imported here: the queue's asynchronous driver costs the other commands half a second.
    from alatau.cli.worker import run_worker

    check_settings()
    check_city()
    run_worker()


@commands.command()
def reader() -> None:
    """Open the lake for the other processes of this machine, a person at a time, until told to stop."""
    # Imported here: only this process and the worker's jobs need what reads the lake.
    from alatau.registry.reader.serve import run_reader

    check_settings()
    check_city()
    run_reader()


@commands.command()
def postgres() -> None:
    """Run the embedded database alone, for cities whose processes are started one by one."""
    from alatau.cli.embedded import make_server
    from alatau.core.postgres.serve import serve

    check_settings()
    serve(make_server(note=f"process {os.getpid()}"), when_ready=lambda: typer.echo("The database is ready."))


def web_command() -> list[str]:
    """Return the command line of the web server, with the interpreter that runs us."""
    return [
        sys.executable,
        "-m",
        "granian",
        "--interface=wsgi",
        f"--host={settings.ALATAU_ADDRESS}",
        f"--port={settings.ALATAU_PORT}",
        f"--workers={settings.ALATAU_WEB_PROCESSES}",
        f"--blocking-threads={settings.ALATAU_WEB_THREADS}",
        f"--workers-kill-timeout={DRAIN_SECONDS}",
        "--respawn-failed-workers",
        "--no-ws",
        # Its warning about more threads than cores is for pure computation; ours wait for the database.
        "--log-level=error",
        "alatau.web.wsgi:application",
    ]


def _check_static_files() -> None:
    if not settings.PRODUCTION:
        return
    folder = settings.STATIC_ROOT
    assert folder is not None, "production names it"
    if not (folder / "staticfiles.json").is_file():
        raise StaticFilesMissingError(folder=folder)
