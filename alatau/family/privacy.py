"""What of a family's figures a reader may see. One condition per line, so that tests prove each.

Residents unfold their own figures and those of children in their care. Another adult's are theirs alone until they
consent, and so is a family's figure from which theirs would follow. What registers hold of a home or a family as a
whole is open to its adults. Health, convictions, adoption and violence never unfold to another person, and a protected
address to nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from alatau.family.card import PartOf, Seen
from alatau.family.reach import FAMILY, PERSON, column_of
from alatau.registry.lake.registers import get_lake_register
from alatau.registry.present.unfold import PLACING
from alatau.registry.values import NEVER_UNFOLDED, PersonalClass

if TYPE_CHECKING:
    from collections.abc import Collection

    from alatau.family.reach import Reach, Told

#: Classes of which nothing is to be kept from adults of the same family.
SHARED_WITHIN = frozenset({PersonalClass.ORDINARY, PersonalClass.IDENTITY, PersonalClass.FAMILY})
#: Classes of a person's column that adults of one family may know where the row is the family's own.
OF_THE_FAMILY = frozenset({PersonalClass.ECONOMIC, PersonalClass.CONTACT})
#: Facts by which people are counted at all: that somebody has a row of them tells nothing.
OF_EVERYBODY = frozenset({"person", "residence"})
#: Classes that even the name of a right would give away; health is not among them, since a right is told to who asks.
UNTOLD = NEVER_UNFOLDED - {PersonalClass.HEALTH}
#: To these the figures of a person are open, as far as their class allows.
UNFOLDED = frozenset({PartOf.SELF, PartOf.CHILD, PartOf.OPENED, PartOf.SUBJECT})
#: Parts of whom a class that never unfolds stays closed.
OTHERS = frozenset({PartOf.CHILD, PartOf.ADULT, PartOf.OPENED, PartOf.SUBJECT})


@dataclass(frozen=True, kw_only=True)
class Audience:
    """Who stands on a card, as its reader sees them, and whether somebody's address is protected."""

    parts: Collection[PartOf]
    has_protected: bool = False

    @property
    def has_others(self) -> bool:
        """Tell whether anybody but the reader stands on the card."""
        return any(part in OTHERS for part in self.parts)

    @property
    def has_closed_adults(self) -> bool:
        """Tell whether an adult stands on the card who has not opened their part."""
        return PartOf.ADULT in self.parts


def judge_own(reach: Reach, part: PartOf, audience: Audience) -> Seen:
    """Say whether a person's figure is shown."""
    if audience.has_protected and places(reach.all):
        return Seen.PROTECTED
    if part not in UNFOLDED:
        return Seen.ADULT
    if part in OTHERS and touches(reach.own, NEVER_UNFOLDED):
        return Seen.NEVER
    return _judge(reach.shared, audience)


def judge_shared(reach: Reach, audience: Audience) -> Seen:
    """Say whether a family's figure is shown."""
    if audience.has_protected and places(reach.all):
        return Seen.PROTECTED
    return _judge(reach.all, audience)


def may_tell_right(reach: Reach, audience: Audience) -> bool:
    """Tell whether a reader may learn that there is such a right: its name alone can say what nobody else may know."""
    return not (audience.has_others and touches(reach.all, UNTOLD))


def _judge(told: frozenset[Told], audience: Audience) -> Seen:
    if audience.has_others and touches(told, NEVER_UNFOLDED):
        return Seen.NEVER
    if audience.has_closed_adults and not classes_of(told) <= SHARED_WITHIN:
        return Seen.ADULT
    return Seen.OPEN


def touches(told: frozenset[Told], classes: Collection[PersonalClass]) -> bool:
    """Tell whether any of the columns is of one of the classes."""
    return not classes_of(told).isdisjoint(classes)


@lru_cache(maxsize=4096)
def classes_of(told: frozenset[Told]) -> frozenset[PersonalClass]:
    """Return how closely the columns touch a person; to have a row counts as much as what the row says."""
    return frozenset(_class_of(each) for each in told)


def _class_of(told: Told) -> PersonalClass:
    column = column_of(told)
    # Days of validity are no declared columns: they say as much as to have the row.
    is_declared = column is not None and told.column != "subject"
    found = column.personal_class if column and is_declared else _class_of_having(told.register)
    is_common = get_lake_register(told.register).shared_by == FAMILY
    return PersonalClass.FAMILY if is_common and found in OF_THE_FAMILY else found


@lru_cache(maxsize=512)
def _class_of_having(register_key: str) -> PersonalClass:
    """Return how much it says of somebody to stand in a register: as much as most of what it says does."""
    register = get_lake_register(register_key)
    if register.declares == PERSON or any(telling.what in OF_EVERYBODY for telling in register.tells):
        return PersonalClass.ORDINARY
    columns = register.columns.values()
    said = [column.personal_class for column in columns if column.personal_class is not PersonalClass.IDENTITY]
    never = [each for each in said if each in NEVER_UNFOLDED]
    if len(never) * 2 > len(said):
        return never[0]
    return max(set(said), key=said.count, default=PersonalClass.IDENTITY)


@lru_cache(maxsize=4096)
def places(told: frozenset[Told]) -> bool:
    """Tell whether the columns say where somebody lives."""
    columns = [column_of(each) for each in told if each.column != "subject"]
    return any(
        column is not None and column.type in PLACING and column.personal_class is not PersonalClass.ORDINARY
        for column in columns
    )
