"""Check at start that every declared register can be used."""

from __future__ import annotations

from django.core.checks import CheckMessage, Error

from alatau.registry.declare import list_registers
from alatau.registry.errors import RegisterContentError


def check_registers(**_options: object) -> list[CheckMessage]:
    """Say which register the content package has to correct."""
    try:
        list_registers()
    except RegisterContentError as error:
        return [Error(f"The registers of the content package cannot be used. {error}", id="registry.E001")]
    return []
