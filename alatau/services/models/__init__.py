"""Tables of life events and of what follows from them. Private to this room."""

from alatau.services.models.events import EventSource, LifeEvent

__all__ = ["EventSource", "LifeEvent"]
