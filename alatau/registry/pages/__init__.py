"""The room's addresses, whole. Each view says who may use it."""

from __future__ import annotations

from django.urls import path

from alatau.registry.pages import contested, deliver, records, registers

app_name = "registry"
urlpatterns = [
    path("me/records/", records.records, name="records"),
    path("me/records/<slug:key>/", records.record, name="record"),
    path("me/records/<slug:key>/wrong/<uuid:row_key>/", records.contest, name="contest"),
    path("registry/", registers.registers, name="registers"),
    path("registry/contested/<uuid:case_id>/", contested.contested, name="contested"),
    path("registry/<slug:key>/", registers.register, name="register"),
    path("registry/<slug:key>/deliver/", deliver.deliver, name="deliver"),
    path("registry/<slug:key>/errands/", deliver.errands, name="errands"),
]
