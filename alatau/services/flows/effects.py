"""What is done with an answer of a conversation: entries in registers, letters, offers taken, a place in a queue.

Each effect takes what the content gives it. A text that begins with "=" stands for itself; any other names something
that is known: `answer.name.full`, `row.birth_notices.born_at`, `child.number`, `person.number`, `today`, `talk.code`.
All effects of an answer are one commit with it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeAlias
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from alatau.access.load import access_person
from alatau.core.content import content
from alatau.core.faults import declare_points, reach
from alatau.core.values import PersonId
from alatau.messages.choices import get_choices
from alatau.papers.issue import issue_document
from alatau.registry.declare import get_register
from alatau.registry.receive import receive_row
from alatau.services.flows.newborn import Birth, enter_newborn
from alatau.services.flows.talk import BY
from alatau.services.offers.errors import OfferContentError
from alatau.services.offers.take_all import take_offers_of
from alatau.services.queues.enter import enter_queue

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from alatau.core.values import Actor, Moment
    from alatau.services.flows.content import Effect
    from alatau.services.models.flows import Talk
    from alatau.services.offers.values import AnswerChannel

declare_points(
    "services.effect.numbered", "services.effect.entered", "services.effect.certified", "services.effect.queued"
)

PURPOSE = "social_support"
#: A value as JSON keeps it.
Known: TypeAlias = "str | int | bool | dict[str, Known] | list[Known] | None"


@dataclass(frozen=True, kw_only=True)
class Doing:
    """An answer that is being followed, and all that is known by then."""

    talk: Talk
    kept: dict[str, dict[str, Known]]
    #: Who answered, how, and to which words.
    by: Actor
    channel: AnswerChannel
    text_version: str
    at: Moment


def do_effect(effect: Effect, doing: Doing) -> None:
    """Do one thing with an answer, in the caller's transaction; what it makes is kept for the effects that follow.

    Raises:
        OfferContentError: the content names an effect, or a value, that nobody knows. AlatauError: the room below
            refuses, in its own words.
    """
    if effect.do not in EFFECTS:
        raise OfferContentError(file=doing.talk.flow, problem=f"there is no effect {effect.do}")
    EFFECTS[effect.do](effect.given, doing)


def find_value(name: str, doing: Doing) -> Known:
    """Return what a name of the content stands for.

    Raises:
        OfferContentError: nobody knows it.
    """
    if name.startswith("="):
        return name[1:]
    first, *rest = name.split(".")
    known = _known(first, doing)
    for part in rest:
        if not isinstance(known, dict):
            raise OfferContentError(file=doing.talk.flow, problem=f"{name} is not known")
        known = known.get(part)
    return known


def _table(name: str, doing: Doing) -> dict[str, str]:
    """Return a value that has parts. Raises: OfferContentError: it has none."""
    value = find_value(name, doing)
    if not isinstance(value, dict):
        raise OfferContentError(file=doing.talk.flow, problem=f"{name} is not known")
    return {part: str(said) for part, said in value.items()}


def _known(first: str, doing: Doing) -> Known:
    match first:
        case "answer":
            return doing.kept["answers"]
        case "row":
            return doing.kept["rows"]
        case "today":
            return doing.at.city_day.isoformat()
        case "talk":
            return {"code": f"T-{doing.talk.begun_city_at.year}-{doing.talk.id.hex[:10].upper()}"}
        case "person":
            return _own(doing)
        case _:
            return doing.kept["made"].get(first)


def _own(doing: Doing) -> dict[str, Known]:
    """Return number and place of the person, read with a look that says why."""
    person_id = PersonId(doing.talk.person_id)
    view = access_person(person_id, by=BY, purpose=PURPOSE, case_id=doing.talk.id, data=("number",), at=doing.at)
    return {"number": view.number, "region": view.region, "name": view.name}


def _number(given: Mapping[str, Any], doing: Doing) -> None:
    """Give the newborn a number and a record, and let the parent act for it."""
    name = _table(given["name"], doing)
    born_on = _day(find_value(given["born"], doing)) or doing.at.city_day
    birth = Birth(
        name=name["full"],
        short_name=name["short"],
        born_on=born_on,
        is_woman=find_value(given["sex"], doing) == given["woman"],
        region=str(find_value(given["region"], doing) or ""),
        kind=given["representation"],
        ground=str(find_value(given["ground"], doing)),
    )
    child = enter_newborn(birth, parent_id=PersonId(doing.talk.person_id), at=doing.at)
    doing.kept["made"]["child"] = {
        "id": str(child.id),
        "number": child.number,
        "name": birth.name,
        "born": born_on.isoformat(),
        "ground": str(child.ground_id),
    }
    reach("services.effect.numbered")


def _row(given: Mapping[str, Any], doing: Doing) -> None:
    """Enter a row into a register, under an id of the conversation's own: twice is once."""
    register = get_register(given["register"])
    values = {name: find_value(text, doing) for name, text in given["columns"].items()}
    if any(values.get(name) in (None, "") for name in given.get("needs", ())):
        # Nothing to go by: the mother has no clinic, say. Then the child gets one the ordinary way.
        return
    row = {name: str(value) for name, value in values.items() if value not in (None, "")}
    receive_row(register, row, source_id=f"talk:{doing.talk.id}:{register.key}", by=BY, at=doing.at)
    reach("services.effect.entered")


