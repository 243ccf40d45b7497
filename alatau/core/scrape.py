"""Who may read `/metrics`: a scraper with its token, or without one only a program on this machine."""

from __future__ import annotations

from ipaddress import ip_address
from secrets import compare_digest
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from django.http import HttpRequest

#: A proxy adds these. Behind it every request seems to come from this machine.
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Real-IP", "Via")
BEARER = "Bearer "


def may_scrape(request: HttpRequest) -> bool:
    """Tell whether the request may read the figures: by token when one is set, else only from this machine itself."""
    if settings.ALATAU_METRICS_TOKEN:
        given = request.headers.get("Authorization", "")
        wanted = f"{BEARER}{settings.ALATAU_METRICS_TOKEN}"
        return compare_digest(given.encode(), wanted.encode())
    if any(name in request.headers for name in FORWARDED):
        return False
    return _is_loopback(request.META.get("REMOTE_ADDR", ""))


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        # A socket file has no address; whoever may open it is on this machine.
        return address == ""
