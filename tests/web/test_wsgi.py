"""How answers leave the application: whole where they are whole, and as streams where they are not."""

from __future__ import annotations

from wsgiref.util import setup_testing_defaults

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from alatau.web.wsgi import application


@pytest.fixture
def finished():
    """A mark for each request that the city has ended; no connection of the test's is looked at meanwhile."""
    ended = []

    def note(**_facts):
        ended.append(1)

    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    request_finished.connect(note)
    yield ended
    request_finished.disconnect(note)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def ask(path, method="GET"):
    said = []
    environ = {"PATH_INFO": path, "REQUEST_METHOD": method}
    setup_testing_defaults(environ)
    return application(environ, lambda status, headers: said.append((status, dict(headers)))), said[0]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_whole_answer_is_handed_over_whole_and_its_request_has_ended(finished, method):
    body, (status, headers) = ask("/health/live", method)
    assert (body, status, headers["Content-Length"]) == ([b"live\n"], "200 OK", "5")
    assert len(finished) == 1


def test_file_stays_a_stream_and_its_request_ends_when_it_is_closed(finished):
    body, (status, _headers) = ask("/static/alatau/base.css")
    assert (status, finished) == ("200 OK", [])
    assert not isinstance(body, list)
    assert b"".join(body)
    body.close()
    assert len(finished) == 1
