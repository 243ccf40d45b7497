"""What goes in and out of a simulation. No Django here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from alatau.core.parameters import Parameter
    from alatau.rules.declare import RuleVersion


@dataclass(frozen=True, kw_only=True)
class Reform:
    """What would be different: values of the law, and versions of rules put before those in force."""

    name: str
    parameters: tuple[Parameter, ...] = ()
    rules: tuple[RuleVersion, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Sums:
    """Something before the reform, and after it."""

    before: int
    after: int

    @property
    def change(self) -> int:
        """Return by how much it grew."""
        return self.after - self.before


@dataclass(frozen=True, kw_only=True)
class BenefitEffect:
    """One benefit: how many have it, and what they get in its own rhythm, in the currency's smallest unit."""

    name: str
    key: str
    level: str
    payer: str
    paid: str
    receivers: Sums
    #: Those for whom nobody knows.
    unknown: Sums
    #: None for help that is no sum.
    cost: Sums | None


@dataclass(frozen=True, kw_only=True)
class PayerEffect:
    """What one payer pays in one rhythm."""

    payer: str
    paid: str
    cost: Sums


@dataclass(frozen=True, kw_only=True)
class GroupEffect:
    """Families of one group: a region, a tenth of incomes, a kind of family."""

    group: str
    families: int
    gaining: int
    losing: int
    #: What all of them together gain or lose a month, in the currency's smallest unit.
    change: int


@dataclass(frozen=True, kw_only=True)
class Poverty:
    """How many people live below the line, and how far."""

    people: int
    poor: int
    #: Mean distance to the line of all people, as a share of the line, in ten-thousandths: zero for who is not poor.
    gap_bp: int

    @property
    def share_bp(self) -> int:
        """Return the share of poor people in ten-thousandths."""
        return self.poor * 10_000 // self.people if self.people else 0


@dataclass(frozen=True, kw_only=True)
class Simulation:
    """What a reform would do to the families of a day."""

    reform: str
    day: date
    run: str
    families: int
    gaining: int
    losing: int
    #: Families for whom a sum is unknown before or after: they are counted nowhere else.
    unknown: int
    benefits: tuple[BenefitEffect, ...]
    payers: tuple[PayerEffect, ...]
    #: By "region", "decile" and "family_type".
    groups: Mapping[str, tuple[GroupEffect, ...]]
    poverty_before: Poverty
    poverty_after: Poverty
    seconds: float = 0.0
