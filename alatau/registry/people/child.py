"""What a process of its own does before it can register people; light, since it comes before the settings."""

from __future__ import annotations

import django

from alatau.core.leash import follow_parent


def start_child() -> None:
    """Make a new process ready: it ends with its parent, and has settings and connections of its own."""
    follow_parent()
    django.setup()
