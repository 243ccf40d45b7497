"""Free TCP ports."""

from __future__ import annotations

import socket


def find_free_port(address: str = "127.0.0.1") -> int:
    """Return a port that nobody listens on right now. Another program may take it a moment later."""
    with socket.socket() as probe:
        probe.bind((address, 0))
        port: int = probe.getsockname()[1]
        return port
