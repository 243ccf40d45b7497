"""Set, prove and end the phone number and e-mail address of a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from alatau.core.content import content
from alatau.core.errors import NumberNotValidError
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.core.values import PersonId
from alatau.messages.errors import AddressNotUsableError
from alatau.messages.models import ContactPoint
from alatau.messages.values import Channel, ContactPointId, ContactPointView

if TYPE_CHECKING:
    from alatau.core.values import Actor, Moment


@transaction.atomic
def set_contact_point(
    person_id: PersonId,
    channel: Channel,
    address: str,
    *,
    by: Actor,
    at: Moment,
    proved: bool = False,
) -> ContactPointId:
    """Make the address the person's only one for this channel; the earlier one is ended and kept.

    Setting the same address again returns the same contact point, and keeps it proved when it was.

    Raises:
        AddressNotUsableError: the address is not a phone number (SMS) or e-mail address.
    """
    assert channel is not Channel.IN_APP, "the inbox needs no address"
    normal = normalise_address(channel, address)
    current = (
        ContactPoint.objects.select_for_update().filter(person_id=person_id, channel=channel, ended_at=None).first()
    )
    if current is not None and current.address == normal:
        _prove(current, at=at, proved=proved)
        return ContactPointId(current.id)

    # Nothing is refused below this line.
    if current is not None:
        current.ended_at = at.wall_at
        current.save(update_fields=["ended_at"])
    point = ContactPoint.objects.create(
        person_id=person_id,
        channel=channel,
        address=normal,
        set_at=at.wall_at,
        proved_at=at.wall_at if proved else None,
    )
    _record("messages.contact_point.set", person_id=person_id, channel=channel, by=by, at=at)
    return ContactPointId(point.id)


@transaction.atomic
def end_contact_point(person_id: PersonId, channel: Channel, *, by: Actor, at: Moment) -> None:
    """Stop using the person's address for this channel. Ending what is not there changes nothing."""
    ended = ContactPoint.objects.filter(person_id=person_id, channel=channel, ended_at=None).update(ended_at=at.wall_at)
    if ended:
        _record(
            "messages.contact_point.ended",
            person_id=person_id,
            channel=channel,
            by=by,
            at=at,
        )


def normalise_address(channel: Channel, address: str) -> str:
    """Return the one written form of an address: E.164 for phones, lower-case host for e-mail.

    Raises:
        AddressNotUsableError: it is neither.
    """
    return _normal_phone(address) if channel is Channel.SMS else _normal_email(address)


def view_contact_point(point: ContactPoint) -> ContactPointView:
    """Return the row as a value."""
    return ContactPointView(
        id=ContactPointId(point.id),
        person_id=PersonId(point.person_id),
        channel=Channel(point.channel),
        address=point.address,
        proved_at=point.proved_at,
    )


def _prove(point: ContactPoint, *, at: Moment, proved: bool) -> None:
    if proved and point.proved_at is None:
        point.proved_at = at.wall_at
        point.save(update_fields=["proved_at"])


def _record(action: str, *, person_id: PersonId, channel: Channel, by: Actor, at: Moment) -> None:
    line = NewLine(
        kind=LineKind.AUDIT,
        action=action,
        actor=by,
        subject_id=person_id,
        body={"channel": channel.value},
    )
    append_lines([line], at=at)


def _normal_phone(address: str) -> str:
    try:
        return content().phone_numbers.check(address)
    except NumberNotValidError as error:
        raise AddressNotUsableError(channel="sms") from error


def _normal_email(address: str) -> str:
    try:
        validate_email(address.strip())
    except ValidationError as error:
        raise AddressNotUsableError(channel="email") from error
    local, _, host = address.strip().rpartition("@")
    return f"{local}@{host.lower()}"
