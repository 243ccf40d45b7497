"""The resident's inbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from alatau.core.clock import read_clocks
from alatau.core.routes import Who, open_to
from alatau.messages.answer import answer_question
from alatau.messages.errors import AnswerNotUnderstoodError, ConversationClosedError
from alatau.messages.inbox import PAGE, list_inbox, mark_inbox_read
from alatau.messages.pages.subject import get_subject
from alatau.messages.values import ConversationId

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from django.http import HttpResponse

    from alatau.messages.pages.subject import CityRequest


@open_to(Who.RESIDENT, Who.SERVED, shows=("messages",))
@require_GET
def inbox(request: CityRequest) -> HttpResponse:
    """Show the messages of the person, newest first, and note that they were opened."""
    person_id, at = get_subject(request), read_clocks()
    items = list_inbox(person_id, at=at, before=_read_before(request))
    page = {"items": items, "older": items[-1].written_at if len(items) == PAGE else None}
    response = render(request, "messages/inbox.html", page)
    mark_inbox_read(person_id, at=at)
    return response


@open_to(Who.RESIDENT, Who.SERVED)
@require_POST
def answer(request: CityRequest, conversation_id: UUID) -> HttpResponse:
    """Take an answer given in the inbox."""
    said = request.POST.get("answer", "")
    get_subject(request)
    try:
        answer_question(ConversationId(conversation_id), said, by=request.actor, at=read_clocks())
    except (ConversationClosedError, AnswerNotUnderstoodError) as error:
        messages.warning(request, error.sentence())
    else:
        messages.success(request, _("Thank you. We have your answer."))
    return redirect("messages:inbox")


def _read_before(request: CityRequest) -> datetime | None:
    try:
        before = parse_datetime(request.GET.get("before", ""))
    except ValueError:
        return None
    return before if before is not None and before.tzinfo is not None else None
