"""What this room changes in django-allauth, whose second factors and outside sign-in it uses.

allauth's own pages stay closed: no sign-up, no password by e-mail, no account page. This room's pages call its parts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import user_pk_to_url_str
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse

from alatau.access.errors import SignInRefusedError
from alatau.access.outside import match_outside_identity
from alatau.access.requests import LOOPBACK, safe_next
from alatau.access.seal import seal, unseal
from alatau.access.sessions import begin_session
from alatau.access.user import open_resident_user
from alatau.access.values import Proof
from alatau.core.clock import read_clocks
from alatau.core.errors import AlatauError

if TYPE_CHECKING:
    from allauth.socialaccount.models import SocialApp, SocialLogin
    from django.http import HttpRequest

    from alatau.access.models import User

log = structlog.get_logger(__name__)

LOCAL_NAME = "localhost"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Closes what this city does not use of `allauth.account`."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse: residents are registered by registers, staff by an administrator."""
        return False

    def send_mail(self, *args: object, **kwargs: object) -> None:
        """Send nothing: the city writes to people through `messages` alone."""


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """Seals second-factor secrets and names the city to authenticators."""

    def encrypt(self, text: str) -> str:
        """Seal a secret before it is stored."""
        return seal(text).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """Open a stored secret."""
        return unseal(encrypted_text.encode("ascii"))

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Name the city by its public address, never by a header that the browser sent."""
        host = urlsplit(settings.ALATAU_PUBLIC_URL).hostname or LOCAL_NAME
        # Browsers bind no passkey to an address in figures: on this machine the city is `localhost` to them.
        return {"id": LOCAL_NAME if host in LOOPBACK else host, "name": "Alatau"}

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


class CityOAuth2Adapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # allauth ships no types
    """Names this room's own address as the one the provider sends people back to."""

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        """Return the public address: what the browser says about the host is not asked."""
        return settings.ALATAU_PUBLIC_URL + reverse("access:outside_return", kwargs={"provider": self.provider_id})


class CityProvider(OpenIDConnectProvider):  # type: ignore[misc]  # allauth ships no types
    """An OpenID provider with this room's addresses."""

    oauth2_adapter_class = CityOAuth2Adapter


class OutsideAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Turns a finished outside sign-in into one of this room's own, and ends allauth's flow there."""

    def get_provider(self, request: HttpRequest, provider: str, client_id: str | None = None) -> CityProvider:
        """Return the configured provider. Raises: SocialApp.DoesNotExist."""
        return CityProvider(request, app=self.get_app(request, provider=provider, client_id=client_id))

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Refuse: an outside identity opens the city only for a person it already knows."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Match the identity to a person and sign them in; allauth's own users are never made."""
        at = read_clocks()
        claims = sociallogin.account.extra_data
        # The provider's signed token and its answer about the user: the token's `sub` is the one that was verified.
        facts = {**claims.get("userinfo", {}), **claims.get("id_token", {})} or claims
        try:
            person_id = match_outside_identity(sociallogin.account.provider, facts, at=at)
            begin_session(request, open_resident_user(person_id, at=at), proof=Proof.OUTSIDE, at=at)
        except AlatauError as error:
            raise ImmediateHttpResponse(_refuse(request)) from error
        following = safe_next(request, sociallogin.state.get("next") or "/")
        raise ImmediateHttpResponse(HttpResponseRedirect(following))

    def on_authentication_error(  # noqa: PLR0917 - the signature is allauth's
        self,
        request: HttpRequest,
        provider: CityProvider,
        error: str | None = None,
        exception: Exception | None = None,
        extra_context: dict[str, object] | None = None,
    ) -> None:
        """Go back to the sign-in with a sentence, whatever went wrong between the provider and us."""
        log.warning("access.outside.failed", error=str(error), kind=type(exception).__name__)
        raise ImmediateHttpResponse(_refuse(request))


def _refuse(request: HttpRequest) -> HttpResponseRedirect:
    messages.error(request, SignInRefusedError().sentence())
    return HttpResponseRedirect(reverse("access:sign_in"))
