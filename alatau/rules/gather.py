"""The rules that the content package declares, and everything they can name."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from alatau.core.content import content
from alatau.registry.lake.registers import list_lake_registers
from alatau.registry.people.declared import DERIVED
from alatau.rules.declare import DECLARED
from alatau.rules.errors import Refusal, RuleContentError
from alatau.rules.graph import RuleBook
from alatau.rules.published import LOCK_NAME, check_published
from alatau.rules.sources import Sources

if TYPE_CHECKING:
    from types import ModuleType

    from alatau.rules.declare import RuleVersion


@cache
def read_book() -> RuleBook:
    """Return the rules of the content package, each read and checked.

    Raises:
        RuleContentError: one cannot be used; it says which, where, and what to write instead.
        PublishedRuleChangedError: one that was published is not as it was.
    """
    book = RuleBook(tuple(gather_rules(content().law)), content_sources())
    check_published(book, law_folder() / LOCK_NAME)
    return book


def find_problems() -> tuple[RuleBook, list[RuleContentError]]:
    """Return the rules of the content package that can be used, and the problem of each that cannot."""
    problems: list[RuleContentError] = []
    return RuleBook(tuple(gather_rules(content().law)), content_sources(), problems=problems), problems


def content_sources() -> Sources:
    """Return the registers, derived ones too, the parameters and the relations of the content package."""
    assert DERIVED, "importing it makes the derived registers known"
    return Sources(
        registers={register.key: register for register in list_lake_registers()},
        parameters=content().parameters,
        relations=frozenset(relation.key for relation in content().relations),
    )


def law_folder() -> Path:
    """Return the folder of the law's package, with its golden cases and its texts."""
    return Path(next(iter(import_module(content().law).__path__)))


def gather_rules(package: str) -> list[RuleVersion]:
    """Return what the modules of a package declare, in order of their names.

    Raises:
        RuleContentError: a module cannot be loaded.
    """
    return [version for module in _import_all(package) for version in vars(module).get(DECLARED, ())]


def _import_all(package: str) -> list[ModuleType]:
    root = import_module(package)
    names = [found.name for found in pkgutil.walk_packages(root.__path__, prefix=f"{package}.")]
    modules = [root]
    for name in sorted(names):
        try:
            modules.append(import_module(name))
        except (Refusal, ImportError, NameError, TypeError, SyntaxError) as error:
            raise RuleContentError(file=f"{name.replace('.', '/')}.py", problem=f"cannot be loaded: {error}") from error
    return modules
