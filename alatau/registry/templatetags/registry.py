"""Tags and filters of this room's pages: shares, states and types in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from alatau.registry.present.loads import say_share
from alatau.registry.present.words import (
    CLASS_WORDS,
    COVERAGE_WORDS,
    FRESHNESS_FACES,
    FRESHNESS_WORDS,
    RHYTHM_WORDS,
    TYPE_WORDS,
)

if TYPE_CHECKING:
    from decimal import Decimal

    from alatau.registry.present.states import Freshness
    from alatau.registry.values import ColumnType, Coverage, PersonalClass, Rhythm

register = template.Library()


@register.filter
def share(value: Decimal | str | None) -> str:
    """Say a share in percent; a dash where nothing is known, also for the empty word that a template makes of it."""
    return say_share(None if isinstance(value, str) else value)


@register.filter
def rhythm_words(value: Rhythm) -> str:
    """Say how often a register comes."""
    return str(RHYTHM_WORDS[value])


@register.filter
def coverage_words(value: Coverage) -> str:
    """Say whom a register covers."""
    return str(COVERAGE_WORDS[value])


@register.filter
def type_words(value: ColumnType) -> str:
    """Say what the values of a column are."""
    return str(TYPE_WORDS[value])


@register.filter
def class_words(value: PersonalClass) -> str:
    """Say how closely a column touches a person."""
    return str(CLASS_WORDS[value])


@register.filter
def freshness_words(value: Freshness) -> str:
    """Say how fresh a register is."""
    return str(FRESHNESS_WORDS[value])


@register.filter
def freshness_face(value: Freshness) -> str:
    """Return the city's status that says the same by shape and tone."""
    return FRESHNESS_FACES[value]
