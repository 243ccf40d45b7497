"""Makes all ready in the process that forks the killed ones: Django, what the rooms do, and the content they read."""

from __future__ import annotations

import gc
from importlib import import_module
from pathlib import Path

import django
from django.apps import apps

if not apps.ready:
    django.setup()

from alatau.core.content import content
from alatau.desk.task_types import list_types
from alatau.messages.catalogue import catalogue
from alatau.papers.letters import get_frame, list_letters
from alatau.registry.declare import list_registers

for path in sorted(Path(__file__).parents[1].glob("*/kills.py")):
    import_module(f"tests.{path.parent.name}.kills")

# Each killed process would read its own copy of these, twice for every point.
for read in (content, catalogue, list_types, list_letters, get_frame, list_registers):
    read()

# What is loaded stays: a forked process that looked through it for garbage would copy every page of it.
gc.collect()
gc.freeze()
