"""Where money for a payee goes: said by the person or by their programme, dated, and kept for ever.

A new account begins a day after it was named, so that a person whom somebody robs of their sign-in has time to say no.
One's own wallet needs no such day: money cannot leave a person by it. Who has said nothing is paid into their wallet.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import connection, transaction

from alatau.access.read import find_person_by_number
from alatau.access.seal import fingerprint, seal
from alatau.core.content import content
from alatau.core.errors import NumberNotValidError
from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.core.parameters import parameter
from alatau.core.values import PersonId
from alatau.messages.errors import NoWayToReachError
from alatau.messages.send import send_message
from alatau.money.models import Account, PayeeRoute
from alatau.money.payouts.errors import RouteNotValidError, RouteNotWaitingError
from alatau.money.payouts.values import PayeeId, Route, RouteKind
from alatau.money.values import AccountId, AccountKind, HolderId
from alatau.money.wallet.ids import wallet_id_of
from alatau.papers.locks import lock_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from alatau.core.values import Actor, Moment

declare_points("money.route.written", "money.route.told")

#: Days of city time before a new account is paid.
WAIT_DAYS = "payee_account_wait"
SHOWN = 4
CHANGED = "money.account_changed"

_NEWEST = """
SELECT DISTINCT ON (payee_id) payee_id, kind, target_id, sealed, shown, bank_code, valid_from
  FROM money_payeeroute WHERE payee_id = ANY(%(payees)s) AND valid_from <= %(now)s
 ORDER BY payee_id, number DESC
"""


def payee_of(text: str, *, scheme: str, at: Moment) -> PayeeId | None:
    """Return whom an identifier names: a person by their number, or a programme's own id under its scheme.

    A number that nobody holds names nobody. The programme's own id is not kept, only its keyed fingerprint.
    """
    try:
        person_id = find_person_by_number(text, on=at.city_day)
    except NumberNotValidError:
        return PayeeId(fingerprint(f"payee:{scheme}", text.strip()))
    return PayeeId(person_id) if person_id else None


@transaction.atomic
def set_wallet(
    payee_id: PayeeId, account_id: AccountId, *, by: Actor, at: Moment, institution: UUID | None = None
) -> None:
    """Let money go to a wallet: at once where it is the payee's own, else after the waiting time.

    Raises:
        RouteNotValidError: there is no such wallet.
    """
    account = Account.objects.filter(id=account_id, kind=AccountKind.WALLET.value).first()
    if account is None:
        raise RouteNotValidError
    is_own = account.holder_id == payee_id
    chosen = {"kind": RouteKind.WALLET.value, "target_id": account_id}
    _write(payee_id, chosen, waits=not is_own, by=by, at=at, institution=institution)


@transaction.atomic
def set_bank_account(
    payee_id: PayeeId,
    number: str,
    *,
    bank_code: str = "",
    waits: bool = True,
    by: Actor,
    at: Moment,
    institution: UUID | None = None,
) -> None:
    """Let money go to a bank account after the waiting time; a programme's own ids, which are nobody's, need none.

    Raises:
        RouteNotValidError: the number is mistyped.
    """
    try:
        normal = content().account_numbers.check(number, on=at.city_day)
    except NumberNotValidError:
        raise RouteNotValidError from None
    chosen = {
        "kind": RouteKind.BANK.value,
        "sealed": seal(normal),
        "shown": normal[-SHOWN:],
        "bank_code": bank_code.strip()[:11],
    }
    _write(payee_id, chosen, waits=waits, by=by, at=at, institution=institution)


@transaction.atomic
def set_route(
    payee_id: PayeeId,
    kind: RouteKind,
    *,
    target_id: UUID | None = None,
    by: Actor,
    at: Moment,
    institution: UUID | None = None,
) -> None:
    """Let a payee be paid by vouchers, as the person behind a programme's id, or not at all; from now on."""
    assert kind in (RouteKind.NONE, RouteKind.VOUCHER, RouteKind.PERSON), "wallets and bank accounts are checked first"
    assert (target_id is not None) == (kind is RouteKind.PERSON)
    chosen = {"kind": kind.value, "target_id": target_id}
    _write(payee_id, chosen, waits=False, by=by, at=at, institution=institution)


@transaction.atomic
def keep_old_route(payee_id: PayeeId, *, by: Actor, at: Moment) -> None:
    """Take a change back while it waits: the account in use stays.

    Raises:
        RouteNotWaitingError: nothing waits.
    """
    _lock(payee_id)
    if find_waiting(payee_id, at=at) is None:
        raise RouteNotWaitingError
    # Nothing is refused below this line.
    _restate(payee_id, at=at)
    _tell("kept", payee_id, kind="", by=by, at=at)


def find_routes(payee_ids: Iterable[PayeeId], *, at: Moment) -> dict[PayeeId, Route]:
    """Return how money reaches each payee now; those whom nothing reaches are left out.

    Cost: two reads for any number of payees.
    """
    asked = list(dict.fromkeys(payee_ids))
    said = _newest(asked, at=at)
    standing = {payee_id: row.account_id for payee_id, row in said.items() if row.kind is RouteKind.PERSON}
    people = {payee_id: PayeeId(person_id) for payee_id, person_id in standing.items() if person_id}
    behind = _newest(list(dict.fromkeys(people.values())), at=at) if people else {}
    found: dict[PayeeId, Route] = {}
    for payee_id in asked:
        person_id = people.get(payee_id, payee_id)
        row = (behind if payee_id in people else said).get(person_id)
        found[payee_id] = row or _own_wallet(person_id)
    return {payee_id: route for payee_id, route in found.items() if route.kind is not RouteKind.NONE}


