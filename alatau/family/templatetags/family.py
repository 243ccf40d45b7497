"""Tags of this room's pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.urls import reverse

if TYPE_CHECKING:
    from uuid import UUID

    from django.template import Context

register = template.Library()


@register.simple_tag(takes_context=True)
def figure_address(context: Context, name: str, of: UUID | str | None = None) -> str:
    """Return the page that explains a figure to this reader: a resident's own, or that of the case at hand.

    `of` says whose figure it is; the family's without it.
    """
    case = context.get("case")
    address = reverse("family:case_figure", args=[case.id, name]) if case else reverse("family:figure", args=[name])
    return f"{address}?of={of}" if of else address
