"""Browsers of officials in tests of the money's desks."""

from __future__ import annotations

from django.conf import settings
from django.test import Client

from tests.people import official, sign_in


def desk(login: str, language: str = "en") -> Client:
    """Return the browser of a member of staff."""
    client = Client()
    sign_in(client, official(login))
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return client
