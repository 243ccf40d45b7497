"""The room's addresses, whole. Each view says who may use it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.services.pages import (
    catalogue,
    decisions,
    events,
    figures,
    offers,
    operators,
    payments,
    queue_desk,
    queues,
    request_of_case,
    requests,
    restriction,
    search,
)

if TYPE_CHECKING:
    from django.urls import URLPattern

app_name = "services"
urlpatterns: list[URLPattern] = [
    *catalogue.urlpatterns,
    *search.urlpatterns,
    *requests.urlpatterns,
    *request_of_case.urlpatterns,
    *decisions.urlpatterns,
    *payments.urlpatterns,
    *events.urlpatterns,
    *figures.urlpatterns,
    *offers.urlpatterns,
    *restriction.urlpatterns,
    *operators.urlpatterns,
    *queues.urlpatterns,
    *queue_desk.urlpatterns,
]
