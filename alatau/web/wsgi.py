"""The WSGI application that granian serves."""

from __future__ import annotations

import multiprocessing
import os

from django.core.wsgi import get_wsgi_application

from alatau.core.leash import follow_parent

if multiprocessing.parent_process() is not None:
    # A server's worker whose parent was killed would hold the port, and the next server could not take it.
    follow_parent()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alatau.settings")
application = get_wsgi_application()

# What people look for is read once, before the first of them asks.
from alatau.services.search.index import get_indexes  # noqa: E402  it reads the settings

get_indexes()
