"""Reductions as Python code: what is counted before a loop, in it for each term, and what is made of it after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from alatau.rules.nodes import Kind
from alatau.rules.swift.words import Word

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alatau.rules.nodes import Node
    from alatau.rules.reductions import Reduction
    from alatau.rules.swift.words import Page
    from alatau.rules.swift.write import Writing


@dataclass(frozen=True)
class Gathering:
    """One reduction at work: `found` gathers terms, `unknown` tells that one of them, or whether it counts, is."""

    node: Node
    found: str
    unknown: str

    @property
    def how(self) -> str:
        """Return the way in which terms become one value."""
        reduction: Reduction = self.node.data
        if reduction.is_distinct:
            return "distinct"
        value = reduction.pick(self.node, "value")
        is_flag = reduction.how == "count" and value is not None and value.type.kind is Kind.FLAG
        return "flags" if is_flag else reduction.how

    def part(self, writing: Writing, name: str) -> Word | None:
        """Return one input of the term, written; None where the rule gives none."""
        node = self.node.data.pick(self.node, name)
        return None if node is None else writing.word(node)


def begin(page: Page, node: Node) -> Gathering:
    """Write what stands before the loop."""
    gathering = Gathering(node, page.name(), page.name())
    page.write(f"{gathering.found} = {_FIRST[gathering.how]}; {gathering.unknown} = False")
    return gathering


def take(page: Page, writing: Writing, gathering: Gathering) -> None:
    """Write what happens with one term, inside of the loop."""
    if gathering.how in _FLAGS:
        _take_flag(page, writing, gathering)
    elif gathering.how in _NEWEST:
        _take_dated(page, writing, gathering)
    else:
        _take_value(page, writing, gathering)


def end(page: Page, gathering: Gathering) -> Word:
    """Write what the terms gave, after the loop."""
    node, found = gathering.node, gathering.found
    code = _LAST.get(gathering.how, "{found}").format(found=found)
    if gathering.how in {"any", "all"}:
        # One for whom it holds, or does not, outweighs all that is unknown.
        outweighs = "True" if gathering.how == "any" else "False"
        code = f"{outweighs} if {found} is {outweighs} else None if {gathering.unknown} else {found}"
    else:
        code = f"None if {gathering.unknown} else {code}"
    return Word(page.keep(code), "", node.type.can_be_unknown, node.type.can_be_not_applicable)


def _take_value(page: Page, writing: Writing, gathering: Gathering) -> None:
    value, where = gathering.part(writing, "value"), gathering.part(writing, "where")
    take_it = _TAKE[gathering.how].format(found=gathering.found, value=value.value if value else "True")
    applies = f"{value.value} is not NA" if value and value.can_be_not_applicable else ""
    arms = [(f"{where.value} is True" if where else "", _counted(gathering, value, take_it))]
    if where and where.can_be_unknown:
        doubt = " and ".join(part for part in (f"{where.value} is None", applies) if part)
        arms.append((doubt, [f"{gathering.unknown} = True"]))
    _write_arms(page, arms)


def _counted(gathering: Gathering, value: Word | None, take_it: str) -> list[str]:
    """Return what happens with a value that counts: an unknown one makes the sum unknown, others are left out."""
    lines = []
    word = "if"
    if value and value.can_be_unknown:
        lines.append(f"{word} {value.value} is None: {gathering.unknown} = True")
        word = "elif"
    if value and value.can_be_not_applicable:
        lines.append(f"{word} {value.value} is not NA: {take_it}")
    else:
        lines.append(f"else: {take_it}" if lines else take_it)
    return lines


def _take_flag(page: Page, writing: Writing, gathering: Gathering) -> None:
    value, where = gathering.part(writing, "value"), gathering.part(writing, "where")
    assert value is not None
    parts = [word for word in (where, value) if word]
    if gathering.how == "all":
        _take_all(page, gathering, value, where)
        return
    holds = " and ".join(f"{word.value} is True" for word in parts)
    take_it = f"{gathering.found} = True" if gathering.how == "any" else f"{gathering.found} += 1"
    arms = [(holds, [take_it])]
    if any(word.can_be_unknown for word in parts):
        # True or unknown on all sides: nothing says that it does not hold.
        open_ = " and ".join(_is_open(word) for word in parts)
        arms.append((open_, [f"{gathering.unknown} = True"]))
    _write_arms(page, arms)


def _is_open(word: Word) -> str:
    return f"({word.value} is True or {word.value} is None)" if word.can_be_unknown else f"{word.value} is True"


def _take_all(page: Page, gathering: Gathering, value: Word, where: Word | None) -> None:
    fails = f"{value.value} is False"
    arms = [(f"{where.value} is True and {fails}" if where else fails, [f"{gathering.found} = False"])]
    doubts = []
    if value.can_be_unknown:
        doubts.append(f"{value.value} is None")
    if where and where.can_be_unknown:
        doubts.append(f"({where.value} is None and {fails})")
    if doubts:
        counts = f"{_is_open(where)} and " if where else ""
        arms.append((f"{counts}({' or '.join(doubts)})", [f"{gathering.unknown} = True"]))
    _write_arms(page, arms)


def _take_dated(page: Page, writing: Writing, gathering: Gathering) -> None:
    value, day = gathering.part(writing, "value"), gathering.part(writing, "by")
    where = gathering.part(writing, "where")
    assert value is not None
    assert day is not None
    taint = f"{gathering.unknown} = True"
    arms = []
    if where and where.can_be_unknown:
        applies = f" and {day.value} is not NA" if day.can_be_not_applicable else ""
        arms.append((f"{where.value} is None{applies}", [taint]))
    counts = f"{where.value} is True" if where else "True"
    if day.can_be_unknown:
        arms.append((f"{counts} and {day.value} is None", [taint]))
    tests = [counts]
    tests += [f"{word.value} is not NA" for word in (day, value) if word.can_be_not_applicable]
    arms.append((" and ".join(tests), [f"{gathering.found}.append(({day.value}, {value.value}))"]))
    _write_arms(page, arms)


def _write_arms(page: Page, arms: list[tuple[str, list[str]]]) -> None:
    word = "if"
    for condition, lines in arms:
        if not condition:
            for line in lines:
                page.write(line)
            return
        page.write(f"{word} {condition}:")
        page.depth += 1
        for line in lines:
            page.write(line)
        page.depth -= 1
        word = "elif"


_FLAGS, _NEWEST = frozenset({"flags", "any", "all"}), frozenset({"latest", "earliest"})
#: What stands before the first term.
_FIRST: Mapping[str, str] = {
    **dict.fromkeys(("total", "count", "flags"), "0"),
    **dict.fromkeys(("highest", "lowest"), "NA"),
    **dict.fromkeys(("latest", "earliest"), "[]"),
    **dict.fromkeys(("only", "distinct"), "set()"),
    "any": "False",
    "all": "True",
}
#: What a term that counts does.
_TAKE: Mapping[str, str] = {
    "total": "{found} += {value}",
    "count": "{found} += 1",
    "highest": "{found} = {value} if {found} is NA or {value} > {found} else {found}",
    "lowest": "{found} = {value} if {found} is NA or {value} < {found} else {found}",
    **dict.fromkeys(("only", "distinct"), "{found}.add({value})"),
}
#: What is made of the terms, where that is not what was gathered.
_LAST: Mapping[str, str] = {
    "only": "only({found})",
    "distinct": "len({found})",
    "latest": "newest({found}, is_latest=True)",
    "earliest": "newest({found}, is_latest=False)",
}
