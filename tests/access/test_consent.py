"""Consents: given and withdrawn, each act a revision, the history a chain."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alatau.access.consent import give_consent, snapshot_hash, withdraw_consent
from alatau.access.errors import ConsentTextUnknownError
from alatau.access.models import ConsentRevision
from alatau.access.read import has_consent, list_consent_history, list_consents
from alatau.access.values import ConsentAct
from alatau.core.errors import NotFoundError
from alatau.core.journal.read import list_lines_about
from tests.people import sign_in

if TYPE_CHECKING:
    from django.test import Client

    from alatau.core.values import Moment
    from tests.people import Resident


def give(who: Resident, at: Moment, **more: str) -> None:
    """Say yes to the offers."""
    give_consent(who.person_id, "offers", language="kk", by=who.actor, at=at, **more)


def withdraw(who: Resident, at: Moment) -> None:
    """Take the yes back."""
    withdraw_consent(who.person_id, "offers", language="kk", by=who.actor, at=at)


def offers(who: Resident) -> bool:
    """Tell whether the person agrees to offers of the city office."""
    return has_consent(who.person_id, "offers", recipient="city_office")


def test_nothing_is_agreed_until_it_is_said(aigerim: Resident) -> None:
    assert not offers(aigerim)


def test_yes_is_recorded_with_who_what_and_which_text(aigerim: Resident, now: Moment) -> None:
    give(aigerim, now)
    view = list_consents(aigerim.person_id)[0]
    assert offers(aigerim)
    assert (view.purpose, view.data, view.text_version) == ("social_support", ("birthday", "region"), 1)
    assert "access.consent.given" in [line.action for line in list_lines_about(aigerim.person_id)]


def test_withdrawn_consent_is_no_consent_and_keeps_its_history(aigerim: Resident, now: Moment) -> None:
    give(aigerim, now)
    withdraw(aigerim, now)
    history = list_consent_history(aigerim.person_id, list_consents(aigerim.person_id)[0].consent_id)
    assert not offers(aigerim)
    assert [view.act for view in history] == [ConsentAct.GIVEN, ConsentAct.WITHDRAWN]


def test_withdrawing_what_was_never_given_is_refused(aigerim: Resident, now: Moment) -> None:
    with pytest.raises(NotFoundError):
        withdraw(aigerim, now)


def test_nobody_agrees_for_another_adult(aigerim: Resident, bolat: Resident, now: Moment) -> None:
    with pytest.raises(NotFoundError):
        give_consent(aigerim.person_id, "offers", language="kk", by=bolat.actor, at=now)


def test_text_the_city_does_not_use_is_refused(aigerim: Resident, now: Moment) -> None:
    with pytest.raises(ConsentTextUnknownError):
        give_consent(aigerim.person_id, "everything", language="kk", by=aigerim.actor, at=now)


def test_consent_to_one_family_member_is_none_to_another(aigerim: Resident, bolat: Resident, now: Moment) -> None:
    to = str(bolat.person_id)
    give_consent(aigerim.person_id, "family_share", recipient=to, language="kk", by=aigerim.actor, at=now)
    assert has_consent(aigerim.person_id, "family_share", recipient=to)
    assert not has_consent(aigerim.person_id, "family_share", recipient=str(aigerim.person_id))


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.booleans(), max_size=6))
def test_consent_is_a_function_of_its_revisions(aigerim: Resident, now: Moment, acts: list[bool]) -> None:
    before, said = offers(aigerim), ConsentRevision.objects.filter(person_id=aigerim.person_id).exists()
    for act in acts:
        if act:
            give(aigerim, now)
        elif said:
            withdraw(aigerim, now)
        before, said = (act if act or said else before), said or act
    rows = list(ConsentRevision.objects.filter(person_id=aigerim.person_id).order_by("revision"))
    assert offers(aigerim) == before
    assert [row.revision for row in rows] == list(range(1, len(rows) + 1))
    assert [row.predecessor_hash for row in rows] == ["", *[row.snapshot_hash for row in rows]][: len(rows)]
    assert all(row.snapshot_hash == snapshot_hash(row) for row in rows)


@pytest.mark.parametrize(
    "act", ["UPDATE access_consentrevision SET act = 'given'", "DELETE FROM access_consentrevision"]
)
def test_revisions_cannot_be_changed_or_removed(worker_connection: psycopg.Connection, act: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        worker_connection.execute(act)


def test_consent_is_given_and_withdrawn_in_one_tap(client: Client, aigerim: Resident) -> None:
    sign_in(client, aigerim)
    client.post(reverse("access:give_consent", args=["offers"]))
    assert offers(aigerim)
    client.post(reverse("access:withdraw_consent", args=["offers"]))
    assert not offers(aigerim)
    consent_id = list_consents(aigerim.person_id)[0].consent_id
    assert client.get(reverse("access:consent_history", args=[consent_id])).status_code == 200


def test_history_of_another_reads_as_absent(client: Client, aigerim: Resident, bolat: Resident, now: Moment) -> None:
    give(aigerim, now)
    sign_in(client, bolat)
    consent_id = list_consents(aigerim.person_id)[0].consent_id
    assert client.get(reverse("access:consent_history", args=[consent_id])).status_code == 404
