"""The rules of self-restriction as the content package keeps them: one TOML file, read once and checked."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import TYPE_CHECKING, Any

from alatau.core.content import content
from alatau.core.text import Text
from alatau.papers.read import is_letter, letter_facts
from alatau.registry.declare import list_registers
from alatau.services.restriction.errors import RestrictionContentError
from alatau.services.restriction.values import RegisterColumns, RestrictionRules

if TYPE_CHECKING:
    from pathlib import Path

FILE = "restriction.toml"
#: Months for which the database itself lets nobody take questions away.
KEPT_LEAST = 12
#: What the letter is filled with.
LETTER_FACTS = frozenset({"name", "from_on", "until_on", "asked_at"})


@cache
def get_rules() -> RestrictionRules:
    """Return the content's rules, checked. Raises: RestrictionContentError."""
    return read_rules(content().services / FILE)


def read_rules(path: Path) -> RestrictionRules:
    """Read and check a file of rules.

    Raises:
        RestrictionContentError: it cannot be used; it says what to correct.
    """
    try:
        rules = _read(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, KeyError, TypeError, ValueError, AssertionError) as error:
        raise RestrictionContentError(problem=repr(error)) from error
    for problem in _find_problems(rules):
        raise RestrictionContentError(problem=problem)
    return rules


def _read(raw: dict[str, Any]) -> RestrictionRules:
    register = raw.get("register")
    return RestrictionRules(
        age_from=int(raw["age_from"]),
        months_least=int(raw["months_least"]),
        months_most=int(raw["months_most"]),
        months_offered=tuple(int(each) for each in raw["months_offered"]),
        law=Text(**raw["law"]),
        statement=Text(**raw["statement"]["words"]),
        statement_version=int(raw["statement"]["version"]),
        letter=str(raw.get("letter", "")),
        checks_per_customer=int(raw["checks_per_customer"]),
        checks_least=int(raw["checks_least"]),
        key_overlap_days=int(raw["key_overlap_days"]),
        checks_kept_months=int(raw["checks_kept_months"]),
        register=RegisterColumns(**register) if register else None,
    )


def _find_problems(rules: RestrictionRules) -> list[str]:
    """Return what is wrong, in words for the author of the content."""
    problems = []
    if not 0 < rules.months_least <= rules.months_most:
        problems.append("months_least is not above zero, or above months_most")
    if [each for each in rules.months_offered if not rules.months_least <= each <= rules.months_most]:
        problems.append("months_offered names a period that the law does not allow")
    if rules.checks_kept_months < KEPT_LEAST:
        problems.append(f"checks_kept_months is less than {KEPT_LEAST}")
    languages = [language.code for language in content().languages]
    if rules.law.missing(languages) or rules.statement.missing(languages):
        problems.append("a text does not speak every language")
    if rules.letter and not is_letter(rules.letter):
        problems.append(f"letter {rules.letter} is unknown")
    elif rules.letter and not letter_facts(rules.letter) <= LETTER_FACTS:
        problems.append(f"letter {rules.letter} asks for other facts than {', '.join(sorted(LETTER_FACTS))}")
    return problems + _find_register_problems(rules.register)


def _find_register_problems(columns: RegisterColumns | None) -> list[str]:
    if columns is None:
        return []
    register = next((each for each in list_registers() if each.key == columns.register), None)
    if register is None:
        return [f"register {columns.register} is unknown"]
    named = (columns.number, columns.limited_from, columns.limited_until, *columns.fixed)
    return [f"register {columns.register} has no column {name}" for name in named if name not in register.columns]
