"""A person's name as the person writes it, and what content knows about the names of its people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, kw_only=True)
class PersonName:
    """The parts of a name. Any one of surname and given name may be absent: registers hold such people."""

    surname: str = ""
    given_name: str = ""
    patronymic: str = ""

    def __post_init__(self) -> None:
        assert self.surname or self.given_name, "a name has at least one part"


class NameForms(Protocol):
    """How names are put together, searched for and written in other letters."""

    #: Keys of the transliterations on offer, with what each is for.
    profiles: Mapping[str, str]

    def full(self, name: PersonName) -> str:
        """Return the whole name in the order of an official letter."""

    def address(self, name: PersonName) -> str:
        """Return the name a polite message begins with."""

    def initials(self, name: PersonName) -> str:
        """Return the name with initials, for lists and signatures."""

    def search_form(self, text: str) -> str:
        """Return the form in which different spellings of one name meet."""

    def transliterate(self, text: str, *, profile: str) -> str:
        """Return the text in the letters of ``profile``; the same text always gives the same letters."""

    def sound(self, text: str) -> str:
        """Return plain Latin letters in which the spellings of one name meet, whatever alphabet they are written in.

        Coarser than `search_form`: for matching records, where other facts tell apart those whose names meet.
        """

    def stem(self, text: str) -> str:
        """Return `sound` without the endings a surname or a patronymic takes by sex and language."""
