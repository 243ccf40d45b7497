"""Where a person's money goes: what is on file, and what they choose when they say yes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.core.values import ActorKind, PersonId
from alatau.money.payouts.routes import find_routes, find_waiting, set_bank_account, set_wallet
from alatau.money.payouts.values import PayeeId, RouteKind
from alatau.money.read import get_accounts
from alatau.money.values import AccountStatus, HolderId, HolderKind
from alatau.money.wallet.ids import wallet_id_of
from alatau.money.wallet.open import open_wallet
from alatau.services.offers.errors import AccountMissingError, AccountNeedsSignInError
from alatau.services.payments.values import AccountChoice, AccountKind, AccountOnFile

if TYPE_CHECKING:
    from datetime import datetime

    from alatau.core.values import Actor, Moment
    from alatau.money.payouts.values import Route

#: Actors who have proved who they are for a new account: a message is no proof.
SIGNED_IN = frozenset({ActorKind.RESIDENT, ActorKind.STAFF})


def account_on_file(person_id: PersonId, *, at: Moment) -> AccountOnFile | None:
    """Return where money for a person goes now; None where nothing would reach them."""
    route = find_routes([PayeeId(person_id)], at=at).get(PayeeId(person_id))
    if route is None or (route.kind is RouteKind.WALLET and not _is_open(route)):
        return None
    is_bank = route.kind is RouteKind.BANK
    return AccountOnFile(kind=AccountKind.IBAN if is_bank else AccountKind.WALLET, shown=route.shown if is_bank else "")


def choose_account(person_id: PersonId, choice: AccountChoice, *, by: Actor, at: Moment) -> datetime:
    """Let the person's money go where they chose, in the caller's transaction; return from when it may be paid there.

    A new bank account waits a day, so that whoever is robbed of their sign-in has time to say no. One's own wallet, and
    what is on file, can be paid at once.

    Raises:
        AccountNeedsSignInError: a new account was named without signing in.
        AccountMissingError: nothing is on file. RouteNotValidError: the number is mistyped.
    """
    payee_id = PayeeId(person_id)
    if choice.kind is AccountKind.ON_FILE:
        if account_on_file(person_id, at=at) is None:
            raise AccountMissingError
        return at.city_at
    if choice.kind is AccountKind.WALLET:
        _take_wallet(person_id, by=by, at=at)
        return at.city_at
    if by.kind not in SIGNED_IN:
        raise AccountNeedsSignInError
    set_bank_account(payee_id, choice.value, by=by, at=at)
    waiting = find_waiting(payee_id, at=at)
    return waiting.valid_from if waiting is not None and waiting.valid_from is not None else at.city_at


def _take_wallet(person_id: PersonId, *, by: Actor, at: Moment) -> None:
    """Open the person's wallet where there is none, and let money go there."""
    route = find_routes([PayeeId(person_id)], at=at).get(PayeeId(person_id))
    own = wallet_id_of(HolderId(person_id))
    is_used = route is not None and route.kind is RouteKind.WALLET and route.account_id == own
    if not (is_used and route is not None and _is_open(route)):
        open_wallet(HolderId(person_id), HolderKind.PERSON, by=by, at=at)
    if not is_used:
        # Money goes elsewhere today, and a message is no proof that it is theirs to move.
        if by.kind not in SIGNED_IN:
            raise AccountNeedsSignInError
        set_wallet(PayeeId(person_id), own, by=by, at=at)


def _is_open(route: Route) -> bool:
    account = get_accounts([route.account_id]).get(route.account_id) if route.account_id else None
    return account is not None and account.status is AccountStatus.OPEN
