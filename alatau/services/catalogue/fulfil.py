"""Give what a service ends in: a paper, a row of a register, a right, a place in a queue, a restriction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from alatau.core.content import content
from alatau.core.faults import declare_points, reach
from alatau.core.values import PersonId
from alatau.registry.declare import get_register
from alatau.registry.receive import receive_row
from alatau.registry.values import ColumnType
from alatau.services.catalogue.errors import ValueNotKnownError
from alatau.services.catalogue.paper import issue_paper
from alatau.services.catalogue.values import FieldType, OutcomeKind
from alatau.services.decisions.errors import NotEntitledError
from alatau.services.decisions.grant import grant
from alatau.services.decisions.judge import judge_right
from alatau.services.payments.account import account_on_file
from alatau.services.payments.values import AccountChoice, AccountKind
from alatau.services.queues.enter import enter_queue
from alatau.services.queues.values import Wishes
from alatau.services.restriction.periods import add_months
from alatau.services.restriction.restrict import restrict

if TYPE_CHECKING:
    from collections.abc import Callable

    from alatau.core.values import Actor, Moment
    from alatau.registry.rows.types import Given
    from alatau.services.catalogue.known import Known
    from alatau.services.models import ServiceRequest

declare_points("services.fulfil.given", "services.fulfil.papered")

#: What an outcome tells its neighbour beside the person.
ACCOUNT, MONTHS = "account", "months"
CLASSES, LANGUAGE, ZONE, PROVIDERS = "classes", "language", "zone", "providers"


@dataclass(frozen=True, kw_only=True)
class Fulfilment:
    """One outcome to give: the request, what is known about it, by whom and when."""

    row: ServiceRequest
    known: Known
    by: Actor
    at: Moment


def fulfil(it: Fulfilment) -> None:
    """Give the outcome in the caller's transaction, once per request; ids of what was given go into the row.

    Raises:
        AlatauError: one of a neighbour's kinds; nothing is given then, and an official looks.
    """
    given = GIVERS.get(it.known.service.outcome.kind)
    if given is not None:
        given(it)
    reach("services.fulfil.given")
    document_id = issue_paper(it.row, it.known, by=it.by, at=it.at)
    if document_id is not None:
        it.row.document_id = document_id
    reach("services.fulfil.papered")


def _enter_row(it: Fulfilment) -> None:
    outcome = it.known.service.outcome
    register = get_register(outcome.register)
    given = {name: _as_given(it.known.resolve(source)) for name, source in outcome.row.items()}
    for name, source in outcome.row.items():
        if register.columns[name].type is ColumnType.AMOUNT and isinstance(source, str):
            given[name] = _amount_given(it.known, source)
        if register.columns[name].is_required and given[name] is None:
            raise ValueNotKnownError(column=name)
    receive_row(register, given, source_id=f"services.{it.row.id}", by=it.by, at=it.at)


def _as_given(value: object) -> Given:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return ", ".join(map(str, value))
    assert value is None or isinstance(value, str | int | float | bool)
    return value


def _amount_given(known: Known, source: str) -> Given:
    """Return money as owners of registers write it, in whole units of the currency."""
    value = known.resolve(source)
    form_field = next((each for each in known.service.fields if each.key == source), None)
    if value is None or form_field is None or form_field.type is not FieldType.AMOUNT:
        return _as_given(value)
    return str(Decimal(int(str(value))).scaleb(-content().currency.exponent))


def _grant_right(it: Fulfilment) -> None:
    """Grant the first of the service's rights that the card gives: which one it is, depends on the family."""
    person_id = PersonId(it.row.person_id or it.row.asker_id)
    refusal: NotEntitledError | None = None
    for right in it.known.service.outcome.rights:
        basis = judge_right(right, person_id, at=it.at)
        try:
            it.row.decision_id = grant(
                right,
                person_id,
                family_id=basis.family_id,
                request_id=it.row.id,
                account=_choose_account(it, person_id),
                basis=basis,
                by=it.by,
                at=it.at,
            )
        except NotEntitledError as error:
            refusal = error
            continue
        return
    assert refusal is not None, "a service of this kind names a right"
    raise refusal


def _choose_account(it: Fulfilment, person_id: PersonId) -> AccountChoice:
    said = it.known.resolve(it.known.service.outcome.details.get(ACCOUNT, ""))
    if said:
        return AccountChoice(kind=AccountKind.IBAN, value=str(said))
    is_known = account_on_file(person_id, at=it.at) is not None
    return AccountChoice(kind=AccountKind.ON_FILE if is_known else AccountKind.WALLET)


def _restrict(it: Fulfilment) -> None:
    months = it.known.resolve(it.known.service.outcome.details[MONTHS])
    if it.row.person_id is None or months is None:
        raise ValueNotKnownError(column=MONTHS)
    until = add_months(it.at.city_day, int(str(months)))
    restrict(PersonId(it.row.person_id), until=until, by=it.by, at=it.at)


def _enter_queue(it: Fulfilment) -> None:
    outcome = it.known.service.outcome
    if it.row.person_id is None:
        raise ValueNotKnownError(column=outcome.queue)
    said = {name: it.known.resolve(source) for name, source in outcome.details.items()}
    it.row.ticket_id = enter_queue(
        outcome.queue,
        PersonId(it.row.person_id),
        classes=_as_keys(said.get(CLASSES)),
        wishes=Wishes(
            providers=tuple(_as_keys(said.get(PROVIDERS))),
            language=str(said.get(LANGUAGE) or ""),
            zone=str(said.get(ZONE) or ""),
        ),
        asked_by=PersonId(it.row.asker_id),
        by=it.by,
        at=it.at,
    )


def _as_keys(said: object) -> list[str]:
    """Return what was chosen, one or several; nothing for nothing."""
    chosen = said if isinstance(said, list) else [said] if said else []
    return [str(each) for each in chosen]


GIVERS: dict[OutcomeKind, Callable[[Fulfilment], None]] = {
    OutcomeKind.REGISTER_ROW: _enter_row,
    OutcomeKind.RIGHT: _grant_right,
    OutcomeKind.QUEUE: _enter_queue,
    OutcomeKind.RESTRICTION: _restrict,
}
