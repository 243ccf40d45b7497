"""What a content package gives the machinery, and how the package named in `ALATAU_CONTENT` is loaded."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Protocol, runtime_checkable

from django.conf import settings


@runtime_checkable
class Content(Protocol):
    """Everything a state brings with it. Filled by ``<package>.content.CONTENT``."""

    #: ISO 3166-1 alpha-2 code.
    code: str
    #: IANA name of the zone that city time is told in.
    time_zone: str


@cache
def content() -> Content:
    """Return the loaded content package; the same object in every call of a process."""
    loaded = import_module(f"{settings.ALATAU_CONTENT}.content").CONTENT
    assert isinstance(loaded, Content)
    return loaded
