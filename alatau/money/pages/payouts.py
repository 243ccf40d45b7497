"""The treasury's payouts: hand a table over, see every line's outcome, approve another's, try again, end."""

from __future__ import annotations

import csv
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alatau.access.read import name_staff
from alatau.core.clock import read_clocks
from alatau.core.errors import AlatauError, NotFoundError
from alatau.core.routes import Who, open_to
from alatau.core.values import UserId
from alatau.money.currencies import list_currencies
from alatau.money.forms_payouts import PayoutForm
from alatau.money.payouts.approve import approve_batch, decline_batch
from alatau.money.payouts.endorse import endorse_batch
from alatau.money.payouts.institutions import get_institution
from alatau.money.payouts.programmes import get_programme, list_programmes
from alatau.money.payouts.read import get_batch, iterate_lines, list_batches, list_lines, list_steps
from alatau.money.payouts.receive import receive_batch
from alatau.money.payouts.settle import close_batch, retry_batch
from alatau.money.payouts.table import read_table
from alatau.money.payouts.values import RETRYABLE, BatchId, BatchStatus, LineOutcome, NewBatch
from alatau.money.present.payouts import APPROVALS, face_of, name_programme, say_outcome, say_status, tell_steps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from uuid import UUID

    from django.http import HttpResponse

    from alatau.access.requests import CityRequest
    from alatau.money.payouts.values import BatchView

TREASURERS = ("treasurer",)
READERS = (*TREASURERS, "auditor")
PAGE, LINES = 30, 100
#: Batches at which a page asks again by itself.
MOVING = (BatchStatus.RECEIVED, BatchStatus.APPROVED)


