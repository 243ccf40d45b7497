"""Spark gives what DuckDB gives, value for value, for families that go every way of every rule."""

from __future__ import annotations

import pytest

from alatau.rules.evaluate import connect, lay_out, plan_cases
from alatau.rules.plan import MEASURES, columns_of
from tests.rules.whole_law import STEP, cases_of_steps, law_of_steps

pytestmark = pytest.mark.spark
#: Of all cases each so many: Spark takes its time for a plan, and little for another family.
EACH = 3
SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.shuffle.partitions": "2",
    "spark.driver.memory": "2g",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
}


@pytest.fixture(scope="module")
def spark():
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2]").appName("rules")
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    yield session
    session.stop()


class BothEngines:
    """The same tables on both engines."""

    def __init__(self, spark, duck, folder):
        self.spark, self.duck, self.folder = spark, duck, folder

    def hand_over(self, table, ids):
        """Give a table of DuckDB to Spark; ids travel as text."""
        texts = ", ".join(f"{name}::VARCHAR AS {name}" for name in ids)
        path = self.folder / f"{table}.parquet"
        self.duck.execute(f"COPY (SELECT * REPLACE ({texts}) FROM \"{table}\") TO '{path}' (FORMAT parquet)")
        self.spark.read.parquet(str(path)).createOrReplaceTempView(table)

    def differences(self, outputs, table, key):
        """Return where the two give something else."""
        names = [name for name, _type in columns_of(outputs)]
        listed = ", ".join(f'"{name}"' for name in names)
        rows = self.duck.execute(f'SELECT {key}::VARCHAR, {listed} FROM "{table}"').fetchall()
        known = {row[0]: row[1:] for row in rows}
        found = self.spark.table(table).select(key, *names).collect()
        assert len(found) == len(known)
        return [
            (name, theirs, ours)
            for row in found
            for name, theirs, ours in zip(names, row[1:], known[row[0]], strict=True)
            if theirs != ours
        ]


def test_spark_gives_every_value_that_duckdb_gives(spark, tmp_path):
    facts = [case.facts for case in cases_of_steps()[::EACH]]
    law = law_of_steps()
    want = [name for name in law.rules if name.endswith(STEP)]
    part, ours = plan_cases(law, facts, want=want)
    _part, theirs = plan_cases(law, facts, want=want, dialect="spark")
    with connect() as duck:
        both = BothEngines(spark, duck, tmp_path)
        lay_out(duck, part, ours, facts, none={})
        tables = [MEASURES, *(relation.key for relation in ours.relations)]
        both.hand_over(MEASURES, ["person", "family"])
        for table in tables[1:]:
            both.hand_over(table, ["person", "family", "other"])
        for our, their in zip(ours.phases, theirs.phases, strict=True):
            duck.execute(f'CREATE TEMP TABLE "{our.name}" AS {our.sql({name: _quoted(name) for name in tables})}')
            table = spark.sql(their.sql({name: f"`{name}`" for name in tables})).cache()
            table.createOrReplaceTempView(our.name)
            assert both.differences(our.outputs, our.name, our.level)[:5] == []
            tables.append(our.name)


def test_spark_measures_rows_as_duckdb_does(spark, tmp_path):
    from alatau.registry.lake.layout import Part
    from alatau.registry.lake.schema import part_fields
    from alatau.rules.bind import bindings_of
    from alatau.rules.compile import compile_law
    from alatau.rules.evaluate import lay_out_rows
    from alatau.rules.sql.dialects import DIALECTS
    from tests.rules.whole_law import explored, law_in_force

    law = law_in_force()
    people: dict[str, list[dict[str, object]]] = {}
    for each in explored():
        if each.rows and not {"seen_at"} & {source.name for source in each.rule.inputs}:
            people.setdefault(each.rule.version.register, []).extend(each.rows[:4])
    plans = {}
    for dialect in ("duckdb", "spark"):
        names = [rule.name for rule in law.rules.values() if rule.version.kind == "measure"]
        plan = compile_law(law, DIALECTS[dialect], want=names)
        plans[dialect] = plan.bound(bindings_of(law, plan.tokens()), day=law.day)
    with connect() as duck:
        both = BothEngines(spark, duck, tmp_path)
        for our, their in zip(plans["duckdb"].registers, plans["spark"].registers, strict=True):
            types = {field.name: field.type for field in part_fields(law.sources.registers[our.key], Part.ROWS)}
            ids = ["person", *(name for name in our.columns if types[name] == "UUID")]
            lay_out_rows(duck, law, our, people.get(our.key, []), table="rows_of_people")
            both.hand_over("rows_of_people", ids)
            duck.execute(f"CREATE OR REPLACE TEMP TABLE measured AS {our.sql('rows_of_people')}")
            spark.sql(their.sql("`rows_of_people`")).createOrReplaceTempView("measured")
            assert (our.key, both.differences(our.outputs, "measured", "person")[:5]) == (our.key, [])
            duck.execute("DROP TABLE rows_of_people")
            (tmp_path / "rows_of_people.parquet").unlink()


def _quoted(name):
    return f'"{name}"'
