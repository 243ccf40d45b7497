"""What this room changes in django-allauth, whose second factors and outside sign-in it uses.

allauth's own pages stay closed: no sign-up, no password by e-mail, no account page. This room's pages call its parts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings

from alatau.access.seal import seal, unseal

if TYPE_CHECKING:
    from allauth.socialaccount.models import SocialLogin
    from django.http import HttpRequest

    from alatau.access.models import User


class AccountAdapter(DefaultAccountAdapter):
    """Closes what this city does not use of `allauth.account`."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse: residents are registered by registers, staff by an administrator."""
        return False

    def send_mail(self, *args: object, **kwargs: object) -> None:
        """Send nothing: the city writes to people through `messages` alone."""


class FactorAdapter(DefaultMFAAdapter):
    """Seals second-factor secrets and names the city to authenticators."""

    def encrypt(self, text: str) -> str:
        """Seal a secret before it is stored."""
        return seal(text).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """Open a stored secret."""
        return unseal(encrypted_text.encode("ascii"))

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Name the city by its public address, never by a header that the browser sent."""
        return {"id": urlsplit(settings.ALATAU_PUBLIC_URL).hostname or "localhost", "name": "Alatau"}

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, str | bytes]:
        """Name the user to the authenticator; the handle is the random id, not a number."""
        shown = user.name or (user.person.name if user.person else "")
        return {"id": user_pk_to_url_str(user).encode("utf8"), "display_name": shown, "name": shown}

    def get_totp_label(self, user: User) -> str:
        """Return the name under which the authenticator app lists this sign-in."""
        return user.login or user.name

    def get_totp_issuer(self) -> str:
        """Return the name of the city in the authenticator app."""
        return "Alatau"


class OutsideAdapter(DefaultSocialAccountAdapter):
    """Turns a finished outside sign-in into one of this room's own, and ends allauth's flow there."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Refuse: an outside identity opens the city only for a person it already knows."""
        return False
