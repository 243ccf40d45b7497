"""One-time codes by which residents sign in: ask for one, make and send it, check it.

The web process writes a request that looks the same for every number, and defers one job; only the job finds out
whether somebody holds the number. So neither the answer nor its time tells who has a record.
"""

from __future__ import annotations

import hmac
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog
from django.db import transaction

from alatau.access.errors import CodeRefusedError
from alatau.access.models import SignInCode
from alatau.access.read import find_fingerprint_of, find_person_by_fingerprint
from alatau.access.seal import fingerprint, keyed_hash
from alatau.access.throttle import know_address, spend_code
from alatau.core.content import content
from alatau.core.errors import NotFoundError
from alatau.core.faults import declare_points, reach
from alatau.core.jobs import defer
from alatau.core.values import PersonId, system_actor
from alatau.messages.errors import NoWayToReachError
from alatau.messages.send import send_message

if TYPE_CHECKING:
    from uuid import UUID

    from alatau.core.values import Moment

DIGITS = 6
LIFE = timedelta(minutes=5)
TRIES = 5
#: Requests are kept this long for whoever looks into an attack; they hold no number and no code.
KEPT = timedelta(days=30)

declare_points("access.code.asked", "access.code.made", "access.code.used")

log = structlog.get_logger(__name__)


def ask_code(number: str, *, address: str, at: Moment) -> UUID:
    """Have a code sent to whoever holds the number; return the request's id, which the asking browser keeps.

    Raises:
        NumberNotValidError: the number breaks the content's rules; that tells nothing about people.
        TooManyTriesError: for the number, the address or the whole city.
    """
    normal = content().person_numbers.check(number, on=at.city_day)
    return _ask(fingerprint("person", normal), address=address, at=at)


def ask_code_again(request_id: UUID, *, address: str, at: Moment) -> UUID:
    """Have another code sent for the number of an earlier request, whose own code stops working.

    Raises:
        NotFoundError: there is no such request any more.
        TooManyTriesError: for the number, the address or the whole city.
    """
    key = SignInCode.objects.filter(id=request_id).values_list("fingerprint", flat=True).first()
    if key is None:
        raise NotFoundError
    again = _ask(key, address=address, at=at)
    # Only the same browser's code: a stranger who types somebody's number must not undo the code they wait for.
    SignInCode.objects.filter(id=request_id, used_at=None).update(used_at=at.wall_at)
    return again


def ask_code_of(person_id: PersonId, *, address: str, at: Moment) -> UUID:
    """Have a code sent to a signed-in person who proves again who they are.

    Raises:
        NotFoundError: the person has no number today.
        TooManyTriesError: for the number, the address or the whole city.
    """
    key = find_fingerprint_of(person_id, on=at.city_day)
    if key is None:
        raise NotFoundError
    return _ask(key, address=address, at=at)


def _ask(key: UUID, *, address: str, at: Moment) -> UUID:
    spend_code(key, address, at=at)
    with transaction.atomic():
        row = SignInCode.objects.create(
            fingerprint=key, tries_left=TRIES, asked_at=at.wall_at, expires_at=at.wall_at + LIFE
        )
        defer("access.send_code", request_id=str(row.id))
        reach("access.code.asked")
    return row.id


@transaction.atomic
def make_code(request_id: UUID, *, at: Moment) -> None:
    """Make the code of a request and send it to the person who holds the number; nothing happens when nobody does.

    A repeat sends nothing twice: a request has its code once.
    """
    row = SignInCode.objects.select_for_update().filter(id=request_id, used_at=None, code_hash="").first()
    if row is None or row.expires_at <= at.wall_at:
        return
    person_id = find_person_by_fingerprint(row.fingerprint, on=at.city_day)
    if person_id is None:
        return
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    row.code_hash = _hash(row.id, code)
    row.save(update_fields=["code_hash"])
    reach("access.code.made")
    facts = {"code": code, "minutes": LIFE // timedelta(minutes=1)}
    by = system_actor("access.send_code")
    try:
        with transaction.atomic():
            send_message("access.sign_in_code", to=person_id, facts=facts, by=by, at=at, key=f"code:{row.id}")
    except NoWayToReachError:
        log.info("access.code.unreachable", request_id=str(row.id))


def check_code(request_id: UUID, code: str, *, address: str = "", at: Moment) -> PersonId:
    """Return the person whose code it is, and use the code up. The count of tries stands whatever the answer.

    ``address`` is where the right code came from: requests from there keep a share of their own for a while.

    Raises:
        CodeRefusedError: wrong, used, too old, or too many tries; nobody's number reads the same.
    """
    person_id = _try_code(request_id, code.strip(), at=at)
    if person_id is None:
        raise CodeRefusedError
    if address:
        know_address(SignInCode.objects.values_list("fingerprint", flat=True).get(id=request_id), address, at=at)
    return person_id


@transaction.atomic
def _try_code(request_id: UUID, code: str, *, at: Moment) -> PersonId | None:
    row = SignInCode.objects.select_for_update().filter(id=request_id).first()
    if row is None or row.used_at is not None or row.expires_at <= at.wall_at or row.tries_left == 0:
        return None
    row.tries_left -= 1
    matches = hmac.compare_digest(row.code_hash.encode(), _hash(row.id, code).encode())
    if matches:
        row.used_at = at.wall_at
    row.save(update_fields=["tries_left", "used_at"])
    reach("access.code.used")
    return find_person_by_fingerprint(row.fingerprint, on=at.city_day) if matches else None


def sweep_codes(*, at: Moment) -> int:
    """Delete old requests; return how many."""
    return SignInCode.objects.filter(asked_at__lt=at.wall_at - KEPT).delete()[0]


def _hash(request_id: UUID, code: str) -> str:
    return keyed_hash(f"code.{request_id}", code)
