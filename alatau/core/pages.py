"""Pages of the ground: what watches over the city asks here."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.http import HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from alatau.core.errors import NotFoundError
from alatau.core.health import examine_health
from alatau.core.metrics import CONTENT_TYPE, show_metrics
from alatau.core.operator_pages import urlpatterns as operator_urlpatterns
from alatau.core.routes import Who, open_to
from alatau.core.scrape import may_scrape

if TYPE_CHECKING:
    from django.http import HttpRequest


@open_to(Who.EVERYONE)
@never_cache
@require_safe
def live(_request: HttpRequest) -> HttpResponse:
    """Answer at all: the process lives. Asks nobody else, so that a slow database restarts no web server."""
    return HttpResponse("live\n", content_type="text/plain; charset=utf-8")


@open_to(Who.EVERYONE)
@never_cache
@require_safe
def ready(_request: HttpRequest) -> JsonResponse:
    """Say whether requests can be served now: 200 when the database answers with this version's tables, else 503."""
    health = examine_health()
    status = HTTPStatus.OK if health.is_ready else HTTPStatus.SERVICE_UNAVAILABLE
    return JsonResponse({"database": health.database, "tables": health.tables}, status=status)


@open_to(Who.MACHINE)
@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Return the figures of all processes for Prometheus; to anybody else there is nothing here."""
    if not may_scrape(request):
        raise NotFoundError
    return HttpResponse(show_metrics(), content_type=CONTENT_TYPE)


urlpatterns = [
    path("health/live", live, name="health_live"),
    path("health/ready", ready, name="health_ready"),
    path("metrics", metrics, name="metrics"),
    *operator_urlpatterns,
]
