"""What a content package says of its family card: which of its rules play which part."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alatau.core.text import Text
    from alatau.rules.declare import RuleVersion

#: What a benefit says of itself (`awarded`) when not everybody who may ask for it gets it.
BY_COMPETITION = "by_competition"


@dataclass(frozen=True, kw_only=True)
class CliffRules:
    """Help that depends on income: which rules say how far a family is from its line."""

    #: The benefit, by the name of its rule.
    benefit: str
    #: Rules of the family that give the line, and what income a head is short of it, in money a month.
    line: str
    distance: str
    #: What the benefit would be in the next quarter if everything stayed as it is, and how far income is from the line
    #: then; empty where the law does not say.
    next: str = ""
    next_distance: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Return the rules whose values a card keeps to tell of the line."""
        return (self.line, self.distance, self.next, self.next_distance)


@dataclass(frozen=True, kw_only=True)
class CardRules:
    """Names of rules by the part that they play on the card; an empty name leaves the part out."""

    #: The family's category.
    category: str = ""
    #: Numbers of the places in which the family is counted, zero for none, and how such a number becomes a place code.
    region: str = ""
    district: str = ""
    region_code: str = "{}"
    district_code: str = "{}"
    #: Income a head in money a month, the line under which a family is poor, and what kind of family it is.
    income_per_head: str = ""
    poverty_line: str = ""
    family_type: str = ""
    cliffs: tuple[CliffRules, ...] = ()
    #: Other measures of need than the category: proposed ones are shown as such, and decide nothing.
    models: tuple[str, ...] = ()
    #: What people call the kinds of family.
    family_types: Mapping[str, Text] = field(default_factory=dict)

    @property
    def kept(self) -> frozenset[str]:
        """Return the names of rules that cards keep though they are neither indicator nor right."""
        told = {name for cliff in self.cliffs for name in cliff.names}
        parts = {self.category, self.region, self.district, self.income_per_head, self.poverty_line, self.family_type}
        return frozenset((told | parts | {*self.models}) - {""})


def is_by_competition(version: RuleVersion) -> bool:
    """Tell whether a benefit is given to some of those who ask for it: it is no right, and costs what is set aside."""
    return version.facts.get("awarded") == BY_COMPETITION
