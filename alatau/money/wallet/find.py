"""Find whom to pay: by phone number, by account, by what a code or link asks."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from alatau.access.throttle import Limit, spend
from alatau.core.content import content
from alatau.core.errors import NotFoundError
from alatau.messages.compose import find_receiver
from alatau.messages.errors import AddressNotUsableError, ReceiverNotFoundError, ReceiverNotOneError
from alatau.money.qr.read import read_code
from alatau.money.qr.values import MerchantCode
from alatau.money.qr.write import CITY, NAME, write_code
from alatau.money.read import get_account
from alatau.money.values import AccountId, AccountKind, HolderId, TransferId
from alatau.money.wallet.errors import PayeeUnknownError
from alatau.money.wallet.holder import name_holder, wallet_id_of
from alatau.money.wallet.look import record_payee_look
from alatau.money.wallet.values import Asked, Payee

if TYPE_CHECKING:
    from alatau.core.money import Amount
    from alatau.core.values import Actor, Moment

#: The trade that codes of people carry, who sell nothing.
NO_TRADE = "0000"
#: How every payment code begins, and no phone number.
CODE_START = "000201"
#: Phone numbers that one payer may look for.
SEARCHES = Limit(kind="money.payee", most=30, window=timedelta(hours=1))


def find_by_phone(phone: str, *, payer_id: HolderId, by: Actor, at: Moment) -> Payee:
    """Return the one holder of a wallet whom a phone number belongs to, by short name only; they see who looked.

    Each search counts against the payer's share, found or not: nobody learns by trying who lives in the city.

    Raises:
        TooManyTriesError, PayeeUnknownError: in this order.
    """
    spend(SEARCHES, str(payer_id), at=at)
    if "@" in phone:
        raise PayeeUnknownError
    try:
        person_id = find_receiver(phone)
    except (AddressNotUsableError, ReceiverNotFoundError, ReceiverNotOneError):
        raise PayeeUnknownError from None
    payee = get_payee(wallet_id_of(HolderId(person_id)))
    record_payee_look(payee, by=by, at=at)
    return payee


def find_by_words(text: str, *, payer_id: HolderId, by: Actor, at: Moment) -> Payee:
    """Return whom a phone number, or the text of a payment code, means.

    Raises:
        TooManyTriesError, QrDamagedError, QrContentError, QrNotOursError, PayeeUnknownError: as the two ways say.
    """
    if text.strip().startswith(CODE_START):
        return read_asked(text).payee
    return find_by_phone(text, payer_id=payer_id, by=by, at=at)


def get_payee(account_id: AccountId) -> Payee:
    """Return whom an account pays. Raises: PayeeUnknownError: there is no such wallet."""
    try:
        account = get_account(account_id)
    except NotFoundError:
        raise PayeeUnknownError from None
    if account.kind is not AccountKind.WALLET:
        raise PayeeUnknownError
    return Payee(account_id=account_id, holder_id=account.holder_id, name=name_holder(account), trade=account.category)


def read_asked(code: str) -> Asked:
    """Return what a payment code asks for. Names come from the ledger's holders, never from the code.

    Raises:
        QrDamagedError, QrContentError, QrNotOursError, PayeeUnknownError: in this order.
    """
    said = read_code(code.strip(), content().payment_qr)
    try:
        account_id = AccountId(UUID(hex=said.account))
        transfer_id = TransferId(_id_of(said.reference)) if said.is_dynamic and said.reference else None
    except ValueError:
        raise PayeeUnknownError from None
    return Asked(
        payee=get_payee(account_id),
        amount=said.amount,
        transfer_id=transfer_id,
        reference=said.bill,
        goods=said.purpose,
    )


def write_asked(
    account_id: AccountId,
    *,
    amount: Amount | None = None,
    transfer_id: TransferId | None = None,
    words: str = "",
    goods: str = "",
) -> str:
    """Return the payment code that asks for money to this account: for one payment when it names its transfer.

    Raises:
        QrContentError: the words are longer than a code may carry.
    """
    code = replace(
        _code_of(account_id),
        amount=amount,
        is_dynamic=transfer_id is not None,
        reference=_letters_of(transfer_id) if transfer_id else "",
        bill=words,
        purpose=goods,
    )
    return write_code(code, content().payment_qr)


def write_bill_code(account_id: AccountId, *, rest: Amount, number: str) -> str:
    """Return the payment code of a bill: what is left to pay, and the number that tells which bill it is."""
    code = replace(_code_of(account_id), amount=rest, is_dynamic=True, bill=number)
    return write_code(code, content().payment_qr)


def _code_of(account_id: AccountId) -> MerchantCode:
    """Return a code that asks for money to an account, and says no more."""
    payee = get_payee(account_id)
    return MerchantCode(
        account=account_id.hex,
        name=payee.name[:NAME],
        # One name whoever shows the code: the letters of a code are Latin, and not every script turns into them well.
        city=content().city_name.say(content().languages[0].code)[:CITY],
        category=payee.trade or NO_TRADE,
    )


def _letters_of(transfer_id: TransferId) -> str:
    return urlsafe_b64encode(transfer_id.bytes).rstrip(b"=").decode()


def _id_of(letters: str) -> UUID:
    return UUID(bytes=urlsafe_b64decode(letters + "=="))
