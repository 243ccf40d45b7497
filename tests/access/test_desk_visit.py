"""Service at a desk: document checked, time-boxed, both named in every trace."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from alatau.access.desk_visit import VISIT, close_desk_visit, open_desk_visit
from alatau.access.errors import DeskVisitOpenError
from alatau.access.models import DeskVisit
from alatau.access.read import find_desk_visit, has_consent
from alatau.access.representations import find_representation
from alatau.core.errors import NotAllowedError
from alatau.core.journal.read import list_lines_about
from alatau.core.values import Moment
from tests.people import resident, sign_in

if TYPE_CHECKING:
    from django.test import Client

    from alatau.access.values import DeskVisitView
    from tests.people import Official, Resident


def serve(by: Official, whom: Resident, at: Moment) -> DeskVisitView:
    """Open a visit."""
    return open_desk_visit(whom.person_id, document_kind="identity_card", case_id=None, by=by.actor, at=at)


def test_official_acts_for_the_person_while_the_visit_is_open(dana: Official, now: Moment) -> None:
    gulnara = resident("gulnara")
    opened = serve(dana, gulnara, now)
    assert dana.actor.for_person_id == gulnara.person_id
    assert dana.actor.ground_id == opened.id
    close_desk_visit(by=dana.actor, at=now)
    assert dana.actor.for_person_id is None


def test_official_without_the_right_serves_nobody(yerlan: Official, aigerim: Resident, now: Moment) -> None:
    with pytest.raises(NotAllowedError):
        serve(yerlan, aigerim, now)


def test_one_person_is_served_at_a_time(dana: Official, aigerim: Resident, bolat: Resident, now: Moment) -> None:
    assert serve(dana, aigerim, now).id == serve(dana, aigerim, now).id
    with pytest.raises(DeskVisitOpenError):
        serve(dana, bolat, now)


def test_visit_closes_by_itself_after_its_time(dana: Official, aigerim: Resident, bolat: Resident, now: Moment) -> None:
    serve(dana, aigerim, now)
    later = Moment(city_at=now.city_at, wall_at=now.wall_at + VISIT + timedelta(seconds=1))
    assert find_desk_visit(dana.user_id, at=later) is None
    assert serve(dana, bolat, later).person_id == bolat.person_id


def test_consent_at_the_desk_names_both_in_the_journal(client: Client, dana: Official) -> None:
    gulnara = resident("gulnara")
    sign_in(client, dana)
    client.post(reverse("access:people"), {"number": gulnara.number, "document": "identity_card"})
    client.post(reverse("access:visit_consent", args=["offers"]), {"act": "give"})
    assert has_consent(gulnara.person_id, "offers", recipient="city_office")
    line = next(line for line in list_lines_about(gulnara.person_id) if line.action == "access.consent.given")
    assert (line.actor["user_id"], line.actor["for_person_id"]) == (str(dana.user_id), str(gulnara.person_id))


def test_representative_is_entered_from_a_paper_and_ended(client: Client, dana: Official, now: Moment) -> None:
    gulnara, bolat = resident("gulnara"), resident("bolat")
    sign_in(client, dana)
    client.post(reverse("access:people"), {"number": gulnara.number, "document": "identity_card"})
    form = {"kind": "power_of_attorney", "number": bolat.number, "ground": "Paper of a notary"}
    client.post(reverse("access:visit_representation"), form)
    standing = find_representation(bolat.person_id, gulnara.person_id, at=now)
    assert standing is not None
    client.post(reverse("access:visit_end_representation", args=[standing.id]))
    assert find_representation(bolat.person_id, gulnara.person_id, at=now) is None


def test_number_nobody_holds_opens_no_visit(client: Client, dana: Official) -> None:
    sign_in(client, dana)
    answer = client.post(reverse("access:people"), {"number": "010101700016", "document": "passport"})
    assert answer.status_code == 404
    assert not DeskVisit.objects.exists()


def test_desk_pages_without_a_visit_lead_to_its_beginning(client: Client, dana: Official) -> None:
    sign_in(client, dana)
    assert client.get(reverse("access:visit"))["Location"] == reverse("access:people")
    assert client.post(reverse("access:visit_consent", args=["offers"])).status_code == 404
