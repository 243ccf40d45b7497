"""Where a matter stands, in the city's usual words: each status has a word, a shape and a tone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.html import format_html
from django.utils.translation import pgettext_lazy

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
    "new": Face(pgettext_lazy("status", "New"), "sparkles", "needs-you"),
    "open": Face(pgettext_lazy("status", "Open"), "inbox", "waiting"),
    "in_work": Face(pgettext_lazy("status", "In work"), "user", "waiting"),
    "taken": Face(pgettext_lazy("status", "On somebody's desk"), "user", "waiting"),
    "suspended": Face(pgettext_lazy("status", "Paused"), "pause-circle", "waiting"),
    "not_understood": Face(pgettext_lazy("status", "Not understood"), "question-mark-circle", "needs-you"),
    "on": Face(pgettext_lazy("status", "Switched on"), "check-circle", "done"),
    "off": Face(pgettext_lazy("status", "Switched off"), "minus-circle", "waiting"),
    "given": Face(pgettext_lazy("status", "Given"), "check-circle", "done"),
    "waiting": Face(pgettext_lazy("status", "Waiting"), "clock", "waiting"),
    "pending": Face(pgettext_lazy("status", "Waiting"), "clock", "waiting"),
    "sending": Face(pgettext_lazy("status", "On its way"), "paper-airplane", "waiting"),
    "proposed": Face(pgettext_lazy("status", "Waits for a second person"), "users", "needs-you"),
    "overdue": Face(pgettext_lazy("status", "Overdue"), "exclamation-triangle", "refused"),
    "escalated": Face(pgettext_lazy("status", "Escalated"), "arrow-up-circle", "needs-you"),
    "sent": Face(pgettext_lazy("status", "Sent"), "paper-airplane", "done"),
    "delivered": Face(pgettext_lazy("status", "Delivered"), "check", "done"),
    "answered": Face(pgettext_lazy("status", "Answered"), "chat-bubble-left-right", "done"),
    "done": Face(pgettext_lazy("status", "Done"), "check-circle", "done"),
    "decided": Face(pgettext_lazy("status", "Decided"), "check-badge", "done"),
    "granted": Face(pgettext_lazy("status", "Granted"), "check-badge", "done"),
    "valid": Face(pgettext_lazy("status", "Valid"), "shield-check", "done"),
    "active": Face(pgettext_lazy("status", "In force"), "check-circle", "done"),
    "withdrawn": Face(pgettext_lazy("status", "Withdrawn"), "arrow-uturn-left", "waiting"),
    "ended": Face(pgettext_lazy("status", "Ended"), "minus-circle", "waiting"),
    "expired": Face(pgettext_lazy("status", "Expired"), "clock", "waiting"),
    "superseded": Face(pgettext_lazy("status", "Replaced by a newer one"), "document-duplicate", "waiting"),
    "returned": Face(pgettext_lazy("status", "Sent back"), "arrow-uturn-left", "needs-you"),
    "refused": Face(pgettext_lazy("status", "Refused"), "x-circle", "refused"),
    "rejected": Face(pgettext_lazy("status", "Not confirmed"), "x-circle", "refused"),
    "revoked": Face(pgettext_lazy("status", "Revoked"), "no-symbol", "refused"),
    "failed": Face(pgettext_lazy("status", "Not delivered"), "exclamation-triangle", "refused"),
    "dead": Face(pgettext_lazy("status", "Given up"), "x-circle", "refused"),
}


def draw_status(key: str, *, word: str = "") -> SafeString:
    """Return the status as a word with a shape; a key the city has no face for shows its word plainly."""
    face = FACES.get(key) or Face(key.replace("_", " "), "minus-circle", "waiting")
    return format_html(
        '<span class="status status-{}">{}{}</span>', face.tone, draw_icon(face.icon, size="small"), word or face.word
    )
