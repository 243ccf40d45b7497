"""Sign in with an outside OpenID provider: go there, and come back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from requests import RequestException

from alatau.access.adapters import CityOAuth2Adapter
from alatau.access.requests import NEXT, client_address, safe_next
from alatau.access.throttle import TRY_PER_ADDRESS, spend
from alatau.core.clock import read_clocks
from alatau.core.errors import NotFoundError
from alatau.core.routes import Who, open_to

if TYPE_CHECKING:
    from django.http import HttpResponse

    from alatau.access.requests import CityRequest


@open_to(Who.EVERYONE)
@never_cache
@require_GET
def outside_sign_in(request: CityRequest, provider: str) -> HttpResponse:
    """Send the reader to the provider, with a state that only this browser can bring back."""
    spend(TRY_PER_ADDRESS, client_address(request), at=read_clocks())
    try:
        chosen = get_adapter().get_provider(request, provider)
        following = safe_next(request, request.session.get(NEXT, "/"))
        going: HttpResponse = chosen.redirect(request, process="login", next_url=following)
    except SocialApp.DoesNotExist as error:
        raise NotFoundError from error
    except RequestException:
        messages.error(request, _("The other sign-in does not answer now. Sign in with a code, or try again later."))
        return redirect("access:sign_in")
    return going


@open_to(Who.EVERYONE)
@never_cache
@require_GET
def outside_return(request: CityRequest, provider: str) -> HttpResponse:
    """Take the provider's answer: allauth checks it, this room's adapter signs the person in."""
    try:
        view = OAuth2CallbackView.adapter_view(CityOAuth2Adapter(request, provider))
        answer: HttpResponse = view(request)
    except SocialApp.DoesNotExist as error:
        raise NotFoundError from error
    return answer
