"""The message templates of the content package, loaded once and looked up by key."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from alatau.core.content import content
from alatau.messages.catalogue_files import load_catalogue
from alatau.messages.errors import TemplateUnknownError

if TYPE_CHECKING:
    from alatau.messages.wording import Catalogue, MessageTemplate


def get_template(key: str, version: int | None = None) -> MessageTemplate:
    """Return a version of a template, the newest unless one is named.

    Raises:
        TemplateUnknownError: the content has no such key or version.
    """
    versions = catalogue().versions.get(key, {})
    wanted = version if version is not None else max(versions, default=0)
    if wanted not in versions:
        raise TemplateUnknownError(template=key, version=version)
    return versions[wanted]


@cache
def catalogue() -> Catalogue:
    """Return the loaded content package's messages; the same object in every call of a process."""
    return load_catalogue(content().message_templates)
