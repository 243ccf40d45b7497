"""Who serves whose wallet. A participant is a door and a knower of customers: the money is never its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from alatau.core.errors import NotFoundError
from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.money.bodies.kinds import BodyRole
from alatau.money.bodies.read import body_account_id, list_bodies
from alatau.money.change import change_account_status
from alatau.money.models import Account, Service
from alatau.money.values import AccountStatus
from alatau.papers.locks import lock_name

if TYPE_CHECKING:
    from alatau.core.values import Actor, Moment
    from alatau.money.bodies.kinds import MoneyBody
    from alatau.money.values import HolderId

declare_points("money.service.written")


def list_participants() -> list[MoneyBody]:
    """Return the participants that serve wallets now; one whose own account is closed has gone."""
    bodies = list_bodies(BodyRole.PARTICIPANT)
    closed = set(
        Account.objects.filter(
            id__in=[body_account_id(each) for each in bodies], status=AccountStatus.CLOSED.value
        ).values_list("id", flat=True)
    )
    return [each for each in bodies if body_account_id(each) not in closed]


def find_server(holder_id: HolderId) -> MoneyBody | None:
    """Return the participant that serves a holder; None for who has none at the moment."""
    key = Service.objects.filter(holder_id=holder_id, until_at=None).values_list("participant", flat=True).first()
    return next((each for each in list_bodies(BodyRole.PARTICIPANT) if each.key == key), None)


@transaction.atomic
def choose_participant(holder_id: HolderId, key: str, *, by: Actor, at: Moment) -> None:
    """Let a participant serve a holder from now on. Nothing of the money moves. Safe to repeat.

    Raises:
        NotFoundError: no such participant serves anybody now.
    """
    if key not in {each.key for each in list_participants()}:
        raise NotFoundError
    # Two taps at once: the second waits here, then finds what the first chose.
    lock_name("money.service", holder_id)
    now = Service.objects.filter(holder_id=holder_id, until_at=None).first()
    if now is not None and now.participant == key:
        return
    # Nothing is refused below this line.
    if now is not None:
        now.until_at = max(at.city_at, now.since_at)
        now.save(update_fields=["until_at"])
    Service.objects.create(holder_id=holder_id, participant=key, since_at=at.city_at)
    reach("money.service.written")
    body = {"participant": key}
    append_lines(
        [NewLine(kind=LineKind.EVENT, action="money.service.chosen", actor=by, subject_id=holder_id, body=body)], at=at
    )


@transaction.atomic
def end_participant(key: str, *, reason: str, by: Actor, at: Moment) -> int:
    """End a participant, and return how many holders have to choose another. Their money stays where it is.

    What the participant itself holds has to be redeemed first. ``reason`` is a key: "licence_ended".

    Raises:
        NotFoundError: there is no such participant.
        AccountNotEmptyError: it still holds money of its own; nothing is written.
    """
    body = next((each for each in list_bodies(BodyRole.PARTICIPANT) if each.key == key), None)
    if body is None:
        raise NotFoundError
    change_account_status(body_account_id(body), AccountStatus.CLOSED, reason=reason, by=by, at=at)
    left = Service.objects.filter(participant=key, until_at=None).update(until_at=at.city_at)
    reach("money.service.written")
    facts = {"participant": key, "reason": reason, "holders": left}
    append_lines([NewLine(kind=LineKind.EVENT, action="money.participant.ended", actor=by, body=facts)], at=at)
    return left
