"""From rows to a person, from members to a family, from relatives to a person: sums, counts and choices.

A term that is unknown, or a `where` that is, makes the result unknown. A term that is not applicable is left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from alatau.rules.building import current_building
from alatau.rules.errors import Refusal
from alatau.rules.nodes import MOST_FIGURES, Kind, Level, Node, Type, make, meet
from alatau.rules.units import PLAIN
from alatau.rules.values import RelationToken, Value, literal

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Nobody has so many rows, and no family so many members, that a count needs more figures.
COUNT_FIGURES = 9
#: By how many figures a sum can outgrow its terms. Both engines have room for a hundred times more.
TOTAL_FIGURES = 6


@dataclass(frozen=True, slots=True)
class Reduction:
    """What a reducing node does: how, of what, and which of its inputs is which."""

    how: str
    #: What it goes over: rows, members (persons) or pairs of a relation.
    source: Level
    #: Key of the relation whose pairs it goes over.
    over: str
    #: Names of the node's inputs in their order: value, where, by.
    parts: tuple[str, ...]
    is_distinct: bool = False

    def pick(self, node: Node, part: str) -> Node | None:
        """Return the node's input of that name; None when the rule gives none."""
        return node.args[self.parts.index(part)] if part in self.parts else None


def total(value: object, *, where: object = None, unknown_as: object = None) -> Value:
    """Return the sum of the terms; zero of none."""
    term = _term(value, unknown_as)
    if term.type.kind is not Kind.NUMBER:
        message = f"total(...) adds numbers, and this is a {term.type.kind}; write count_of(flag)"
        raise Refusal(message)
    _refuse_fraction("total", term)
    type_ = term.type.with_(figures=term.type.figures + TOTAL_FIGURES)
    if type_.figures > MOST_FIGURES:
        message = "the terms have too many figures to be added exactly; round each of them by name first"
        raise Refusal(message)
    return _reduce("total", {"value": term, "where": _where(where)}, type_)


def count_of(value: object = None, *, where: object = None, distinct: bool = False, unknown_as: object = None) -> Value:
    """Return how many rows, members or relatives there are: of a flag, those for whom it holds."""
    term = None if value is None else _term(value, unknown_as)
    if distinct and term is None:
        message = "count_of(distinct=True) needs a value whose different ones it counts"
        raise Refusal(message)
    type_ = Type(Kind.NUMBER, PLAIN, figures=COUNT_FIGURES)
    return _reduce("count", {"value": term, "where": _where(where)}, type_, is_distinct=distinct)


def any_of(flag: object, *, where: object = None, unknown_as: object = None) -> Value:
    """Tell whether the flag holds for one of them; one for whom it holds outweighs unknown ones."""
    return _reduce("any", {"value": _flag(flag, unknown_as), "where": _where(where)}, Type(Kind.FLAG))


def all_of(flag: object, *, where: object = None, unknown_as: object = None) -> Value:
    """Tell whether the flag holds for all of them; one for whom it does not outweighs unknown ones."""
    return _reduce("all", {"value": _flag(flag, unknown_as), "where": _where(where)}, Type(Kind.FLAG))


def highest(value: object, *, where: object = None, unknown_as: object = None) -> Value:
    """Return the greatest (or last) value; not applicable of none."""
    return _extreme("highest", value, where, unknown_as=unknown_as)


def lowest(value: object, *, where: object = None, unknown_as: object = None) -> Value:
    """Return the least (or first) value; not applicable of none."""
    return _extreme("lowest", value, where, unknown_as=unknown_as)


def latest(value: object, *, by: object, where: object = None, unknown_as: object = None) -> Value:
    """Return the value of the last day; not applicable of none. Of two on one day the greater one."""
    return _newest("latest", value, by, where=where, unknown_as=unknown_as)


def earliest(value: object, *, by: object, where: object = None, unknown_as: object = None) -> Value:
    """Return the value of the first day; not applicable of none. Of two on one day the greater one."""
    return _newest("earliest", value, by, where=where, unknown_as=unknown_as)


def only(value: object, *, where: object = None) -> Value:
    """Return the value that all of them share; unknown where they contradict each other, not applicable of none."""
    term = _term(value, None)
    _refuse_fraction("only", term)
    type_ = term.type.with_(can_be_not_applicable=True, can_be_unknown=True)
    return _reduce("only", {"value": term, "where": _where(where)}, type_, is_strict=False)


