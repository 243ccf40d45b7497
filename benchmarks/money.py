"""Measure the ledger: durable transfers per second from Python, beside TPC-B on the same server in the same run.

First the treasury pays every family (one hot account), then residents pay each other and canteens: 5 % refused, 5 %
linked, 5 % pending, 10 % marked, limits on; with a million transfers stored, and again with ten. Options:
``--transfers=`` a measurement, ``--families=``, ``--clients=``, ``--stored=`` millions at the end (50 takes 20 GB and
twenty minutes), and of the peer ``--seconds=`` and ``--scale=``.
"""

from __future__ import annotations

import json
import os
import platform
import re
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from benchmarks.city import measured_city, run_python, start_python
from benchmarks.keep import keep_figures
from benchmarks.money_http import OVER_HTTP, measure_http, read_options

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TOLD = {
    "tpcb_per_second": "peer: pgbench's TPC-B, 8 connections (transactions/s)",
    "uniform_per_second_8192": "residents pay each other, 8,192 a batch (durable transfers/s; at least 20,000 asked)",
    "uniform_per_second_1000": "the same in batches of 1,000 (durable transfers/s; at least 20,000 asked)",
    "hot_per_second_8192": "the treasury pays families, batches of 8,192 (durable transfers/s)",
    "hot_per_second_1000": "the same in batches of 1,000 (durable transfers/s)",
    "times_tpcb": "times TPC-B, in batches of 8,192 (at least 6 asked)",
    "times_tpcb_1000": "times TPC-B, in batches of 1,000 (at least 6 asked)",
    "uniform_per_second_8192_10m": "residents, 8,192 a batch, with 10 million transfers stored (within 20 % asked)",
    "uniform_per_second_1000_10m": "the same in batches of 1,000",
    "uniform_per_second_8192_50m": "residents, 8,192 a batch, with 50 million transfers stored (within 20 % asked)",
    "uniform_per_second_1000_50m": "the same in batches of 1,000",
    "wal_bytes_per_transfer": "log written for a transfer (bytes)",
    "balance_read_ms": "a balance with its holds (ms, median)",
    "past_balance_ms": "the hot account's balance at a past moment (ms, median)",
    "explained_ms": "the hot account's balance unfolded to its last hundred transfers (ms, median)",
    "verify_seconds_1m": "alatau money verify over a million transfers (s)",
    "verify_seconds_10m": "the same over ten million",
    "stored_transfers": "transfers stored at the end",
} | OVER_HTTP
LOG = "SELECT wal_bytes FROM pg_stat_wal"
MIXED = "SELECT count(*) FROM money_transfer WHERE purpose = 'mixed'"
GUARDS = ("fsync", "synchronous_commit", "full_page_writes")
#: How many families the city has; set once by `measure`.
FAMILIES = [0]
OPTIONS = {"transfers": 300_000, "families": 200_000, "seconds": 60, "scale": 100, "clients": 2, "stored": 10}
MILLION = 1_000_000
#: Posted before a measurement, so that no measurement pays for the end of the work before it.
WARMING = 80_000


def main() -> None:
    """Measure, print the figures, and keep them in `docs/measurements/`."""
    load = round(os.getloadavg()[0], 1)
    with measured_city() as home:
        figures = measure(home, **read_options(OPTIONS)) | {"other_load": load}
    figures |= {"cores": os.cpu_count(), "python": platform.python_version(), "taken_on": time.strftime("%Y-%m-%d")}
    sys.stdout.write(json.dumps(figures, indent=1) + "\n")
    keep_figures("money", figures, told={key: words for key, words in TOLD.items() if key in figures})


