"""A statement as a signed letter: the city's signature vouches for it before a bank, a landlord, an embassy."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from alatau.access.load import access_person
from alatau.core.content import content, find_language
from alatau.core.money import format_amount
from alatau.core.text import format_day
from alatau.core.values import PersonId
from alatau.money.present.kinds import say_kind
from alatau.money.read import get_account
from alatau.money.statements.entries import stream_lines
from alatau.money.statements.errors import StatementLongError
from alatau.money.statements.table import name_section
from alatau.money.values import HolderKind
from alatau.money.wallet.holder import name_holder
from alatau.papers.issue import issue_document
from alatau.papers.load import access_document, read_letter

if TYPE_CHECKING:
    from uuid import UUID

    from alatau.core.values import Actor, Moment
    from alatau.money.statements.values import Section, Statement

LETTER = "wallet_statement"
#: Entries that one letter holds, some eighty pages of them.
LINES_MOST = 2000


def issue_statement(statement: Statement, *, kind: HolderKind, request_id: UUID, by: Actor, at: Moment) -> bytes:
    """Return a statement as a signed PDF in the reader's language, issued once per request; anybody can verify it.

    A person finds it among their documents as well.

    Raises:
        StatementLongError: it has more entries than a letter holds.
        NotFoundError: the holder is not the actor's to speak for.
    """
    if statement.count > LINES_MOST:
        raise StatementLongError(most=LINES_MOST)
    person_id = PersonId(statement.holder_id) if kind is HolderKind.PERSON else None
    with transaction.atomic():
        facts = {
            "name": _name(statement, person_id, by=by, at=at),
            "first_day": statement.first_day,
            "last_day": statement.last_day,
            "count": statement.count,
            "heads": json.dumps([_("Day"), _("What"), _("Amount"), _("Balance")], ensure_ascii=False),
            "accounts": json.dumps([_account(each, statement) for each in statement.sections], ensure_ascii=False),
        }
        document_id = issue_document(
            LETTER,
            subject_id=person_id,
            facts=facts,
            language=find_language().code,
            case_id=None,
            by=by,
            at=at,
            request_id=request_id,
        )
    if person_id is None:
        return read_letter(document_id)
    return access_document(document_id, by=by, at=at)[1]


def _name(statement: Statement, person_id: PersonId | None, *, by: Actor, at: Moment) -> str:
    if person_id is None:
        return name_holder(get_account(statement.sections[0].account_id))
    return access_person(person_id, by=by, purpose="service", data=("name",), at=at).name


def _account(section: Section, statement: Statement) -> dict[str, object]:
    """Return an account as the layout draws it: opening, its lines, closing."""
    zone = ZoneInfo(content().time_zone)
    lines = [
        [
            format_day(line.at.astimezone(zone).date()),
            " · ".join(filter(None, (say_kind(line), line.other, line.reference))),
            format_amount(line.amount),
            format_amount(line.balance),
        ]
        for line in stream_lines(section)
    ]
    opening = [format_day(statement.first_day), _("Opening balance"), "", format_amount(section.opening)]
    closing = [format_day(statement.last_day), _("Closing balance"), "", format_amount(section.closing)]
    return {"name": name_section(section), "lines": [opening, *lines, closing]}
