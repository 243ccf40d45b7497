"""What every page knows without being told: the language, the look, the doors, and for whom the reader acts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from alatau.core.content import content
from alatau.core.text import direction
from alatau.core.values import VISITOR, Actor
from alatau.web.desk_doors import DESK_ENTRANCES
from alatau.web.doors import list_desk_doors, list_resident_doors

if TYPE_CHECKING:
    from django.http import HttpRequest

LOOKS = ("light", "dark")
LOOK_COOKIE_NAME = "alatau_look"


def page_context(request: HttpRequest) -> dict[str, object]:
    """Return the names every template may use."""
    actor: Actor = getattr(request, "actor", VISITOR)
    language = get_language() or settings.LANGUAGE_CODE
    look = request.COOKIES.get(LOOK_COOKIE_NAME, "")
    return {
        "actor": actor,
        "actor_kind": actor.kind.value,
        "representation": getattr(request, "representation", None),
        "csp_nonce": getattr(request, "csp_nonce", ""),
        "language": language,
        "direction": direction(language),
        "languages": [(spoken.code, spoken.own_name) for spoken in content().languages],
        "city_name": content().city_name,
        "look": look if look in LOOKS else "",
        "is_sample": not settings.PRODUCTION,
        "resident_doors": SimpleLazyObject(lambda: list_resident_doors(request.path)),
        "desk_doors": SimpleLazyObject(lambda: list_desk_doors(request.path, actor=actor, entrances=DESK_ENTRANCES)),
    }
