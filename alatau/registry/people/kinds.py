"""What a content package says of families: who is kin, who forms one, and which pairs rules may ask for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alatau.core.text import Text


@dataclass(frozen=True, kw_only=True)
class Kin:
    """One kind of kinship: what the other is to me, and what I am to the other."""

    key: str
    name: Text
    #: Key of the same bond seen from the other side.
    inverse: str


@dataclass(frozen=True, kw_only=True)
class Relation:
    """Pairs of people that rules ask for: dated, from one person to another."""

    key: str
    name: Text
    #: Keys of kin: the other is this to the first. Empty for everybody at the first one's address.
    kin: tuple[str, ...] = ()
    #: Keys of what the first is to the other, where that matters too.
    seen_as: tuple[str, ...] = ()
    #: The other is younger than this.
    until_age: int | None = None
    #: The other is younger than this and studies.
    studying_until: int | None = None
    #: Both are in one family.
    in_one_family: bool = False
    #: The other has died, and the pair lasts from that day on: what the dead leave to the living.
    after_death: bool = False

    @property
    def is_of_address(self) -> bool:
        """Tell whether a shared address makes the pair."""
        return not self.kin


@dataclass(frozen=True, kw_only=True)
class FamilyRules:
    """Who forms a family, in ages and degrees of trust. Trust is in ten-thousandths."""

    #: The act, or the published rule, that says so.
    law: str
    #: A child until this age.
    adult_at: int = 18
    #: Unmarried children who live elsewhere and do not study stay in the family until this age.
    leaves_at: int = 23
    #: A parent is at least so much older than the child; nearer ages are an error of the act.
    parent_from: int = 12
    #: Grown people at one address, beside the person, above which it is a hostel and makes nobody a family.
    home_most: int = 15
    #: Unmarried people without known kin at their address are of the family that lives there.
    co_residents_join: bool = False
    #: An act says so; kin at one address; acts that contradict each other; the address alone.
    sure: int = 9900
    likely: int = 9000
    doubtful: int = 6000
    weak: int = 4000
