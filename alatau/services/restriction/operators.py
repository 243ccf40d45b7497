"""Admit licensed operators, change their keys, tell their customers, end them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import transaction

from alatau.core.faults import declare_points, reach
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.core.partner_keys import draw_key
from alatau.services.models.restriction import Operator, OperatorDay, OperatorKey, RestrictedPseudonym
from alatau.services.restriction.errors import OperatorNameTakenError, OperatorNotFoundError
from alatau.services.restriction.find_under_keys import enter_everybody
from alatau.services.restriction.locks import change_keys
from alatau.services.restriction.pseudonyms import identifier_key
from alatau.services.restriction.rules import get_rules
from alatau.services.restriction.values import OperatorId, OperatorKeys, OperatorView

if TYPE_CHECKING:
    from datetime import date

    from alatau.core.values import Actor, Moment

declare_points("services.operator.written")


@transaction.atomic
def admit_operator(name: str, *, licence: str, customers: int, by: Actor, at: Moment) -> OperatorKeys:
    """Let an operator ask, and return its keys, which nobody can read again.

    Raises:
        OperatorNameTakenError: one with this licence is admitted.
    """
    assert customers >= 0
    change_keys()
    if Operator.objects.filter(licence=licence, ended_at=None).exists():
        raise OperatorNameTakenError
    operator = Operator.objects.create(
        id=uuid4(), name=name, licence=licence, customers=customers, admitted_at=at.wall_at
    )
    keys = _make_keys(operator, generation=1, at=at)
    append_lines([_line("services.operator.admitted", operator, generation=1, by=by)], at=at)
    return keys


@transaction.atomic
def rotate_keys(operator_id: OperatorId, *, by: Actor, at: Moment) -> OperatorKeys:
    """Give an operator new keys. Those before open for some days more, and older ones no longer.

    Raises:
        OperatorNotFoundError: it is not admitted.
    """
    change_keys()
    operator = _lock(operator_id)
    newest = operator.keys.order_by("-generation").first()
    assert newest is not None, "an operator is admitted with its first keys"
    end_by = at.wall_at + timedelta(days=get_rules().key_overlap_days)
    operator.keys.filter(generation__lt=newest.generation, ends_at__gt=at.wall_at).update(ends_at=at.wall_at)
    operator.keys.filter(pk=newest.pk).update(ends_at=end_by)
    keys = _make_keys(operator, generation=newest.generation + 1, at=at)
    append_lines([_line("services.operator.rotated", operator, generation=keys.generation, by=by)], at=at)
    return keys


@transaction.atomic
def tell_customers(operator_id: OperatorId, customers: int, *, by: Actor, at: Moment) -> None:
    """Keep how many customers an operator has: its quota follows. Raises: OperatorNotFoundError."""
    assert customers >= 0
    operator = _lock(operator_id)
    operator.customers = customers
    operator.save(update_fields=["customers"])
    line = _line("services.operator.counted", operator, generation=0, by=by)
    append_lines([line], at=at)


@transaction.atomic
def end_operator(operator_id: OperatorId, *, by: Actor, at: Moment) -> None:
    """Take an operator's keys out of use; what it asked stays visible. Raises: OperatorNotFoundError."""
    change_keys()
    operator = _lock(operator_id)
    operator.ended_at = at.wall_at
    operator.save(update_fields=["ended_at"])
    RestrictedPseudonym.objects.filter(key__operator=operator).delete()
    reach("services.operator.written")
    append_lines([_line("services.operator.ended", operator, generation=0, by=by)], at=at)


def list_operators(*, on: date) -> list[OperatorView]:
    """Return all operators by name, those that ended last, with what they asked on a day."""
    asked = dict(OperatorDay.objects.filter(day=on).values_list("operator_id", "asked"))
    rows = Operator.objects.prefetch_related("keys").order_by("name", "id")
    views = [_view(row, asked_today=asked.get(row.id, 0)) for row in rows]
    return sorted(views, key=lambda view: view.ended_at is not None)


def quota_of(customers: int) -> int:
    """Return how often an operator with so many customers may ask in a day."""
    rules = get_rules()
    return max(rules.checks_least, customers * rules.checks_per_customer)


def _make_keys(operator: Operator, *, generation: int, at: Moment) -> OperatorKeys:
    bearer, digest = draw_key()
    key = OperatorKey.objects.create(operator=operator, generation=generation, digest=digest, made_at=at.wall_at)
    enter_everybody(key, on=at.city_day)
    reach("services.operator.written")
    operator_id = OperatorId(operator.id)
    return OperatorKeys(
        operator_id=operator_id,
        generation=generation,
        bearer=bearer,
        identifiers=identifier_key(operator_id, generation),
    )


def _lock(operator_id: OperatorId) -> Operator:
    operator = Operator.objects.select_for_update().filter(id=operator_id, ended_at=None).first()
    if operator is None:
        raise OperatorNotFoundError
    return operator


def _view(row: Operator, *, asked_today: int) -> OperatorView:
    return OperatorView(
        id=OperatorId(row.id),
        name=row.name,
        licence=row.licence,
        customers=row.customers,
        quota=quota_of(row.customers),
        asked_today=asked_today,
        generation=max(key.generation for key in row.keys.all()),
        admitted_at=row.admitted_at,
        ended_at=row.ended_at,
    )


def _line(action: str, operator: Operator, *, generation: int, by: Actor) -> NewLine:
    body = {"operator_id": operator.id, "customers": operator.customers, "generation": generation}
    return NewLine(kind=LineKind.AUDIT, action=action, actor=by, body=body)
