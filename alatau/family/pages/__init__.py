"""The room's pages: a resident's own card, an official's view of one with a case, and the analyst's desk."""

from __future__ import annotations

from django.urls import path

from alatau.family.pages.cases import case_card, case_figure
from alatau.family.pages.own import figure, home
from alatau.family.pages.sharing import hide_my_part, sharing, show_my_part
from alatau.family.pages.tables import nation, nation_table
from alatau.family.pages.trying import reform, reforms

app_name = "family"

urlpatterns = [
    path("family/", home, name="home"),
    path("family/figures/<slug:name>/", figure, name="figure"),
    path("family/sharing/", sharing, name="sharing"),
    path("family/sharing/show/", show_my_part, name="show_my_part"),
    path("family/sharing/hide/", hide_my_part, name="hide_my_part"),
    path("nation/", nation, name="nation"),
    path("nation/reforms/", reforms, name="reforms"),
    path("nation/reforms/<uuid:reform_id>/", reform, name="reform"),
    path("nation/table.csv", nation_table, name="nation_table"),
    path("desk/cases/<uuid:case_id>/family/", case_card, name="case_card"),
    path("desk/cases/<uuid:case_id>/family/figures/<slug:name>/", case_figure, name="case_figure"),
]
