"""Find a family as it stands: in the newest run, or as it was computed since when something changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from alatau.family.errors import CardNotFoundError
from alatau.family.models import ChangedCard, ChangedMember
from alatau.family.packed import unpack_family
from alatau.family.runs import find_run, get_current_run
from alatau.family.stored import StoredFamily, find_families, read_families

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from uuid import UUID

    from alatau.family.values import RunId, RunView


@dataclass(frozen=True, kw_only=True)
class Found:
    """A family, the run whose day and rules it was computed by, and how far it knows the journal."""

    run: RunView
    stored: StoredFamily
    known_number: int


def find_family_of(person_id: UUID, *, on: date | None = None, with_measures: bool = False) -> Found:
    """Return the family of a person as it stands now, or as it stood in the last run up to a day.

    Raises:
        CardsNotComputedError: there is no run. CardNotFoundError: the person was in no family.
    """
    run = get_current_run(on=on)
    if on is None and (changed := _find_changed(person_id, run)) is not None:
        return Found(run=run, stored=unpack_family(changed), known_number=changed.known_number)
    families = find_families(run, [person_id])
    if person_id not in families:
        raise CardNotFoundError
    [stored] = read_families(run, families.values(), with_measures=with_measures).values()
    return Found(run=run, stored=stored, known_number=run.question.known.number)


def find_family_at(family: UUID, run_id: RunId, *, known_number: int) -> Found:
    """Return a family with its measures as a run's card had it, or as it stood when it knew so much of the journal.

    Raises:
        CardNotFoundError: the run was taken away, or kept no such card.
    """
    run = find_run(run_id)
    if run is None:
        raise CardNotFoundError
    if known_number != run.question.known.number:
        card = ChangedCard.objects.filter(family=family, run_id=run_id, known_number=known_number).first()
        if card is None:
            raise CardNotFoundError
        return Found(run=run, stored=unpack_family(card), known_number=known_number)
    stored = read_families(run, [family], with_measures=True).get(family)
    if stored is None:
        raise CardNotFoundError
    return Found(run=run, stored=stored, known_number=known_number)


def _find_changed(person_id: UUID, run: RunView) -> ChangedCard | None:
    """Return the newest card that names the person, where it knows more than the run."""
    cards = ChangedMember.objects.filter(person=person_id, card__known_number__gt=run.question.known.number)
    member = cards.select_related("card").order_by("-card__known_number", "-card_id").first()
    return member.card if member else None


def find_changed(families: Iterable[UUID], run: RunView) -> dict[UUID, StoredFamily]:
    """Return those of some families that were computed since the run, as they stand."""
    cards = ChangedCard.objects.filter(family__in=[*families], known_number__gt=run.question.known.number)
    newest = cards.order_by("family", "-known_number", "-id").distinct("family")
    return {card.family: unpack_family(card) for card in newest}


def load_families(run: RunView, families: Iterable[UUID], *, with_card: bool = True) -> dict[UUID, StoredFamily]:
    """Return families with their measures as they stand: those that changed since the run, and the others out of it."""
    wanted = set(families)
    changed = find_changed(wanted, run)
    return read_families(run, wanted - changed.keys(), with_measures=True, with_card=with_card) | changed
