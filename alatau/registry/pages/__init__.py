"""The room's addresses, whole. Each view says who may use it."""

from __future__ import annotations

from django.urls import path

from alatau.registry.pages import registers

app_name = "registry"
urlpatterns = [
    path("registry/", registers.registers, name="registers"),
    path("registry/<slug:key>/", registers.register, name="register"),
]
