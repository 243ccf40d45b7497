"""Payouts in words: where a batch stands, and what became of its lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from alatau.core.text import Text
from alatau.core.values import UserId
from alatau.money.payouts.values import Approval, BatchStatus, LineOutcome, RouteKind
from alatau.money.present.words import say_trades

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.utils.functional import Promise

    from alatau.access.values import StaffView
    from alatau.money.payouts.values import OwnVoucher, ProgrammeView, Route, StepView

#: The city's face of each status, and its word.
STATUSES: dict[BatchStatus, tuple[str, Promise | str]] = {
    BatchStatus.RECEIVED: ("in_work", _("Being checked")),
    BatchStatus.CHECKED: ("proposed", _("Waits for a second person")),
    BatchStatus.APPROVED: ("sending", _("Being paid")),
    BatchStatus.PAID: ("done", _("All lines tried")),
    BatchStatus.CLOSED: ("ended", _("Ended")),
    BatchStatus.DECLINED: ("refused", _("Declined")),
}
OUTCOMES: dict[LineOutcome, Promise | str] = {
    LineOutcome.WAITING: _("Not checked yet"),
    LineOutcome.PAYABLE: _("Can be paid"),
    LineOutcome.PAID: _("Paid"),
    LineOutcome.SENT: _("On its way through a bank"),
    LineOutcome.UNREADABLE: _("The number or the amount cannot be read"),
    LineOutcome.REPEATED: _("An earlier line has the same reference"),
    LineOutcome.UNKNOWN_PERSON: _("Nobody holds this number"),
    LineOutcome.NO_ACCOUNT: _("No account to pay into"),
    LineOutcome.ACCOUNT_CLOSED: _("The account is closed or stopped"),
    LineOutcome.PAYEE_STOPPED: _("May not be paid now"),
    LineOutcome.OVER_LIMIT: _("The wallet would hold more than it may"),
    LineOutcome.REFUSED: _("Refused by the ledger"),
    LineOutcome.BANK_REFUSED: _("Refused by the bank"),
    LineOutcome.RETURNED: _("Given back to the budget"),
}
APPROVALS: dict[Approval, Promise | str] = {
    Approval.PERSON: _("Approved by a second person"),
    Approval.DECISIONS: _("Each line rests on a decision"),
    Approval.STANDING_ORDER: _("Within the programme's standing order"),
}
#: What was done with a batch, in its history.
STEPS: dict[str, Promise | str] = {
    "received": _("Handed over"),
    "checked": _("Lines checked"),
    "endorsed": _("First person stands behind it"),
    "approved": _("Approved"),
    "declined": _("Declined"),
    "paid": _("All lines tried"),
    "retried": _("Failed lines tried again"),
    "closed": _("Ended"),
}
#: Words of outcomes that are well.
WELL = frozenset({LineOutcome.PAYABLE, LineOutcome.PAID})


def say_status(status: BatchStatus) -> tuple[str, Promise | str]:
    """Return the face and the word of a batch's status."""
    return STATUSES[status]


def say_outcome(outcome: LineOutcome) -> str:
    """Return what became of a line, in the reader's language."""
    return str(OUTCOMES[outcome])


def tell_steps(steps: Sequence[StepView], names: Mapping[UserId, StaffView]) -> list[dict[str, object]]:
    """Return a batch's history for the page: what was done, when, and by which official."""
    return [
        {
            "title": STEPS.get(step.what, step.what),
            "at": step.at,
            "text": names[UserId(step.user_id)].name if step.user_id and UserId(step.user_id) in names else "",
        }
        for step in steps
    ]


def face_of(outcome: LineOutcome) -> str:
    """Return the city's face of an outcome."""
    if outcome in WELL:
        return "done"
    return "waiting" if outcome in (LineOutcome.WAITING, LineOutcome.SENT) else "failed"


def name_programme(programme: ProgrammeView) -> str:
    """Return a programme's name in the reader's language."""
    return Text(**programme.name).say()


def say_route(route: Route | None) -> str:
    """Say where money goes, in the reader's language, without showing more of an account than its end."""
    if route is None or route.kind is RouteKind.NONE:
        return str(_("Nowhere: you have asked for no payments"))
    if route.kind is RouteKind.BANK:
        return str(_("Bank account ending in %(end)s")) % {"end": route.shown}
    if route.kind is RouteKind.VOUCHER:
        return str(_("Vouchers"))
    return str(_("Your wallet in Alatau"))


def tell_voucher(own: OwnVoucher) -> dict[str, object]:
    """Return what a page says of a person's voucher."""
    return {"own": own, "where": say_trades(own.trades) or str(_("Everywhere"))}
