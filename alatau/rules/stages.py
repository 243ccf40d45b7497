"""In which step each rule is computed: people, their families, people again with what families gave, and so on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.rules.nodes import Level, walk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alatau.rules.graph import Rule


def find_stages(rules: Sequence[Rule]) -> dict[str, int]:
    """Return the stage of each rule that is no measure, by name. Each stage is people first, then families."""
    stages: dict[str, int] = {}
    known = {rule.name: rule for rule in rules}
    for rule in rules:
        if rule.version.kind == "measure":
            continue
        late = _read_inside_reductions(rule)
        stage = 0
        for name in rule.names_of("rule"):
            other = known[name].version
            if other.kind != "measure":
                stage = max(stage, stages[name] + _is_later(rule, other.level, is_inside=name in late))
        stages[rule.name] = stage
    return stages


def _is_later(rule: Rule, level: str, *, is_inside: bool) -> int:
    """Return one where a value is only there a stage after its own."""
    if rule.version.level == Level.PERSON:
        # A family's value comes after its people; a person's own value is there before pairs are reduced.
        return int(level == Level.FAMILY or is_inside)
    return int(level == Level.FAMILY and is_inside)


def _read_inside_reductions(rule: Rule) -> set[str]:
    """Return the names that a rule reads inside a reduction, other than of the other person of a pair."""
    names: set[str] = set()
    for reduction in (node for node in walk(rule.node) if node.op == "reduce"):
        waiting = [*reduction.args]
        while waiting:
            node = waiting.pop()
            if node.op == "input" and node.data.kind == "rule":
                names.add(node.data.name)
            if node.op != "of":
                waiting.extend(node.args)
    return names