def _letter(given: Mapping[str, Any], doing: Doing) -> None:
    """Issue a signed document to the person; facts that are days are said as days."""
    person_id = PersonId(doing.talk.person_id)
    facts = {name: _fact(find_value(text, doing)) for name, text in given["facts"].items()}
    issue_document(
        given["letter"],
        subject_id=person_id,
        facts=facts,
        language=get_choices(person_id).language,
        case_id=doing.talk.id,
        by=BY,
        at=doing.at,
        request_id=uuid5(doing.talk.id, given["letter"]),
    )
    reach("services.effect.certified")


def _offers(_given: Mapping[str, Any], doing: Doing) -> None:
    """Take all rights of the event: those that are offered already, and those that come with the next card."""
    doing.kept["made"]["consent"] = {"text": doing.text_version, "channel": str(doing.channel)}
    take_offers_of(
        doing.talk.event_id, channel=doing.channel, text_version=doing.text_version, by=doing.by, at=doing.at
    )


def _queue(given: Mapping[str, Any], doing: Doing) -> None:
    """Enter the child into a queue, with the classes that the answer names; registers prove what they can."""
    child = _table(given["who"], doing)
    classes = tuple(given.get("classes", {}).get(str(find_value(given["answer"], doing)), ()))
    parent = replace(doing.by, for_person_id=PersonId(UUID(child["id"])), ground_id=UUID(child["ground"]))
    ticket_id = enter_queue(
        given["queue"],
        PersonId(UUID(child["id"])),
        classes=classes,
        asked_by=PersonId(doing.talk.person_id),
        by=parent,
        at=doing.at,
    )
    doing.kept["made"]["ticket"] = str(ticket_id)
    reach("services.effect.queued")


EFFECTS: Mapping[str, Callable[[Mapping[str, Any], Doing], None]] = {
    "number": _number,
    "row": _row,
    "letter": _letter,
    "offers": _offers,
    "queue": _queue,
}


def _day(value: object) -> date | None:
    """Return the day of the city on which something was, of a day or a moment."""
    if not isinstance(value, str) or not value:
        return None
    if len(value) == len("2026-01-01"):
        return date.fromisoformat(value)
    moment = datetime.fromisoformat(value)
    return moment.astimezone(ZoneInfo(content().time_zone)).date() if moment.tzinfo else moment.date()


def _fact(value: object) -> object:
    day = value if isinstance(value, str) and len(value) == len("2026-01-01") and value[4:5] == "-" else ""
    return date.fromisoformat(day) if day else (value or "—")
