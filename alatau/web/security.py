"""What a browser may do with a page of the city. Everything comes from the city itself; nothing runs inline."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

#: Everything a page could ask a browser for, refused unless it is listed as its own.
PERMISSIONS = (
    "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
    "magnetometer=(), microphone=(), midi=(), payment=(), publickey-credentials-create=(self), "
    "publickey-credentials-get=(self), screen-wake-lock=(), serial=(), usb=()"
)


class ContentSecurityPolicyMiddleware:
    """Send the policy with each answer. A page's own script element carries ``{{ csp_nonce }}``.

    The nonce is made when a page first asks for it, so that answers without scripts allow none but files.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        nonce = Nonce()
        request.csp_nonce = nonce  # type: ignore[attr-defined]  # Django's request is open to such names by design
        response = self.get_response(request)
        headers = response.headers
        headers.setdefault("Content-Security-Policy", write_policy(nonce.made))
        headers.setdefault("Permissions-Policy", PERMISSIONS)
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if getattr(request, "session", None) is not None and request.session.accessed:
            # A page about a person stays out of every cache, the browser's own back button included.
            headers.setdefault("Cache-Control", "no-store, private")
        return response


class Nonce:
    """A number used once, made on first use in a template."""

    def __init__(self) -> None:
        self.made = ""

    def __str__(self) -> str:
        self.made = self.made or secrets.token_urlsafe(18)
        return self.made


def write_policy(nonce: str = "") -> str:
    """Return the policy of a page; with a nonce, elements that carry it may run too."""
    own = f"'self' 'nonce-{nonce}'" if nonce else "'self'"
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {own}",
            f"style-src {own}",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "manifest-src 'self'",
            "worker-src 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
        )
    )
