"""`alatau up`: the whole city on one machine, from nothing to a page in the browser."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
import time
from contextlib import closing, contextmanager, nullcontext
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from typing import TYPE_CHECKING

import typer
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from rich.console import Console

from alatau.access.sample import load_sample_city
from alatau.cli.children import Child, stop_all
from alatau.cli.embedded import make_server
from alatau.cli.errors import NotReadyError, PortTakenError
from alatau.cli.greeting import greet
from alatau.cli.processes import web_command
from alatau.core.checks import check_city, check_settings
from alatau.core.clock import read_clocks
from alatau.core.create_city import create_city
from alatau.core.jobs import defer
from alatau.core.postgres.migrate import migrate_city
from alatau.core.postgres.work_as import work_as
from alatau.core.values import system_actor
from alatau.money.bills.sample import load_sample_bills
from alatau.money.payouts.sample import load_sample_payouts
from alatau.money.wallet.sample import load_sample_wallets
from alatau.registry.synthetic.marks import is_ingested
from alatau.services.payments.programmes import open_programmes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from alatau.core.postgres.server import EmbeddedServer

commands = typer.Typer()
console = Console()

LOOK_SECONDS = 0.2
#: A first start on a slow machine compiles and warms up; the table is not printed before pages are served.
READY_SECONDS = 120
#: A smaller city has not somebody of every kind.
FEWEST_PEOPLE = 1_000


@commands.command()
def up() -> None:
    """Start the city with its database, web server, worker and journal; Ctrl-C stops it."""
    asked_to_stop = _listen_for_stop()
    check_settings()
    server = None if settings.DATABASE_URL else make_server(note=f"process {os.getpid()}, {settings.ALATAU_PUBLIC_URL}")
    children: list[Child] = []
    filling: list[Child] = []
    try:
        _start_database(server)
        _refuse_taken_port()
        _prepare_city()
        children += make_children()
        _start_children(children, asked_to_stop)
        if not asked_to_stop.is_set():
            greet(console)
            children += (filling := start_filling())
        _keep_running(children, server, asked_to_stop, filling=filling)
    finally:
        if server is None or server.is_running():
            with _saying("Stopping"):
                stop_all(children)
                if server is not None:
                    server.stop()


def make_children() -> list[Child]:
    """Return the processes that make a city, in the order in which they start."""
    alatau = [sys.executable, "-m", "alatau"]
    worker = {"ALATAU_ROLE": "worker"}
    return [
        Child("web", web_command(), {"ALATAU_ROLE": "web"}),
        Child("journal", [*alatau, "journal"], worker),
        Child("reader", [*alatau, "reader"], worker),
        Child("worker", [*alatau, "worker"], worker),
    ]


def start_filling() -> list[Child]:
    """Start filling the registers of a sample city that has none yet; people may look around meanwhile."""
    people = settings.ALATAU_CITY_PEOPLE
    if settings.PRODUCTION or not people or is_ingested(settings.ALATAU_HOME / "city"):
        return []
    console.print(
        f"Filling the registers of {people:,} invented people; this goes on for about a minute.", highlight=False
    )
    size = ["--people", str(max(people, FEWEST_PEOPLE)), "--as-of", _day_of_city()]
    filling = Child(
        "city",
        [sys.executable, "-m", "alatau", "city", "build", *size],
        {"ALATAU_ROLE": "worker", "ALATAU_LOG_LEVEL": "warning"},
        is_once=True,
    )
    filling.start()
    return [filling]


def _day_of_city() -> str:
    """Return the day that the registers tell about: today, or that of a city whose drawing was begun before."""
    # Drawing libraries are loaded only where there is something to draw.
    from alatau.registry.synthetic.build import read_plan

    begun = read_plan(settings.ALATAU_HOME / "city")
    with work_as("worker"):
        return begun.as_of if begun else read_clocks().city_day.isoformat()


def _start_database(server: EmbeddedServer | None) -> None:
    if server is not None:
        first = "" if server.places.data.exists() else " for the first time"
        with _saying(f"Starting the database{first}"):
            server.start()


def _prepare_city() -> None:
    with _saying("Bringing the tables up to date"):
        migrate_city()
        is_new = create_city(settings.ALATAU_MODE)
        check_city()
    if settings.PRODUCTION:
        call_command("collectstatic", interactive=False, verbosity=0)
    else:
        _load_sample_city(is_new=is_new)


def _load_sample_city(*, is_new: bool) -> None:
    with _saying("Inviting the sample residents") if is_new else nullcontext(), work_as("worker"):
        load_sample_city()
        load_sample_wallets()
        load_sample_payouts()
        open_programmes(by=system_actor("services.load_sample_payers"), at=read_clocks())
        load_sample_bills()
        with transaction.atomic():
            # A city that stood still for days is told of them first.
            defer("registry.quiet_days_now")


def _start_children(children: list[Child], asked_to_stop: threading.Event) -> None:
    with _saying("Starting web, journal, reader and worker"):
        for child in children:
            child.start()
        _wait_until_ready(children, asked_to_stop)


def _wait_until_ready(children: list[Child], asked_to_stop: threading.Event) -> None:
    """Return when pages are served, or when somebody asked to stop meanwhile.

    Raises:
        NotReadyError: a process ended at once or pages do not come; its own words stand above.
    """
    waited = 0.0
    while not asked_to_stop.is_set():
        ended = next((child.name for child in children if not child.is_running()), None)
        if ended is not None or waited > READY_SECONDS:
            raise NotReadyError(process=ended or "web", logs=settings.ALATAU_HOME / "logs")
        if _answers():
            return
        asked_to_stop.wait(LOOK_SECONDS)
        waited += LOOK_SECONDS


def _answers() -> bool:
    # The plain client of Python: it reads no proxy of the user's shell and no certificates, and loads at once.
    with closing(HTTPConnection(f"{_reachable_address()}:{settings.ALATAU_PORT}", timeout=5)) as line:
        try:
            line.request("GET", "/health/ready", headers={"Host": _own_host()})
            return line.getresponse().status == HTTPStatus.OK
        except (OSError, HTTPException):
            return False


def _own_host() -> str:
    host: str = settings.ALLOWED_HOSTS[0] if settings.ALLOWED_HOSTS else "localhost"
    return host.lstrip(".").replace("*", "localhost")


def _reachable_address() -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(settings.ALATAU_ADDRESS, settings.ALATAU_ADDRESS)  # noqa: S104


def _refuse_taken_port() -> None:
    family = socket.AF_INET6 if ":" in settings.ALATAU_ADDRESS else socket.AF_INET
    with socket.socket(family) as probe:
        # As the web server does it: connections of a city that just ended are no reason to refuse.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.ALATAU_ADDRESS, settings.ALATAU_PORT))
        except OSError as error:
            raise PortTakenError(port=settings.ALATAU_PORT, address=settings.ALATAU_ADDRESS) from error


def _keep_running(
    children: list[Child], server: EmbeddedServer | None, asked_to_stop: threading.Event, *, filling: Sequence[Child]
) -> None:
    waiting = list(filling)
    while not asked_to_stop.wait(LOOK_SECONDS):
        if server is not None and not server.is_running():
            console.print("The database died and is started again; nothing that was saved is lost.")
            server.restart()
        for child in children:
            child.keep_running()
        if waiting and all(child.is_done() for child in waiting):
            # What the filling said has scrolled the table away.
            waiting.clear()
            greet(console)


def _listen_for_stop() -> threading.Event:
    asked = threading.Event()

    def ask(*_: object) -> None:
        if asked.is_set():
            # Asked twice: whoever asks does not want to wait. The children die with us.
            os._exit(130)
        asked.set()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, ask)
    return asked


@contextmanager
def _saying(what: str) -> Iterator[None]:
    """Show what is being done and, when it is over, how long it took."""
    began = time.monotonic()
    with console.status(f"{what}...") if console.is_terminal else nullcontext():
        yield
    console.print(f"{what}: {time.monotonic() - began:.1f} s", highlight=False)
