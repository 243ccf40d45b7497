"""What a decision rests on: one right as the card gives it, and the two dates by which it does. No Django here.

`wire` reads the types of the fields while it runs, so all of them are imported here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from alatau.family.card import EntitlementState
from alatau.family.values import RunId
from alatau.registry.people.values import FamilyId


@dataclass(frozen=True, kw_only=True)
class Basis:
    """What the card says of one right, and the two dates by which it says so."""

    #: Name of the rule, and the key of its texts.
    right: str
    benefit_key: str
    state: EntitlementState
    #: Smallest units; None for help that is no sum of the home currency.
    units: int | None
    unit: str
    paid: str
    payer: str
    law: str
    #: Whose right it is on the card: None for the family's.
    holder_id: UUID | None
    family_id: FamilyId
    is_contested: bool
    is_single_source: bool
    #: Registers that would have to tell.
    silent: tuple[str, ...]
    #: In force on, known at this place in the journal.
    on: date
    known_number: int
    known_at: datetime
    #: None where there is no card to rest on: then two officials decide.
    run_id: RunId | None
    #: Fingerprint of the rules and parameters that were in force; empty where no rule was asked.
    rules_digest: str
