"""Systems of ministries and funds that hand payouts over: admitted, ended, and known by their keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import transaction

from alatau.core.errors import NotFoundError
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.core.partner_keys import digest_key, draw_key
from alatau.core.values import Actor, ActorKind
from alatau.money.models import Institution
from alatau.money.payouts.errors import CallbackNotAllowedError, InstitutionUnknownError
from alatau.money.payouts.programmes import get_programme
from alatau.money.read import get_account
from alatau.money.values import AccountId, HolderId
from alatau.money.wallet.find import get_payee
from alatau.money.wallet.ids import wallet_id_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from alatau.core.values import Moment

PROCESS = "money.institution"


@dataclass(frozen=True, kw_only=True)
class InstitutionView:
    """An admitted system."""

    id: UUID
    code: str
    name: str
    programmes: tuple[str, ...]
    public_key: str
    callbacks: tuple[str, ...]
    #: The account of the ledger from which it pays its customers' bills; none where it pays none.
    pays_from: AccountId | None = None
    #: The holder whose bills it issues; none where it issues none.
    bills_for: HolderId | None = None

    @property
    def actor(self) -> Actor:
        """Return the system as whoever acts."""
        return Actor(kind=ActorKind.PARTNER, ground_id=self.id, process=PROCESS)

    @property
    def programme(self) -> str:
        """Return the programme that it pays from unless a request names another."""
        assert self.programmes, "doors let only those in who pay people"
        return self.programmes[0]


@transaction.atomic
def admit_institution(
    code: str,
    *,
    name: str,
    programmes: Sequence[str] = (),
    callbacks: Sequence[str] = (),
    public_key: str = "",
    pays_from: AccountId | None = None,
    bills_for: HolderId | None = None,
    by: Actor,
    at: Moment,
) -> str:
    """Let a system hand payouts of some programmes over, and return its key, which nobody can read again.

    A bank's may pay its customers' bills from an account, and a biller's issue bills for a holder: alone or besides.
    An earlier system of that code ends: so its key is changed.

    Raises:
        ProgrammeUnknownError: there is no such programme.
        NotFoundError: there is no such account.
        PayeeUnknownError: the holder to bill for has no wallet.
        CallbackNotAllowedError: an address to answer to is no web address that ends in a slash.
    """
    assert programmes or pays_from or bills_for, "a system is admitted for something"
    keys = [get_programme(each).key for each in programmes]
    if pays_from is not None:
        get_account(pays_from)
    if bills_for is not None:
        get_payee(wallet_id_of(bills_for))
    if not all(_is_prefix(each) for each in callbacks):
        raise CallbackNotAllowedError
    key, digest = draw_key()
    said = {
        "name": name, "programmes": keys, "digest": digest, "public_key": public_key, "callbacks": list(callbacks),
        "pays_from": pays_from, "bills_for": bills_for,
    }  # fmt: skip
    row, _ = Institution.objects.update_or_create(
        code=code, ended_at=None, defaults=said, create_defaults=said | {"id": uuid4(), "admitted_at": at.wall_at}
    )
    _tell("admitted", row, by=by, at=at)
    return key


@transaction.atomic
def end_institution(code: str, *, by: Actor, at: Moment) -> None:
    """Take a system's key out of use. Raises: NotFoundError: none of that code is admitted."""
    row = Institution.objects.select_for_update().filter(code=code, ended_at=None).first()
    if row is None:
        raise NotFoundError
    row.ended_at = at.wall_at
    row.save(update_fields=["ended_at"])
    _tell("ended", row, by=by, at=at)


def recognise_institution(key: str) -> InstitutionView:
    """Return the system that shows the key. Raises: InstitutionUnknownError: nobody admitted it."""
    row = Institution.objects.filter(digest=digest_key(key), ended_at=None).first() if key else None
    if row is None:
        raise InstitutionUnknownError
    return _view(row)


def get_institution(institution_id: UUID) -> InstitutionView:
    """Return a system, also one whose key has ended."""
    return _view(Institution.objects.get(id=institution_id))


def find_payer_bank(code: str) -> InstitutionView | None:
    """Return the admitted bank of a code that pays its customers' bills and takes requests to pay."""
    row = Institution.objects.filter(code__iexact=code, ended_at=None).exclude(pays_from=None).first()
    return _view(row) if row is not None and row.callbacks else None


def list_institutions() -> list[InstitutionView]:
    """Return the admitted systems by their codes."""
    return [_view(row) for row in Institution.objects.filter(ended_at=None).order_by("code")]


def check_callback(url: str, institution: InstitutionView) -> str:
    """Return the address to answer to, if the system may name it; empty for none.

    Raises:
        CallbackNotAllowedError: it is not under one of the addresses that the operator admitted.
    """
    if url and (".." in url or not any(url.startswith(each) for each in institution.callbacks)):
        raise CallbackNotAllowedError
    return url


def _is_prefix(url: str) -> bool:
    return url.startswith(("https://", "http://")) and url.endswith("/") and url.count("/") >= 3


def _view(row: Institution) -> InstitutionView:
    return InstitutionView(
        id=row.id,
        code=row.code,
        name=row.name,
        programmes=tuple(row.programmes),
        public_key=row.public_key,
        callbacks=tuple(row.callbacks),
        pays_from=AccountId(row.pays_from) if row.pays_from else None,
        bills_for=HolderId(row.bills_for) if row.bills_for else None,
    )


def _tell(what: str, row: Institution, *, by: Actor, at: Moment) -> None:
    body = {"institution": row.id, "code": row.code, "programmes": row.programmes, "pays_from": row.pays_from}
    append_lines([NewLine(kind=LineKind.AUDIT, action=f"money.institution.{what}", actor=by, body=body)], at=at)
