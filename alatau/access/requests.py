"""What the gate adds to a request, and two questions every sign-in page asks of it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

if TYPE_CHECKING:
    from alatau.access.actor import ActingFor
    from alatau.core.values import Actor

#: Session key of where to go after signing in.
NEXT = "access.next"
LOOPBACK = ("127.0.0.1", "::1")


class CityRequest(HttpRequest):
    """A request after the gate."""

    actor: Actor
    representation: ActingFor | None


def client_address(request: HttpRequest) -> str:
    """Return the address attempts are counted by: the last one the proxy on this machine saw, else the peer's."""
    peer = str(request.META.get("REMOTE_ADDR", ""))
    forwarded = request.headers.get("X-Forwarded-For", "")
    # Only what the city's own proxy adds is believed; everything before the last comma came from outside.
    return forwarded.rsplit(",", 1)[-1].strip() if settings.PRODUCTION and peer in LOOPBACK and forwarded else peer


def safe_next(request: HttpRequest, address: str, default: str = "/") -> str:
    """Return the address when it lies in this city, else the default: no link leads out through the sign-in."""
    is_safe = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if is_safe else default


def with_next(address: str, following: str) -> str:
    """Return the address that carries where to go afterwards."""
    return f"{address}?{urlencode({'next': following})}"
