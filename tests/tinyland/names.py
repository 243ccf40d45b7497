"""Tinyland's names: given name first, no patronymic, one transliteration that changes nothing."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alatau.core.names import PersonName


class TinyNames:
    """How the few people of Tinyland are called."""

    profiles = MappingProxyType({"plain": "everything"})

    def full(self, name: PersonName) -> str:
        """Return given name and surname."""
        return f"{name.given_name} {name.surname}".strip()

    def address(self, name: PersonName) -> str:
        """Return the surname: Tinyland is formal."""
        return name.surname or name.given_name

    def initials(self, name: PersonName) -> str:
        """Return the first letters alone."""
        return f"{name.given_name[:1]}{name.surname[:1]}"

    def search_form(self, text: str) -> str:
        """Return lower case."""
        return text.casefold()

    def transliterate(self, text: str, *, profile: str) -> str:
        """Return the text."""
        del profile
        return text

    def sound(self, text: str) -> str:
        """Return lower case."""
        return text.casefold()

    def stem(self, text: str) -> str:
        """Return lower case: names of Tinyland take no endings."""
        return text.casefold()


TINY_NAMES = TinyNames()
