"""Stop and start reminders by a word sent from a phone. Security and service messages cannot be stopped."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from alatau.core.values import PersonId
from alatau.messages.choices import STOPPABLE, get_choices, set_choices
from alatau.messages.hints import say_back

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alatau.core.values import Actor, Moment
    from alatau.messages.models import ContactPoint
    from alatau.messages.values import PurposeClass


def stop_reminders(people: Sequence[ContactPoint], *, by: Actor, at: Moment) -> None:
    """Stop reminders for everybody at this phone and say so once."""
    _change(people, stopped=STOPPABLE, template="messages.stopped", by=by, at=at)


def start_reminders(people: Sequence[ContactPoint], *, by: Actor, at: Moment) -> None:
    """Start reminders again for everybody at this phone and say so once."""
    _change(people, stopped=frozenset(), template="messages.started", by=by, at=at)


def _change(
    people: Sequence[ContactPoint], *, stopped: frozenset[PurposeClass], template: str, by: Actor, at: Moment
) -> None:
    changed = False
    for point in people:
        person_id = PersonId(point.person_id)
        choices = get_choices(person_id)
        if choices.stopped != stopped:
            set_choices(person_id, replace(choices, stopped=stopped), by=by, at=at)
            changed = True
    # A repeated word changes nothing and is not answered again.
    if changed:
        say_back(template, people[0].person_id, facts={}, case_id=None, by=by, at=at)
