"""Makes all ready in the process that forks the killed ones: Django, and what the rooms do up to their kill points."""

from __future__ import annotations

import gc
from importlib import import_module
from pathlib import Path

import django
from django.apps import apps

if not apps.ready:
    django.setup()
for path in sorted(Path(__file__).parents[1].glob("*/kills.py")):
    import_module(f"tests.{path.parent.name}.kills")

# What is loaded stays: a forked process that looked through it for garbage would copy every page of it.
gc.collect()
gc.freeze()
