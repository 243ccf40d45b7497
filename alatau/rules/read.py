"""One rule, read: its function is called once with values that are not there yet, and what it returns is checked."""

from __future__ import annotations

import linecache
import re
import traceback
from typing import TYPE_CHECKING

from alatau.rules.arithmetic import guard, round_number
from alatau.rules.building import building
from alatau.rules.checks import content_error
from alatau.rules.errors import Refusal
from alatau.rules.nodes import Kind, Level, Node, Type, make
from alatau.rules.sources import find_own
from alatau.rules.spans import Source
from alatau.rules.units import Unit, do_fit, read_unit
from alatau.rules.values import Value, literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alatau.rules.declare import RuleVersion
    from alatau.rules.errors import RuleContentError
    from alatau.rules.graph import Rule
    from alatau.rules.sources import Sources

#: Places after the point with which a number that is no money goes on when the rule names no rounding.
PLACES = 4
_WORD = re.compile(r"[a-z_][a-z0-9_]*")
_KINDS = {"flag": Kind.FLAG, "day": Kind.DAY, "text": Kind.TEXT, "category": Kind.TEXT, "person": Kind.PERSON}


def read_rule(version: RuleVersion, sources: Sources, *, rules: Mapping[str, Rule]) -> Node:
    """Return the graph of a rule's value.

    Raises:
        RuleContentError: an operation in it is not the engine's, or its result is not what it declares.
    """
    level = Level(version.level)
    source = Level.ROW if version.kind == "measure" else Level.PERSON if level is Level.FAMILY else None
    given = {name: _find(version, name, sources=sources, rules=rules) for name in version.inputs}
    try:
        with building(level, source=source):
            return finish(version, literal(version.function(**given)))
    except Refusal as refusal:
        raise _explain(version, str(refusal), refusal) from refusal
    except (TypeError, AttributeError, ValueError, ArithmeticError, LookupError) as error:
        raise _explain(version, f"does what values of rules cannot: {error}", error) from error


def finish(version: RuleVersion, node: Node) -> Node:
    """Return the rule's value in the form in which other rules read it.

    Raises:
        Refusal: level, kind or unit are not those declared, or a sum of money was not rounded by name.
    """
    _check_level(version, node)
    kind = _KINDS.get(version.unit, Kind.NUMBER)
    if node.op == "state":
        return make("state", data=node.data, type_=_type_of_state(version, node.type))
    if node.type.kind is not kind:
        message = f"its unit is {version.unit}, and its value is a {node.type.kind}"
        raise Refusal(message)
    if kind is Kind.TEXT:
        return _finish_text(version, node)
    return _finish_number(node, read_unit(version.unit)) if kind is Kind.NUMBER else node


def input_of(rule: Rule) -> Node:
    """Return the node by which other rules read a rule's value."""
    type_ = rule.node.type
    # A person whom the register does not cover, or a stale one: any measure can be unknown.
    unknown = type_.can_be_unknown or rule.version.kind == "measure"
    type_ = type_.with_(level=Level(rule.version.level), over="", can_be_unknown=unknown)
    return make("input", data=Source("rule", rule.name), type_=type_)


def _find(version: RuleVersion, name: str, *, sources: Sources, rules: Mapping[str, Rule]) -> object:
    own = find_own(name)
    if own is not None:
        return own
    if version.kind == "measure":
        column = sources.find_column(sources.registers[version.register], name)
        return column if column is not None else sources.find_parameter(name)
    if name in rules:
        return Value(input_of(rules[name]))
    return sources.find_relation(name) or sources.find_parameter(name)


def _check_level(version: RuleVersion, node: Node) -> None:
    found = node.type.level
    if found is Level.ROW:
        message = "it returns a value of each row; reduce the rows, as total(amount) or only(born_on)"
        raise Refusal(message)
    if found is Level.PAIR:
        message = "it returns a value of each pair; reduce them, as count_of(of(relation, value))"
        raise Refusal(message)
    if found is Level.PERSON and version.level == Level.FAMILY:
        message = "it returns a value of each member; reduce them, as total(value) or any_of(flag)"
        raise Refusal(message)


def _type_of_state(version: RuleVersion, type_: Type) -> Type:
    kind = _KINDS.get(version.unit, Kind.NUMBER)
    return type_.with_(kind=kind, unit=read_unit(version.unit) if kind is Kind.NUMBER else type_.unit, figures=1)


def _finish_text(version: RuleVersion, node: Node) -> Node:
    if version.unit != "category":
        return node
    odd = sorted(set(node.type.labels or ()) - set(version.labels))
    if odd:
        message = f"it can be {odd[0]!r}, which is not among its labels {', '.join(version.labels)}"
        raise Refusal(message)
    return make("same", node, type_=node.type.with_(labels=version.labels))


def _finish_number(node: Node, unit: Unit) -> Node:
    found = node.type.unit
    is_nothing = node.op == "literal" and node.data == 0
    if not (found == unit or is_nothing or (do_fit(found, unit) and not unit.is_money)):
        message = f"its unit is {unit}, and its value is in {found}"
        raise Refusal(message)
    if unit.is_money and (node.type.is_unrounded or node.type.is_fraction):
        message = (
            "it returns a sum that is not rounded; end it in the rounding that the law names, as ceil_to_unit(...)"
        )
        raise Refusal(message)
    if node.type.is_fraction or node.type.scale > PLACES:
        node = round_number(node, mode="half_up", places=PLACES)
    node = guard(node)
    return make("same", node, type_=node.type.with_(unit=unit)) if node.type.unit != unit else node


def _explain(version: RuleVersion, problem: str, error: BaseException) -> RuleContentError:
    """Add line and parameter: those of the author's file that the error came through last."""
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == version.file]
    line = lines[-1] if lines and lines[-1] else version.line
    words = _WORD.findall(linecache.getline(version.file, line))
    parameter = next((word for word in words if word in version.inputs), "")
    return content_error(version, problem, parameter=parameter, line=line)
