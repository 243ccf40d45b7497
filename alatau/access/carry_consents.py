"""Carry consents over when two records turned out to be one human. A no is never lost, and a yes never widened."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from alatau.access.consent import snapshot_hash
from alatau.access.models import ConsentRevision, Person
from alatau.access.values import ConsentAct
from alatau.core.journal.append import actor_facts, append_lines
from alatau.core.journal.values import LineKind, NewLine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alatau.core.values import Actor, Moment


def carry_consents(absorbed: Person, *, to: Person, by: Actor, at: Moment) -> None:
    """Let what a person said under the absorbed record count under the kept one.

    A yes goes along where the kept record has said nothing. Where it has said yes, a later no of the absorbed record
    withdraws that. Yeses of other people to the absorbed record become yeses to the kept one.
    """
    for said in _newest(person=absorbed):
        known = _find(to, said.key, said.recipient)
        if known is None and said.act == ConsentAct.GIVEN:
            _write(said, person=to, recipient=said.recipient, after=None, by=by, at=at)
        elif known is not None and _is_later_no(said, known):
            _write(said, person=to, recipient=said.recipient, after=known, by=by, at=at)
    for said in _newest(recipient=str(absorbed.id)):
        is_yes = said.act == ConsentAct.GIVEN
        if is_yes and said.person_id != to.id and _find(said.person, said.key, str(to.id)) is None:
            _write(said, person=said.person, recipient=str(to.id), after=None, by=by, at=at)


def _newest(**whose: object) -> Iterator[ConsentRevision]:
    rows = ConsentRevision.objects.filter(**whose).select_related("person")
    yield from rows.order_by("consent_id", "-revision").distinct("consent_id")


def _find(person: Person, key: str, recipient: str) -> ConsentRevision | None:
    rows = ConsentRevision.objects.filter(person=person, key=key, recipient=recipient)
    return rows.order_by("-revision").first()


def _is_later_no(said: ConsentRevision, known: ConsentRevision) -> bool:
    is_no_to_a_yes = said.act == ConsentAct.WITHDRAWN and known.act == ConsentAct.GIVEN
    return is_no_to_a_yes and said.wall_at > known.wall_at


def _write(
    said: ConsentRevision, *, person: Person, recipient: str, after: ConsentRevision | None, by: Actor, at: Moment
) -> None:
    row = ConsentRevision(
        consent_id=after.consent_id if after else uuid4(),
        person=person,
        key=said.key,
        recipient=recipient,
        act=said.act,
        revision=after.revision + 1 if after else 1,
        purpose=said.purpose,
        data=said.data,
        text_version=said.text_version,
        text_language=said.text_language,
        text_hash=said.text_hash,
        predecessor_hash=after.snapshot_hash if after else "",
        actor=actor_facts(by),
        city_at=at.city_at,
        wall_at=at.wall_at,
    )
    row.snapshot_hash = snapshot_hash(row)
    row.save(force_insert=True)
    action = "access.consent.given" if said.act == ConsentAct.GIVEN else "access.consent.withdrawn"
    body = {"consent_id": row.consent_id, "key": row.key, "revision": row.revision, "carried_from": said.consent_id}
    append_lines([NewLine(kind=LineKind.EVENT, action=action, actor=by, subject_id=person.id, body=body)], at=at)
