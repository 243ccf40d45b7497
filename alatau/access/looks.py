"""Who looked at a person's data, in that person's words, from the journal; and the way to contest a look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from alatau.access.errors import PurposeUnknownError
from alatau.access.lookup import get_purpose, get_role
from alatau.access.models import Person
from alatau.access.read import find_organisation_name, name_staff
from alatau.access.words import name_data
from alatau.core.content import content
from alatau.core.errors import AlatauError, NotFoundError
from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import append_lines
from alatau.core.journal.read import list_lines_about
from alatau.core.journal.values import LineKind, NewLine
from alatau.core.text import format_day, format_list
from alatau.core.values import ActorKind, OrganisationId, UserId

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from alatau.access.values import StaffView
    from alatau.core.journal.values import Line
    from alatau.core.values import Actor, Moment, PersonId

#: The kind of case that a contested look opens, as the content package names it.
CONTESTED = "look_contested"
#: How many lines one page holds.
PAGE = 50

declare_points("access.look.contested")


@dataclass(frozen=True, kw_only=True)
class LookView:
    """One look, or several of one reader on one day for one purpose."""

    #: The newest line: what a contest names.
    line_id: UUID
    sentence: str
    day: date
    at: datetime
    times: int
    reader_kind: str
    purpose: str
    law: str
    case_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class LooksPage:
    """A page of looks, newest first, and where the next one begins; None at the end."""

    looks: tuple[LookView, ...]
    before: int | None
    purposes: tuple[tuple[str, str], ...]


def list_looks(person_id: PersonId, *, purpose: str = "", before: int | None = None) -> LooksPage:
    """Return who looked at this person's data, grouped by reader, day and purpose, in the reader's language."""
    lines = list_lines_about(person_id, kinds=[LineKind.LOOK], limit=PAGE, before=before)
    # What somebody read about themselves is kept, and tells them nothing.
    others = [line for line in lines if not line.is_erased and line.body.get("right") != "own"]
    chosen = [line for line in others if not purpose or line.purpose == purpose]
    staff = name_staff(UserId(UUID(key)) for key in {_field(line, "user_id") for line in chosen} - {""})
    people = _name_people(chosen)
    seen = dict.fromkeys(line.purpose for line in others)
    return LooksPage(
        looks=tuple(_view(group, staff=staff, people=people) for group in _group(chosen)),
        before=lines[-1].number if len(lines) == PAGE else None,
        purposes=tuple((key, _purpose_name(key)) for key in seen),
    )


def _group(lines: Iterable[Line]) -> list[list[Line]]:
    """Gather looks of one reader, day, purpose and case."""
    groups: dict[tuple[object, ...], list[Line]] = {}
    for line in lines:
        who = tuple(_field(line, name) for name in ("kind", "user_id", "person_id", "process"))
        groups.setdefault((*who, _in_city(line).date(), line.purpose, line.case_id), []).append(line)
    return list(groups.values())


@transaction.atomic
def contest_look(line_id: UUID, *, by: Actor, at: Moment) -> None:
    """Ask the city to look into a look; the event opens a case at a desk, to which the person can add words.

    A repeat for the same look changes nothing: its event is named after the line.

    Raises:
        NotFoundError: no such look at the data of the person the actor speaks for.
    """
    assert by.subject_id is not None
    line = _find_look(line_id, person_id=by.subject_id)
    if line is None:
        raise NotFoundError
    earlier = list_lines_about(by.subject_id, kinds=[LineKind.EVENT], limit=200)
    if any(event.action == "access.look.contested" and event.body.get("line_id") == str(line_id) for event in earlier):
        return
    reader_id = _field(line, "user_id")
    body = {"line_id": line_id, "reader_id": reader_id, "look_purpose": line.purpose, "task_type": CONTESTED}
    event = NewLine(
        kind=LineKind.EVENT,
        action="access.look.contested",
        actor=by,
        subject_id=by.subject_id,
        case_id=line.case_id,
        body=body,
    )
    append_lines([event], at=at)
    reach("access.look.contested")


def _find_look(line_id: UUID, *, person_id: PersonId) -> Line | None:
    before: int | None = None
    while True:
        lines = list_lines_about(person_id, kinds=[LineKind.LOOK], limit=200, before=before)
        found = next((line for line in lines if line.id == line_id), None)
        if found is not None or len(lines) < 200 or lines[-1].number is None:
            return found
        before = lines[-1].number


def _view(group: list[Line], *, staff: Mapping[UserId, StaffView], people: Mapping[str, str]) -> LookView:
    newest = group[0]
    return LookView(
        line_id=newest.id,
        sentence=_sentence(group, staff=staff, people=people),
        day=_in_city(newest).date(),
        at=_in_city(newest),
        times=len(group),
        reader_kind=_field(newest, "kind"),
        purpose=_purpose_name(newest.purpose),
        law=_law(newest.purpose),
        case_id=newest.case_id,
    )


def _sentence(group: list[Line], *, staff: Mapping[UserId, StaffView], people: Mapping[str, str]) -> str:
    newest = group[0]
    facts = {
        "who": _who(newest, staff=staff, people=people),
        "what": _what(group),
        "day": format_day(_in_city(newest).date()),
        "why": _purpose_name(newest.purpose),
    }
    if newest.action == "access.visit.opened":
        return _("%(who)s served you at a desk on %(day)s. Purpose: %(why)s.") % facts
    # Translators: one whole sentence; "what" is a list such as "your name and your address".
    return _("%(who)s read %(what)s on %(day)s. Purpose: %(why)s.") % facts


def _who(line: Line, *, staff: Mapping[UserId, StaffView], people: Mapping[str, str]) -> str:
    kind = _field(line, "kind")
    if kind == ActorKind.STAFF:
        reader = staff.get(UserId(UUID(_field(line, "user_id"))))
        if reader is None:
            return pgettext("who looked", "A member of staff")
        facts = {"name": reader.name, "role": _role_name(line), "office": reader.office}
        return _("%(name)s (%(role)s, %(office)s)") % facts
    if kind == ActorKind.RESIDENT:
        return people.get(_field(line, "person_id"), pgettext("who looked", "Your representative"))
    if kind == ActorKind.PARTNER:
        return _name_partner(line)
    return pgettext("who looked", "The city's own program")


def _name_partner(line: Line) -> str:
    firm_id = _field(line, "for_organisation_id")
    name = find_organisation_name(OrganisationId(UUID(firm_id))) if firm_id else ""
    return name or pgettext("who looked", "A program of a public body")


def _role_name(line: Line) -> str:
    roles = line.actor.get("roles")
    keys = roles if isinstance(roles, list) else []
    for key in keys:
        try:
            return str(get_role(str(key)).name)
        except AlatauError:
            continue
    return pgettext("who looked", "staff")


def _what(group: Iterable[Line]) -> str:
    keys: dict[str, None] = {}
    for line in group:
        data = line.body.get("data")
        keys.update(dict.fromkeys(str(key) for key in data) if isinstance(data, list) else {"": None})
    return format_list(list(dict.fromkeys(name_data(key) for key in keys)))


def _purpose_name(key: str) -> str:
    try:
        return str(get_purpose(key).name)
    except PurposeUnknownError:
        # A purpose that the content has dropped since: the line still shows.
        return key


def _law(key: str) -> str:
    try:
        return get_purpose(key).law.say()
    except PurposeUnknownError:
        return ""


def _name_people(lines: list[Line]) -> dict[str, str]:
    ids = {_field(line, "person_id") for line in lines} - {""}
    return {str(key): name for key, name in Person.objects.filter(id__in=ids).values_list("id", "name")}


def _in_city(line: Line) -> datetime:
    # The journal keeps instants; a look of the small hours belongs to the city's day, not to Greenwich's.
    return line.city_at.astimezone(ZoneInfo(content().time_zone))


def _field(line: Line, name: str) -> str:
    return str(line.actor.get(name) or "")
