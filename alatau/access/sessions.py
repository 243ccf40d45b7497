"""Signed-in browsers: begin, keep within their times, list, end. All times are wall time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.auth import login, logout
from django.db import transaction

from alatau.access.actor import ACTING_UNDER
from alatau.access.device import name_device
from alatau.access.models import SignIn, User
from alatau.access.values import Proof, UserKind
from alatau.core.errors import NotFoundError
from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.core.values import Actor, ActorKind, PersonId, UserId
from alatau.messages.errors import NoWayToReachError
from alatau.messages.send import send_message

if TYPE_CHECKING:
    from django.http import HttpRequest

    from alatau.core.values import Moment

#: Session keys.
SIGN_IN = "access.sign_in"
PROVED_AT = "access.proved_at"
BACKEND = "alatau.access.backends.StaffBackend"
#: A sign-in is noted as seen at most this often, so that reading pages writes little.
SEEN_EVERY = timedelta(minutes=1)

declare_points("access.sign_in.written")


@dataclass(frozen=True, kw_only=True)
class SignInView:
    """One signed-in browser as its owner sees it."""

    id: UUID
    proof: Proof
    device: str
    started_at: datetime
    seen_at: datetime
    is_this: bool


def begin_session(request: HttpRequest, user_id: UserId, *, proof: Proof, at: Moment) -> None:
    """Sign the browser in after every proof was given. The session gets a new key: a planted one is worthless."""
    user = User.objects.select_related("person").get(id=user_id, is_active=True)
    request.session.flush()
    login(request, user, backend=BACKEND)
    request.session.set_expiry(longest(user))
    device = name_device(request.headers.get("User-Agent", ""))
    with transaction.atomic():
        is_new_device = _is_new_device(user, device)
        row = SignIn.objects.create(
            id=uuid4(), user=user, proof=proof, device=device, started_at=at.wall_at, seen_at=at.wall_at
        )
        body = {"proof": proof.value, "sign_in_id": row.id}
        line = NewLine(
            kind=LineKind.AUDIT, action="access.user.signed_in", actor=_self(user), subject_id=user.person_id, body=body
        )
        append_lines([line], at=at)
        if is_new_device:
            _warn(user, at=at)
        reach("access.sign_in.written")
    request.session[SIGN_IN] = str(row.id)
    request.session[PROVED_AT] = at.wall_at.timestamp()


def keep_session(request: HttpRequest, *, at: Moment) -> bool:
    """Tell whether the browser's sign-in still stands; sign it out when it was ended, idle or old."""
    user = request.user
    assert isinstance(user, User)
    row = _current(request)
    if row is None or row.ended_at is not None or _is_over(row, user, at=at):
        logout(request)
        return False
    if at.wall_at - row.seen_at > SEEN_EVERY:
        SignIn.objects.filter(id=row.id).update(seen_at=at.wall_at)
    return True


def end_session(request: HttpRequest, *, at: Moment) -> None:
    """Sign this browser out."""
    row = _current(request) if isinstance(request.user, User) else None
    if row is not None:
        SignIn.objects.filter(id=row.id, ended_at=None).update(ended_at=at.wall_at)
    logout(request)


@transaction.atomic
def end_other_session(sign_in_id: UUID, *, by: Actor, at: Moment) -> None:
    """Sign another browser of the same user out; it notices at its next request. Raises: NotFoundError."""
    assert by.user_id is not None
    ended = SignIn.objects.filter(id=sign_in_id, user_id=by.user_id, ended_at=None).update(ended_at=at.wall_at)
    if not ended:
        raise NotFoundError
    body = {"sign_in_id": sign_in_id}
    line = NewLine(
        kind=LineKind.AUDIT, action="access.user.signed_out_elsewhere", actor=by, subject_id=by.person_id, body=body
    )
    append_lines([line], at=at)


def list_sessions(request: HttpRequest, *, at: Moment) -> list[SignInView]:
    """Return the user's signed-in browsers that still stand, the newest first."""
    user = request.user
    assert isinstance(user, User)
    here = request.session.get(SIGN_IN)
    rows = SignIn.objects.filter(user=user, ended_at=None).order_by("-started_at")
    return [
        SignInView(
            id=row.id,
            proof=Proof(row.proof),
            device=row.device,
            started_at=row.started_at,
            seen_at=row.seen_at,
            is_this=str(row.id) == here,
        )
        for row in rows
        if not _is_over(row, user, at=at)
    ]


def is_freshly_proved(request: HttpRequest, *, at: Moment) -> bool:
    """Tell whether the last proof is recent enough for a sensitive act."""
    proved: float = request.session.get(PROVED_AT, 0.0)
    return 0 <= at.wall_at.timestamp() - proved < settings.ALATAU_PROOF_SECONDS


def note_proof(request: HttpRequest, *, at: Moment) -> None:
    """Keep that the user has just proved again who they are."""
    request.session[PROVED_AT] = at.wall_at.timestamp()
    request.session.cycle_key()


def act_under(request: HttpRequest, representation_id: UUID | None) -> None:
    """Act under a representation from the next request on, or for oneself again."""
    if representation_id is None:
        request.session.pop(ACTING_UNDER, None)
    else:
        request.session[ACTING_UNDER] = str(representation_id)


def longest(user: User) -> int:
    """Return the seconds after which a sign-in ends whatever happens."""
    seconds = settings.ALATAU_STAFF_SESSION_SECONDS
    return int(seconds if user.kind == UserKind.STAFF else settings.ALATAU_RESIDENT_SESSION_SECONDS)


def _is_over(row: SignIn, user: User, *, at: Moment) -> bool:
    is_staff = user.kind == UserKind.STAFF
    idle = settings.ALATAU_STAFF_IDLE_SECONDS if is_staff else settings.ALATAU_RESIDENT_IDLE_SECONDS
    # Noted at most once a minute: the idle time is counted from what was noted.
    is_idle = at.wall_at - row.seen_at > timedelta(seconds=idle) + SEEN_EVERY
    return is_idle or at.wall_at - row.started_at > timedelta(seconds=longest(user))


def _current(request: HttpRequest) -> SignIn | None:
    sign_in_id = request.session.get(SIGN_IN)
    return SignIn.objects.filter(id=sign_in_id, user_id=str(request.user.pk)).first() if sign_in_id else None


def _is_new_device(user: User, device: str) -> bool:
    earlier = SignIn.objects.filter(user=user)
    return user.person_id is not None and earlier.exists() and not earlier.filter(device=device).exists()


def _warn(user: User, *, at: Moment) -> None:
    try:
        with transaction.atomic():
            assert user.person_id is not None
            to = PersonId(user.person_id)
            send_message("access.new_device", to=to, facts={"at": at.city_at}, by=_self(user), at=at)
    except NoWayToReachError:
        # Who has no way to be reached reads of the sign-in on their own page.
        return


def _self(user: User) -> Actor:
    if user.kind == UserKind.STAFF:
        return Actor(kind=ActorKind.STAFF, user_id=UserId(user.id))
    assert user.person_id is not None
    return Actor(kind=ActorKind.RESIDENT, user_id=UserId(user.id), person_id=PersonId(user.person_id))
