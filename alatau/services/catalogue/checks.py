"""Check at start that every service of the content package can be asked for."""

from __future__ import annotations

from django.core.checks import CheckMessage, Error

from alatau.services.catalogue.errors import ServiceContentError
from alatau.services.catalogue.services import list_services


def check_catalogue(**_options: object) -> list[CheckMessage]:
    """Say which service the content package has to correct."""
    try:
        list_services()
    except ServiceContentError as error:
        return [Error(f"The services of the content package cannot be used. {error}", id="services.E003")]
    return []