def find_people_behind(payee_ids: Iterable[PayeeId], *, at: Moment) -> dict[PayeeId, PayeeId]:
    """Return the people whom programmes' own ids stand for now; who is a person, or nobody, is left out."""
    said = _newest(list(dict.fromkeys(payee_ids)), at=at)
    return {
        payee_id: PayeeId(row.account_id)
        for payee_id, row in said.items()
        if row.kind is RouteKind.PERSON and row.account_id
    }


def find_waiting(payee_id: PayeeId, *, at: Moment) -> Route | None:
    """Return the new account that waits to be used, if one does."""
    newest = PayeeRoute.objects.filter(payee_id=payee_id).order_by("-number").first()
    return _view(newest) if newest is not None and newest.valid_from > at.city_at else None


def has_said(payee_id: PayeeId) -> bool:
    """Tell whether anything was ever said of where this payee's money goes."""
    return PayeeRoute.objects.filter(payee_id=payee_id).exists()


def list_routes(payee_id: PayeeId) -> list[Route]:
    """Return everything that was ever said of where money for a payee goes, newest first."""
    return [_view(row) for row in PayeeRoute.objects.filter(payee_id=payee_id).order_by("-number")]


def _newest(payee_ids: Sequence[PayeeId], *, at: Moment) -> dict[PayeeId, Route]:
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST, {"payees": list(payee_ids), "now": at.city_at})
        return {
            PayeeId(payee_id): Route(
                payee_id=PayeeId(payee_id),
                kind=RouteKind(kind),
                account_id=target_id and AccountId(target_id),
                sealed=bytes(sealed),
                shown=shown,
                bank_code=bank_code,
                valid_from=valid_from,
            )
            for payee_id, kind, target_id, sealed, shown, bank_code, valid_from in cursor.fetchall()
        }


def _own_wallet(payee_id: PayeeId) -> Route:
    """Return the wallet that a payee would have; whether they do, whoever pays finds out."""
    return Route(payee_id=payee_id, kind=RouteKind.WALLET, account_id=wallet_id_of(HolderId(payee_id)))


def _view(row: PayeeRoute) -> Route:
    return Route(
        payee_id=PayeeId(row.payee_id),
        kind=RouteKind(row.kind),
        account_id=AccountId(row.target_id) if row.target_id else None,
        sealed=bytes(row.sealed),
        shown=row.shown,
        bank_code=row.bank_code,
        valid_from=row.valid_from,
    )


def _write(
    payee_id: PayeeId,
    chosen: Mapping[str, object],
    *,
    waits: bool,
    by: Actor,
    at: Moment,
    institution: UUID | None,
) -> None:
    _lock(payee_id)
    begins = at.city_at + timedelta(days=int(parameter(WAIT_DAYS, on=at.city_day))) if waits else at.city_at
    if waits and find_waiting(payee_id, at=at) is not None:
        # What waits until now would begin before the new one: the account in use is said again above it.
        _restate(payee_id, at=at)
    _insert(payee_id, chosen, begins, at=at, institution=institution)
    reach("money.route.written")
    _tell("changed", payee_id, kind=RouteKind(int(str(chosen["kind"]))).name.lower(), by=by, at=at)
    reach("money.route.told")
    if waits:
        _warn(PersonId(payee_id), begins, by=by, at=at)


def _warn(person_id: PersonId, begins: datetime, *, by: Actor, at: Moment) -> None:
    """Write to the person, who has until then to say that it was not them."""
    # Nobody to write to leaves the page and the waiting time.
    with suppress(NoWayToReachError), transaction.atomic():
        send_message(CHANGED, to=person_id, facts={"at": begins}, by=by, at=at)


def _restate(payee_id: PayeeId, *, at: Moment) -> None:
    used = PayeeRoute.objects.filter(payee_id=payee_id, valid_from__lte=at.city_at).order_by("-number").first()
    same = ("kind", "target_id", "sealed", "shown", "bank_code")
    said = {name: getattr(used, name) for name in same} if used else {
        "kind": RouteKind.WALLET.value, "target_id": wallet_id_of(HolderId(payee_id)),
    }  # fmt: skip
    _insert(payee_id, said, at.city_at, at=at, institution=used.institution_id if used else None)


def _insert(
    payee_id: PayeeId, said: Mapping[str, object], begins: datetime, *, at: Moment, institution: UUID | None
) -> None:
    PayeeRoute.objects.create(
        payee_id=payee_id,
        valid_from=begins,
        set_at=at.wall_at,
        set_city_at=at.city_at,
        institution_id=institution,
        **said,
    )


def _lock(payee_id: PayeeId) -> None:
    # Two changes at once: the second sees what the first wrote.
    lock_name("money.route", payee_id)


def _tell(what: str, payee_id: PayeeId, *, kind: str, by: Actor, at: Moment) -> None:
    line = NewLine(
        kind=LineKind.EVENT,
        action=f"money.route.{what}",
        actor=by,
        subject_id=payee_id,
        body={"kind": kind} if kind else {},
    )
    append_lines([line], at=at)
