"""Measure single transfers over HTTP: so many a second, from several firms' programs, and how long each waits.

Beside it the web server's own empty request, at the same rate over the same connections. `alatau bench money` takes
both along. Options: ``--rate=``, ``--http-seconds=``.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from http.client import HTTPConnection
from typing import TYPE_CHECKING
from uuid import uuid4

from alatau.core.leash import leashed
from alatau.core.postgres.ports import find_free_port
from benchmarks.city import measured_city
from benchmarks.keep import keep_figures
from tests.harness.cluster import as_ordinary_user

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

OVER_HTTP = {
    "http_per_second": "single transfers over HTTP, each durable before its answer (transfers/s; 500 asked)",
    "http_p50_ms": "wait for such an answer (ms, median)",
    "http_p99_ms": "wait for such an answer (ms, 99 of 100; under 50 asked)",
    "http_per_commit": "transfers that one commit took along (mean)",
    "http_empty_p50_ms": "the web server's empty request at the same rate (ms, median)",
    "http_empty_p99_ms": "the same (ms, 99 of 100)",
}
OPTIONS = {"rate": 500, "http-seconds": 20}
FIRMS, PAYEES, MONEY = 10, 200, 10**12
#: A page that asks nothing of the database.
EMPTY = "/health/live"
READY_SECONDS = 60


def main() -> None:
    """Measure alone, print the figures, and keep them in `docs/measurements/`."""
    with measured_city() as home:
        import django

        django.setup()
        figures = measure_http(home)
    sys.stdout.write(json.dumps(figures, indent=1) + "\n")
    keep_figures("money_http", figures, told=OVER_HTTP)


def measure_http(home: Path) -> dict[str, object]:
    """Return the figures; Django works in the measured city already."""
    rate, seconds = read_options(OPTIONS).values()
    firms, payees = open_firms()
    port = find_free_port()
    server = start_web(home, port)
    try:
        wait_for(port, EMPTY)
        empty = load(port, {"path": EMPTY}, rate=rate, seconds=seconds // 2)
        plan: Mapping[str, object] = {"path": "/api/money/transfers", "firms": firms, "payees": payees}
        load(port, plan, rate=rate // 2, seconds=2)
        before = count_postings()
        paid = load(port, plan, rate=rate, seconds=seconds)
        commits = count_postings() - before
    finally:
        server.terminate()
        server.wait()
    assert paid["failed"] == 0, f"{paid['failed']} were not accepted"
    return {
        "http_per_second": paid["per_second"],
        "http_p50_ms": paid["p50_ms"],
        "http_p99_ms": paid["p99_ms"],
        "http_max_ms": paid["max_ms"],
        "http_per_commit": round(int(str(paid["answered"])) / max(commits, 1), 1),
        "http_empty_p50_ms": empty["p50_ms"],
        "http_empty_p99_ms": empty["p99_ms"],
    }


def read_options(usual: Mapping[str, int]) -> dict[str, int]:
    """Return numbers of the command line by their names, with what is usual for those that are not given."""
    given = dict(word[2:].split("=") for word in sys.argv if word.startswith("--") and "=" in word)
    return {name: int(given.get(name, number)) for name, number in usual.items()}


def open_firms() -> tuple[list[list[str]], list[str]]:
    """Open firms with money and a key each, and accounts to be paid; return keys with accounts, and payees."""
    from django.db import transaction

    from alatau.core.clock import read_clocks
    from alatau.core.content import content
    from alatau.core.values import system_actor
    from alatau.money.currencies import amount_of
    from alatau.money.open import open_account
    from alatau.money.post import post_transfers
    from alatau.money.programs.admit import admit_program
    from alatau.money.programs.values import Right
    from alatau.money.values import AccountId, AccountKind, HolderId, HolderKind, NewTransfer, new_transfer_id

    by, at, currency = system_actor("money.bench"), read_clocks(), content().currency.code
    common = {"currency": currency, "purpose": "bench", "by": by, "at": at}

    def opened(holder_kind: HolderKind, **chosen: object) -> tuple[HolderId, AccountId]:
        account_id, holder_id = AccountId(uuid4()), HolderId(uuid4())
        open_account(account_id, holder_id=holder_id, holder_kind=holder_kind, **(common | chosen))  # type: ignore[arg-type]  # named above
        return holder_id, account_id

    firms = []
    with transaction.atomic():
        _, issue = opened(HolderKind.PUBLIC, tier=5, kind=AccountKind.ISSUE, floor=None)
        batch = []
        for number in range(FIRMS):
            holder_id, account_id = opened(HolderKind.PUBLIC, tier=5)
            amount = amount_of(MONEY, currency)
            batch.append(
                NewTransfer(id=new_transfer_id(), debit_id=issue, credit_id=account_id, amount=amount, purpose="issue")
            )
            name = f"Bench {number} {holder_id}"
            key = admit_program(
                name, holder_id=holder_id, holder_kind=HolderKind.PUBLIC, rights=[Right.PAY], by=by, at=at
            )
            firms.append([key, str(account_id)])
        payees = [str(opened(HolderKind.ORGANISATION, tier=4)[1]) for _ in range(PAYEES)]
        post_transfers(batch, by=by, at=at)
    return firms, payees


def start_web(home: Path, port: int) -> subprocess.Popen[bytes]:
    """Start the city's web server as `alatau web` does."""
    environment = {**os.environ, "ALATAU_HOME": str(home), "ALATAU_ROLE": "web", "ALATAU_PORT": str(port)}
    command = leashed([sys.executable, "-m", "alatau", "web"])
    return subprocess.Popen(
        command, env=environment | {"ALATAU_LOG_LEVEL": "error"}, stdout=subprocess.DEVNULL, **as_ordinary_user()
    )


def load(port: int, plan: Mapping[str, object], *, rate: int, seconds: int) -> dict[str, object]:
    """Return what a program of its own measured: it asks at a fixed rate, whether or not answers come."""
    command = [sys.executable, "-m", "benchmarks.money_http_load", str(port), str(rate), str(seconds)]
    done = subprocess.run(command, input=json.dumps(plan), capture_output=True, text=True, check=True)
    told: dict[str, object] = json.loads(done.stdout)
    return told


def wait_for(port: int, path: str) -> None:
    """Return when the server answers."""
    deadline = time.monotonic() + READY_SECONDS
    while True:
        try:
            asked = HTTPConnection("127.0.0.1", port, timeout=5)
            asked.request("GET", path)
            assert asked.getresponse().status == 200
        except OSError:
            assert time.monotonic() < deadline, "the web server did not start"
            time.sleep(0.1)
        else:
            return


def count_postings() -> int:
    """Return how many commits the ledger has taken."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM money_posting")
        return int(cursor.fetchone()[0])


if __name__ == "__main__":
    main()
