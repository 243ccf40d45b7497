"""What pages of services show: the service in words, answers with their sources, what comes next."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alatau.access.care import is_address_protected
from alatau.core.text import format_day
from alatau.registry.declare import get_register
from alatau.registry.present.say import NOTHING, say_value
from alatau.registry.present.unfold import Reader, ReaderKind, Seen, judge_column
from alatau.services.catalogue.fees import fee_on
from alatau.services.catalogue.form_flow import list_asking, list_questions
from alatau.services.catalogue.names import find_column
from alatau.services.catalogue.request_values import RequestStatus
from alatau.services.catalogue.say import say_answer
from alatau.services.catalogue.services import list_fields, list_services
from alatau.services.catalogue.values import SELF, DayCount, FieldType, Found

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from alatau.core.money import Amount
    from alatau.registry.values import Column
    from alatau.services.catalogue.known import Known
    from alatau.services.catalogue.request_values import Answered, RequestView
    from alatau.services.catalogue.values import Evidence, FormField, Page, Service, ServiceField, Situation


@dataclass(frozen=True, kw_only=True)
class Line:
    """One answer of a form, with where it comes from."""

    label: str
    text: str
    #: The register that says it; empty for what the person answered.
    source: str = ""
    #: Where the person says that the register is wrong.
    record_address: str = ""
    #: Key of the page on which it can be changed.
    page: str = ""


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """A situation of life with its services."""

    situation: Situation
    services: tuple[Service, ...]


def list_shelves() -> list[tuple[ServiceField, list[Shelf]]]:
    """Return the catalogue as its page shows it: fields, situations in them, services in these; no empty ones."""
    by_place: dict[tuple[str, str], list[Service]] = {}
    for service in list_services():
        by_place.setdefault((service.field_code, service.situation_code), []).append(service)
    shelves = [
        (
            field,
            [
                Shelf(situation=situation, services=tuple(found))
                for code, situation in field.situations.items()
                if (found := by_place.get((field.code, code)))
            ],
        )
        for field in list_fields()
    ]
    return [(field, found) for field, found in shelves if found]


def say_deadline(service: Service) -> str:
    """Return how long it takes, in words."""
    days = service.deadline.days
    if days == 0:
        return _("At once")
    if service.deadline.count is DayCount.WORKING:
        return ngettext("%(days)s working day", "%(days)s working days", days) % {"days": days}
    return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}


def price_of(service: Service, *, on: date) -> Amount | None:
    """Return what the service costs on a day; nothing when it is free."""
    return fee_on(service.fee, on) if service.fee else None


def list_known_lines(known: Known, fields: list[FormField], *, is_own: bool) -> list[Line]:
    """Return what registers answer on a page, with their names."""
    return [_line_of(known, field, is_own=is_own) for field in fields]


def list_answer_lines(view: RequestView, known: Known, *, is_own: bool) -> list[Line]:
    """Return every answer of a request, in the order of its form."""
    counts = Counter(file.field for file in view.files)
    lines = []
    for page in known.list_pages():
        asked = {field.key for field in list_questions(known, page)}
        for field in known.list_fields(page):
            if field.type is FieldType.FILES:
                count = counts[field.key]
                text = ngettext("%(count)s file", "%(count)s files", count) % {"count": count} if count else NOTHING
                lines.append(Line(label=field.label.say(), text=text, page=page.key))
            elif field.key in asked:
                text = say_answer(known, field, known.answer_of(field))
                lines.append(Line(label=field.label.say(), text=text, page=page.key))
            else:
                lines.append(_line_of(known, field, is_own=is_own))
    return lines


def _line_of(known: Known, field: FormField, *, is_own: bool) -> Line:
    column = find_column(known.service, field.known_from)
    evidence = known.service.evidence.get(field.known_from.partition(".")[0])
    register = get_register(evidence.register) if evidence and evidence.register else None
    value = known.known_answer(field)
    text = say_value(column, value) if column else say_answer(known, field, value)
    return Line(
        label=field.label.say(),
        text=text,
        source=register.name.say() if register else _("Population register"),
        record_address=reverse("registry:record", args=[register.key]) if register and is_own else "",
    )


def list_evidence_lines(known: Known, *, reader: Reader) -> list[tuple[str, list[Line]]]:
    """Return what registers said of each piece of evidence, as far as this reader may see it."""
    return [
        (evidence.name.say(), [*_say_evidence(evidence, known.evidence[key], known, reader=reader)])
        for key, evidence in known.service.evidence.items()
        if key in known.evidence
    ]


def _say_evidence(evidence: Evidence, said: Answered, known: Known, *, reader: Reader) -> Iterator[Line]:
    source = get_register(evidence.register).name.say() if evidence.register else ""
    if said.found is not Found.FOUND:
        words = _("Nothing is recorded.") if said.found is Found.ABSENT else _("We could not find out.")
        yield Line(label="", text=words, source=source)
        return
    shown = [find_column(known.service, f"{evidence.key}.{name}") for name in evidence.shows]
    columns = [column for column in shown if column is not None]
    for row in said.rows:
        for column in columns:
            yield Line(label=column.title(), text=_say_closed_or_open(column, row.get(column.name), reader=reader))
    if not columns:
        yield Line(label="", text=_("It is recorded."), source=source)


def _say_closed_or_open(column: Column, value: object, *, reader: Reader) -> str:
    return say_value(column, value) if judge_column(column, reader=reader) is Seen.OPEN else _("Not shown")


def reader_of(view: RequestView, *, is_staff: bool = False) -> Reader:
    """Return as whom somebody reads the rows of a request."""
    is_protected = view.person_id is not None and is_address_protected(view.person_id)
    kind = ReaderKind.SUBJECT if view.asked_by == SELF else ReaderKind.CARER
    return Reader(kind=ReaderKind.STAFF if is_staff else kind, is_protected=is_protected)


def say_place(known: Known, page: Page) -> str:
    """Return where a page stands on the way: "Question 2 of 4"."""
    asking = [each.key for each in list_asking(known)]
    return _("Question %(number)s of %(count)s") % {"number": asking.index(page.key) + 1, "count": len(asking)}


def say_next(view: RequestView) -> str:
    """Return in one sentence what comes next."""
    due = format_day(view.due_at.date()) if view.due_at else ""
    match view.status:
        case RequestStatus.DRAFT:
            return _("You have not sent it yet. We keep it until %(day)s.") % {"day": format_day(view.expires_on)}
        case RequestStatus.FEE_DUE:
            return _("Pay the fee, then we begin at once.")
        case RequestStatus.WITH_STAFF:
            return _("An official decides by %(day)s. You need not do anything.") % {"day": due}
        case RequestStatus.GRANTED:
            return view.service.outcome.says.say()
        case RequestStatus.REFUSED:
            return _("The letter says why, and how to appeal.")
        case RequestStatus.WITHDRAWN:
            return _("You took this request back. You can ask again at any time.")


def say_steps(view: RequestView) -> list[dict[str, object]]:
    """Return what happened to a request, as a timeline shows it."""
    sent: list[dict[str, object]] = [{"title": _("You sent the request"), "at": view.sent_at}] if view.sent_at else []
    done = [{"title": STEP_WORDS[RequestStatus(step.step)](), "at": step.at} for step in view.history]
    is_waiting = view.status.is_open and view.due_at
    last: dict[str, object] = {"title": _("Decision at the latest"), "at": view.due_at, "is_next": True}
    return [*sent, *done, *([last] if is_waiting else [])]


STEP_WORDS = {
    RequestStatus.FEE_DUE: lambda: _("The fee is due"),
    RequestStatus.WITH_STAFF: lambda: _("Handed to an official"),
    RequestStatus.GRANTED: lambda: _("Granted"),
    RequestStatus.REFUSED: lambda: _("Refused"),
    RequestStatus.WITHDRAWN: lambda: _("Taken back"),
}
STATUS_WORDS = {
    RequestStatus.DRAFT: lambda: _("Not sent yet"),
    RequestStatus.FEE_DUE: lambda: _("To pay"),
    RequestStatus.WITH_STAFF: lambda: _("We are working on this"),
    RequestStatus.GRANTED: lambda: _("Granted"),
    RequestStatus.REFUSED: lambda: _("Refused"),
    RequestStatus.WITHDRAWN: lambda: _("Taken back"),
}
#: Keys of the city's faces for where a request stands.
FACES = {
    RequestStatus.DRAFT: "new",
    RequestStatus.FEE_DUE: "new",
    RequestStatus.WITH_STAFF: "taken",
    RequestStatus.GRANTED: "granted",
    RequestStatus.REFUSED: "refused",
    RequestStatus.WITHDRAWN: "withdrawn",
}
