"""Consents: each with what it is about, given and withdrawn in one tap, and its history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from alatau.access.consent import give_consent, withdraw_consent
from alatau.access.lookup import find_consent_text, get_purpose, list_consent_texts
from alatau.access.pages.subject import need_subject
from alatau.access.read import list_consent_history, list_consents
from alatau.access.values import ConsentAct, ConsentId
from alatau.access.words import name_data
from alatau.core.clock import read_clocks
from alatau.core.errors import NotFoundError
from alatau.core.routes import Who, open_to
from alatau.core.text import format_list

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from alatau.access.kinds import ConsentText
    from alatau.access.requests import CityRequest
    from alatau.access.values import ConsentView
    from alatau.core.values import PersonId

#: What a representative reads here, as a data word.
CONSENTS = "consents"


@dataclass(frozen=True, kw_only=True)
class ConsentCard:
    """A consent as the page draws it."""

    text: ConsentText
    data: str
    purpose: str
    law: str
    newest: ConsentView | None

    @property
    def is_given(self) -> bool:
        """The newest revision says yes."""
        return self.newest is not None and self.newest.act is ConsentAct.GIVEN

    @property
    def is_outdated(self) -> bool:
        """The yes was given to an older text."""
        return self.newest is not None and self.is_given and self.newest.text_version < self.text.version


@open_to(Who.RESIDENT)
@require_GET
def consents(request: CityRequest) -> HttpResponse:
    """List what the resident may agree to, and what they have agreed to."""
    return render(request, "access/consents.html", {"cards": list_cards(need_subject(request, data=CONSENTS))})


@open_to(Who.RESIDENT)
@require_POST
def give(request: CityRequest, key: str) -> HttpResponse:
    """Say yes, in one tap."""
    subject_id = need_subject(request, data=CONSENTS)
    give_consent(subject_id, key, language=get_language() or "", by=request.actor, at=read_clocks())
    messages.success(request, _("Your consent is recorded. You can take it back here at any time."))
    return redirect("access:consents")


@open_to(Who.RESIDENT)
@require_POST
def withdraw(request: CityRequest, key: str) -> HttpResponse:
    """Take a yes back, in one tap."""
    subject_id = need_subject(request, data=CONSENTS)
    withdraw_consent(subject_id, key, language=get_language() or "", by=request.actor, at=read_clocks())
    messages.success(request, _("Your consent is withdrawn. Nobody may use these data for it from now on."))
    return redirect("access:consents")


@open_to(Who.RESIDENT)
@require_GET
def history(request: CityRequest, consent_id: UUID) -> HttpResponse:
    """Show all revisions of one consent, with the text each was given to."""
    revisions = list_consent_history(need_subject(request, data=CONSENTS), ConsentId(consent_id))
    if not revisions:
        raise NotFoundError
    steps = [(revision, find_consent_text(revision.key, revision.text_version)) for revision in revisions]
    return render(request, "access/consent_history.html", {"steps": steps, "text": steps[-1][1]})


def list_cards(person_id: PersonId) -> list[ConsentCard]:
    """Return every consent in use today with the person's newest word on it."""
    said = {view.key: view for view in reversed(list_consents(person_id))}
    return [
        ConsentCard(
            text=text,
            data=format_list([name_data(key) for key in text.data]),
            purpose=str(get_purpose(text.purpose).name),
            law=text.law.say(),
            newest=said.get(text.key),
        )
        for text in list_consent_texts(on=read_clocks().city_day)
        if text.recipient
    ]
