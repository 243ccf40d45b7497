"""How a person wants to be reached: language, channel, and which classes of message they have stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from alatau.core.content import content
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.messages.models import PersonChoices
from alatau.messages.values import Channel, ChoicesView, PurposeClass

if TYPE_CHECKING:
    from alatau.core.values import Actor, Moment, PersonId

#: Classes a person may stop. Security and service messages always arrive: rights depend on them.
STOPPABLE = frozenset({PurposeClass.REMINDER})


def get_choices(person_id: PersonId) -> ChoicesView:
    """Return what the person chose, or the city's defaults."""
    row = PersonChoices.objects.filter(person_id=person_id).first()
    if row is None:
        return ChoicesView(language=content().languages[0].code, channel=None, stopped=frozenset())
    return ChoicesView(
        language=row.language,
        channel=Channel(row.channel) if row.channel else None,
        stopped=frozenset(PurposeClass(name) for name in row.stopped),
    )


@transaction.atomic
def set_choices(person_id: PersonId, chosen: ChoicesView, *, by: Actor, at: Moment) -> None:
    """Keep the person's choices in place of the earlier ones."""
    assert chosen.language in {language.code for language in content().languages}, (
        "doors offer the city's languages alone"
    )
    assert chosen.stopped <= STOPPABLE, "doors offer stoppable classes alone"
    if get_choices(person_id) == chosen and PersonChoices.objects.filter(person_id=person_id).exists():
        return
    PersonChoices.objects.update_or_create(
        person_id=person_id,
        defaults={
            "language": chosen.language,
            "channel": chosen.channel or "",
            "stopped": sorted(chosen.stopped),
            "chosen_at": at.wall_at,
        },
    )
    body = {
        "language": chosen.language,
        "channel": chosen.channel or "",
        "stopped": sorted(chosen.stopped),
    }
    line = NewLine(
        kind=LineKind.AUDIT,
        action="messages.choices.changed",
        actor=by,
        subject_id=person_id,
        body=body,
    )
    append_lines([line], at=at)
