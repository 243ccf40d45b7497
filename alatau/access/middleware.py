"""The gate: each request gets its actor, and no view runs for an actor its declaration does not name."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

import structlog
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja.utils import check_csrf

from alatau.access.actor import find_acting_for, find_actor
from alatau.access.audience import Outcome, api_path, audience_of, judge
from alatau.access.load import record_page_look
from alatau.access.looked import one_page
from alatau.access.sessions import keep_session
from alatau.core.clock import read_clocks
from alatau.core.errors import NotAllowedError
from alatau.core.routes import Who
from alatau.core.values import VISITOR, ActorKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http.response import HttpResponseBase

    from alatau.access.requests import CityRequest
    from alatau.core.routes import Audience
    from alatau.core.values import Actor

log = structlog.get_logger(__name__)


class AudienceMiddleware:
    """Sets `request.actor` and evaluates `open_to` before the view."""

    def __init__(self, get_response: Callable[[CityRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: CityRequest) -> HttpResponseBase:
        """Answer the request with its actor set, and whom they act for as the shell shows it."""
        request.actor, request.representation = VISITOR, None
        # A browser without a session asks nothing of the database: health checks stay cheap and always answer.
        if request.session.session_key and request.user.is_authenticated:
            _recognise(request)
        with one_page():
            return self.get_response(request)

    def process_view(
        self,
        request: CityRequest,
        view: Callable[..., HttpResponseBase],
        _args: list[object],
        _kwargs: dict[str, object],
    ) -> HttpResponseBase | None:
        """Let the view run, or answer in its place."""
        actor: Actor = request.actor
        is_api = api_path(view) is not None
        audience = audience_of(view, request.method or "GET")
        outcome = judge(audience, actor)
        if outcome is Outcome.OPEN:
            _record_look(audience, actor)
            checks_forms = is_api and audience is not None and audience.who != {Who.MACHINE} and actor != VISITOR
            return check_csrf(request) if checks_forms else None
        log.info("access.route.refused", outcome=outcome, route=request.resolver_match and request.resolver_match.route)
        return _answer_api(outcome) if is_api else _answer_page(request, outcome)


def _recognise(request: CityRequest) -> None:
    at = read_clocks()
    if keep_session(request, at=at):
        request.actor = find_actor(request, at=at)
        request.representation = find_acting_for(request.actor)


def _record_look(audience: Audience | None, actor: Actor) -> None:
    """Record the look of whoever acts for another, before the page is drawn; who acts in part is shown none of it."""
    if audience is None or not audience.shows:
        return
    if actor.kind is not ActorKind.RESIDENT and Who.SERVED not in audience.who:
        return
    if actor.for_person_id is not None and not actor.is_narrowed:
        record_page_look(actor.for_person_id, by=actor, data=audience.shows)


def _answer_api(outcome: Outcome) -> HttpResponse:
    if outcome is Outcome.SIGN_IN:
        refusal = {"code": "access.sign_in_needed", "sentence": _("Please sign in first.")}
        return JsonResponse(refusal, status=401)
    return JsonResponse({"code": NotAllowedError.code, "sentence": NotAllowedError().sentence()}, status=403)


def _answer_page(request: CityRequest, outcome: Outcome) -> HttpResponse:
    if outcome is Outcome.REFUSED:
        raise PermissionDenied
    address = reverse("access:sign_in")
    if request.method in ("GET", "HEAD"):
        address += "?" + urlencode({"next": request.get_full_path()})
    if request.headers.get("HX-Request"):
        # htmx follows a plain redirect inside the fragment; this header moves the whole page.
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)
