"""The city's web server and worker as processes that a test arms, kills and starts again; and what they run on."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tests.harness.apart import warm_context

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

#: Whom a process lets die where it passes the armed point.
SELF, POSTGRES = "itself", "postgresql"


def serve_web(control: Connection, database: dict[str, object], home: str, port: int) -> None:
    """Serve the whole web application, as one process with threads, until killed."""
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler

    from tests.money.storm.ready import APPLICATION

    class Silent(WSGIRequestHandler):
        def log_message(self, *_args: object) -> None:
            pass

    _begin(control, database, home)
    server = ThreadedWSGIServer(("127.0.0.1", port), Silent)
    server.daemon_threads = True
    server.set_app(APPLICATION)
    control.send("ready")
    server.serve_forever(poll_interval=5)


def work(control: Connection, database: dict[str, object], home: str) -> None:
    """Do again and again what the worker and the journal do for money, until killed."""
    from django.db import Error, connection, transaction

    from alatau.core.clock import read_clocks
    from alatau.core.values import system_actor
    from alatau.money.expire import expire_holds, return_marked_money
    from alatau.money.programs.tell import tell_holders

    _begin(control, database, home)
    control.send("ready")
    by = system_actor("money.expire")
    while True:
        for step in (
            lambda: expire_holds(by=by, at=read_clocks()),
            lambda: return_marked_money(by=by, at=read_clocks()),
            lambda: tell_holders(at=read_clocks()),
        ):
            try:
                with transaction.atomic():
                    step()
            except Error:
                connection.close()
            time.sleep(0.01)


def _begin(control: Connection, database: dict[str, object], home: str) -> None:
    from django.conf import settings
    from django.db import connection

    import tests.money.storm.ready  # noqa: F401  Django is ready after this

    # A database that is killed again and again leaves a long log that says nothing new.
    logging.disable(logging.CRITICAL)
    settings.ALATAU_HOME = Path(home)
    connection.settings_dict.update(database)
    threading.Thread(target=_obey, args=(control, Path(home)), daemon=True).start()


def _obey(control: Connection, home: Path) -> None:
    from alatau.core.faults import arm, die

    while True:
        fault, victim = control.recv()
        point = fault.partition(":")[0]

        def strike(point: str = point) -> None:
            control.send(point)
            kill_postgres(home)

        arm(fault, strike=die if victim == SELF else strike)


def kill_postgres(home: Path) -> None:
    """Kill the database's first process, as a power cut would; its supervisor starts it again."""
    try:
        os.kill(int((home / "postgres" / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    except (FileNotFoundError, IndexError, ProcessLookupError):
        # It is down already, or on its way up.
        pass


@dataclass
class Kept:
    """A process that is started again whenever it has died, armed with what was planned for it."""

    target: Callable[..., None]
    arguments: tuple[object, ...]
    #: Points where it, or the database, died.
    struck: list[tuple[str, str]] = field(default_factory=list)
    armed: tuple[str, str] | None = None
    process: BaseProcess | None = None
    control: Connection | None = None

    def start(self) -> None:
        """Start it, and return when it serves."""
        ours, theirs = warm_context().Pipe()
        self.process = warm_context().Process(target=self.target, args=(theirs, *self.arguments), daemon=True)
        self.process.start()
        self.control = ours
        assert ours.poll(60), "it did not start"
        assert ours.recv() == "ready"

    def arm(self, fault: str, victim: str) -> None:
        """Let somebody die where the process next passes the point."""
        assert self.control is not None
        self.armed = (fault.partition(":")[0], victim)
        self.control.send((fault, victim))

    def tend(self) -> None:
        """Note who died, and start the process again if it was the one."""
        assert self.process is not None
        assert self.control is not None
        if not self.process.is_alive():
            assert self.process.exitcode == -signal.SIGKILL, f"it ended by itself: {self.process.exitcode}"
            assert self.armed is not None, "it died where nobody asked it to"
            self.struck.append(self.armed)
            self.end()
            self.armed = None
            self.start()
        # One that dies at this moment is noticed the next time.
        with suppress(EOFError):
            while self.control.poll():
                self.struck.append((self.control.recv(), POSTGRES))
                self.armed = None

    def end(self) -> None:
        """Kill it for good."""
        assert self.process is not None
        assert self.control is not None
        self.process.kill()
        self.process.join()
        self.process.close()
        self.control.close()
