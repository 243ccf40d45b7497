"""Count what a reform does, from everybody's values under both laws."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alatau.core.content import content
from alatau.family.kinds import is_by_competition
from alatau.family.simulate.values import BenefitEffect, GroupEffect, PayerEffect, Poverty, Sums
from alatau.rules.units import read_unit

if TYPE_CHECKING:
    from collections.abc import Iterable

    import duckdb

    from alatau.family.simulate.simulate import Side
    from alatau.rules.declare import RuleVersion

LEVELS = ("person", "family")
TABLES = {"person": "people", "family": "families"}
FLAG = "flag"
MONTHLY = "/month"
TENTHS = 10


def count_effects(engine: duckdb.DuckDBPyConnection, *, before: Side, after: Side) -> dict[str, Any]:
    """Return the figures of a simulation, by the names of its fields."""
    benefits = [effect for level in LEVELS for effect in _benefits(engine, before, after, level=level)]
    _lay_out_families(engine, before=before, after=after, changed=_changed(engine, before, after))
    totals = "count(*), count(*) FILTER (change > 0), count(*) FILTER (change < 0), count(*) FILTER (is_unknown)"
    [(families, gaining, losing, unknown)] = engine.execute(f"SELECT {totals} FROM effects").fetchall()
    return {
        "families": families,
        "gaining": gaining,
        "losing": losing,
        "unknown": unknown,
        "benefits": tuple(benefits),
        "payers": tuple(_payers(benefits)),
        "groups": {name: _groups(engine, name) for name in ("region", "decile", "family_type")},
        "poverty_before": _poverty(engine, "income_before", "line_before"),
        "poverty_after": _poverty(engine, "income_after", "line_after"),
    }


def _benefits(engine: duckdb.DuckDBPyConnection, before: Side, after: Side, *, level: str) -> Iterable[BenefitEffect]:
    """Yield each benefit of a level with its receivers and its cost under both laws."""
    names = [name for name in after.benefits(level) if name in before.outputs or name in after.outputs]
    columns = {
        side: _count(engine, f"{side}_{TABLES[level]}", names, side=of)
        for side, of in (("before", before), ("after", after))
    }
    for name in names:
        version, output = after.law.rules[name].version, after.outputs[name]
        old, new = columns["before"].get(name, (0, 0, 0)), columns["after"][name]
        yield BenefitEffect(
            name=name,
            key=version.key,
            level=level,
            payer=str(version.facts.get("payer", "")),
            paid=str(version.facts.get("paid", "")),
            receivers=Sums(before=old[0], after=new[0]),
            unknown=Sums(before=old[1], after=new[1]),
            cost=Sums(before=old[2], after=new[2]) if has_cost(version, output.unit) else None,
        )


def has_cost(version: RuleVersion, unit: str) -> bool:
    """Tell whether a benefit costs what its rights add up to: sums of the home currency that are nobody's to win."""
    return read_unit(unit).is_money and not is_by_competition(version)


def _count(
    engine: duckdb.DuckDBPyConnection, table: str, names: list[str], *, side: Side
) -> dict[str, tuple[int, int, int]]:
    """Return receivers, unknowns and cost of benefits under one law."""
    known = [name for name in names if name in side.outputs]
    if not known:
        return {}
    parts = []
    for name in known:
        given = f'"{name}"' if side.outputs[name].unit == FLAG else f'"{name}" > 0'
        has_sum = has_cost(side.law.rules[name].version, side.outputs[name].unit)
        cost = f'coalesce(sum("{name}"), 0)' if has_sum else "0"
        parts += [f"count(*) FILTER ({given})", f'count(*) - count("{name}")', cost]
    [row] = engine.execute(f"SELECT {', '.join(parts)} FROM {table}").fetchall()
    return {name: (int(row[3 * n]), int(row[3 * n + 1]), int(row[3 * n + 2])) for n, name in enumerate(known)}


def _changed(engine: duckdb.DuckDBPyConnection, before: Side, after: Side) -> dict[str, list[str]]:
    """Return the sums by level that differ for anybody: only these can make a family gain, lose or unknown."""
    changed: dict[str, list[str]] = {}
    for level in LEVELS:
        both = [name for name in _with_cost(after, level) if name in before.outputs]
        key, table = ("person" if level == "person" else "family"), TABLES[level]
        tests = ", ".join(f'bool_or(a."{name}" IS DISTINCT FROM b."{name}")' for name in both) or "FALSE"
        query = f"SELECT {tests} FROM before_{table} AS b JOIN after_{table} AS a ON a.{key} = b.{key}"
        [row] = engine.execute(query).fetchall()
        changed[level] = [name for name, differs in zip(both, row, strict=False) if differs]
        changed[level] += [name for name in _with_cost(after, level) if name not in before.outputs]
    return changed


def _with_cost(side: Side, level: str) -> list[str]:
    return [name for name in side.benefits(level) if has_cost(side.law.rules[name].version, side.outputs[name].unit)]


