"""Rules of a reform, read from an analyst's text, to be computed beside those in force and decided by nowhere.

The text is never trusted: a function may name its inputs and the engine's own operations, compare, calculate and call,
and nothing else of Python. It has no imports, no attributes but those of values, and a bounded size. Words that a law
adds to the engine's, as roundings named after its coin, stand in `WORDS` of its package.
"""

from __future__ import annotations

import ast
import linecache
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

import alatau.rules as words
from alatau.core.content import content
from alatau.rules.declare import DECLARED, benefit, indicator, need, points, rule, status
from alatau.rules.errors import ReformError
from alatau.rules.values import Value

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from alatau.rules.declare import RuleVersion

#: Bounds of what an analyst may hand in.
MOST_TEXT = 20_000
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
    space: dict[str, Any] = {"__builtins__": {}, **KINDS, **list_operations()}
    try:
        exec(compile(tree, FILE, "exec"), space)  # noqa: S102  only forms and names that were checked one by one
    except (TypeError, NameError, ValueError, KeyError, RecursionError) as error:
        raise ReformError(problem=f"the rules cannot be read: {error}") from error
    versions = tuple(space.get(DECLARED, ()))
    if not versions:
        raise ReformError(problem="the rules declare none; put @rule, @benefit or another kind over a function")
    return versions


@cache
def list_operations() -> Mapping[str, Callable[..., Value]]:
    """Return what rules of a reform may call: the engine's words, and those of the law."""
    return _OPERATIONS | dict(getattr(import_module(content().law), "WORDS", {}))


def _refuse_foreign(tree: ast.Module) -> None:
    for top in tree.body:
        if not isinstance(top, ast.FunctionDef) or not top.decorator_list:
            _refuse(top, "only functions with a kind over them stand here")
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
        if isinstance(each, ast.Name) and each.id not in own | KINDS.keys() | list_operations().keys():
            _refuse(each, f"{each.id} is neither an input of the rule nor an operation of rules")


def _refuse(node: ast.AST, problem: str) -> None:
    line = getattr(node, "lineno", 0)
    raise ReformError(problem=f"line {line}: {problem}")
