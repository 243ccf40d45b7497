"""One GROUP BY for many reductions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.rules.sql.lowering import Lowering, Sql
from alatau.rules.sql.reduce import Aggregates

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alatau.rules.nodes import Node
    from alatau.rules.sql.layers import Layers


def aggregate(
    layers: Layers, relation: str, reductions: Sequence[Node], *, key: str, prefix: str = "_a"
) -> tuple[str, dict[int, Sql]]:
    """Return a SELECT with a row for each key, and the SQL of each reduction over its columns."""
    terms = list({id(arg): arg for node in reductions for arg in node.args}.values())
    sql, found = layers.select(relation, terms)
    aggregates = Aggregates(Lowering(layers.dialect, layers.law, found, follow=layers.follow), prefix=prefix)
    results = {id(node): aggregates.reduce(node) for node in reductions}
    columns = [layers.dialect.name(key)]
    columns += [f"{written} AS {alias}" for written, alias in aggregates.aliases.items()]
    return f"SELECT {', '.join(columns)} FROM ({sql}) AS _g GROUP BY {layers.dialect.name(key)}", results
