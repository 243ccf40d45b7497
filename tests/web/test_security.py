"""What a browser may do with a page."""

from __future__ import annotations

import re

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from alatau.web.security import ContentSecurityPolicyMiddleware, Nonce, write_policy

PATHS = ["/", "/nowhere/", "/robots.txt"]


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_carries_the_policy(client: Client, path: str) -> None:
    headers = client.get(path).headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert "camera=()" in headers["Permissions-Policy"]


@pytest.mark.parametrize("word", ["unsafe-inline", "unsafe-eval", "http:", "https:", "*"])
def test_policy_opens_no_door_to_the_outside(word: str) -> None:
    assert word not in write_policy("n")


def test_policy_names_the_nonce_that_the_page_used() -> None:
    def view(request: object) -> HttpResponse:
        return HttpResponse(f"<script nonce={request.csp_nonce}></script>")

    answer = ContentSecurityPolicyMiddleware(view)(RequestFactory().get("/"))
    used = re.search(r"nonce=([^>\s]+)>", answer.content.decode()).group(1)
    assert f"script-src 'self' 'nonce-{used}'" in answer.headers["Content-Security-Policy"]


def test_page_without_inline_scripts_allows_no_nonce(client: Client) -> None:
    assert "nonce-" not in client.get("/robots.txt").headers["Content-Security-Policy"]


def test_two_pages_never_share_a_nonce() -> None:
    assert str(Nonce()) != str(Nonce())


def test_page_has_no_inline_script_or_style(client: Client) -> None:
    page = client.get("/").content.decode()
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert "<style" not in page
    assert not re.search(r"\son\w+=|\sstyle=", page)


def test_robots_are_shown_the_first_page_alone(client: Client) -> None:
    assert b"Disallow: /\n" in client.get("/robots.txt").content


def test_security_contact_is_absent_until_the_operator_names_one(client: Client, settings: object) -> None:
    settings.ALATAU_SECURITY_CONTACT = ""
    assert client.get("/.well-known/security.txt").status_code == 404


@pytest.mark.django_db
def test_security_contact_tells_whom_to_write_to(client: Client, settings: object) -> None:
    settings.ALATAU_SECURITY_CONTACT = "mailto:holes@city.example"
    text = client.get("/.well-known/security.txt").content.decode()
    assert "Contact: mailto:holes@city.example\n" in text
    assert re.search(r"^Expires: \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", text, re.MULTILINE)
