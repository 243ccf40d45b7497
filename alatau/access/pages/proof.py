"""The guard of sensitive pages: a proof of who acts, given a few minutes ago at most."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING

from django.shortcuts import redirect
from django.urls import reverse

from alatau.access.requests import page_before, with_next
from alatau.access.sessions import is_freshly_proved
from alatau.core.clock import read_clocks
from alatau.core.values import ActorKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from alatau.access.requests import CityRequest


def fresh_proof(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Ask for a new proof when a form is sent and the last proof is old. Reading the page needs none."""

    @wraps(view)
    def guarded(request: CityRequest, **kwargs: object) -> HttpResponse:
        if request.method == "POST" and not is_freshly_proved(request, at=read_clocks()):
            # Back to the page the form stands on: what was typed is sent again by hand, knowingly.
            home = reverse("access:staff_me" if request.actor.kind is ActorKind.STAFF else "access:my_sign_in")
            return redirect(with_next(reverse("access:prove"), page_before(request, home)))
        return view(request, **kwargs)

    return guarded
