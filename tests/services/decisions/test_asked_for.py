"""A right that somebody asks for in the catalogue is granted from the card, and paid where they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.services.catalogue.request_values import RequestStatus
from alatau.services.catalogue.requests import save_draft, start_request
from alatau.services.catalogue.send import send_request
from alatau.services.catalogue.services import list_services
from alatau.services.models import Decision
from tests.people import resident
from tests.services.decisions.stage import GRANT, ONCE, bank_account, held_by, plan_of
from tests.services.offers.stage import put_card

if TYPE_CHECKING:
    from alatau.core.values import Moment, PersonId
    from alatau.services.catalogue.request_values import RequestView

BIRTH = next(each.code for each in list_services() if each.key == "birth_grant")


def ask(at: Moment, **answers: object) -> RequestView:
    """Ask for the grant of a birth."""
    by = resident("aigerim").actor
    request_id = start_request(BIRTH, None, by=by, at=at)
    save_draft(request_id, answers, by=by, at=at)
    return send_request(request_id, by=by, at=at)


def test_a_right_that_is_asked_for_is_granted_and_paid_at_once(city: Moment, paid: PersonId) -> None:
    put_card((paid, "spouse", {ONCE: GRANT}), at=city)
    view = ask(city)
    assert view.status is RequestStatus.GRANTED
    assert Decision.objects.get(id=view.decision_id).right == ONCE
    assert held_by(paid) == GRANT


def test_an_account_that_was_named_is_paid_a_day_later(city: Moment, paid: PersonId) -> None:
    put_card((paid, "spouse", {ONCE: GRANT}), at=city)
    view = ask(city, account=bank_account().value)
    plan = plan_of(Decision.objects.get(id=view.decision_id))
    assert view.status is RequestStatus.GRANTED
    # A new bank account waits a day; the wallet, which would be paid at once, stays empty.
    assert plan.not_before > city.city_at
    assert held_by(paid) == 0


def test_a_right_the_card_does_not_give_reaches_an_official(city: Moment, paid: PersonId) -> None:
    put_card((paid, "spouse", {ONCE: 0}), at=city)
    view = ask(city)
    assert view.status is RequestStatus.WITH_STAFF
    assert not Decision.objects.exists()