@open_to(Who.STAFF, roles=READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def payouts(request: CityRequest) -> HttpResponse:
    """List payouts, newest first; take another from a table."""
    can_pay = request.actor.has_role(*TREASURERS)
    if request.method == "POST" and not can_pay:
        raise NotFoundError
    programmes = [(each.key, name_programme(each)) for each in list_programmes()]
    given = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = PayoutForm(*given, programmes=programmes)
    if form.is_bound and form.is_valid():
        try:
            batch_id = _receive(request, form)
        except AlatauError as error:
            form.add_error(None, error.sentence())
        else:
            return redirect("money:payout", batch_id)
    page = max(_number(request.GET.get("page", "")), 1)
    found = list_batches(limit=PAGE + 1, offset=(page - 1) * PAGE)
    facts = {
        "form": form,
        "can_pay": can_pay,
        "batches": [(each, say_status(each.status), dict(programmes).get(each.programme, "")) for each in found[:PAGE]],
        "next_page": page + 1 if len(found) > PAGE else None,
        "previous_page": page - 1 if page > 1 else None,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "money/desk/payouts.html", facts, status=status)


@open_to(Who.STAFF, roles=READERS)
@require_safe
def payout(request: CityRequest, batch_id: UUID) -> HttpResponse:
    """Show one payout: where it stands, its sums by outcome, its lines, and what can be done."""
    return _show(request, BatchId(batch_id))


@open_to(Who.STAFF, roles=READERS)
@require_safe
def state(request: CityRequest, batch_id: UUID) -> HttpResponse:
    """Show the part of a payout's page that changes while it is checked and paid."""
    facts = _facts(request, get_batch(BatchId(batch_id)))
    return render(request, "money/desk/payout_state.html", facts)


@open_to(Who.STAFF, roles=READERS)
@require_safe
def table(_request: CityRequest, batch_id: UUID) -> StreamingHttpResponse:
    """Send every line with its outcome as CSV, as a stream."""
    batch = get_batch(BatchId(batch_id))
    answer = StreamingHttpResponse(_rows(batch.id), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="payout-{batch.id}.csv"'
    return answer


@open_to(Who.STAFF, roles=TREASURERS)
@require_POST
def approve(request: CityRequest, batch_id: UUID) -> HttpResponse:
    """Let a payout be paid that others stand behind."""
    return _do(request, batch_id, act=approve_batch, say=lambda _count: _("Approved. The lines are being paid."))


@open_to(Who.STAFF, roles=TREASURERS)
@require_POST
def endorse(request: CityRequest, batch_id: UUID) -> HttpResponse:
    """Stand behind a payout that a system handed over, as the first of two."""
    return _do(
        request, batch_id, act=endorse_batch, say=lambda _none: _("You stand behind it. A colleague approves it.")
    )


@open_to(Who.STAFF, roles=TREASURERS)
@require_POST
def decline(request: CityRequest, batch_id: UUID) -> HttpResponse:
    """End a payout without paying."""
    return _do(request, batch_id, act=decline_batch, say=lambda _count: _("Declined. Nothing was paid."))


@open_to(Who.STAFF, roles=TREASURERS)
@require_POST
def retry(request: CityRequest, batch_id: UUID) -> HttpResponse:
    """Have the failed lines tried again."""

    def say(count: int | None) -> str:
        told = ngettext("%(count)s line is tried again.", "%(count)s lines are tried again.", count or 0)
        return told % {"count": count or 0}

    return _do(request, batch_id, act=retry_batch, say=say)


@open_to(Who.STAFF, roles=TREASURERS)
@require_POST
def close(request: CityRequest, batch_id: UUID) -> HttpResponse:
    """Give back what could not be paid."""
    return _do(
        request, batch_id, act=close_batch, say=lambda _count: _("What could not be paid is back in the budget.")
    )


def _do(
    request: CityRequest, batch_id: UUID, *, act: Callable[..., int | None], say: Callable[[int | None], str]
) -> HttpResponse:
    try:
        done = act(BatchId(batch_id), by=request.actor, at=read_clocks())
    except NotFoundError:
        raise
    except AlatauError as error:
        return _show(request, BatchId(batch_id), refusal=error)
    messages.success(request, say(done))
    return redirect("money:payout", batch_id)


def _receive(request: CityRequest, form: PayoutForm) -> BatchId:
    given = form.cleaned_data
    programme = get_programme(given["programme"])
    new = NewBatch(
        id=BatchId(given["request_id"]),
        programme=programme.key,
        reference=given["reference"],
        words=given["words"],
    )
    lines = read_table(given["file"].file, list_currencies()[programme.currency])
    return receive_batch(new, lines, by=request.actor, at=read_clocks())


def _show(request: CityRequest, batch_id: BatchId, *, refusal: AlatauError | None = None) -> HttpResponse:
    batch = get_batch(batch_id)
    after, chosen = _number(request.GET.get("after", "")), _outcome(request.GET.get("outcome", ""))
    lines = list_lines(batch.id, outcomes=(chosen,) if chosen else (), after=after, limit=LINES + 1)
    facts = _facts(request, batch) | {
        "refusal": refusal.sentence() if refusal else "",
        "lines": [(each, say_outcome(each.outcome), face_of(each.outcome)) for each in lines[:LINES]],
        "more_after": lines[LINES - 1].number if len(lines) > LINES else None,
        "chosen": chosen.value if chosen else "",
        "chosen_words": say_outcome(chosen) if chosen else "",
    }
    status = HTTPStatus(refusal.http_status) if refusal else HTTPStatus.OK
    return render(request, "money/desk/payout.html", facts, status=status)


def _facts(request: CityRequest, batch: BatchView) -> dict[str, object]:
    steps = list_steps(batch.id)
    staff = name_staff([UserId(step.user_id) for step in steps if step.user_id])
    first, can_pay = batch.received_by or batch.endorsed_by, request.actor.has_role(*TREASURERS)
    is_checked, is_own = batch.status is BatchStatus.CHECKED, first is not None and first == request.actor.user_id
    needs_first = batch.institution_id is not None and batch.endorsed_by is None
    face, word = say_status(batch.status)
    is_tried = batch.status in (BatchStatus.PAID, BatchStatus.CLOSED)
    return {
        "batch": batch,
        "face": face,
        "word": word,
        "programme": name_programme(get_programme(batch.programme)),
        "counts": [(each, say_outcome(each.outcome), face_of(each.outcome)) for each in batch.counts],
        "done": batch.lines - batch.count(LineOutcome.WAITING, LineOutcome.PAYABLE),
        "is_moving": batch.status in MOVING,
        "is_own": is_own,
        "handed_by": staff[UserId(batch.received_by)].name if batch.received_by else _handed_by(batch),
        "approved_by": staff[UserId(batch.approved_by)].name if batch.approved_by else "",
        "approval": APPROVALS[batch.approval] if batch.approval else "",
        "steps": tell_steps(steps, staff),
        "can_endorse": can_pay and is_checked and needs_first,
        "can_approve": can_pay and is_checked and not is_own and not needs_first,
        "can_decline": can_pay and batch.status in (BatchStatus.RECEIVED, BatchStatus.CHECKED),
        "can_settle": can_pay and batch.status is BatchStatus.PAID,
        "can_retry": can_pay and batch.status is BatchStatus.PAID and batch.count(*RETRYABLE) > 0,
        "agrees": batch.agrees if is_tried else None,
    }


def _handed_by(batch: BatchView) -> str:
    return get_institution(batch.institution_id).name if batch.institution_id else _("the city's own services")


def _rows(batch_id: BatchId) -> Iterator[bytes]:
    writer = csv.writer(_Echo())
    yield b"\xef\xbb\xbf" + writer.writerow(["line", "reference", "amount", "outcome", "words"])
    for line in iterate_lines(batch_id):
        outcome = line.outcome
        yield writer.writerow(
            [line.number, _tame(line.reference), line.amount.as_decimal(), outcome.name.lower(), say_outcome(outcome)]
        )


def _tame(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t") else text


def _outcome(text: str) -> LineOutcome | None:
    return next((each for each in LineOutcome if str(each.value) == text), None)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> bytes:
        return text.encode()
