"""Which journal lines leave the city as webhooks, and what of each. Rooms declare their own in `AppConfig.ready`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from alatau.core.journal.values import SealedLine


@dataclass(frozen=True, kw_only=True)
class EventType:
    """One kind of event a partner may hear of."""

    #: The journal's action: `desk.case.decided`.
    key: str
    #: What operators choose by, in their language.
    name: _StrPromise | str
    #: One line for the partner's engineer.
    about: str
    #: Fields of the line's body that go out. Nothing else does.
    fields: tuple[str, ...]
    #: Events of one subject arrive in their order: a later one waits while an earlier one is being tried.
    ordered: bool = False


_types: dict[str, EventType] = {}


def declare_event_type(
    key: str, *, name: _StrPromise | str, about: str, fields: tuple[str, ...], ordered: bool = False
) -> None:
    """Offer an event to partners. A key is declared once."""
    assert key not in _types, f"{key} is declared twice"
    assert key.count(".") == 2, "an event is room.noun.verb_past"
    _types[key] = EventType(key=key, name=name, about=about, fields=fields, ordered=ordered)


def list_event_types() -> list[EventType]:
    """Return every declared event, by key."""
    return [_types[key] for key in sorted(_types)]


def find_event_type(key: str) -> EventType | None:
    """Return a declared event, or None."""
    return _types.get(key)


def draw_payload(line: SealedLine, declared: EventType) -> dict[str, object]:
    """Return the body of the webhook: type, timestamp (city time), and ids with the declared fields."""
    data = {name: line.body[name] for name in declared.fields if name in line.body}
    return {
        "type": declared.key,
        "timestamp": line.city_at.isoformat(),
        "data": {
            "event_id": str(line.id),
            "subject_id": str(line.subject_id) if line.subject_id else None,
            "case_id": str(line.case_id) if line.case_id else None,
            **data,
        },
    }


declare_event_type(
    "messages.message.delivered",
    name=gettext_lazy("A message arrived"),
    about="A message reached the person's phone, mail server or inbox.",
    fields=("message_id", "template"),
)
declare_event_type(
    "messages.reply.received",
    name=gettext_lazy("A person answered a message"),
    about="A person answered a question of the city.",
    fields=("template", "conversation_id", "choice"),
    ordered=True,
)
