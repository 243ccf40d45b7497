"""A wallet's statement: on the page, as a table, as banks send it, and as a signed letter."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, TypeVar

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, override
from django.views.decorators.http import require_POST, require_safe

from alatau.core.clock import read_clocks
from alatau.core.errors import AlatauError, NotFoundError
from alatau.core.routes import Who, open_to
from alatau.money.forms_statements import LetterForm, PeriodForm
from alatau.money.pages.asked import number_asked
from alatau.money.present.kinds import say_kind
from alatau.money.read import get_account
from alatau.money.statements.camt import stream_camt
from alatau.money.statements.entries import list_page
from alatau.money.statements.letter import issue_statement
from alatau.money.statements.make import make_statement
from alatau.money.statements.table import name_section, stream_table
from alatau.money.wallet.holder import holder_of, name_holder
from alatau.money.wallet.look import PAYMENTS
from alatau.money.wallet.read import get_wallet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alatau.access.requests import CityRequest
    from alatau.money.statements.values import Section, Statement

Part = TypeVar("Part", str, bytes)

#: Entries of an account on one page.
PAGE = 100


@open_to(Who.RESIDENT, shows=(PAYMENTS,))
@require_safe
def statement(request: CityRequest) -> HttpResponse:
    """Show the statement of some days, this month's to begin with; each account apart, a hundred entries at a time."""
    today = read_clocks().city_day
    form = PeriodForm(request.GET if "first" in request.GET else {"first": today.replace(day=1), "last": today})
    made, status = None, HTTPStatus.OK
    if form.is_valid():
        try:
            made = _make(request, form)
        except AlatauError as error:
            form.add_error("last", error.sentence())
    if made is None:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    facts = {"form": form, "statement": made, "sections": _tell(request, made) if made else [], "letter": LetterForm()}
    return render(request, "money/statements/statement.html", facts, status=status)


@open_to(Who.RESIDENT, shows=(PAYMENTS,))
@require_safe
def table(request: CityRequest) -> StreamingHttpResponse:
    """Hand out a statement as a table for spreadsheets."""
    made = _asked(request)
    return _stream(_in_language(stream_table(made), get_language()), made, kind="text/csv; charset=utf-8", ending="csv")


@open_to(Who.RESIDENT, shows=(PAYMENTS,))
@require_safe
def camt(request: CityRequest) -> StreamingHttpResponse:
    """Hand out a statement as banks send it: camt.053."""
    made = _asked(request)
    owner = name_holder(get_account(made.sections[0].account_id))
    parts = stream_camt(made, owner=owner, made_at=read_clocks().wall_at)
    return _stream(_in_language(parts, get_language()), made, kind="application/xml", ending="xml")


@open_to(Who.RESIDENT, shows=(PAYMENTS,))
@require_POST
def letter(request: CityRequest) -> HttpResponse:
    """Issue a statement as a signed letter, once, and hand it out."""
    _holder_id, kind = holder_of(request.actor)
    form, at = LetterForm(request.POST), read_clocks()
    if not form.is_valid():
        raise NotFoundError
    try:
        pdf = issue_statement(
            _make(request, form), kind=kind, request_id=form.cleaned_data["request_id"], by=request.actor, at=at
        )
    except NotFoundError:
        raise
    except AlatauError as error:
        form.add_error("last", error.sentence())
        facts: dict[str, object] = {"form": form, "statement": None, "sections": [], "letter": form}
        return render(request, "money/statements/statement.html", facts, status=error.http_status)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="statement.pdf"'
    return response


def _asked(request: CityRequest) -> Statement:
    """Return the statement that an address asks for. Raises: NotFoundError, PeriodError."""
    form = PeriodForm(request.GET)
    if not form.is_valid():
        raise NotFoundError
    return _make(request, form)


def _make(request: CityRequest, form: PeriodForm) -> Statement:
    holder_id, _kind = holder_of(request.actor)
    get_wallet(holder_id)
    given = form.cleaned_data
    return make_statement(holder_id, first_day=given["first"], last_day=given["last"], at=read_clocks())


def _tell(request: CityRequest, made: Statement) -> list[dict[str, object]]:
    """Return what the page says of each account. One of them may be leafed through; the others begin at the start."""
    asked, after = request.GET.get("account", ""), number_asked(request, "after") or 0
    return [_tell_section(section, after=after if asked == str(section.account_id) else 0) for section in made.sections]


def _tell_section(section: Section, *, after: int) -> dict[str, object]:
    lines = list_page(section, after=after, limit=PAGE)
    has_more = bool(lines) and lines[-1].number < section.last
    return {
        "section": section,
        "name": name_section(section),
        "lines": [{"line": line, "what": say_kind(line)} for line in lines],
        "next": lines[-1].number if has_more else None,
    }


def _in_language(parts: Iterator[Part], language: str) -> Iterator[Part]:
    """Yield each part in the language of the request: it is written when the request is over for Django."""
    while True:
        with override(language):
            part = next(parts, None)
        if part is None:
            return
        yield part


def _stream(
    parts: Iterator[str] | Iterator[bytes], made: Statement, *, kind: str, ending: str
) -> StreamingHttpResponse:
    """Return an answer that is written while it is read, under a name that tells nothing of whose it is."""
    response = StreamingHttpResponse(parts, content_type=kind)
    name = f"statement-{made.first_day}-{made.last_day}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
