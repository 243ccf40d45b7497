"""The room's addresses, whole. Each view says who may use it."""

from __future__ import annotations

from django.urls import path

from alatau.registry.pages import contested, deliver, match, quarantine, records, registers

app_name = "registry"
urlpatterns = [
    path("me/records/", records.records, name="records"),
    path("me/records/<slug:key>/", records.record, name="record"),
    path("me/records/<slug:key>/wrong/<uuid:row_key>/", records.contest, name="contest"),
    path("registry/", registers.registers, name="registers"),
    path("registry/contested/<uuid:case_id>/", contested.contested, name="contested"),
    path("registry/matches/<uuid:case_id>/", match.match, name="match"),
    path("registry/<slug:key>/", registers.register, name="register"),
    path("registry/<slug:key>/deliver/", deliver.deliver, name="deliver"),
    path("registry/<slug:key>/errands/", deliver.errands, name="errands"),
    path("registry/<slug:key>/quarantine/", quarantine.quarantine, name="quarantine"),
    path("registry/<slug:key>/quarantine/report/", quarantine.report, name="quarantine_report"),
    path("registry/<slug:key>/quarantine/return/", quarantine.send_back, name="send_back"),
    path("registry/<slug:key>/quarantine/letters/<uuid:letter_id>/", quarantine.letter, name="return_letter"),
    path("registry/<slug:key>/quarantine/<str:place>/", quarantine.row, name="quarantined"),
    path("registry/<slug:key>/quarantine/<str:place>/open/", quarantine.open_one, name="open_quarantined"),
    path("registry/<slug:key>/quarantine/<str:place>/release/", quarantine.release, name="release"),
]
