"""Makes the web application ready in the process that forks the killed ones: its addresses take a second to read."""

from __future__ import annotations

import tests.faults.ready  # noqa: F401  Django is ready after this

from django.core.wsgi import get_wsgi_application  # isort: skip
from django.urls import resolve  # isort: skip

APPLICATION = get_wsgi_application()
resolve("/api/money/transfers")