def measure(
    home: Path, *, transfers: int, families: int, seconds: int, scale: int, clients: int, stored: int
) -> dict[str, object]:
    """Return all figures; stops unless the server keeps what it acknowledges through a power cut."""
    import django

    django.setup()
    figures: dict[str, object] = {name: ask(f"SHOW {name}") for name in GUARDS}
    assert set(figures.values()) == {"on"}, f"the server must be durable: {figures}"
    figures |= {"postgresql": str(ask("SHOW server_version")).split()[0], "families": families, "clients": clients}
    FAMILIES[0] = families
    run_python("benchmarks.money_found", str(families), role="owner").check_returncode()
    figures |= measure_http(home)
    for size in (1000, 8192):
        figures |= measure_posting("hot", size, count=families * 5 // 4 + size, clients=clients)
    figures["tpcb_per_second"] = measure_peer(home, seconds=seconds, scale=scale)
    for millions in [each for each in (1, 10, 50) if each <= stored]:
        figures |= measure_stored(home, millions, transfers=transfers, clients=clients)
        sys.stderr.write(json.dumps(figures) + "\n")
    figures["times_tpcb"] = round(figures["uniform_per_second_8192"] / figures["tpcb_per_second"], 1)
    figures["times_tpcb_1000"] = round(figures["uniform_per_second_1000"] / figures["tpcb_per_second"], 1)
    return figures | measure_reads() | {"stored_transfers": ask("SELECT count(*) FROM money_transfer")}


def measure_stored(home: Path, millions: int, *, transfers: int, clients: int) -> dict[str, object]:
    """Return the rates with so many millions of transfers stored; the log and the check, too, where they are asked."""
    missing = millions * MILLION - ask("SELECT count(*) FROM money_transfer")
    if missing > 0:
        with keep_no_log(home):
            run_python("benchmarks.money_fill", str(missing), role="owner").check_returncode()
    mark = "" if millions == 1 else f"_{millions}m"
    measure_posting("uniform", 1000, count=WARMING, clients=clients)
    before, counted = ask(LOG), ask(MIXED)
    figures: dict[str, object] = {}
    for size in (1000, 8192):
        measured = measure_posting("uniform", size, count=transfers, clients=clients)
        figures |= {f"{name}{mark}": figure for name, figure in measured.items()}
    figures[f"wal_bytes_per_transfer{mark}"] = round((ask(LOG) - before) / (ask(MIXED) - counted))
    return figures | ({f"verify_seconds_{millions}m": measure_verify()} if millions <= 10 else {})


@contextmanager
def keep_no_log(home: Path) -> Iterator[None]:
    """Let pieces of the log go while the books are filled: they would need more room than the books."""
    from alatau.core.postgres.roles import KEEPER, connect_as

    with connect_as(home, KEEPER, database="postgres") as keeper:
        keeper.execute("ALTER SYSTEM SET archive_command = 'true'")
        keeper.execute("SELECT pg_reload_conf()")
        yield
        keeper.execute("ALTER SYSTEM RESET archive_command")
        keeper.execute("SELECT pg_reload_conf()")


def measure_posting(shape: str, size: int, *, count: int, clients: int) -> dict[str, object]:
    """Return accepted transfers per second of all clients together, from their start to the last one's end."""
    run = [start_python("benchmarks.money_post", shape, str(size), str(count // clients), str(each), str(FAMILIES[0]))
           for each in range(clients)]  # fmt: skip
    for client in run:
        assert client.stdout is not None
        assert client.stdout.readline() == "ready\n", "the client says why on its standard error"
    begun = time.monotonic()
    for client in run:
        assert client.stdin is not None
        client.stdin.write("go\n")
        client.stdin.flush()
    told = [json.loads(client.communicate()[0]) for client in run]
    taken = time.monotonic() - begun
    accepted = sum(one["accepted"] for one in told)
    raw = {"seconds": round(taken, 2), **{key: sum(one[key] for one in told) for key in told[0]}}
    return {f"{shape}_per_second_{size}": round(accepted / taken), f"{shape}_raw_{size}": raw}


def measure_peer(home: Path, *, seconds: int, scale: int) -> int:
    """Return TPC-B transactions per second of the server's own tool."""
    from alatau.core.postgres.binaries import find_binaries
    from alatau.core.postgres.places import SOCKET_PORT, socket_folder
    from alatau.core.postgres.roles import KEEPER, connect_as, password_of

    with connect_as(home, KEEPER, database="postgres") as keeper:
        keeper.execute("CREATE DATABASE peer")
    where = ["-h", str(socket_folder(home)), "-p", str(SOCKET_PORT), "-U", KEEPER]
    program = find_binaries("18").folder / "pgbench"
    environment = {**os.environ, "PGPASSWORD": password_of(home, KEEPER)}
    subprocess.run([program, *where, "-i", "-q", "-s", str(scale), "peer"], env=environment, check=True,
                   capture_output=True)  # fmt: skip
    done = subprocess.run(
        [program, *where, "-c", "8", "-j", "2", "-M", "prepared", "-T", str(seconds), "peer"],
        env=environment, check=True, capture_output=True, text=True,
    )  # fmt: skip
    found = re.search(r"tps = ([0-9.]+)", done.stdout)
    assert found is not None, done.stdout
    return round(float(found[1]))


def measure_reads() -> dict[str, object]:
    """Return the time of reads, of the account with the most entries."""
    from alatau.money.read import balance_at, explain_balance, get_balance

    account_id = ask("SELECT id FROM money_account ORDER BY entries DESC LIMIT 1")
    middle = ask("SELECT wall_at FROM money_entries(%s, 1000, 1000)", account_id)
    return {
        "balance_read_ms": time_call(lambda: get_balance(account_id)),
        "past_balance_ms": time_call(lambda: balance_at(account_id, wall_at=middle)),
        "explained_ms": time_call(lambda: explain_balance(account_id, limit=100)),
    }


def measure_verify() -> float:
    """Return how many seconds the whole check of the books takes; it has to pass."""
    from alatau.money.verify import verify_ledger

    begun = time.monotonic()
    report = verify_ledger()
    assert report.is_whole, report.broken
    return round(time.monotonic() - begun, 1)


def time_call(call: object) -> float:
    """Return the middle of many calls' times in milliseconds."""
    times = []
    for _ in range(21):
        begun = time.perf_counter()
        call()
        times.append(time.perf_counter() - begun)
    return round(sorted(times)[10] * 1000, 2)


def ask(question: str, *values: object) -> object:
    """Return the one value that a question answers."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(question, values or None)
        return cursor.fetchone()[0]


if __name__ == "__main__":
    main()
