"""Propose a refusal: no machine says no, so this asks two officials, with the reason prepared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from alatau.family.errors import CardNotFoundError, CardsNotComputedError
from alatau.services.decisions.cases import open_refusal
from alatau.services.decisions.grant import member_of
from alatau.services.decisions.judge import bare_basis, judge_right

if TYPE_CHECKING:
    from uuid import UUID

    from alatau.core.values import Actor, Moment, PersonId
    from alatau.desk.values import CaseId


@transaction.atomic
def propose_refusal(
    right: str,
    person_id: PersonId,
    *,
    family_id: UUID | None,
    offer_id: UUID | None = None,
    request_id: UUID | None = None,
    holder_id: UUID | None = None,
    by: Actor,
    at: Moment,
) -> CaseId:
    """Open a case in which two officials refuse a right or give it, and return it; one a day for the same question.

    The letter's words are prepared from the card, where there is one. What they decide becomes a decision of this room
    when the desk has told of it.

    Raises:
        CardNotFoundError: the content has no such right. ReaderAwayError: the reader does not answer.
    """
    member = member_of(holder_id, family_id) if family_id else holder_id
    try:
        basis = judge_right(right, person_id, holder_id=member, at=at)
    except (CardNotFoundError, CardsNotComputedError):
        basis = bare_basis(right, family_id=family_id, holder_id=member or person_id, at=at)
    # Nothing is refused below this line.
    return open_refusal(basis, person_id=person_id, offer_id=offer_id, request_id=request_id, by=by, at=at)
