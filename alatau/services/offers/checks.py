"""Check at start that the content says of every right how it is offered, and that all it names exists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.checks import CheckMessage, Error

from alatau.core.content import content
from alatau.desk.task_types import list_types
from alatau.messages.catalogue import catalogue
from alatau.registry.declare import list_registers
from alatau.services.flows.content import list_flows
from alatau.services.flows.effects import EFFECTS
from alatau.services.offers.errors import OfferContentError
from alatau.services.offers.terms import list_terms, offer_rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alatau.services.flows.content import TalkFlow


def check_offers(**_: object) -> list[CheckMessage]:
    """Return what Django's check at start shows: a fault stops it."""
    try:
        problems = [*find_offer_problems(), *find_flow_problems()]
    except OfferContentError as refused:
        return [Error(refused.sentence(), id="services.E020")]
    return [Error(problem, id="services.E021") for problem in problems]


def find_offer_problems() -> Iterator[str]:
    """Yield what the offers' files name and nobody has, in words for their author."""
    terms, rules = list_terms(), offer_rules()
    named = {each.message for each in terms.values()} | {each.message_in_kind for each in terms.values()}
    named |= {rules.reminder, rules.account_needed, rules.gone, rules.ask_adult, rules.with_person, rules.refused}
    yield from (f"there is no message {key}" for key in sorted(named - catalogue().versions.keys()))
    tasks = {rules.task_silent, rules.task_disputed, rules.task_unknown}
    yield from (f"there is no kind of case {key}" for key in sorted(tasks - list_types().keys()))
    consents = {text.key for text in content().consent_texts}
    if terms and rules.consent not in consents:
        yield f"there is no text of a consent {rules.consent}"


def find_unoffered_rights() -> Iterator[str]:
    """Yield rights that the law brings to people unasked and no file offers, and offers of no right.

    It reads the law, which takes a second and 100 MB: a test asks, and not every process that starts.
    """
    from alatau.rules.gather import gather_rules  # noqa: PLC0415

    terms = list_terms()
    benefits = {version.key: version for version in gather_rules(content().law) if version.kind == "benefit"}
    for key, version in benefits.items():
        if version.facts.get("proactive") and key not in terms:
            yield f"{key} is brought to people unasked, and no file of the offers says how"
    yield from (f"{key} in {terms[key].group} is no benefit of the law" for key in terms.keys() - benefits.keys())


def find_flow_problems() -> Iterator[str]:
    """Yield what is wrong with the conversations' files, in words for their author."""
    for flow in list_flows().values():
        yield from (f"{flow.key}: {problem}" for problem in _find_problems(flow))


def _find_problems(flow: TalkFlow) -> Iterator[str]:
    registers = {register.key for register in list_registers()}
    read = {flow.register, *flow.also, *flow.unless}
    yield from (f"there is no register {key}" for key in sorted(read - registers))
    messages = {flow.with_person, flow.done, *(question.message for question in flow.questions)}
    messages |= {question.again for question in flow.questions if question.again}
    yield from (f"there is no message {key}" for key in sorted(messages - catalogue().versions.keys()))
    if flow.task not in list_types():
        yield f"there is no kind of case {flow.task}"
    for question in flow.questions:
        for effect in question.then:
            if effect.do not in EFFECTS:
                yield f"{question.key}: there is no effect {effect.do}"
            register = effect.given.get("register")
            if register is not None and register not in registers:
                yield f"{question.key}: there is no register {register}"
