"""Pages of the catalogue under people's load: the catalogue, a service, a schema, over HTTP in a web process."""

from __future__ import annotations

from time import perf_counter

from alatau.core.postgres.ports import find_free_port
from benchmarks.money_http import load, start_web, wait_for

#: Pages a second that are asked for, and for how long.
RATE, SECONDS = 50, 15
READY = "/health/live"
TOLD = {
    "catalogue_services": "services in the catalogue",
    "catalogue_read_ms": "reading and checking all of their files, once a process (ms)",
    "catalogue_pages_per_second": f"pages of the catalogue and of services (pages/s; {RATE} asked)",
    "catalogue_page_p50_ms": "wait for such a page (ms, median)",
    "catalogue_page_p95_ms": "the same (ms, 95 of 100)",
    "catalogue_page_p99_ms": "the same (ms, 99 of 100)",
}


def measure(*, people: int, rows: int) -> dict[str, object]:  # noqa: ARG001  # every part is told both
    """Return the figures of this part."""
    from django.conf import settings

    from alatau.services.catalogue.services import list_services

    begun = perf_counter()
    services = list_services()
    took = perf_counter() - begun
    requests = [write_get("/services/"), *(write_get(f"/services/{each.code}/") for each in services)]
    port = find_free_port()
    server = start_web(settings.ALATAU_HOME, port)
    try:
        wait_for(port, READY)
        load(port, {"requests": requests}, rate=RATE // 2, seconds=3)
        found = load(port, {"requests": requests}, rate=RATE, seconds=SECONDS)
    finally:
        server.terminate()
        server.wait()
    assert found["failed"] == 0, "some were not answered"
    return {
        "catalogue_services": len(services),
        "catalogue_read_ms": round(took * 1000),
        "catalogue_pages_per_second": found["per_second"],
        "catalogue_page_p50_ms": found["p50_ms"],
        "catalogue_page_p95_ms": found["p95_ms"],
        "catalogue_page_p99_ms": found["p99_ms"],
    }


def write_get(path: str) -> str:
    """Return the request for a page as it goes over the wire, as a visitor's browser in Kazakh asks."""
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/html\r\nCookie: alatau_language=kk\r\n\r\n"
