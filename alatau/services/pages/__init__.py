"""The room's addresses, whole. Each view says who may use it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.urls import URLPattern

app_name = "services"
urlpatterns: list[URLPattern] = []
