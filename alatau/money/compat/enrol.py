"""Enrol payees for an institution: its own ids, or people by their numbers, with the way they are paid."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from alatau.access.read import find_person_by_number
from alatau.core.content import content
from alatau.core.errors import AlatauError, NumberNotValidError
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.messages.compose import find_receiver
from alatau.messages.errors import AddressNotUsableError, ReceiverNotFoundError, ReceiverNotOneError
from alatau.money.payouts.routes import find_routes, has_said, payee_of, set_bank_account, set_route
from alatau.money.payouts.values import PayeeId, RouteKind

if TYPE_CHECKING:
    from alatau.core.values import Moment, PersonId
    from alatau.money.payouts.institutions import InstitutionView
    from alatau.money.payouts.values import Route

#: The lawful reason of an institution's question where money for a person goes, as the content names it.
PURPOSE, DATA = "service", "payments"
#: An address of a programme may begin with one of these, which say nothing more.
PREFIXES = (
    "acct:", "account:", "iban:", "tel:", "msisdn:", "mobile:", "wallet:", "token:", "id:", "uid:", "vid:", "voucher:",
)  # fmt: skip


class Modality(StrEnum):
    """How a payee is paid, by the two digits of GovStack."""

    BANK = "00"
    MOBILE = "01"
    VOUCHER = "02"
    WALLET = "03"
    #: A person's number or telephone that stands for their account.
    PROXY = "04"


class Reason(StrEnum):
    """Why a payee cannot be enrolled so, as the institution reads it."""

    PERSON_CHOSE = "The person has chosen where money goes; only they change it"
    PERSON_DECIDES = "Only the person says that nothing is to be paid"
    NOT_ENROLLED = "This payee is not enrolled"
    NOBODY = "Nobody holds this number"
    NO_ACCOUNT_NUMBER = "This is no account number"
    MODALITY_UNKNOWN = "This modality is not known: use 00, 01, 02, 03 or 04"
    NO_WALLET = "No wallet has this address"
    WALLET_OF_ANOTHER = "This wallet is somebody else's"


class EnrolError(Exception):
    """This payee cannot be enrolled so; programs read the reason's name, people its text."""

    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        super().__init__(reason.value)


def enrol(
    identity: str, *, modality: str, address: str, bank_code: str = "", institution: InstitutionView, at: Moment
) -> None:
    """Let money of an institution reach a payee as it says; in the caller's transaction.

    For its own ids it may say so as often as it likes. For a person, known by their number, only while the person has
    said nothing themselves: what a person chose, no institution changes.

    Raises:
        EnrolError: the identity is nobody's, the address is none, or the person has chosen.
    """
    payee_id = identify(identity, institution=institution, at=at)
    is_person = is_number(identity, at=at)
    if is_person and has_said(payee_id):
        raise EnrolError(Reason.PERSON_CHOSE)
    _set(payee_id, modality, address, bank_code=bank_code, is_person=is_person, institution=institution, at=at)


def end_enrolment(identity: str, *, institution: InstitutionView, at: Moment) -> None:
    """Let no more money reach one of the institution's own ids.

    Raises:
        EnrolError: the identity is nobody's, is not enrolled, or is a person's.
    """
    payee_id = identify(identity, institution=institution, at=at)
    if is_number(identity, at=at):
        raise EnrolError(Reason.PERSON_DECIDES)
    if not has_said(payee_id):
        raise EnrolError(Reason.NOT_ENROLLED)
    set_route(payee_id, RouteKind.NONE, by=institution.actor, at=at, institution=institution.id)


def identify(identity: str, *, institution: InstitutionView, at: Moment) -> PayeeId:
    """Return whom an institution's identity names. Raises: EnrolError: nobody."""
    text = strip_prefix(identity)
    payee_id = payee_of(text, scheme=institution.code, at=at) if text else None
    if payee_id is None:
        raise EnrolError(Reason.NOBODY)
    return payee_id


def look_up(identity: str, *, institution: InstitutionView, at: Moment) -> Route | None:
    """Return where money for a payee goes; a person sees in their list of looks that the institution asked.

    Raises:
        EnrolError: the identity is nobody's.
    """
    payee_id = identify(identity, institution=institution, at=at)
    route = find_routes([payee_id], at=at).get(payee_id)
    is_person = is_number(identity, at=at)
    if is_person:
        look = NewLine(
            kind=LineKind.LOOK,
            action="money.route.looked",
            actor=institution.actor,
            subject_id=payee_id,
            purpose=PURPOSE,
            body={"right": PURPOSE, "data": [DATA]},
        )
        append_lines([look], at=at)
    # Of a payee's own id nothing is known until somebody enrols it.
    return route if is_person or has_said(payee_id) else None


def is_number(identity: str, *, at: Moment) -> bool:
    """Tell whether an identity is a person's number, whoever holds it."""
    try:
        content().person_numbers.check(strip_prefix(identity), on=at.city_day)
    except NumberNotValidError:
        return False
    return True


def strip_prefix(text: str) -> str:
    """Return an identity or address without what stands before and after it in other standards."""
    plain = text.strip()
    for prefix in PREFIXES:
        if plain.lower().startswith(prefix):
            plain = plain[len(prefix) :]
    return plain.partition("@")[0].strip()


def find_by_address(address: str, *, at: Moment) -> PersonId | None:
    """Return the one person whom a telephone number or a person's number leads to."""
    plain = strip_prefix(address)
    try:
        return find_person_by_number(plain, on=at.city_day)
    except NumberNotValidError:
        pass
    try:
        return find_receiver(plain) if "@" not in plain else None
    except (AddressNotUsableError, ReceiverNotFoundError, ReceiverNotOneError):
        return None


def _set(
    payee_id: PayeeId,
    modality: str,
    address: str,
    *,
    bank_code: str,
    is_person: bool,
    institution: InstitutionView,
    at: Moment,
) -> None:
    by = institution.actor
    if modality == Modality.BANK:
        try:
            number = strip_prefix(address)
            set_bank_account(
                payee_id, number, bank_code=bank_code, waits=is_person, by=by, at=at, institution=institution.id
            )
        except AlatauError:
            raise EnrolError(Reason.NO_ACCOUNT_NUMBER) from None
        return
    if modality == Modality.VOUCHER:
        set_route(payee_id, RouteKind.VOUCHER, by=by, at=at, institution=institution.id)
        return
    if modality not in (Modality.MOBILE, Modality.WALLET, Modality.PROXY):
        raise EnrolError(Reason.MODALITY_UNKNOWN)
    person_id = find_by_address(address, at=at)
    if person_id is None:
        raise EnrolError(Reason.NO_WALLET)
    if is_person and person_id == payee_id:
        return  # their own wallet is where money goes anyway
    if is_person:
        raise EnrolError(Reason.WALLET_OF_ANOTHER)
    set_route(payee_id, RouteKind.PERSON, target_id=person_id, by=by, at=at, institution=institution.id)
