"""Hand in a file of a register's owner, and see what became of it."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from alatau.core.clock import read_clocks
from alatau.core.errors import AlatauError
from alatau.core.routes import Who, open_to
from alatau.registry.declare import get_register
from alatau.registry.errand import FILE_BYTES_MAX, ask_to_take_file, list_errands
from alatau.registry.forms import FileForm
from alatau.registry.pages.registers import READERS, WRITERS, show_register
from alatau.registry.values import ErrandState

if TYPE_CHECKING:
    from django.http import HttpResponse

    from alatau.access.requests import CityRequest


@open_to(Who.STAFF, roles=WRITERS)
@require_POST
def deliver(request: CityRequest, key: str) -> HttpResponse:
    """Hand a file to the worker."""
    register = get_register(key)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return show_register(request, register, form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    given = form.cleaned_data
    try:
        ask_to_take_file(
            register,
            name=given["file"].name,
            data=given["file"].read(FILE_BYTES_MAX + 1),
            as_of=given["as_of"],
            may_shrink=given["may_shrink"],
            errand_id=given["errand_id"],
            by=request.actor,
            at=read_clocks(),
        )
    except AlatauError as error:
        form.add_error("file", error.sentence())
        return show_register(request, register, form=form, status=error.http_status)
    return redirect("registry:register", register.key)


@open_to(Who.STAFF, roles=READERS)
@require_safe
def errands(request: CityRequest, key: str) -> HttpResponse:
    """Show how far the worker is; the page asks again while anything waits."""
    register = get_register(key)
    found = list_errands(register.key)
    is_waiting = any(errand.state is ErrandState.WAITING for errand in found)
    facts = {"register": register, "errands": found, "is_waiting": is_waiting}
    answer = render(request, "registry/parts/errands.html", facts)
    if not is_waiting:
        # The loads and figures around it are new as well.
        answer.headers["HX-Refresh"] = "true"
    return answer
