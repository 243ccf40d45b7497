"""The commit paths of this room, part by part, for kills at each of their named points."""

from __future__ import annotations

from tests.services.events import kills as events

SCENARIOS = (*events.SCENARIOS,)
