"""How a rule is declared: a function whose parameter names are its inputs, and what its decorator says of it.

Decorators only write down; `gather` collects what a content package declares, and `graph` reads and checks it.
"""

from __future__ import annotations

import inspect
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from alatau.rules.nodes import Level
from alatau.rules.values import Value

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    RuleFunction = Callable[..., object]
    Decorator = Callable[[RuleFunction], RuleFunction]

#: Where a module keeps what its decorators wrote down.
DECLARED = "__declared_rules__"
VERIFICATIONS = ("sourced", "derived", "unverified", "proposed")


@dataclass(frozen=True, kw_only=True)
class RuleVersion:
    """One version of a rule: what it is called, from when it holds, and the function that says it."""

    name: str
    #: measure, rule, indicator, benefit, points, status or need.
    kind: str
    level: str
    unit: str
    function: RuleFunction
    inputs: tuple[str, ...]
    #: First sentence and all: the plain English of the rule.
    doc: str
    file: str
    line: int
    valid_from: str = ""
    valid_until: str = ""
    #: From which day on this version was known; of two for one day the one known last counts.
    known_from: str = ""
    labels: tuple[str, ...] = ()
    law: str = ""
    source: str = ""
    verification: str = ""
    note: str = ""
    #: Only of measures: the register, and whose its rows are.
    register: str = ""
    person: str = ""
    is_home: bool = False
    is_history: bool = False
    #: Whatever else its kind says of it: code, payer, rhythm, model, direction.
    facts: Mapping[str, Any] = field(default_factory=dict)
    #: The same name twice, with two different inputs from defaults or variable ones, is no rule.
    odd_parameters: tuple[str, ...] = ()

    def holds_on(self, day: date, *, known: date) -> bool:
        """Tell whether the version is in force on the day, as known on the other day."""
        starts = not self.valid_from or date.fromisoformat(self.valid_from) <= day
        ends = bool(self.valid_until) and date.fromisoformat(self.valid_until) <= day
        is_known = not self.known_from or date.fromisoformat(self.known_from) <= known
        return starts and not ends and is_known

    @property
    def key(self) -> str:
        """The name by which the content's texts and golden cases call it: its code where it has one."""
        return str(self.facts.get("code") or self.facts.get("key") or self.name)

    @property
    def label(self) -> str:
        """Name and first day, as messages to authors give them."""
        return f"{self.name} from {self.valid_from}" if self.valid_from else self.name


def measure(
    *, register: str, unit: str, person: str = "", home: bool = False, history: bool = False, **more: Any
) -> Decorator:
    """Declare a value of a person, reduced from rows of one register.

    Args:
        register: key of the register.
        unit: what the value counts.
        person: column that says whose row it is, where that is not the register's subject.
        home: the subject is an address; the value is everybody's who is registered there.
        history: all versions of rows, with `valid_from` and `valid_until`, not only those in force on the day.
        more: what every declaration may say: dates, law, sources.
    """
    facts = {"register": register, "person": person, "is_home": home, "is_history": history}
    return _declare("measure", level=Level.PERSON, unit=unit, **facts, **more)


def rule(*, level: str, unit: str, **more: Any) -> Decorator:
    """Declare a value of a person or a family, computed from other values."""
    return _declare("rule", level=level, unit=unit, **more)


def indicator(code: str, *, level: str, unit: str, **more: Any) -> Decorator:
    """Declare a figure of the family card."""
    return _declare("indicator", level=level, unit=unit, code=code, **more)


def benefit(code: str, *, level: str, unit: str, law: str, **more: Any) -> Decorator:
    """Declare what the law gives: an amount (zero: no right; unknown: ask), or a flag where there is no amount."""
    return _declare("benefit", level=level, unit=unit, law=law, code=code, **more)


def points(*, model: str, level: str = "family", unit: str = "points", **more: Any) -> Decorator:
    """Declare one part of a score."""
    return _declare("points", level=level, unit=unit, model=model, **more)


def status(key: str, *, level: str = "family", unit: str = "flag", **more: Any) -> Decorator:
    """Declare a yes or no of a family or a person."""
    return _declare("status", level=level, unit=unit, key=key, **more)


def need(key: str, *, level: str = "family", unit: str = "flag", **more: Any) -> Decorator:
    """Declare that a measure of support is needed."""
    return _declare("need", level=level, unit=unit, key=key, **more)


_FIELDS = frozenset(RuleVersion.__dataclass_fields__) - {
    "name",
    "kind",
    "function",
    "inputs",
    "doc",
    "file",
    "line",
    "facts",
}


def _declare(kind: str, **given: Any) -> Decorator:
    known = {name: value for name, value in given.items() if name in _FIELDS}
    facts = {name: value for name, value in given.items() if name not in _FIELDS}
    # Days may be written as days or as text; both are compared as text in files and fingerprints.
    for name in ("valid_from", "valid_until", "known_from"):
        known[name] = str(known.get(name) or "")
    known["labels"] = tuple(known.get("labels", ()))
    known["level"] = str(known["level"])

    def declare(function: RuleFunction) -> RuleFunction:
        parameters = inspect.signature(function).parameters.values()
        odd = [p.name for p in parameters if p.kind is not p.POSITIONAL_OR_KEYWORD or p.default is not p.empty]
        version = RuleVersion(
            name=function.__name__.partition("__")[0],
            kind=kind,
            function=function,
            inputs=tuple(parameter.name for parameter in parameters),
            doc=inspect.getdoc(function) or "",
            file=function.__code__.co_filename,
            line=function.__code__.co_firstlineno,
            facts=facts,
            odd_parameters=tuple(odd),
            **known,
        )
        function.__globals__.setdefault(DECLARED, []).append(version)
        return function

    return declare


def is_value(given: object) -> bool:
    """Tell whether a function of a rule gave a value back."""
    return isinstance(given, (Value, bool, int, str, date))
