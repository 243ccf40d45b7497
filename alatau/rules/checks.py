"""What a declaration has to say, and may not say, before its function is read."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from alatau.rules.declare import VERIFICATIONS
from alatau.rules.errors import RuleContentError
from alatau.rules.nodes import Level, walk
from alatau.rules.sources import OWN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from alatau.rules.declare import RuleVersion
    from alatau.rules.graph import Rule, RuleBook

#: What is wrong, and with which parameter of the function.
Problem = tuple[str, str]
FINE: Problem = ("", "")


def find_problem(version: RuleVersion, book: RuleBook) -> Problem:
    """Return the first problem of a declaration, and the parameter it is about; two empty texts when there is none."""
    for check in _CHECKS:
        for problem in check(version, book):
            return problem
    return FINE


def content_error(version: RuleVersion, problem: str, *, parameter: str = "", line: int = 0) -> RuleContentError:
    """Return the error that tells an author which rule cannot be used."""
    return RuleContentError(
        file=Path(version.file).name,
        line=line or version.line,
        rule=version.name,
        parameter=parameter,
        problem=problem,
    )


def refuse_far_relations(rules: Mapping[str, Rule]) -> None:
    """Refuse to read, of the other person of a pair, what would need that person's family or relations.

    Raises:
        RuleContentError: a rule does; the other person's value could not be computed where that person lies.
    """
    far: set[str] = set()
    for name, rule in rules.items():
        nodes = [*walk(rule.node)]
        for node in nodes:
            if node.op == "of" and node.args[0].op == "input" and node.args[0].data.name in far:
                other = node.args[0].data.name
                problem = f"{other} of another person hangs on that person's family or relations; read what it reads"
                raise content_error(rule.version, problem, parameter=other)
        reads_family = any(node.op == "input" and node.type.level is Level.FAMILY for node in nodes)
        reads_pairs = any(node.op == "of" for node in nodes)
        if reads_family or reads_pairs or any(source in far for source in rule.names_of("rule")):
            far.add(name)


def _check_facts(version: RuleVersion, _book: RuleBook) -> Iterator[Problem]:
    if not version.unit:
        yield "has no unit; say what it counts, as unit='tiyn/month' or unit='flag'", ""
    if not version.doc:
        yield "has no docstring; say in plain words what it is", ""
    if version.level not in {Level.PERSON, Level.FAMILY}:
        yield f"is of level {version.level!r}; write 'person' or 'family'", ""
    if version.unit == "category" and not version.labels:
        yield "is a category without labels; list them as labels=('none', 'some')", ""
    if version.kind == "benefit" and not version.law.strip():
        yield "is a benefit without law; name act, article and date", ""
    if version.kind == "indicator" and not (version.law or version.source).strip():
        yield "is an indicator without source; name the law or the publication it comes from", ""
    if version.verification and version.verification not in VERIFICATIONS:
        yield f"is verified as {version.verification!r}; write one of {', '.join(VERIFICATIONS)}", ""


def _check_dates(version: RuleVersion, book: RuleBook) -> Iterator[Problem]:
    for name in ("valid_from", "valid_until", "known_from"):
        written = getattr(version, name)
        try:
            date.fromisoformat(written or "2000-01-01")
        except ValueError:
            yield f"has {name}={written!r}; write a day as 2026-01-31", ""
    if version.valid_until and version.valid_until <= version.valid_from:
        yield "ends before it begins: valid_until is the first day without it", ""
    for other in book.versions_by_name[version.name]:
        if other is version:
            break
        if (version in book.reform) == (other in book.reform) and _overlap(version, other):
            yield f"is declared twice for one day, here and in {Path(other.file).name}, line {other.line}", ""
        if (other.kind, other.level, other.unit) != (version.kind, version.level, version.unit):
            yield "has another kind, level or unit than an earlier version of it; give it a name of its own", ""


def _check_register(version: RuleVersion, book: RuleBook) -> Iterator[Problem]:
    if version.kind != "measure":
        return
    register = book.sources.registers.get(version.register)
    if register is None:
        yield f"reads the register {version.register!r}, which is not declared; `alatau registry list` shows them", ""
    elif version.person and book.sources.find_column(register, version.person) is None:
        yield f"takes {version.person} as its person, which is no column of {version.register}", ""


def _check_parameters(version: RuleVersion, book: RuleBook) -> Iterator[Problem]:
    for name in version.odd_parameters:
        yield "may not have a default value or a star; every parameter is an input by its name", name
    if version.name in OWN:
        yield f"is called {version.name}, which is a name of the engine's own", ""
    for name in version.inputs:
        found = [word for word, has in _meanings(version, book).items() if has(name)]
        if not found:
            yield _missing(version, name), name
        if len(found) > 1:
            yield f"can mean two things: {' and '.join(found)}; rename one of them", name


def _meanings(version: RuleVersion, book: RuleBook) -> Mapping[str, Callable[[str], bool]]:
    sources = book.sources
    meanings: dict[str, Callable[[str], bool]] = {
        "a name of the engine": OWN.__contains__,
        "a legal parameter": sources.parameter_types.__contains__,
    }
    if version.kind == "measure":
        register = sources.registers[version.register]
        return meanings | {"a column": lambda name: sources.find_column(register, name) is not None}
    return meanings | {
        "a relation": sources.relations.__contains__,
        "a rule": book.versions_by_name.__contains__,
    }


def _missing(version: RuleVersion, name: str) -> str:
    if version.kind == "measure":
        return f"is no column of {version.register} that rules may read (names and documents are not), and no parameter"
    return "is no rule, relation or legal parameter; declare it, or correct the name"


def _overlap(one: RuleVersion, other: RuleVersion) -> bool:
    end, other_end = one.valid_until or "9999", other.valid_until or "9999"
    return one.valid_from < other_end and other.valid_from < end and one.known_from == other.known_from


_CHECKS = (_check_facts, _check_dates, _check_register, _check_parameters)
