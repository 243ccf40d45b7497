"""What the gate adds to a request, and the questions that sign-in pages ask of it."""

from __future__ import annotations

from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from alatau.core.errors import NotFoundError

if TYPE_CHECKING:
    from alatau.access.actor import ActingFor
    from alatau.core.values import Actor, PersonId

#: Session key of where to go after signing in.
NEXT = "access.next"
LOOPBACK = ("127.0.0.1", "::1")
#: Length of the network that a provider gives one household.
HOUSEHOLD_BITS = 64


class CityRequest(HttpRequest):
    """A request after the gate."""

    actor: Actor
    representation: ActingFor | None


def wants_part(request: HttpRequest, part: str) -> bool:
    """Tell whether a script asks for one part of a page, which it names by tag and id: "div#rows"."""
    return request.headers.get("HX-Target", "").rpartition("#")[2] == part


def subject_of(actor: Actor) -> PersonId:
    """Return the person whose affairs are at hand. Raises: NotFoundError: nobody's, or a firm's."""
    if actor.subject_id is None or actor.for_organisation_id is not None:
        raise NotFoundError
    return actor.subject_id


def client_address(request: HttpRequest) -> str:
    """Return the address attempts are counted by: the last one the proxy on this machine saw, else the peer's.

    Of an IPv6 address the network counts: one household has more single addresses than there are grains of sand.
    """
    peer = str(request.META.get("REMOTE_ADDR", ""))
    forwarded = request.headers.get("X-Forwarded-For", "")
    # Only what the city's own proxy adds is believed; everything before the last comma came from outside.
    is_proxied = settings.PRODUCTION and peer in LOOPBACK and forwarded
    return _network_of(forwarded.rsplit(",", 1)[-1].strip() if is_proxied else peer)


def _network_of(address: str) -> str:
    try:
        given = ip_address(address)
    except ValueError:
        # Not an address at all, such as the name of a socket: it counts as it stands.
        return address
    if isinstance(given, IPv6Address):
        return str(given.ipv4_mapped or IPv6Network((given, HOUSEHOLD_BITS), strict=False))
    return address


def safe_next(request: HttpRequest, address: str, default: str = "/") -> str:
    """Return the address when it lies in this city, else the default: no link leads out through the sign-in."""
    is_safe = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if is_safe else default


def page_before(request: HttpRequest, default: str = "/") -> str:
    """Return the page of this city on which the form stood that was just sent."""
    came_from = request.headers.get("Referer", "")
    if safe_next(request, came_from, "") == "":
        return default
    before = urlsplit(came_from)
    if not before.path.startswith("/") or before.path.startswith(("//", "/\\")):
        return default
    return f"{before.path}?{before.query}" if before.query else before.path


def passkey_address(request: HttpRequest) -> str:
    """Return this machine's address by name where it is open by figures, to which browsers bind no passkey."""
    in_figures = request.get_host().startswith("127.0.0.1")
    return request.build_absolute_uri("/").replace("127.0.0.1", "localhost") if in_figures else ""


def with_next(address: str, following: str) -> str:
    """Return the address that carries where to go afterwards."""
    return f"{address}?{urlencode({'next': following})}"
