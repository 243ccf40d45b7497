"""Work on a database connection of its own."""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Callable


def run_apart(work: Callable[[], object]) -> None:
    """Run to the end on a connection of its own, which is closed afterwards."""

    def run() -> None:
        work()
        connection.close()

    thread = Thread(target=run)
    thread.start()
    thread.join()
