"""Where a matter stands, in the city's usual words: each status has a word, a shape and a tone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from alatau.web.icons import draw_icon

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise
    from django.utils.safestring import SafeString


@dataclass(frozen=True)
class Face:
    """How a status shows itself."""

    word: _StrPromise | str
    icon: str
    tone: str  # done, waiting, needs-you or refused


#: Keys are the values of the rooms' status enums.
FACES: dict[str, Face] = {
    "new": Face(_("New"), "sparkles", "needs-you"),
    "open": Face(_("Open"), "inbox", "waiting"),
    "assigned": Face(_("In work"), "user", "waiting"),
    "in_work": Face(_("In work"), "user", "waiting"),
    "waiting": Face(_("Waiting"), "clock", "waiting"),
    "queued": Face(_("Queued"), "clock", "waiting"),
    "pending": Face(_("Waiting"), "clock", "waiting"),
    "sending": Face(_("On its way"), "paper-airplane", "waiting"),
    "proposed": Face(_("Waits for a second person"), "users", "needs-you"),
    "overdue": Face(_("Overdue"), "exclamation-triangle", "refused"),
    "escalated": Face(_("Escalated"), "arrow-up-circle", "needs-you"),
    "sent": Face(_("Sent"), "paper-airplane", "done"),
    "delivered": Face(_("Delivered"), "check", "done"),
    "read": Face(_("Read"), "envelope-open", "done"),
    "answered": Face(_("Answered"), "chat-bubble-left-right", "done"),
    "done": Face(_("Done"), "check-circle", "done"),
    "closed": Face(_("Closed"), "check-circle", "done"),
    "decided": Face(_("Decided"), "check-badge", "done"),
    "confirmed": Face(_("Confirmed"), "check-badge", "done"),
    "granted": Face(_("Granted"), "check-badge", "done"),
    "issued": Face(_("Issued"), "document-check", "done"),
    "valid": Face(_("Valid"), "shield-check", "done"),
    "given": Face(_("Given"), "check-circle", "done"),
    "active": Face(_("In force"), "check-circle", "done"),
    "withdrawn": Face(_("Withdrawn"), "arrow-uturn-left", "waiting"),
    "ended": Face(_("Ended"), "minus-circle", "waiting"),
    "expired": Face(_("Expired"), "clock", "waiting"),
    "cancelled": Face(_("Cancelled"), "x-circle", "waiting"),
    "superseded": Face(_("Replaced by a newer one"), "document-duplicate", "waiting"),
    "returned": Face(_("Sent back"), "arrow-uturn-left", "needs-you"),
    "refused": Face(_("Refused"), "x-circle", "refused"),
    "rejected": Face(_("Not confirmed"), "x-circle", "refused"),
    "revoked": Face(_("Revoked"), "no-symbol", "refused"),
    "failed": Face(_("Not delivered"), "exclamation-triangle", "refused"),
    "dead": Face(_("Given up"), "x-circle", "refused"),
}


def draw_status(key: str, *, word: str = "") -> SafeString:
    """Return the status as a word with a shape; a key the city has no face for shows its word plainly."""
    face = FACES.get(key) or Face(key.replace("_", " "), "minus-circle", "waiting")
    return format_html(
        '<span class="status status-{}">{}{}</span>', face.tone, draw_icon(face.icon, size="small"), word or face.word
    )
