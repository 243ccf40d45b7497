"""Give and withdraw consents. Each act is a new revision; the newest one is the state."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import transaction

from alatau.access.lookup import get_consent_text
from alatau.access.models import ConsentRevision, Person
from alatau.access.values import ConsentAct, ConsentId
from alatau.core.errors import NotFoundError
from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import actor_facts, append_lines
from alatau.core.journal.values import LineKind, NewLine

if TYPE_CHECKING:
    from alatau.access.kinds import ConsentText
    from alatau.core.values import Actor, Moment, PersonId

declare_points("access.consent.written")


@transaction.atomic
def give_consent(
    person_id: PersonId, key: str, *, recipient: str = "", language: str, by: Actor, at: Moment
) -> ConsentId:
    """Record a person's yes to the text in use today. A repeat of a standing yes to the same version changes nothing.

    ``recipient`` names another person for the texts that ask for one; a text with its own recipient takes that.

    Raises:
        ConsentTextUnknownError: no such text is in use.
        NotFoundError: the actor does not speak for this person.
    """
    text = get_consent_text(key, on=at.city_day)
    newest = _lock_and_load(person_id, text, recipient=recipient, by=by)
    if newest is not None and newest.act == ConsentAct.GIVEN and newest.text_version == text.version:
        return ConsentId(newest.consent_id)
    return _append(person_id, text, newest, act=ConsentAct.GIVEN, recipient=recipient, language=language, by=by, at=at)


@transaction.atomic
def withdraw_consent(
    person_id: PersonId, key: str, *, recipient: str = "", language: str, by: Actor, at: Moment
) -> ConsentId:
    """Record that a person takes a yes back, from now on. A repeat changes nothing.

    Raises:
        ConsentTextUnknownError: no such text is in use.
        NotFoundError: there is no consent to withdraw, or the actor does not speak for this person.
    """
    text = get_consent_text(key, on=at.city_day)
    newest = _lock_and_load(person_id, text, recipient=recipient, by=by)
    if newest is None:
        raise NotFoundError
    if newest.act == ConsentAct.WITHDRAWN:
        return ConsentId(newest.consent_id)
    act = ConsentAct.WITHDRAWN
    return _append(person_id, text, newest, act=act, recipient=recipient, language=language, by=by, at=at)


def _lock_and_load(person_id: PersonId, text: ConsentText, *, recipient: str, by: Actor) -> ConsentRevision | None:
    # A consent is the person's own word, or that of who acts for them; the lock keeps two taps in order.
    if by.subject_id != person_id or Person.objects.select_for_update().filter(id=person_id).first() is None:
        raise NotFoundError
    revisions = ConsentRevision.objects.filter(person_id=person_id, key=text.key, recipient=_recipient(text, recipient))
    return revisions.order_by("-revision").first()


def _recipient(text: ConsentText, recipient: str) -> str:
    return text.recipient or recipient


def _append(
    person_id: PersonId,
    text: ConsentText,
    newest: ConsentRevision | None,
    *,
    act: ConsentAct,
    recipient: str,
    language: str,
    by: Actor,
    at: Moment,
) -> ConsentId:
    row = ConsentRevision(
        consent_id=newest.consent_id if newest else uuid4(),
        person_id=person_id,
        key=text.key,
        recipient=_recipient(text, recipient),
        act=act,
        revision=newest.revision + 1 if newest else 1,
        purpose=text.purpose,
        data=list(text.data),
        text_version=text.version,
        text_language=language,
        text_hash=hashlib.sha256(text.body.say(language).encode()).hexdigest(),
        predecessor_hash=newest.snapshot_hash if newest else "",
        actor=actor_facts(by),
        city_at=at.city_at,
        wall_at=at.wall_at,
    )
    row.snapshot_hash = snapshot_hash(row)
    row.save(force_insert=True)
    reach("access.consent.written")
    body = {"consent_id": row.consent_id, "key": row.key, "revision": row.revision, "text_version": row.text_version}
    action = "access.consent.given" if act is ConsentAct.GIVEN else "access.consent.withdrawn"
    append_lines([NewLine(kind=LineKind.EVENT, action=action, actor=by, subject_id=person_id, body=body)], at=at)
    return ConsentId(row.consent_id)


def snapshot_hash(row: ConsentRevision) -> str:
    """Return the hash of a revision's facts and of the revision before it, so that a changed history shows."""
    facts = {
        "consent_id": str(row.consent_id),
        "person_id": str(row.person_id),
        "key": row.key,
        "recipient": row.recipient,
        "act": str(row.act),
        "revision": row.revision,
        "purpose": row.purpose,
        "data": row.data,
        "text": [row.text_version, row.text_language, row.text_hash],
        "wall_at": row.wall_at.isoformat(),
        "predecessor": row.predecessor_hash,
    }
    return hashlib.sha256(json.dumps(facts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
