"""Let a program handle the money of a firm or public body, and take its key out of use."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import transaction

from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.core.partner_keys import draw_key
from alatau.money.models import Program
from alatau.money.programs.errors import ProgramNotFoundError
from alatau.money.programs.values import ProgramId, ProgramView, Right
from alatau.money.values import HolderId, HolderKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from alatau.core.values import Actor, Moment

declare_points("money.program.written")


@transaction.atomic
def admit_program(
    name: str, *, holder_id: HolderId, holder_kind: HolderKind, rights: Iterable[Right], by: Actor, at: Moment
) -> str:
    """Let a program act for a holder, and return its key, which nobody can read again.

    An earlier program of that name ends: so its key is changed.
    """
    chosen = sorted({right.value for right in rights})
    assert chosen, "a program without a right is of no use"
    assert holder_kind is not HolderKind.PERSON, "people sign in"
    key, digest = draw_key()
    Program.objects.filter(name=name, ended_at=None).update(ended_at=at.wall_at)
    program = Program.objects.create(
        id=uuid4(),
        name=name,
        holder_id=holder_id,
        holder_kind=holder_kind.value,
        may=chosen,
        digest=digest,
        admitted_at=at.wall_at,
    )
    reach("money.program.written")
    append_lines([_line("money.program.admitted", program, by=by)], at=at)
    return key


@transaction.atomic
def end_program(name: str, *, by: Actor, at: Moment) -> None:
    """Take a program's key out of use.

    Raises:
        ProgramNotFoundError: none of that name is admitted.
    """
    program = Program.objects.select_for_update().filter(name=name, ended_at=None).first()
    if program is None:
        raise ProgramNotFoundError
    program.ended_at = at.wall_at
    program.save(update_fields=["ended_at"])
    reach("money.program.written")
    append_lines([_line("money.program.ended", program, by=by)], at=at)


def list_programs() -> list[ProgramView]:
    """Return the admitted programs by their names."""
    return [view_program(row) for row in Program.objects.filter(ended_at=None).order_by("name")]


def view_program(row: Program) -> ProgramView:
    """Return a stored program as other parts of the room see it."""
    return ProgramView(
        id=ProgramId(row.id),
        name=row.name,
        holder_id=HolderId(row.holder_id),
        holder_kind=HolderKind(row.holder_kind),
        rights=frozenset(Right(right) for right in row.may),
        admitted_at=row.admitted_at,
    )


def _line(action: str, program: Program, *, by: Actor) -> NewLine:
    body = {"program_id": program.id, "holder_id": program.holder_id, "rights": program.may}
    return NewLine(kind=LineKind.AUDIT, action=action, actor=by, subject_id=program.holder_id, body=body)
