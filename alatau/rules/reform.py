"""A reform: numbers of the law changed, or versions of rules put in front of those in force, for a computation alone.

Rules of a reform come from analysts, so their text is read and never trusted: a function may name its inputs and the
engine's own operations, compare, calculate and call, and nothing else of Python. It has no imports, no attributes but
those of values, and a bounded size.
"""

from __future__ import annotations

import ast
import linecache
import tomllib
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

import alatau.rules as words
from alatau.core.parameters import NAME, ParameterBook
from alatau.rules.declare import DECLARED, benefit, indicator, need, points, rule, status
from alatau.rules.errors import ReformError, Refusal, RuleContentError
from alatau.rules.values import Value

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from alatau.core.parameters import Parameter
    from alatau.rules.declare import RuleVersion
    from alatau.rules.graph import RuleBook

#: Bounds of what an analyst may hand in.
MOST_TEXT, MOST_CHANGES = 20_000, 50
#: A reform declares values of families and people; measures would have to be read from registers anew.
KINDS = {each.__name__: each for each in (rule, indicator, benefit, points, status, need)}
_OPERATIONS = {name: getattr(words, name) for name in words.__all__ if name not in {*KINDS, "measure"}}
#: What of a value may be named after a point.
_METHODS = frozenset(name for name in dir(Value) if not name.startswith("_")) - {"node"}
_FORMS = (
    *(ast.Module, ast.FunctionDef, ast.arguments, ast.arg, ast.Return, ast.Expr, ast.Assign, ast.Name, ast.Constant),
    *(ast.Load, ast.Store, ast.Call, ast.keyword, ast.Compare, ast.BinOp, ast.UnaryOp, ast.Tuple, ast.Subscript),
    *(ast.Attribute, ast.Add, ast.Sub, ast.Mult, ast.BitAnd, ast.BitOr, ast.Invert, ast.USub),
    *(ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE),
)
FILE = "<reform>"


@dataclass(frozen=True, kw_only=True)
class NumberChange:
    """One number of the law, as the reform would have it."""

    #: As the parameter file writes it: "mci", or "large_family_allowance[4]".
    name: str
    value: Decimal


@dataclass(frozen=True, kw_only=True)
class Reform:
    """What is changed, beside the law in force."""

    title: str
    numbers: tuple[NumberChange, ...] = ()
    #: Python of the rules that take the place of those of the same names.
    rules: str = ""


def read_reform(text: str) -> Reform:
    """Return a reform as its TOML file says it: ``title``, a table ``numbers``, and ``rules``.

    Raises:
        ReformError: it is too long, no TOML, or says something else; the problem is in the facts.
    """
    if len(text) > MOST_TEXT:
        raise ReformError(problem=f"it has more than {MOST_TEXT} signs")
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ReformError(problem=f"it cannot be read as TOML: {error}") from error
    odd = sorted(given.keys() - {"title", "numbers", "rules"})
    if odd:
        raise ReformError(problem=f"{odd[0]} is none of title, numbers, rules")
    numbers = given.get("numbers", {})
    if not isinstance(numbers, dict) or not isinstance(given.get("rules", ""), str):
        raise ReformError(problem="numbers is a table and rules is a text")
    if len(numbers) > MOST_CHANGES:
        raise ReformError(problem=f"it changes more than {MOST_CHANGES} numbers")
    return Reform(
        title=str(given.get("title", ""))[:120],
        numbers=tuple(NumberChange(name=name, value=_number(name, value)) for name, value in numbers.items()),
        rules=given.get("rules", ""),
    )


def apply_reform(book: RuleBook, reform: Reform, *, on: date) -> RuleBook:
    """Return the law as the reform would have it on a day; the law itself stays as it is.

    Raises:
        ReformError: a number is not in force on the day, a rule uses what rules must not, or nothing fits together.
    """
    numbers = _with_numbers(book.sources.parameters, reform.numbers, on=on)
    try:
        versions = read_rules(reform.rules) if reform.rules.strip() else ()
        return book.with_changes(sources=replace(book.sources, parameters=numbers), versions=versions)
    except (RuleContentError, Refusal) as error:
        raise ReformError(problem=str(error)) from error


