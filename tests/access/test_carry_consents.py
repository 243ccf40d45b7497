"""Two records become one: what the person said under either still counts, and no yes is widened."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alatau.access.consent import give_consent, snapshot_hash, withdraw_consent
from alatau.access.models import ConsentRevision
from alatau.access.read import has_consent, list_consents
from alatau.access.register import merge_persons
from alatau.core.journal.read import list_lines_about
from alatau.core.values import Moment, system_actor
from tests.people import resident

if TYPE_CHECKING:
    from tests.people import Resident

BY = system_actor("registry.load")


def say(who: Resident, word: str, at: Moment, *, hours: int = 0) -> None:
    """Let a person say yes, or take a yes back, some hours later."""
    moment = Moment(city_at=at.city_at + timedelta(hours=hours), wall_at=at.wall_at + timedelta(hours=hours))
    if "yes" in word:
        give_consent(who.person_id, "offers", language="kk", by=who.actor, at=moment)
    if "no" in word:
        withdraw_consent(who.person_id, "offers", language="kk", by=who.actor, at=moment)


def merged(kept: Resident, absorbed: Resident, at: Moment) -> bool:
    """Merge, and tell whether the kept record agrees to offers."""
    after = Moment(city_at=at.city_at + timedelta(days=1), wall_at=at.wall_at + timedelta(days=1))
    merge_persons(kept.person_id, absorbed.person_id, by=BY, at=after)
    return has_consent(kept.person_id, "offers", recipient="city_office")


@pytest.mark.parametrize(
    ("kept_said", "absorbed_said", "agrees"),
    [
        ("", "", False),
        ("", "yes", True),
        ("", "yes no", False),
        ("yes", "", True),
        ("yes", "yes", True),
        ("yes", "yes no", False),
        ("yes no", "yes", False),
        ("yes no", "yes no", False),
    ],
)
def test_what_counts_after_a_merge(
    aigerim: Resident, bolat: Resident, now: Moment, kept_said: str, absorbed_said: str, agrees: bool
) -> None:
    say(bolat, kept_said, now)
    say(aigerim, absorbed_said, now, hours=1)
    assert merged(bolat, aigerim, now) is agrees


def test_earlier_no_does_not_undo_a_later_yes(aigerim: Resident, bolat: Resident, now: Moment) -> None:
    say(aigerim, "yes no", now)
    say(bolat, "yes", now, hours=2)
    assert merged(bolat, aigerim, now)


def test_carried_yes_keeps_the_text_it_was_given_to(aigerim: Resident, bolat: Resident, now: Moment) -> None:
    say(aigerim, "yes", now)
    before = ConsentRevision.objects.get(person_id=aigerim.person_id)
    merged(bolat, aigerim, now)
    after = ConsentRevision.objects.get(person_id=bolat.person_id)
    assert (after.text_version, after.text_language, after.text_hash) == (1, "kk", before.text_hash)
    assert after.actor == {"kind": "system", "process": "registry.load"}
    assert ConsentRevision.objects.filter(person_id=aigerim.person_id).count() == 1


def test_yes_of_another_to_the_absorbed_record_reaches_the_kept_one(
    aigerim: Resident, bolat: Resident, now: Moment
) -> None:
    emma = resident("emma")
    to = str(aigerim.person_id)
    give_consent(emma.person_id, "family_share", recipient=to, language="en", by=emma.actor, at=now)
    merge_persons(bolat.person_id, aigerim.person_id, by=BY, at=now)
    assert has_consent(emma.person_id, "family_share", recipient=str(bolat.person_id))


def test_no_of_another_to_the_absorbed_record_stays_a_no(aigerim: Resident, bolat: Resident, now: Moment) -> None:
    emma, to = resident("emma"), str(aigerim.person_id)
    give_consent(emma.person_id, "family_share", recipient=to, language="en", by=emma.actor, at=now)
    withdraw_consent(emma.person_id, "family_share", recipient=to, language="en", by=emma.actor, at=now)
    merge_persons(bolat.person_id, aigerim.person_id, by=BY, at=now)
    assert not has_consent(emma.person_id, "family_share", recipient=str(bolat.person_id))


def test_nobody_consents_to_themselves_after_a_merge(aigerim: Resident, bolat: Resident, now: Moment) -> None:
    to = str(aigerim.person_id)
    give_consent(bolat.person_id, "family_share", recipient=to, language="ru", by=bolat.actor, at=now)
    merge_persons(bolat.person_id, aigerim.person_id, by=BY, at=now)
    assert not has_consent(bolat.person_id, "family_share", recipient=str(bolat.person_id))


def test_merge_twice_carries_once(aigerim: Resident, bolat: Resident, now: Moment) -> None:
    say(aigerim, "yes", now)
    for _ in range(2):
        merge_persons(bolat.person_id, aigerim.person_id, by=BY, at=now)
    assert ConsentRevision.objects.filter(person_id=bolat.person_id).count() == 1


def test_carried_consent_is_in_the_journal_of_the_person(aigerim: Resident, bolat: Resident, now: Moment) -> None:
    say(aigerim, "yes", now)
    before = list_consents(aigerim.person_id)[0].consent_id
    merge_persons(bolat.person_id, aigerim.person_id, by=BY, at=now)
    line = next(line for line in list_lines_about(bolat.person_id) if line.action == "access.consent.given")
    assert line.body["carried_from"] == str(before)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kept=st.sampled_from(["", "yes", "yes no", "yes no yes"]), absorbed=st.sampled_from(["", "yes", "yes no"]))
def test_chain_of_the_kept_record_stays_whole(
    aigerim: Resident, bolat: Resident, now: Moment, kept: str, absorbed: str
) -> None:
    from django.db import transaction

    with transaction.atomic():
        for who, said in ((bolat, kept), (aigerim, absorbed)):
            for hour, word in enumerate(said.split()):
                say(who, word, now, hours=hour)
        merged(bolat, aigerim, now)
        rows = list(ConsentRevision.objects.filter(person_id=bolat.person_id).order_by("revision"))
        transaction.set_rollback(True)
    assert [row.revision for row in rows] == list(range(1, len(rows) + 1))
    assert [row.predecessor_hash for row in rows] == ["", *[row.snapshot_hash for row in rows]][: len(rows)]
    assert all(row.snapshot_hash == snapshot_hash(row) for row in rows)
