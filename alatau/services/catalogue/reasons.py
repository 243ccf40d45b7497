"""Say why a request reached an official, as the case keeps it in codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from alatau.services.catalogue.send import CONTESTED, JUDGEMENT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from alatau.services.catalogue.values import Service

CONDITION = "condition"


def say_reasons(service: Service, facts: Mapping[str, object]) -> list[str]:
    """Return the prepared reasons in words; a neighbour's refusal stands in the case by its code."""
    codes = facts.get("reasons")
    return [*_say(service, codes)] if isinstance(codes, list) else []


def _say(service: Service, codes: list[object]) -> Iterator[str]:
    for code in map(str, codes):
        kind, _dot, place = code.partition(".")
        if kind == CONDITION and place.isdecimal() and int(place) < len(service.conditions):
            yield service.conditions[int(place)].says.say()
        elif code == CONTESTED:
            yield _("The person contests a record that this rests on.")
        elif code == JUDGEMENT:
            yield _("The law leaves this decision to an official.")
        else:
            yield _("What was asked for could not be given by itself. Look into why.")