def read_rules(text: str) -> tuple[RuleVersion, ...]:
    """Return the versions that a reform's text declares.

    Raises:
        ReformError: it holds anything but rules made of the engine's operations.
    """
    if len(text) > MOST_TEXT:
        raise ReformError(problem=f"the rules have more than {MOST_TEXT} signs")
    try:
        tree = ast.parse(text, filename=FILE)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ReformError(problem=f"the rules cannot be read: {error}") from error
    _refuse_foreign(tree)
    # Messages about a rule show its line.
    linecache.cache[FILE] = (len(text), None, text.splitlines(keepends=True), FILE)
    space: dict[str, Any] = {"__builtins__": {}, **KINDS, **_OPERATIONS}
    try:
        exec(compile(tree, FILE, "exec"), space)  # noqa: S102  only forms and names that were checked one by one
    except (TypeError, NameError, ValueError, KeyError, RecursionError) as error:
        raise ReformError(problem=f"the rules cannot be read: {error}") from error
    versions = tuple(space.get(DECLARED, ()))
    if not versions:
        raise ReformError(problem="the rules declare none; put @rule, @benefit or another kind over a function")
    return versions


def _refuse_foreign(tree: ast.Module) -> None:
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef) or not node.decorator_list:
            _refuse(node, "only functions with a kind over them stand here")
    for node in ast.walk(tree):
        if not isinstance(node, _FORMS):
            _refuse(node, f"{type(node).__name__} is nothing that a rule may use")
        if isinstance(node, ast.Attribute) and node.attr not in _METHODS:
            _refuse(node, f"a value has no {node.attr}")
        if isinstance(node, ast.Name) and node.id.startswith("_"):
            _refuse(node, f"{node.id} may not be named")
        if isinstance(node, ast.keyword) and node.arg is None:
            _refuse(node.value, "inputs are named one by one")
        if isinstance(node, ast.FunctionDef):
            _refuse_odd_function(node)
            _refuse_unknown_names(node)


def _refuse_odd_function(node: ast.FunctionDef) -> None:
    given = node.args
    if given.posonlyargs or given.kwonlyargs or given.vararg or given.kwarg or given.defaults or given.kw_defaults:
        _refuse(node, "inputs are plain names")
    for kind in node.decorator_list:
        named = kind.func if isinstance(kind, ast.Call) else kind
        if not (isinstance(kind, ast.Call) and isinstance(named, ast.Name) and named.id in KINDS):
            _refuse(node, f"the kind of a rule is one of {', '.join(KINDS)}, with its facts in brackets")


def _refuse_unknown_names(node: ast.FunctionDef) -> None:
    own = {each.arg for each in node.args.args}
    own |= {each.id for each in ast.walk(node) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)}
    for each in ast.walk(node):
        if isinstance(each, ast.Name) and each.id not in own | KINDS.keys() | _OPERATIONS.keys():
            _refuse(each, f"{each.id} is neither an input of the rule nor an operation of rules")


def _refuse(node: ast.AST, problem: str) -> None:
    line = getattr(node, "lineno", 0)
    raise ReformError(problem=f"line {line}: {problem}")


def _with_numbers(book: ParameterBook, changes: Iterable[NumberChange], *, on: date) -> ParameterBook:
    by_name = dict(book.by_name)
    for change in changes:
        found = NAME.fullmatch(change.name)
        name = found["name"] if found else change.name
        rows = by_name.get(name, ())
        places = [
            place for place, row in enumerate(rows) if row.holds_on(on) and _is_meant(row, found and found["low"])
        ]
        if not places:
            raise ReformError(problem=f"no number {change.name} is in force on {on}")
        by_name[name] = tuple(
            replace(row, value=change.value, source="the reform") if place in places else row
            for place, row in enumerate(rows)
        )
    return ParameterBook(by_name)


def _is_meant(row: Parameter, low: str | None) -> bool:
    return row.low == (int(low) if low else None)


def _number(name: str, value: object) -> Decimal:
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        found = Decimal("NaN")
    if isinstance(value, bool) or not found.is_finite():
        raise ReformError(problem=f"{name} is {value!r} and no number")
    return found
