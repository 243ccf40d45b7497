"""Form fields as the city draws them: name, hint, what went wrong, box. What was typed is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.forms import CheckboxInput, CheckboxSelectMultiple, FileInput, RadioSelect
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django.forms import BoundField

KINDS = ("", "short", "code", "long-code")


def draw_field(bound: BoundField, *, kind: str = "") -> SafeString:
    """Return one field of a form; radio buttons and checkboxes become lines to tap."""
    assert kind in KINDS, f"a field is one of {KINDS}"
    widget = bound.field.widget
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        template = "components/choices.html"
    elif isinstance(widget, CheckboxInput):
        template = "components/check.html"
    else:
        template = "components/field.html"
    if isinstance(widget, FileInput):
        # A browser would speak its own language here, which need not be the reader's.
        widget.attrs |= {"data-choose": _("Choose a file"), "data-none": _("No file chosen yet")}
    described = _describe(bound)
    if described:
        widget.attrs["aria-describedby"] = described
    if bound.errors:
        widget.attrs["aria-invalid"] = "true"
    drawn = render_to_string(template, {"field": bound, "kind": kind})
    return mark_safe(drawn)  # noqa: S308  # a template's output, escaped by the template


def _describe(bound: BoundField) -> str:
    parts = [f"{bound.auto_id}-hint"] if bound.help_text else []
    parts += [f"{bound.auto_id}-error"] if bound.errors else []
    return " ".join(parts)
