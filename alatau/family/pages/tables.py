"""The analyst's view of the nation: published tables as map, plot, table and download."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from alatau.core.errors import NotFoundError
from alatau.core.routes import Who, open_to
from alatau.family.national.cuts import BENEFIT, CATEGORY
from alatau.family.national.read import find_table, list_tables
from alatau.family.national.values import COUNTRY
from alatau.family.present.nation import (
    draw_bars,
    draw_map,
    name_kinds,
    name_place,
    name_table,
    say_sureness,
    share_of,
    write_rows,
)

if TYPE_CHECKING:
    from alatau.access.requests import CityRequest
    from alatau.family.national.values import Table

#: Roles that look at the nation, and at nobody in it.
ANALYSTS = ("analyst", "supervisor")


@open_to(Who.STAFF, roles=ANALYSTS)
@require_safe
def nation(request: CityRequest) -> HttpResponse:
    """Show one table: a map of one kind of family, its places as a table, and the way to the others."""
    keys = list_tables()
    if not keys:
        return render(request, "family/nation_empty.html")
    table = _table(request.GET.get("table", ""), keys)
    place = _place(request.GET.get("place", ""), table)
    column = _column(request.GET.get("kind", ""), table)
    lines = [line for line in (table.line(place), *table.within(place)) if line is not None]
    facts = {
        "table": table,
        "title": name_table(table.key),
        "verification": say_sureness(table.key),
        "place": place,
        "place_name": name_place(place),
        "is_country": place == COUNTRY,
        "column": column,
        "kinds": list(enumerate(name_kinds(table))),
        "tables": sorted(((key, name_table(key)) for key in keys if not key.startswith(BENEFIT)), key=lambda it: it[1]),
        "benefits": sorted(((key, name_table(key)) for key in keys if key.startswith(BENEFIT)), key=lambda it: it[1]),
        "map": draw_map(table, column, place=place),
        "bars": draw_bars(table, place=place),
        "heads": [_("Place"), _("Families"), *name_kinds(table), _("Share, percent")],
        "rows": [(line, name_place(line.place), share_of(line, column)) for line in lines],
    }
    return render(request, "family/nation.html", facts)


@open_to(Who.STAFF, roles=ANALYSTS)
@require_safe
def nation_table(request: CityRequest) -> HttpResponse:
    """Send a whole table as CSV; hidden figures are empty."""
    table = _table(request.GET.get("table", ""), list_tables())
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{table.key}-{table.day:%Y-%m}.csv"'
    # A spreadsheet knows by this mark that the letters are UTF-8.
    response.write("\ufeff")
    csv.writer(response).writerows(write_rows(table))
    return response


def _table(key: str, keys: list[str]) -> Table:
    wanted = key or (CATEGORY if CATEGORY in keys else keys[0] if keys else "")
    table = find_table(wanted) if wanted in keys else None
    if table is None:
        raise NotFoundError
    return table


def _place(given: str, table: Table) -> str:
    place = given or COUNTRY
    if table.line(place) is None:
        raise NotFoundError
    return place


def _column(given: str, table: Table) -> int:
    if not given:
        return 0
    if not given.isascii() or not given.isdigit() or int(given[:4]) >= len(table.kinds):
        raise NotFoundError
    return int(given)
