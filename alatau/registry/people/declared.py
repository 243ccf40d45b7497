"""Derived registers: kept in the lake like those of the state, computed from them, and declared here in code.

Each row is true from one day until another, carries a degree of trust in ten-thousandths, and the record behind it: the
register, its load and its line (zeros for a row that had come alone).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.core.text import Text
from alatau.registry.lake.registers import declare_derived
from alatau.registry.values import Column, ColumnType, Coverage, History, PersonalClass, Register, Rhythm

if TYPE_CHECKING:
    from collections.abc import Mapping

_RECORD = {
    "confidence": ColumnType.WHOLE_NUMBER,
    "source": ColumnType.TEXT,
    "source_load": ColumnType.WHOLE_NUMBER,
    "source_line": ColumnType.WHOLE_NUMBER,
}


def _derive(
    key: str, name: str, columns: Mapping[str, ColumnType], *, hidden: frozenset[str] = frozenset()
) -> Register:
    """Return a register whose first column is its subject."""
    register = Register(
        code=key.upper(),
        key=key,
        name=Text(en=name),
        owner=Text(en="The city"),
        row=name,
        subject=next(iter(columns)),
        identity=tuple(columns),
        covers=Coverage.EVERYONE,
        rhythm=Rhythm.DAILY,
        legal_ground=Text(en="Computed by the city from other registers"),
        approximate_rows=1,
        is_in_family_card=True,
        evidence=("computed",),
        columns={
            column: Column(
                name=column,
                type=kind,
                personal_class=PersonalClass.ADOPTION if column in hidden else PersonalClass.FAMILY,
            )
            for column, kind in {**columns, **_RECORD}.items()
        },
        history=History.FACTS,
        # Every row carries its days, so earlier ones can be asked for.
        valid_from="valid_from",
        valid_until="valid_until",
    )
    return declare_derived(register)


_PERSON, _TEXT = ColumnType.PERSON_NUMBER, ColumnType.TEXT

#: Of each person: who is kin, as what, and what the person is to them. A hidden bond is an adopted child's earlier one.
KINSHIP = _derive(
    "_kinship",
    "Kinship",
    {"person": _PERSON, "relative": _PERSON, "kin": _TEXT, "seen_as": _TEXT, "is_hidden": ColumnType.YES_NO},
    hidden=frozenset({"is_hidden"}),
)
#: Of each person: where they are registered.
RESIDENCE = _derive("_residence", "Residence", {"person": _PERSON, "place": _TEXT, "is_temporary": ColumnType.YES_NO})
#: Of each place: who is registered there.
HOMES = _derive("_homes", "Homes", {"place": _TEXT, "person": _PERSON, "is_temporary": ColumnType.YES_NO})
#: Of each person: the family and the part in it.
MEMBERSHIP = _derive("_membership", "Membership of families", {"person": _PERSON, "family": _TEXT, "role": _TEXT})
#: Of each family: its members.
FAMILIES = _derive("_families", "Families", {"family": _TEXT, "person": _PERSON, "role": _TEXT})
#: Of each person: pairs that the content asks for by name.
RELATIONS = _derive("_relations", "Relations", {"person": _PERSON, "relation": _TEXT, "other": _PERSON})
#: Of each person: from when until when they live here.
PRESENCE = _derive("_presence", "Presence", {"person": _PERSON, "sex": _TEXT})
#: Of each person: what is wrong in the records about them, by code.
FAULTS = _derive("_faults", "Faults", {"person": _PERSON, "code": _TEXT})

DERIVED = (KINSHIP, RESIDENCE, HOMES, MEMBERSHIP, FAMILIES, RELATIONS, PRESENCE, FAULTS)