def of(relation: object, value: object = True) -> Value:  # noqa: FBT002 - a value of a rule, not a switch
    """Return the value of the other person of each pair; plain names beside it are one's own."""
    if not isinstance(relation, RelationToken):
        message = "of(relation, value) takes a relation of the content by its name first"
        raise Refusal(message)
    node = literal(value)
    if value is not True and (node.op != "input" or node.type.level is not Level.PERSON):
        message = f"of({relation.key}, ...) takes the name of a person's value; make a rule of anything else"
        raise Refusal(message)
    return Value(make("of", node, data=relation.key, type_=node.type.with_(level=Level.PAIR, over=relation.key)))


def _extreme(how: str, value: object, where: object, *, unknown_as: object) -> Value:
    term = _term(value, unknown_as)
    _refuse_fraction(how, term)
    if term.type.kind not in {Kind.NUMBER, Kind.DAY, Kind.TEXT}:
        message = f"{how}(...) compares numbers, days or codes, and this is a {term.type.kind}"
        raise Refusal(message)
    type_ = term.type.with_(can_be_not_applicable=True)
    return _reduce(how, {"value": term, "where": _where(where)}, type_)


def _newest(how: str, value: object, by: object, *, where: object, unknown_as: object) -> Value:
    term, moment = _term(value, unknown_as), literal(by)
    _refuse_fraction(how, term)
    if moment.type.kind is not Kind.DAY:
        message = f"{how}(value, by=day) is chosen by a day, and this is a {moment.type.kind}"
        raise Refusal(message)
    type_ = term.type.with_(can_be_not_applicable=True)
    return _reduce(how, {"value": term, "where": _where(where), "by": moment}, type_)


def _reduce(
    how: str, given: Mapping[str, Node | None], type_: Type, *, is_distinct: bool = False, is_strict: bool = True
) -> Value:
    parts = {name: node for name, node in given.items() if node is not None}
    source, over = meet(*(node.type for node in parts.values()))
    source = _source_of(how, source)
    unknown = any(node.type.can_be_unknown for node in parts.values())
    data = Reduction(how, source, over, tuple(parts), is_distinct)
    result = Level.FAMILY if source is Level.PERSON else Level.PERSON
    # A family has members: one of them is always chosen, unless some do not count or have no value.
    has_nothing = source is not Level.PERSON or "where" in parts
    has_nothing = has_nothing or any(node.type.can_be_not_applicable for node in parts.values())
    not_applicable = has_nothing and how in {"highest", "lowest", "latest", "earliest", "only"}
    type_ = type_.with_(
        level=result,
        over="",
        can_be_unknown=unknown or not is_strict,
        can_be_not_applicable=not_applicable,
    )
    return Value(make("reduce", *parts.values(), data=data, type_=type_))


def _source_of(how: str, found: Level) -> Level:
    building = current_building()
    if found in {Level.LAW, Level.FAMILY}:
        if building.source is None:
            message = f"{how} goes over nothing here: a person's rule reduces pairs, by of(relation, value)"
            raise Refusal(message)
        return building.source
    if found is Level.PERSON and building.level is Level.PERSON:
        message = f"{how} is asked of one person's value in a person's rule; use it directly, or of(relation, value)"
        raise Refusal(message)
    return found


def _term(value: object, unknown_as: object) -> Node:
    if isinstance(value, RelationToken):
        message = f"the relation {value.key} is read by of({value.key}, value)"
        raise Refusal(message)
    node = literal(value)
    return node if unknown_as is None else Value(node).or_if_unknown(unknown_as).node


def _flag(value: object, unknown_as: object) -> Node:
    node = _term(value, unknown_as)
    if node.type.kind is not Kind.FLAG:
        message = f"this asks for a flag, and the term is a {node.type.kind}; compare it with something"
        raise Refusal(message)
    return node


def _where(where: object) -> Node | None:
    return None if where is None else _flag(where, None)


def _refuse_fraction(how: str, term: Node) -> None:
    if term.type.is_fraction:
        message = f"{how}(...) of a share is not exact; round the share by name first"
        raise Refusal(message)
