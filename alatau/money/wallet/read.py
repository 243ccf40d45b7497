"""What a holder sees of their own wallet: money, pots with their story, history, receipts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.core.errors import NotFoundError
from alatau.money.currencies import amount_of
from alatau.money.mark import find_mark
from alatau.money.read import (
    explain_balance,
    find_transfer,
    get_account,
    get_balances,
    list_accounts,
)
from alatau.money.values import AccountKind, AccountStatus, HolderKind, TransferKind
from alatau.money.wallet.errors import WalletMissingError
from alatau.money.wallet.holder import name_holder, wallet_id_of
from alatau.money.wallet.values import Payment, Pot, Receipt, Wallet

if TYPE_CHECKING:
    from alatau.money.values import AccountView, Balance, HolderId, MarkId, NewMark, TransferId, TransferView

#: Accounts that people pay from, and that a refund may go back to.
WALLETS = frozenset({AccountKind.WALLET, AccountKind.POT})
#: What the ledger calls the price and the tax of an invoice, which go back together, by the invoice.
INVOICE_PRICE, INVOICE_TAX = "invoice_net", "vat"
#: Payments of one account that a search looks through.
SEARCHED = 300


def get_wallet(holder_id: HolderId) -> Wallet:
    """Return a holder's free money and pots. Raises: WalletMissingError: they have not opened one."""
    accounts = [each for each in list_accounts(holder_id) if each.status is not AccountStatus.CLOSED]
    balances = get_balances([each.id for each in accounts])
    main_id = wallet_id_of(holder_id)
    if main_id not in balances:
        raise WalletMissingError
    available = balances[main_id].available
    assert available is not None, "a wallet has a floor"
    pots = [_pot(each, balances[each.id]) for each in accounts if each.mark_id]
    return Wallet(account_id=main_id, available=available, pots=tuple(pots))


def list_payments(holder_id: HolderId, *, words: str = "", limit: int = 50) -> list[Payment]:
    """Return what came and went, newest first, over all accounts; ``words`` narrows it by name or reference."""
    wanted = words.casefold().strip()
    found = []
    for account in list_accounts(holder_id):
        for step in explain_balance(account.id, limit=SEARCHED).steps:
            transfer = find_transfer(step.transfer_id)
            assert transfer is not None, "an entry has its transfer"
            payment = view_payment(transfer, account)
            if wanted in f"{payment.other} {payment.reference}".casefold():
                found.append(payment)
    return sorted(found, key=lambda payment: (payment.at, str(payment.transfer_id)), reverse=True)[:limit]


def get_receipt(holder_id: HolderId, transfer_id: TransferId) -> Receipt:
    """Return one payment for either side of it. Raises: NotFoundError: it is neither's."""
    transfer = find_transfer(transfer_id)
    if transfer is None:
        raise NotFoundError
    sides = [get_account(transfer.debit_id), get_account(transfer.credit_id)]
    mine = next((side for side in sides if side.holder_id == holder_id), None)
    if mine is None:
        raise NotFoundError
    # What a bank or the issuer sent goes back through them, not by a tap.
    came = mine.id == transfer.credit_id and transfer.kind is TransferKind.MOVE and sides[0].kind in WALLETS
    by_tap = came and transfer.purpose not in (INVOICE_PRICE, INVOICE_TAX)
    nothing = amount_of(0, transfer.amount.currency.code)
    return Receipt(
        payment=view_payment(transfer, mine),
        refunded=transfer.refunded,
        may_refund=transfer.amount - transfer.refunded if by_tap else nothing,
    )


def _pot(account: AccountView, balance: Balance) -> Pot:
    mark = _mark(account.mark_id)
    assert mark is not None, "a pot has a mark"
    assert balance.available is not None, "a pot has a floor"
    owner = get_account(mark.return_account_id)
    return Pot(account_id=account.id, amount=balance.available, mark=mark, owner=name_holder(owner))


def _mark(mark_id: MarkId | None) -> NewMark | None:
    return find_mark(mark_id) if mark_id else None


def view_payment(transfer: TransferView, mine: AccountView) -> Payment:
    """Return a transfer as the holder of one of its sides may see it."""
    is_in = mine.id == transfer.credit_id
    other = get_account(transfer.debit_id if is_in else transfer.credit_id)
    # A shop needs to know that it was paid, and not by whom.
    is_hidden = mine.holder_kind is not HolderKind.PERSON and other.holder_kind is HolderKind.PERSON
    # It sees the mark, which it gives back with a refund; a person sees only the marks on their own money.
    marked = mine if mine.kind is AccountKind.POT or mine.holder_kind is HolderKind.PERSON else other
    return Payment(
        transfer_id=transfer.id,
        amount=transfer.amount if is_in else -transfer.amount,
        kind=transfer.kind,
        other="" if is_hidden else name_holder(other),
        reference=transfer.reference,
        at=transfer.city_at,
        mark=_mark(marked.mark_id),
    )
