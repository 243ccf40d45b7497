"""Programs of registers' owners that may send rows: admitted, ended, and known by their keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.db import transaction

from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.core.partner_keys import digest_key, draw_key
from alatau.core.values import Actor, ActorKind
from alatau.registry.declare import get_register
from alatau.registry.errors import SenderNotFoundError, SenderUnknownError
from alatau.registry.models import Sender

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from alatau.core.values import Moment
    from alatau.registry.values import Register


@dataclass(frozen=True, kw_only=True)
class SenderView:
    """A program that may send rows, as operators see it."""

    id: UUID
    name: str
    register_keys: tuple[str, ...]
    admitted_at: datetime


def admit_sender(name: str, registers: Sequence[str], *, by: Actor, at: Moment) -> str:
    """Let a program send rows of some registers, and return its key, which nobody can read again.

    An earlier sender of that name ends: so its key is changed.

    Raises:
        RegisterNotFoundError: the content package declares no such register.
    """
    keys = sorted({get_register(each).key for each in registers})
    key, digest = draw_key()
    with transaction.atomic():
        Sender.objects.filter(name=name, ended_at=None).update(ended_at=at.wall_at)
        sender = Sender.objects.create(id=uuid4(), name=name, register_keys=keys, digest=digest, admitted_at=at.wall_at)
        append_lines([_line("registry.sender.admitted", sender, by=by)], at=at)
    return key


def end_sender(name: str, *, by: Actor, at: Moment) -> None:
    """Take a program's key out of use.

    Raises:
        SenderNotFoundError: none of that name is admitted.
    """
    with transaction.atomic():
        sender = Sender.objects.select_for_update().filter(name=name, ended_at=None).first()
        if sender is None:
            raise SenderNotFoundError
        sender.ended_at = at.wall_at
        sender.save(update_fields=["ended_at"])
        append_lines([_line("registry.sender.ended", sender, by=by)], at=at)


def list_senders() -> list[SenderView]:
    """Return the admitted programs by their names."""
    return [
        SenderView(id=row.id, name=row.name, register_keys=tuple(row.register_keys), admitted_at=row.admitted_at)
        for row in Sender.objects.filter(ended_at=None).order_by("name")
    ]


def recognise_sender(key: str, register: Register) -> Actor:
    """Return the program that shows the key, if it may send rows of the register.

    Raises:
        SenderUnknownError: nobody admitted it, or not to this register; both read alike.
    """
    sender = Sender.objects.filter(digest=digest_key(key), ended_at=None).first()
    if sender is None or register.key not in sender.register_keys:
        raise SenderUnknownError
    return Actor(kind=ActorKind.PARTNER, ground_id=sender.id, process="registry.sender")


def _line(action: str, sender: Sender, *, by: Actor) -> NewLine:
    return NewLine(
        kind=LineKind.AUDIT, action=action, actor=by, body={"sender": sender.id, "registers": sender.register_keys}
    )
