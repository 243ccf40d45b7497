"""The WSGI application that granian serves."""

from __future__ import annotations

import multiprocessing
import os
from typing import TYPE_CHECKING

from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse

from alatau.core.leash import follow_parent

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIEnvironment

if multiprocessing.parent_process() is not None:
    # A server's worker whose parent was killed would hold the port, and the next server could not take it.
    follow_parent()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alatau.settings")
_answer = get_wsgi_application()


def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Answer a request.

    An answer that is all there is handed over whole: piece by piece, the server would spend a third of a small one's
    time on asking for its only piece. Streams and files are left as they are.
    """
    response = _answer(environ, start_response)
    if not isinstance(response, HttpResponse):
        return response
    body = [response.content]
    response.close()
    return body
