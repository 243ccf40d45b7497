"""What of a row a reader may see. One condition per line, so that tests prove each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from alatau.registry.values import NEVER_UNFOLDED, ColumnType, PersonalClass

if TYPE_CHECKING:
    from alatau.registry.values import Column, Register

#: Types that tell where somebody lives or can be found.
PLACING = frozenset({ColumnType.ADDRESS_CODE, ColumnType.PLACE_CODE, ColumnType.CADASTRE_NUMBER})
#: Classes that staff who correct a record do not need unless they are what is contested, nor who is named beside.
BEYOND_CORRECTION = NEVER_UNFOLDED | {PersonalClass.BIOMETRIC, PersonalClass.CONTACT}


class ReaderKind(StrEnum):
    """Who reads a row."""

    SUBJECT = "subject"  # the person whose row it is
    NAMED = "named"  # somebody whom another person's row names: the second of two spouses, a mother on a birth act
    CARER = "carer"  # somebody who acts for them: a parent of a child under the age the content says, an attorney
    STAFF = "staff"  # an official with a right and a purpose


class Seen(StrEnum):
    """Whether a value is shown, and if not, why."""

    OPEN = "open"
    #: Never shown to another person.
    CLOSED = "closed"
    #: A protected address, shown to nobody.
    PROTECTED = "protected"


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Who reads, and what matters about whom they read."""

    kind: ReaderKind
    #: The person's address is protected.
    is_protected: bool = False
    #: The column that the person contested; staff see it whatever its class.
    contested: str = ""

    def of_row_naming(self, *, is_protected: bool) -> Reader:
        """Return how the same reader reads a row that is another person's and names the person at hand."""
        kind = self.kind if self.kind is ReaderKind.STAFF else ReaderKind.NAMED
        return replace(self, kind=kind, is_protected=self.is_protected or is_protected)


def judge_column(column: Column, *, reader: Reader) -> Seen:
    """Say whether a column of a person's row is shown to the reader."""
    if reader.is_protected and _places(column):
        return Seen.PROTECTED
    if reader.kind is ReaderKind.SUBJECT:
        return Seen.OPEN
    if reader.kind is ReaderKind.NAMED:
        return Seen.CLOSED if column.personal_class in BEYOND_CORRECTION else Seen.OPEN
    if reader.kind is ReaderKind.CARER:
        return Seen.CLOSED if column.personal_class in NEVER_UNFOLDED else Seen.OPEN
    if column.name == reader.contested:
        return Seen.OPEN
    return Seen.CLOSED if column.personal_class in BEYOND_CORRECTION else Seen.OPEN


def is_closed_to_others(register: Register) -> bool:
    """Tell whether it already says too much that a person has a row here: then it shows to that person alone.

    So it is where most of what the register says is of a class that never unfolds.
    """
    told = [column for column in register.columns.values() if column.personal_class is not PersonalClass.IDENTITY]
    closed = [column for column in told if column.personal_class in NEVER_UNFOLDED]
    return len(closed) * 2 > len(told)


def _places(column: Column) -> bool:
    return column.type in PLACING and column.personal_class is not PersonalClass.ORDINARY
