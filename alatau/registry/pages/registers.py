"""The operator's list of registers, and one register's page."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from alatau.access.requests import wants_part
from alatau.core.clock import read_clocks
from alatau.core.routes import Who, open_to
from alatau.registry.declare import get_register
from alatau.registry.errand import list_errands
from alatau.registry.errors import ReaderAwayError
from alatau.registry.forms import FileForm, NarrowForm
from alatau.registry.present.loads import chart_faults, chart_rows, list_loads
from alatau.registry.present.narrow import Narrowing, narrow
from alatau.registry.present.quarantine import view_samples
from alatau.registry.present.states import Freshness, get_state, list_states
from alatau.registry.reader.ask_operator import list_samples
from alatau.registry.values import ErrandState

if TYPE_CHECKING:
    from django.http import HttpResponse, QueryDict

    from alatau.access.requests import CityRequest
    from alatau.registry.present.states import RegisterState
    from alatau.registry.values import Register

#: Roles that see how registers stand. None of these pages shows a person.
READERS = ("operator", "registrar", "auditor")
#: Roles that hand in files and decide about rows in quarantine.
WRITERS = ("registrar",)
#: Heads of the list, by the order they lead to.
HEADS = {
    "code": _("Code"),
    "name": pgettext_lazy("a list that the state keeps", "Register"),
    "freshness": _("Freshness"),
    "rows": _("Rows"),
    "taken": _("Taken"),
    "linked": _("Linked"),
    "faulty": _("Faulty"),
    "quarantine": _("In quarantine"),
}


@open_to(Who.STAFF, roles=READERS)
@require_safe
def registers(request: CityRequest) -> HttpResponse:
    """Show how every register stands, narrowed and ordered as asked."""
    states = list_states(at=read_clocks())
    asked = _read(request.GET)
    rows = narrow(states, asked, language=get_language() or "")
    query = request.GET.copy()
    query.pop("order", None)
    facts = {
        "rows": rows,
        "count": len(rows),
        "form": NarrowForm(request.GET or None),
        "is_narrowed": bool(asked.words or asked.freshness or asked.has_quarantine),
        "figures": _count(states),
        "heads": _heads(asked.order),
        "query": query.urlencode(),
    }
    template = "registry/parts/register_rows.html" if wants_part(request, "rows") else None
    return render(request, template or "registry/registers.html", facts)


@open_to(Who.STAFF, roles=READERS)
@require_safe
def register(request: CityRequest, key: str) -> HttpResponse:
    """Show one register: how it stands, what it holds, how its deliveries went."""
    return show_register(request, get_register(key))


def show_register(
    request: CityRequest, found: Register, *, form: FileForm | None = None, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    """Draw the page of a register; what was typed into its form stays there."""
    at, loads, errands = read_clocks(), list_loads(found.key), list_errands(found.key)
    facts = {
        "register": found,
        "state": get_state(found, at=at),
        "errands": errands,
        "is_waiting": any(errand.state is ErrandState.WAITING for errand in errands),
        "file_form": form or FileForm(initial={"as_of": at.city_day.isoformat()}),
        "can_deliver": request.actor.has_role(*WRITERS),
        "columns": list(found.columns.values()),
        "loads": loads,
        "faults": chart_faults(loads),
        "sizes": chart_rows(loads),
        "samples": _find_samples(found),
    }
    return render(request, "registry/register.html", facts, status=status)


def _find_samples(found: Register) -> list[list[tuple[str, str, bool]]]:
    """Return a few rows, hidden where they touch a person; none while the reader is away: the page does without."""
    try:
        return view_samples(found, list_samples(found))
    except ReaderAwayError:
        return []


def _read(given: QueryDict) -> Narrowing:
    order = given.get("order", "code")
    freshness = given.get("freshness", "")
    return Narrowing(
        words=given.get("words", "")[:60],
        freshness=freshness if freshness in set(Freshness) else "",
        has_quarantine=given.get("has_quarantine") == "on",
        order=order if order.removeprefix("-") in HEADS else "code",
    )


def _heads(order: str) -> list[dict[str, str]]:
    """Return the heads of the table: each leads to its own order, and back to front when that is the order now."""
    return [
        {
            "label": str(label),
            "order": f"-{key}" if order == key else key,
            "sorted": {key: "ascending", f"-{key}": "descending"}.get(order, ""),
            "is_number": "" if key in ("code", "name", "freshness") else "yes",
        }
        for key, label in HEADS.items()
    ]


def _count(states: list[RegisterState]) -> dict[str, int]:
    counts = {each.value: sum(state.freshness is each for state in states) for each in Freshness}
    totals = {"rows": sum(state.rows for state in states), "quarantine": sum(state.in_quarantine for state in states)}
    return counts | totals
