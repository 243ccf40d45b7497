"""Marks over HTTP: set, narrow, give money under them, end, and where their money is."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from ninja import Router

from alatau.core.clock import read_clocks
from alatau.core.routes import Who, open_to
from alatau.money.api.mark_shapes import SET, EvidenceIn, MarkIn, MarkOut, PotIn, PotOut, WhereOut, new_mark, show_mark
from alatau.money.api.shapes import Limit, show_amount
from alatau.money.programs.bearer import bearer, program_of
from alatau.money.programs.marks import (
    end_for_program,
    evidence_for_program,
    find_money,
    get_for_program,
    list_marks_for_program,
    open_pot_for_program,
    set_for_program,
)
from alatau.money.programs.values import Right
from alatau.money.values import AccountId, MarkId

if TYPE_CHECKING:
    from django.http import HttpRequest

router = Router()


@router.put(
    "/marks/{uuid:mark_id}", response=MarkOut, url_name="money_mark_set", auth=bearer(Right.MARK), openapi_extra=SET
)
@open_to(Who.MACHINE)
def set_mark(request: HttpRequest, mark_id: UUID, body: MarkIn) -> object:
    """Set a mark under an id of the caller's, or with ``parent_id`` narrow another; the same request again sets one.

    It never changes: another condition is another mark. A narrower one allows only what the wider one allows.
    """
    program = program_of(request)
    return show_mark(set_for_program(new_mark(mark_id, body, by=program), by=program, at=read_clocks()))


@router.get("/marks", response=list[MarkOut], url_name="money_marks", auth=bearer(Right.MARK))
@open_to(Who.MACHINE)
def list_marks(request: HttpRequest, limit: Limit = 100) -> object:
    """Return the marks that the holder has set, the newest first."""
    return [show_mark(mark) for mark in list_marks_for_program(by=program_of(request), limit=limit)]


@router.get("/marks/{uuid:mark_id}", response=MarkOut, url_name="money_mark", auth=bearer(Right.MARK))
@open_to(Who.MACHINE)
def read_mark(request: HttpRequest, mark_id: UUID) -> object:
    """Return a mark with its conditions, to its owner."""
    return show_mark(get_for_program(MarkId(mark_id), by=program_of(request)))


@router.put("/marks/{uuid:mark_id}/pots", response=PotOut, url_name="money_pot", auth=bearer(Right.MARK))
@open_to(Who.MACHINE)
def open_pot(request: HttpRequest, mark_id: UUID, body: PotIn) -> object:
    """Return the pot under the mark of whoever has this account, opening it when there is none; pay into it to give."""
    pot_id = open_pot_for_program(MarkId(mark_id), AccountId(body.account_id), by=program_of(request), at=read_clocks())
    return {"pot_id": pot_id}


@router.post("/marks/{uuid:mark_id}/evidence", response={204: None}, url_name="money_evidence", auth=bearer(Right.MARK))
@open_to(Who.MACHINE)
def give_evidence(request: HttpRequest, mark_id: UUID, body: EvidenceIn) -> None:
    """Say that the document which the mark asks for was seen for payments with this reference. Safe to repeat."""
    evidence_for_program(
        MarkId(mark_id), body.reference, document=body.document, by=program_of(request), at=read_clocks()
    )


@router.post("/marks/{uuid:mark_id}/end", response=MarkOut, url_name="money_mark_end", auth=bearer(Right.MARK))
@open_to(Who.MACHINE)
def end_mark(request: HttpRequest, mark_id: UUID) -> object:
    """End a mark now, and every narrower one: what is left goes back to its owner within a minute. Safe to repeat."""
    return show_mark(end_for_program(MarkId(mark_id), by=program_of(request), at=read_clocks()))


@router.get("/marks/{uuid:mark_id}/money", response=WhereOut, url_name="money_mark_money", auth=bearer(Right.MARK))
@open_to(Who.MACHINE)
def read_money(request: HttpRequest, mark_id: UUID) -> object:
    """Return where the money under a mark is: held still, spent with whom, returned. Whose pot it left is not told."""
    found = find_money(MarkId(mark_id), by=program_of(request))
    return {
        "held": show_amount(found.held),
        "pots": found.pots,
        "spent": [{"account_id": each, "amount": show_amount(amount)} for each, amount in found.spent.items()],
        "spent_with_people": show_amount(found.spent_with_people),
        "returned": show_amount(found.returned),
    }
