"""Questions other parts may ask of conversations."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from alatau.access.seal import unseal
from alatau.services.flows.values import TalkStatus
from alatau.services.models.flows import Talk

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from django.db.models import QuerySet

#: A conversation goes on.
GOING_ON = (TalkStatus.BEGUN.value, TalkStatus.ASKING.value)


@dataclass(frozen=True, kw_only=True)
class StandingYes:
    """A yes to all that an event brings, with the words that it answered and how it came."""

    person_id: UUID
    channel: str
    text_version: str


def is_told_by_a_flow(event_id: UUID | None) -> bool:
    """Tell whether a conversation about an event goes on: its rights are offered in it, and in no other message."""
    return event_id is not None and Talk.objects.filter(event_id=event_id, status__in=GOING_ON).exists()


def events_in_talks() -> QuerySet[Talk, UUID]:
    """Return the events about which a conversation goes on, for a question of the database."""
    return Talk.objects.filter(status__in=GOING_ON).values_list("event_id", flat=True)


def find_standing_yes(event_id: UUID) -> StandingYes | None:
    """Return the yes that somebody gave, in a conversation, to all rights of an event; None for none."""
    talk = Talk.objects.filter(event_id=event_id).exclude(kept=b"").order_by("begun_at").first()
    yes: Mapping[str, str] | None = json.loads(unseal(talk.kept))["made"].get("consent") if talk else None
    if talk is None or yes is None:
        return None
    return StandingYes(person_id=talk.person_id, channel=yes["channel"], text_version=yes["text"])
