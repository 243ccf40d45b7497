"""What a card gives somebody of one right, and who is spoken to about it.

Whoever calls opens cards, as only the background processes may.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from alatau.access.read import list_grown
from alatau.core.parameters import parameter
from alatau.core.values import PersonId
from alatau.family.assemble import entitlement_of, read_value
from alatau.family.card import EntitlementState
from alatau.family.law import law_of
from alatau.messages.read import find_contact_points
from alatau.services.offers.terms import SpokenTo, Terms, list_terms

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any
    from uuid import UUID

    from alatau.core.values import Moment
    from alatau.family.stored import StoredFamily
    from alatau.family.values import RunView
    from alatau.rules.graph import Rule

FAMILY, FLAG = "family", "flag"
#: Roles in a family under which somebody is a child of it, whatever their age.
CHILDREN = frozenset({"child", "ward"})


@dataclass(frozen=True, kw_only=True)
class Given:
    """A right on the card of a family as it stands."""

    rule: Rule
    terms: Terms
    stored: StoredFamily
    #: A person of the family, or the family itself.
    holder_id: UUID
    state: EntitlementState
    #: In the smallest unit of the home currency; None for help that is no sum.
    amount: int | None


def find_terms(rule: Rule) -> Terms | None:
    """Return how a right is offered; None for one that is not: it is asked for, or given by competition."""
    return list_terms().get(rule.version.key) if rule.version.facts.get("proactive") else None


def read_given(right: str, holder_id: UUID, *, stored: StoredFamily, run: RunView) -> Given | None:
    """Return what a family's card says of a right; None where that right is not offered, or nobody holds it there."""
    rule = law_of(run).rules.get(right)
    terms = find_terms(rule) if rule else None
    row = _row_of(stored, rule.version.level, holder_id) if rule else None
    if rule is None or terms is None or row is None or right not in row:
        return None
    state = entitlement_of(rule, row)
    is_sum = rule.version.unit != FLAG and state is EntitlementState.YES
    amount = int(str(read_value(rule, row[right]))) if is_sum and rule.version.unit.startswith("tiyn") else None
    return Given(rule=rule, terms=terms, stored=stored, holder_id=holder_id, state=state, amount=amount)


def _row_of(stored: StoredFamily, level: str, holder_id: UUID) -> Mapping[str, Any] | None:
    if level == FAMILY:
        return stored.row if stored.family == holder_id else None
    return next((row for row in stored.people if row["person"] == holder_id), None)


def choose_spoken_to(given: Given, *, at: Moment) -> PersonId:
    """Return the adult who is told of a right and answers for it.

    The holder, where it is theirs and they are grown. Else an adult of the family: who has a phone or an address before
    who has none, parents before grown children.
    """
    holder = next((row for row in given.stored.people if row["person"] == given.holder_id), None)
    if given.terms.speaks_to is SpokenTo.HOLDER and holder is not None:
        return PersonId(given.holder_id)
    if given.terms.speaks_to is SpokenTo.CARER and holder is not None and holder["role"] not in CHILDREN:
        return PersonId(given.holder_id)
    adults = list_adults(given.stored, at=at) or [PersonId(row["person"]) for row in given.stored.people]
    reached = [person for person in adults if find_contact_points(person)]
    return (reached or adults)[0]


def list_adults(stored: StoredFamily, *, at: Moment) -> list[PersonId]:
    """Return the adults of a family, parents before grown children; where nobody is known to be one, the parents."""
    age = int(parameter("adult_age", on=at.city_day))
    grown = list_grown((PersonId(row["person"]) for row in stored.people), age=age, at=at)
    people = sorted(stored.people, key=lambda row: (row["role"] in CHILDREN, str(row["person"])))
    adults = [PersonId(row["person"]) for row in people if row["person"] in grown]
    return adults or [PersonId(row["person"]) for row in people if row["role"] not in CHILDREN]
