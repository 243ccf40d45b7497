"""Icons of one family, drawn into the page itself so that a page asks for no more than it shows."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import structlog
from django.contrib.staticfiles import finders
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

if TYPE_CHECKING:
    from typing import Final

log = structlog.get_logger(__name__)

#: Icons that point along the line of reading, and so turn round in a language written from right to left.
DIRECTED: Final = frozenset(
    {
        "arrow-right",
        "arrow-left",
        "chevron-right",
        "chevron-left",
        "paper-airplane",
        "arrow-right-start-on-rectangle",
        "arrow-left-start-on-rectangle",
        "arrow-uturn-left",
    }
)


def draw_icon(name: str, *, label: str = "", size: str = "") -> SafeString:
    """Return the icon as SVG; spoken by its label, or hidden from readers of the screen."""
    classes = " ".join(filter(None, ("icon", f"icon-{size}" if size else "", "icon-turns" if name in DIRECTED else "")))
    spoken = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="{}" {} viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75">{}</svg>',
        classes,
        spoken,
        _read_shape(name),
    )


@cache
def _read_shape(name: str) -> SafeString:
    """Return what is inside the icon's file; empty, with a line in the log, when the set-up did not lay it."""
    assert name.replace("-", "").isalnum(), "an icon's name is a word of the family"
    path = finders.find(f"vendor/icons/{name}.svg")
    if not path:
        log.warning("web.icon.missed", name=name)
        return SafeString()
    drawing = Path(path).read_text(encoding="utf-8")
    shape = drawing[drawing.index(">") + 1 : drawing.rindex("</svg>")].strip()
    return mark_safe(shape)  # noqa: S308  # a file of the city's own static folder, never of a request
