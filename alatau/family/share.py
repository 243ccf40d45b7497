"""Whom of their family somebody lets see their part of its figures: given, taken back, and listed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from alatau.access.consent import give_consent, withdraw_consent
from alatau.access.read import list_consents, name_people
from alatau.access.values import ConsentAct
from alatau.core.errors import NotFoundError
from alatau.core.values import PersonId
from alatau.family.card import PartOf
from alatau.family.read import SHARE, access_card

if TYPE_CHECKING:
    from alatau.access.values import ConsentId
    from alatau.core.values import Actor, Moment


@dataclass(frozen=True, kw_only=True)
class Sharing:
    """Somebody who sees the person's part, or could."""

    person_id: PersonId
    name: str
    #: What they are of the family; empty for who is no longer of it.
    role: str
    #: They may see the person's part.
    is_given: bool
    #: The person may see theirs.
    is_received: bool


def list_sharing(*, by: Actor, at: Moment) -> tuple[Sharing, ...]:
    """Return the other adults of the reader's family, and after them who left it and still sees the reader's part.

    Raises:
        NotFoundError: nobody consents for another. Else as `access_card`.
    """
    person_id = _need_own(by)
    card = access_card(person_id, by=by, at=at)
    members = {member.person_id: member for member in card.members if member.is_other_adult}
    given = _list_given(person_id)
    people = [*members, *(each for each in given if each not in members)]
    names = name_people(people)
    return tuple(
        Sharing(
            person_id=each,
            name=names.get(each, ""),
            role=members[each].role if each in members else "",
            is_given=each in given,
            is_received=each in members and members[each].part is PartOf.OPENED,
        )
        for each in people
    )


def open_part(reader_id: UUID, *, language: str, by: Actor, at: Moment) -> ConsentId:
    """Let another adult of one's family see one's part, from now on. A repeat changes nothing.

    Raises:
        NotFoundError: nobody consents for another, or no such adult is of the family. Else as `access_card`.
    """
    person_id = _need_own(by)
    member = access_card(person_id, by=by, at=at).member(reader_id)
    if member is None or not member.is_other_adult:
        raise NotFoundError
    return give_consent(person_id, SHARE, recipient=str(reader_id), language=language, by=by, at=at)


def close_part(reader_id: UUID, *, language: str, by: Actor, at: Moment) -> ConsentId:
    """Take it back, from now on, also from somebody who left the family. A repeat changes nothing.

    Raises:
        NotFoundError: nobody consents for another, or it was never given.
    """
    return withdraw_consent(_need_own(by), SHARE, recipient=str(reader_id), language=language, by=by, at=at)


def _need_own(by: Actor) -> PersonId:
    if by.subject_id is None or by.for_person_id is not None or by.for_organisation_id is not None:
        raise NotFoundError
    return by.subject_id


def _list_given(person_id: PersonId) -> list[PersonId]:
    consents = [each for each in list_consents(person_id) if each.key == SHARE and each.act is ConsentAct.GIVEN]
    return [PersonId(UUID(each.recipient)) for each in consents]
