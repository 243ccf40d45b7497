"""Who acts for another pays within their ground, and a guardian is never paid from the ward's money."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest

from alatau.access.models import Representation
from alatau.access.represent import grant_representation
from alatau.access.values import NewRepresentation, RepresentationSource
from alatau.core.clock import read_clocks
from alatau.core.errors import NotFoundError
from alatau.core.values import Actor, system_actor
from alatau.money.orders.set import set_order
from alatau.money.orders.values import NewStandingOrder, Rhythm
from alatau.money.values import new_transfer_id
from alatau.money.wallet.errors import OwnGainError
from alatau.money.wallet.holder import holder_of
from alatau.money.wallet.pay import pay
from alatau.money.wallet.values import NewPayment
from tests.money.wallet.purses import holds, purse, tenge
from tests.people import resident

pytestmark = pytest.mark.usefixtures("city")


def guardian(*, purposes: frozenset[str] = frozenset()) -> Actor:
    """Return Yusuf as the guardian whom a court named for Gulnara."""
    at = read_clocks()
    new = NewRepresentation(
        kind="guardian_of_adult",
        representative_id=resident("yusuf").person_id,
        represented_id=resident("gulnara").person_id,
        source=RepresentationSource.REGISTER,
        ground="Сот шешімі",
        valid_from=at.city_day,
        purposes=purposes,
    )
    standing = grant_representation(new, by=system_actor("money.test"), at=at)
    return acting("yusuf", "gulnara", ground_id=standing, is_narrowed=bool(purposes))


def acting(who: str, represented: str, **chosen: object) -> Actor:
    return replace(resident(who).actor, for_person_id=resident(represented).person_id, **chosen)


def spend(by: Actor, to: str) -> None:
    new = NewPayment(
        id=new_transfer_id(), source_id=purse("gulnara"), payee_id=purse(to), amount=tenge(500), reference=""
    )
    pay(new, by=by, at=read_clocks())


def test_guardian_pays_for_the_ward_and_never_themselves():
    by = guardian()
    spend(by, "sary_arka_nan")
    assert holds(purse("gulnara")) == 85_500
    with pytest.raises(OwnGainError):
        spend(by, "yusuf")
    order = NewStandingOrder(
        id=uuid4(),
        source_id=purse("gulnara"),
        payee_id=purse("yusuf"),
        amount=tenge(1),
        rhythm=Rhythm.WEEKLY,
        first_on=read_clocks().city_day,
    )
    with pytest.raises(OwnGainError):
        set_order(order, by=by, at=read_clocks())


def test_power_of_attorney_may_pay_its_holder():
    standing = Representation.objects.get(
        represented_id=resident("gulnara").person_id, representative_id=resident("aigerim").person_id
    )
    spend(acting("aigerim", "gulnara", ground_id=standing.id), "aigerim")
    assert holds(purse("gulnara")) == 85_500


def test_narrowed_right_reaches_the_wallet_only_where_payments_are_among_its_affairs():
    by = guardian(purposes=frozenset({"payments"}))
    spend(by, "sary_arka_nan")
    Representation.objects.filter(id=by.ground_id).update(purposes=["appeal"])
    with pytest.raises(NotFoundError):
        holder_of(by)


def test_ended_guardianship_reaches_nothing():
    by = guardian(purposes=frozenset({"payments"}))
    Representation.objects.filter(id=by.ground_id).update(ended_at=read_clocks().wall_at)
    with pytest.raises(NotFoundError):
        spend(by, "sary_arka_nan")
