"""Issue a bill, and ask somebody for money: which is a bill that can be declined."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from alatau.core.errors import NotFoundError
from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.core.money import format_amount
from alatau.core.values import PersonId
from alatau.messages.choices import get_choices
from alatau.messages.send import send_message
from alatau.money.bills.errors import BillDayError, BillIdReusedError, BillWordsError
from alatau.money.bills.numbers import draw_number
from alatau.money.bills.values import WORDS_MOST, BillId
from alatau.money.currencies import amount_of
from alatau.money.models import Bill
from alatau.money.values import HolderKind
from alatau.money.wallet.errors import PayeeSelfError
from alatau.money.wallet.find import get_payee
from alatau.money.wallet.holder import wallet_id_of
from alatau.papers.locks import lock_name

if TYPE_CHECKING:
    from alatau.core.values import Actor, Moment
    from alatau.money.bills.values import NewBill
    from alatau.money.wallet.values import Payee

declare_points("money.bill.issued", "money.bill.told")

#: What of a bill may not differ when it is sent again.
_BODY = (
    "issuer_id", "account_id", "debtor_id", "debtor_kind", "amount", "currency", "purpose", "words", "due_on", "late",
    "is_request", "follows_id", "source", "source_id",
)  # fmt: skip


@transaction.atomic
def issue_bill(new: NewBill, *, by: Actor, at: Moment) -> BillId:
    """Issue a bill, once per id, and tell whom it is for. The issuer's wallet gets what is paid.

    Whether the actor may speak for the issuer is the caller's matter: a room that issues bills, or a door.

    Raises:
        PayeeUnknownError, PayeeSelfError, BillWordsError, BillIdReusedError, BillDayError, NotFoundError: in this
            order; nothing is written.
    """
    assert new.amount.units > 0, "doors refuse zero and negative amounts"
    payee = get_payee(wallet_id_of(new.issuer_id, new.amount.currency.code))
    if new.debtor_id == new.issuer_id:
        raise PayeeSelfError
    words = new.words.strip()
    if not (0 < len(words) <= WORDS_MOST and words.isprintable()):
        raise BillWordsError
    bill = _row(new, payee, words=words, at=at)
    # Two callers with one id: the second waits here, then finds the bill of the first.
    lock_name("money.bill", new.id)
    if (known := Bill.objects.filter(id=new.id).first()) is not None:
        if any(getattr(known, name) != getattr(bill, name) for name in _BODY):
            raise BillIdReusedError(bill_id=new.id)
        return new.id
    if new.due_on is not None and new.due_on < at.city_day:
        raise BillDayError
    if new.follows_id is not None and not _is_followed(new, new.follows_id):
        raise NotFoundError

    # Nothing is refused below this line.
    bill.save(force_insert=True)
    reach("money.bill.issued")
    append_lines([_line(bill, by=by)], at=at)
    _tell(bill, payee, by=by, at=at)
    reach("money.bill.told")
    return new.id


def _is_followed(new: NewBill, follows_id: BillId) -> bool:
    return Bill.objects.filter(id=follows_id, issuer_id=new.issuer_id, debtor_id=new.debtor_id).exists()


def _row(new: NewBill, payee: Payee, *, words: str, at: Moment) -> Bill:
    return Bill(
        id=new.id,
        number=draw_number(),
        issuer_id=new.issuer_id,
        account_id=payee.account_id,
        debtor_id=new.debtor_id,
        debtor_kind=new.debtor_kind.value,
        amount=new.amount.units,
        currency=new.amount.currency.code,
        purpose=new.purpose,
        words=words,
        due_on=new.due_on,
        late=new.late.value,
        is_request=new.is_request,
        follows_id=new.follows_id,
        source=new.source,
        source_id=new.source_id,
        issued_at=at.wall_at,
        issued_city_at=at.city_at,
    )


def _line(bill: Bill, *, by: Actor) -> NewLine:
    body = {
        "bill_id": bill.id, "issuer_id": bill.issuer_id, "amount": bill.amount, "currency": bill.currency,
        "purpose": bill.purpose, "due_on": bill.due_on, "source": bill.source, "source_id": bill.source_id,
    }  # fmt: skip
    return NewLine(kind=LineKind.EVENT, action="money.bill.issued", actor=by, subject_id=person_of(bill), body=body)


def person_of(bill: Bill) -> PersonId | None:
    """Return the person who owes a bill; nobody where a firm does, or whoever brings it."""
    is_person = bill.debtor_id is not None and bill.debtor_kind == HolderKind.PERSON
    return PersonId(bill.debtor_id) if is_person and bill.debtor_id else None


def _tell(bill: Bill, payee: Payee, *, by: Actor, at: Moment) -> None:
    person_id = person_of(bill)
    if person_id is None:
        return
    amount = format_amount(amount_of(bill.amount, bill.currency), get_choices(person_id).language)
    template = "money.request" if bill.is_request else "money.bill"
    send_message(template, to=person_id, facts={"issuer": payee.name, "amount": amount}, by=by, at=at)
