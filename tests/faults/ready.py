"""Makes Django ready in the process that forks the killed ones, so that each of them starts at once."""

from __future__ import annotations

import django
from django.apps import apps

if not apps.ready:
    django.setup()
