"""What was decided in a case, for the room that asked: the outcome, what was written for the letter, and by whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from alatau.core.values import UserId
from alatau.desk.models import Decision
from alatau.papers.values import DocumentId

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alatau.desk.values import CaseId


@dataclass(frozen=True, kw_only=True)
class Decided:
    """The decision of a case that stands."""

    outcome: str
    #: What officials wrote into the fields of the outcome.
    fields: Mapping[str, str]
    proposed_by: UserId
    #: None where one official was enough.
    confirmed_by: UserId | None
    document_id: DocumentId | None


def find_decided(case_id: CaseId) -> Decided | None:
    """Return the decision of a case that stands; None while there is none."""
    row = Decision.objects.filter(case_id=case_id, superseded_by=None).first()
    if row is None:
        return None
    return Decided(
        outcome=row.outcome,
        fields=row.facts,
        proposed_by=UserId(row.proposed_by),
        confirmed_by=UserId(row.confirmed_by) if row.confirmed_by else None,
        document_id=DocumentId(row.document_id) if row.document_id else None,
    )