def _lay_out_families(
    engine: duckdb.DuckDBPyConnection, *, before: Side, after: Side, changed: dict[str, list[str]]
) -> None:
    """Make the table `effects`: each family with its group, its incomes and what it gains."""
    card = content().family_card
    totals = [_totals(TABLES[level], changed[level], before=before, after=after) for level in ("family", "person")]
    monthly = " + ".join(f"coalesce({part}.monthly, 0)" for part in ("f", "p"))
    change = " + ".join(f"coalesce({part}.change, 0)" for part in ("f", "p"))
    income_after = f"{_named(after, card.income_per_head, 'a')} + (({monthly}) // b.members)"
    engine.execute(
        f"CREATE OR REPLACE TABLE effects AS SELECT b.family, b.members, {_named(before, card.region, 'b')} AS region,"
        f" {_named(before, card.family_type, 'b')} AS family_type, {change} AS change, {monthly} AS monthly,"
        " coalesce(f.is_unknown, FALSE) OR coalesce(p.is_unknown, FALSE) AS is_unknown,"
        f" {_named(before, card.income_per_head, 'b')} AS income_before, {income_after} AS income_after,"
        f" {_named(before, card.poverty_line, 'b')} AS line_before,"
        f" {_named(after, card.poverty_line, 'a')} AS line_after"
        " FROM before_families AS b JOIN after_families AS a ON a.family = b.family"
        f" LEFT JOIN ({totals[0]}) AS f ON f.family = b.family LEFT JOIN ({totals[1]}) AS p ON p.family = b.family"
    )
    engine.execute("ALTER TABLE effects ADD COLUMN decile INTEGER")
    bounds = ", ".join(f"{n / TENTHS}" for n in range(1, TENTHS))
    engine.execute(
        "UPDATE effects SET decile = 1 + len(list_filter("
        f"(SELECT quantile_disc(income_before, [{bounds}]) FROM effects), x -> x < income_before))"
        " WHERE income_before IS NOT NULL"
    )


def _named(side: Side, name: str, alias: str) -> str:
    return f'{alias}."{name}"' if name in side.outputs else "NULL"


def _totals(table: str, names: list[str], *, before: Side, after: Side) -> str:
    """Return SQL for what each family gains by some benefits in all and a month, and whether one of them is unknown."""
    key = "person" if table == "people" else "family"
    changes, monthly, unknown = ["0"], ["0"], ["FALSE"]
    for name in names:
        old = f'b."{name}"' if name in before.outputs else "0"
        changes.append(f'coalesce(a."{name}" - {old}, 0)')
        unknown.append(f'a."{name}" IS NULL OR {old} IS NULL')
        if after.outputs[name].unit.endswith(MONTHLY):
            monthly.append(changes[-1])
    return (
        f"SELECT b.family, sum({' + '.join(changes)})::BIGINT AS change, sum({' + '.join(monthly)})::BIGINT AS monthly,"
        f" bool_or({' OR '.join(unknown)}) AS is_unknown"
        f" FROM before_{table} AS b JOIN after_{table} AS a ON a.{key} = b.{key} GROUP BY b.family"
    )


def _groups(engine: duckdb.DuckDBPyConnection, column: str) -> tuple[GroupEffect, ...]:
    rows = engine.execute(
        f"SELECT {column}::VARCHAR, count(*), count(*) FILTER (change > 0), count(*) FILTER (change < 0),"
        f" coalesce(sum(monthly), 0) FROM effects GROUP BY {column} ORDER BY {column}"
    ).fetchall()
    return tuple(
        GroupEffect(group=group or "", families=families, gaining=gaining, losing=losing, change=int(change))
        for group, families, gaining, losing, change in rows
    )


def _poverty(engine: duckdb.DuckDBPyConnection, income: str, line: str) -> Poverty:
    """Return how many people are poor and how far below the line, of those whose income and line are known."""
    [(people, poor, gap)] = engine.execute(
        f"SELECT coalesce(sum(members), 0), coalesce(sum(members) FILTER ({income} < {line}), 0),"
        f" sum(members * greatest({line} - {income}, 0) * 10000.0 / {line}) / nullif(sum(members), 0)"
        f" FROM effects WHERE {income} IS NOT NULL AND {line} > 0"
    ).fetchall()
    return Poverty(people=int(people), poor=int(poor), gap_bp=round(gap or 0))


def _payers(benefits: list[BenefitEffect]) -> Iterable[PayerEffect]:
    """Yield what each payer pays in each rhythm."""
    sums: dict[tuple[str, str], tuple[int, int]] = {}
    for each in benefits:
        if each.cost is not None:
            before, after = sums.get((each.payer, each.paid), (0, 0))
            sums[each.payer, each.paid] = before + each.cost.before, after + each.cost.after
    for (payer, paid), (before, after) in sorted(sums.items()):
        yield PayerEffect(payer=payer, paid=paid, cost=Sums(before=before, after=after))
