"""The phones of the sample city. Open to everybody, and only there: a visitor signs in with what arrives here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from alatau.core.clock import read_clocks
from alatau.core.routes import Who, open_to
from alatau.messages.incoming import clean_text
from alatau.messages.sample_phones import get_phone, list_lines, list_phones, list_suggestions, write_from_phone

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from alatau.messages.pages.subject import CityRequest


@open_to(Who.EVERYONE)
@require_GET
def phones(request: CityRequest) -> HttpResponse:
    """List the phones and mailboxes of the sample people."""
    return render(request, "messages/sample_phones.html", {"phones": list_phones()})


@open_to(Who.EVERYONE)
@require_http_methods(["GET", "POST"])
def phone(request: CityRequest, phone_id: UUID) -> HttpResponse:
    """Show one phone as its owner sees it; what is written there goes the way of every reply."""
    shown, at = get_phone(phone_id), read_clocks()
    text = clean_text(request.POST.get("text", "")).strip()
    if request.method == "POST" and text:
        write_from_phone(shown, text, at=at)
    if request.method == "POST" and "HX-Request" not in request.headers:
        return redirect("messages:sample_phone", phone_id)
    page = {"phone": shown, "lines": list_lines(shown), "suggestions": list_suggestions(shown, at=at)}
    part = "HX-Request" in request.headers
    return render(request, "messages/sample_screen.html" if part else "messages/sample_phone.html", page)
