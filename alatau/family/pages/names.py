"""How pages call the people on a card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from alatau.access.values import Child
    from alatau.core.values import PersonId


def name_parts(subject: PersonId, children: Iterable[Child], *, is_acting: bool) -> dict[PersonId, str]:
    """Return the words for the card's own person and the children in their care."""
    own = _("The person you act for") if is_acting else _("You")
    return {subject: own} | {child.person_id: child.short_name for child in children}
