"""Figures for analysts: how what the state brings reaches people, and how fast. They name nobody."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, TypeAlias

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from alatau.core.clock import read_clocks
from alatau.core.errors import NotFoundError
from alatau.core.routes import Who, open_to
from alatau.services.figures.count import count_figures
from alatau.services.figures.values import Answer, Way

if TYPE_CHECKING:
    from enum import StrEnum

    from alatau.access.requests import CityRequest
    from alatau.family.national.hide import Shown
    from alatau.services.figures.values import Figures, TimeFigures

Cells: TypeAlias = "list[int | float | None]"
READERS = ("analyst", "auditor", "supervisor")
WAYS, ANSWERS, TIMES = "ways", "answers", "times"
WORDS = {
    Way.OFFERED_BY_MESSAGE: gettext_lazy("Offered, yes by message"),
    Way.OFFERED_ONLINE: gettext_lazy("Offered, yes on the pages"),
    Way.OFFERED_AT_DESK: gettext_lazy("Offered, yes at a desk"),
    Way.ASKED_ONLINE: gettext_lazy("Asked for on the pages"),
    Way.ASKED_AT_DESK: gettext_lazy("Asked for at a desk"),
    Answer.YES: gettext_lazy("Yes"),
    Answer.NO: gettext_lazy("No"),
    Answer.SILENT: gettext_lazy("No answer in time"),
    Answer.AWAITED: gettext_lazy("An answer is awaited"),
    Answer.DISPUTED: gettext_lazy("Said to be wrong"),
    Answer.LAPSED: gettext_lazy("No longer theirs"),
}


@open_to(Who.STAFF, roles=READERS)
@require_safe
def figures(request: CityRequest) -> HttpResponse:
    """Show shares of the whole, and three tables by region, each with its download."""
    found = count_figures()
    tables = [(key, name, *_table(found, key)) for key, name in _names().items()]
    shares = [
        (_("Came without being asked for"), found.proactive),
        (_("Given on the pages"), found.online),
        (_("Given by message, from any phone"), found.by_message),
        (_("Offers that were accepted"), found.accepted),
    ]
    facts = {"tables": tables, "shares": [(name, None if it is None else 100 * it) for name, it in shares]}
    return render(request, "services/figures.html", facts)


@open_to(Who.STAFF, roles=READERS)
@require_safe
def figures_table(request: CityRequest) -> HttpResponse:
    """Send one table as CSV; hidden figures are empty."""
    key = request.GET.get("table", "")
    if key not in _names():
        raise NotFoundError
    heads, rows = _table(count_figures(), key)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{key}-{read_clocks().city_day:%Y-%m-%d}.csv"'
    # A spreadsheet knows by this mark that the letters are UTF-8.
    response.write("\ufeff")
    csv.writer(response).writerows(
        [heads, *([name, *("" if it is None else it for it in cells)] for name, cells in rows)]
    )
    return response


def _table(found: Figures, key: str) -> tuple[list[str], list[tuple[str, Cells]]]:
    if key == TIMES:
        heads = [_("Place"), _("Paid after an offer"), _("Hours, for half of them"), _("Hours, for nine of ten")]
        return heads, [_tell_time(each) for each in found.times]
    shown, kinds = (found.ways, tuple(Way)) if key == WAYS else (found.answers, tuple(Answer))
    return [_("Place"), _("In all"), *_name_columns(shown, kinds)], _list_rows(shown)


def _name_columns(shown: Shown | None, kinds: tuple[StrEnum, ...]) -> list[str]:
    columns = shown.columns if shown else ()
    if len(columns) == 1:
        # Too few of each kind to tell them apart: what is left is the total.
        return []
    return [" + ".join(str(WORDS[kinds[index]]) for index in column) for column in columns]


def _list_rows(shown: Shown | None) -> list[tuple[str, Cells]]:
    if shown is None:
        return []
    counts = {line.place: line.counts if len(shown.columns) > 1 else () for line in shown.lines}
    return [(_name_place(line.place), [line.total, *counts[line.place]]) for line in shown.lines]


def _tell_time(it: TimeFigures) -> tuple[str, Cells]:
    return _name_place(it.place), [it.paid, it.median_hours, it.most_hours]


def _name_place(place: str) -> str:
    from alatau.family.present.nation import name_place  # noqa: PLC0415  it reads the law's declarations

    return name_place(place)


def _names() -> dict[str, str]:
    return {
        WAYS: _("How people came to what is theirs"),
        ANSWERS: _("What became of offers"),
        TIMES: _("From the event to the money"),
    }


urlpatterns = [
    path("services/figures/", figures, name="figures"),
    path("services/figures/table/", figures_table, name="figures_table"),
]
