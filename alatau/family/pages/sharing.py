"""Who sees my part of the family's figures: shown to another adult with one tap, and taken back with one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from alatau.access.lookup import get_consent_text
from alatau.core.clock import read_clocks
from alatau.core.errors import NotFoundError
from alatau.core.routes import Who, open_to
from alatau.family.errors import CardNotFoundError, CardsNotComputedError
from alatau.family.pages.own import read_person
from alatau.family.present.say import say_word
from alatau.family.read import SHARE
from alatau.family.share import close_part, list_sharing, open_part

if TYPE_CHECKING:
    from django.http import HttpResponse

    from alatau.access.requests import CityRequest
    from alatau.core.values import PersonId


@open_to(Who.RESIDENT)
@require_safe
def sharing(request: CityRequest) -> HttpResponse:
    """Show the other adults of the family: who sees my part, and whose I see."""
    at = read_clocks()
    facts: dict[str, object] = {"text": get_consent_text(SHARE, on=at.city_day)}
    try:
        found = list_sharing(by=request.actor, at=at)
    except (CardsNotComputedError, CardNotFoundError) as error:
        return render(request, "family/no_card.html", {"words": error.sentence()})
    facts["people"] = [(each, say_word("role", each.role) if each.role else "") for each in found]
    return render(request, "family/sharing.html", facts)


@open_to(Who.RESIDENT)
@require_POST
def show_my_part(request: CityRequest) -> HttpResponse:
    """Let another adult see my part."""
    open_part(_reader(request), language=get_language() or "", by=request.actor, at=read_clocks())
    messages.success(request, _("They see your part now. You can take it back here at any time."))
    return redirect("family:sharing")


@open_to(Who.RESIDENT)
@require_POST
def hide_my_part(request: CityRequest) -> HttpResponse:
    """Take it back."""
    close_part(_reader(request), language=get_language() or "", by=request.actor, at=read_clocks())
    messages.success(request, _("Your part is closed to them again."))
    return redirect("family:sharing")


def _reader(request: CityRequest) -> PersonId:
    person_id = read_person(request.POST.get("person", ""))
    if person_id is None:
        raise NotFoundError
    return person_id
