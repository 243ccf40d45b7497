"""Keep webhooks out of private networks: the address is checked when it is connected to, so no name can change it."""

from __future__ import annotations

import ipaddress
import socket
import time
from typing import TYPE_CHECKING

import httpcore
import httpx
from django.conf import settings

from alatau.messages.webhooks.errors import UrlNotUsableError

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterable

URL_MOST = 500
PORTS = range(1, 65_536)
#: Addresses in which an IPv4 address hides, and where in the sixteen bytes it lies.
HIDING = (
    (ipaddress.IPv6Network("::ffff:0:0/96"), 12),
    (ipaddress.IPv6Network("64:ff9b::/96"), 12),
    (ipaddress.IPv6Network("2002::/16"), 2),
)


class PrivateAddressError(httpcore.ConnectError):
    """The name leads to an address that is not public."""


def check_url(url: str) -> str:
    """Return the address, in the letters of the network, when a webhook may be sent to it.

    Names are not resolved here: what they lead to is checked at each call.

    Raises:
        UrlNotUsableError: it is not one.
    """
    try:
        parts = httpx.URL(url.strip())
        host = parts.raw_host.decode("ascii")
    except (httpx.InvalidURL, ValueError) as error:
        raise UrlNotUsableError from error
    schemes = ("http", "https") if allows_private() else ("https",)
    if parts.scheme not in schemes or not host or parts.userinfo or parts.fragment:
        raise UrlNotUsableError
    if parts.port is not None and parts.port not in PORTS:
        raise UrlNotUsableError
    if _is_literal(host) and not allows_private() and not is_public(host):
        raise UrlNotUsableError
    checked = str(parts.copy_with(raw_path=parts.raw_path, host=host))
    if len(checked) > URL_MOST:
        raise UrlNotUsableError
    return checked


def allows_private() -> bool:
    """Tell whether private addresses are allowed: in a sample city alone."""
    return settings.ALATAU_MODE == "sample"


def is_public(address: str) -> bool:
    """Tell whether an IP address belongs to the public internet, also when it hides inside another."""
    parsed = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(parsed, ipaddress.IPv6Address):
        for network, offset in HIDING:
            if parsed in network:
                parsed = ipaddress.IPv4Address(parsed.packed[offset : offset + 4])
                break
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.is_site_local:
        return False  # given up in 2004, and still a network of one's own
    return parsed.is_global and not parsed.is_multicast and not parsed.is_reserved


class GuardedBackend(httpcore.SyncBackend):
    """Resolves a name once, refuses it when any of its addresses is private, and connects to one that it checked."""

    def __init__(self, *, deadline: float) -> None:
        super().__init__()
        self.deadline = deadline

    def connect_tcp(  # noqa: PLR0917  the signature is the library's
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Open the connection to a checked address. The certificate is still checked against the name."""
        addresses = _resolve(host, port)
        if not allows_private() and not all(is_public(address) for address in addresses):
            raise PrivateAddressError
        for last, address in enumerate(addresses, start=1 - len(addresses)):
            try:
                stream = super().connect_tcp(
                    address,
                    port,
                    timeout=_left(self.deadline, timeout),
                    local_address=local_address,
                    socket_options=socket_options,
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if not last:
                    raise
            else:
                return _HurriedStream(stream, deadline=self.deadline)
        raise httpcore.ConnectError(host)


class _HurriedStream(httpcore.NetworkStream):
    """A stream whose every wait ends at one deadline: a receiver that drips its answer gains nothing."""

    def __init__(self, inner: httpcore.NetworkStream, *, deadline: float) -> None:
        self.inner = inner
        self.deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self.inner.read(max_bytes, _left(self.deadline, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.inner.write(buffer, _left(self.deadline, timeout))

    def close(self) -> None:
        self.inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        safe = self.inner.start_tls(ssl_context, server_hostname, _left(self.deadline, timeout))
        return _HurriedStream(safe, deadline=self.deadline)

    def get_extra_info(self, info: str) -> object:
        return self.inner.get_extra_info(info)


def _left(deadline: float, timeout: float | None) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout
    return left if timeout is None else min(left, timeout)


def _resolve(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise httpcore.ConnectError(str(error)) from error
    return [str(address[0]) for *_, address in found]


def _is_literal(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
