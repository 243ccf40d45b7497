"""What a register can tell of people: each kind of fact with its parts, and their types in the computation.

A register's declaration names them: ``[[tells]] what = "birth", parts = { child = "child_number", ... }``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

PERSON, DAY, TEXT = "UUID", "DATE", "VARCHAR"

#: Columns that every table of told facts has: since when and until when the register says it, and the record.
RECORD = {"seen_from": DAY, "seen_until": DAY, "register": TEXT, "load": "BIGINT", "line": "BIGINT"}


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One kind of fact."""

    #: Parts with their types; those that a declaration may leave out are in `optional`.
    parts: Mapping[str, str]
    optional: frozenset[str] = frozenset()
    #: Something that lasts: versions of a row that ended tell of earlier times. Of a thing that happened once, only
    #: what the register says now is believed.
    lasts: bool = False


_SPAN = {"since": DAY, "until": DAY}
FACTS: Mapping[str, Fact] = {
    "person": Fact(
        parts={"person": PERSON, "born": DAY, "sex": TEXT, "surname": TEXT, "given_name": TEXT, "patronymic": TEXT},
        optional=frozenset({"sex", "surname", "given_name", "patronymic"}),
    ),
    # A row whose subject may come without a number: who it is about is found by name and day of birth.
    "named": Fact(
        parts={"person": PERSON, "born": DAY, "sex": TEXT, "surname": TEXT, "given_name": TEXT, "patronymic": TEXT},
        optional=frozenset({"sex", "patronymic"}),
    ),
    "birth": Fact(
        parts={"child": PERSON, "mother": PERSON, "father": PERSON, "born": DAY},
        optional=frozenset({"mother", "father"}),
    ),
    "death": Fact(parts={"person": PERSON, "day": DAY, "reported": DAY}, optional=frozenset({"reported"})),
    "marriage": Fact(
        parts={"one": PERSON, "other": PERSON, "day": DAY, "ended_by": TEXT}, optional=frozenset({"ended_by"})
    ),
    "divorce": Fact(parts={"one": PERSON, "other": PERSON, "day": DAY, "act": TEXT}, optional=frozenset({"act"})),
    # Rows under the former number are the person's too: their numbers are linked when the row is read.
    "number_change": Fact(parts={"person": PERSON, "former": PERSON, "day": DAY}),
    "adoption": Fact(parts={"child": PERSON, "parent": PERSON, "day": DAY}),
    "guardianship": Fact(
        parts={"child": PERSON, "guardian": PERSON, **_SPAN}, optional=frozenset({"since", "until"}), lasts=True
    ),
    "residence": Fact(
        parts={"person": PERSON, "place": TEXT, **_SPAN}, optional=frozenset({"since", "until"}), lasts=True
    ),
    "temporary_residence": Fact(
        parts={"person": PERSON, "place": TEXT, **_SPAN}, optional=frozenset({"since", "until"}), lasts=True
    ),
    "studies": Fact(parts={"person": PERSON, **_SPAN}, optional=frozenset({"since", "until"}), lasts=True),
    # The row that tells it has ended: a home that was left.
    "departure": Fact(parts={"person": PERSON, "day": DAY}, lasts=True),
}
#: Parts that only the registering of people reads: the computation holds no names.
NAMES = frozenset({"surname", "given_name", "patronymic"})


def told_columns(what: str) -> dict[str, str]:
    """Return the columns of the table `told_<what>` with their types."""
    return {name: kind for name, kind in FACTS[what].parts.items() if name not in NAMES} | RECORD
