"""What is wrong with the end of a service, in words for its author."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.core.content import content
from alatau.registry.declare import list_registers
from alatau.services.catalogue.names import list_names, list_source_names, list_sources
from alatau.services.catalogue.values import Constant, OutcomeKind
from alatau.services.queues.kinds import list_queues

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from alatau.papers.letters import Letter
    from alatau.services.catalogue.values import Outcome, Service

#: The letter that draws the lines of any service, and the facts that every letter of a service may have.
SHARED_LETTER = "service_result"
GIVEN_FACTS = frozenset({"name", "service", "law", "request_number", "decided_on"})


def list_outcome_problems(
    service: Service, *, letters: Mapping[str, Letter], task_types: Mapping[str, object]
) -> Iterator[str]:
    """Return what has to be corrected in a service's outcome."""
    outcome, names = service.outcome, list_names(service)
    for name in (name for source in list_sources(outcome) for name in list_source_names(source)):
        if name not in names:
            yield f"outcome draws on {name}, which is not known in this service"
    if outcome.letter:
        yield from _list_letter_problems(outcome, letters=letters)
    if outcome.kind is OutcomeKind.REGISTER_ROW:
        yield from _list_row_problems(outcome)
    if outcome.kind is OutcomeKind.QUEUE:
        yield from _list_queue_problems(service)
    if outcome.task and outcome.task not in task_types:
        yield f"outcome names the kind of case {outcome.task}, which the desk does not have"
    roles = {role.key for role in content().roles}
    for role in sorted({*outcome.decided_by, *outcome.confirmed_by} - roles):
        yield f"outcome names the role {role}, which the content does not have"


def _list_letter_problems(outcome: Outcome, *, letters: Mapping[str, Letter]) -> Iterator[str]:
    letter = letters.get(outcome.letter)
    if letter is None:
        yield f"outcome names the letter {outcome.letter}, which the content does not have"
        return
    needed = letter.facts - GIVEN_FACTS
    if set(outcome.facts) != needed:
        yield f"outcome gives the letter {sorted(outcome.facts)}, and it needs {sorted(needed)}"


def _list_queue_problems(service: Service) -> Iterator[str]:
    outcome, kind = service.outcome, list_queues().get(service.outcome.queue)
    if kind is None:
        yield f"outcome names the queue {outcome.queue}, which the content does not have"
        return
    known = {"classes": kind.classes, "zone": kind.zones, "providers": kind.providers, "language": kind.languages}
    for name, source in outcome.details.items():
        if name not in known:
            yield f"outcome tells the queue {name}; it hears of {', '.join(sorted(known))}"
            continue
        field = next((each for each in service.fields if each.key == source), None)
        for option in field.options if field else ():
            if option.key not in known[name]:
                yield f"option {option.key} of field {source} is none of the queue's {name}"


def _list_row_problems(outcome: Outcome) -> Iterator[str]:
    register = next((each for each in list_registers() if each.key == outcome.register), None)
    if register is None:
        yield f"outcome names the register {outcome.register}, which the content does not have"
        return
    for name in sorted(outcome.row.keys() - register.columns.keys()):
        yield f"outcome fills the column {name}, which {register.key} does not have"
    needed = {column.name for column in register.columns.values() if column.is_required}
    for name in sorted((needed | set(register.identity) | {register.subject}) - outcome.row.keys()):
        yield f"outcome leaves the column {name} of {register.key} empty"
    for name, source in outcome.row.items():
        column = register.columns.get(name)
        if column and column.choices and isinstance(source, Constant) and source.value not in column.choices:
            yield f"outcome fills {name} with {source.value}, which is none of {', '.join(column.choices)}"
