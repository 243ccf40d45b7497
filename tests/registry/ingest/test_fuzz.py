"""Whatever bytes come, a source is refused in a sentence or becomes rows and faults; nothing else happens."""

from __future__ import annotations

import io
import json
import zipfile

import duckdb
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from alatau.registry.errors import SourceUnreadableError
from alatau.registry.ingest.convert.numbers import Numbers
from alatau.registry.ingest.convert.rows import Conversion
from alatau.registry.ingest.ingest import refusing_damage
from alatau.registry.ingest.sources.open import stage_source
from alatau.registry.values import ColumnType
from tests.registry.ingest.books import write_book
from tests.registry.ingest.stage import COLUMNS, DAY, ROW, row, wages

ROWS = [ROW, row(document="Құжат"), row(document="D-2", amount="")]
HEADER = (",".join(COLUMNS) + "\n").encode()
fuzzed = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


def _survives(path, data):
    """Read the bytes as a file of that name, and convert what it holds: no error but a refusal may come of it."""
    path.write_bytes(data)
    folder = path.parent / "scratch"
    folder.mkdir(exist_ok=True)
    try:
        staged = stage_source(str(path), wages(), folder=folder, progress=lambda _share: None)
        with refusing_damage(staged), duckdb.connect(config={"threads": 1, "memory_limit": "300MB"}) as engine:
            engine.execute(
                "CREATE TABLE nobody (raw VARCHAR, person UUID, slot INTEGER, number VARCHAR, organisation VARCHAR, "
                "is_faulty BOOLEAN)"
            )
            numbers = Numbers({ColumnType.PERSON_NUMBER: "nobody"})
            conversion = Conversion(register=wages(), staged=staged, numbers=numbers, as_of=DAY)
            found = engine.execute(f"SELECT count(*) FROM ({conversion.rows_sql()})").fetchall()
            faults = f"SELECT line FROM ({conversion.rows_sql()}) WHERE _is_faulty"
            lines = engine.execute(f"SELECT count(DISTINCT line) FROM ({conversion.faults_sql(faults)})").fetchall()
    except SourceUnreadableError:
        return
    assert found == [(staged.rows,)]
    assert lines[0][0] <= staged.rows


def _damage(data, place, size, new):
    start = place % (len(data) + 1)
    return data[:start] + new + data[start + size :]


def _good(kind, folder):
    records = [dict(zip(COLUMNS, each, strict=True)) for each in ROWS]
    if kind == "csv":
        return HEADER + "\n".join(",".join(each) for each in ROWS).encode()
    if kind == "jsonl":
        return "\n".join(json.dumps(record, ensure_ascii=False) for record in records).encode()
    if kind == "parquet":
        stream = io.BytesIO()
        parquet.write_table(pa.Table.from_pylist(records), stream, compression="snappy")
        return stream.getvalue()
    write_book(folder / "good.xlsx", [COLUMNS, *ROWS])
    return (folder / "good.xlsx").read_bytes()


@fuzzed
@given(data=st.binary(max_size=400), kind=st.sampled_from(["csv", "jsonl", "parquet", "xlsx", "bin"]))
@example(data=b"\x00" * 100, kind="csv")
@example(data=b"PAR1PAR1PAR1", kind="parquet")
@example(data=b"PK\x03\x04", kind="xlsx")
@example(data=b"\xd0\xcf\x11\xe0" + b"\x00" * 600, kind="xls")
def test_byte_soup_is_refused_in_a_sentence(tmp_path, data, kind):
    _survives(tmp_path / f"w.{kind}", data)


@fuzzed
@given(data=st.binary(max_size=400))
@example(data=b'"' + b"\n" * 50)
@example(data=b",,,,,,\n" * 20)
@example(data=b"\x00,\x00,\x00,\x00,\x00,\x00,\x00\n")
@example(data="\u0000,é,2026-13,9e99,иә,\u202e,32.13.2026\n".encode())
def test_anything_below_a_good_header_is_rows_faults_or_a_refusal(tmp_path, data):
    _survives(tmp_path / "w.csv", HEADER + data)


values = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20), st.lists(st.integers(), max_size=2)
)


@settings(fuzzed, max_examples=15)
@given(records=st.lists(st.fixed_dictionaries(dict.fromkeys(COLUMNS, values)), min_size=1, max_size=5))
def test_any_json_value_is_a_row_or_a_fault(tmp_path, records):
    _survives(tmp_path / "w.jsonl", "\n".join(json.dumps(each) for each in records).encode())


@fuzzed
@given(
    kind=st.sampled_from(["csv", "jsonl", "parquet"]),
    place=st.integers(0, 5_000),
    size=st.integers(0, 30),
    new=st.binary(max_size=30),
)
def test_file_damaged_anywhere_is_rows_faults_or_a_refusal(tmp_path, kind, place, size, new):
    _survives(tmp_path / f"w.{kind}", _damage(_good(kind, tmp_path), place, size, new))


@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 5_000), size=st.integers(0, 30), new=st.binary(max_size=30))
def test_workbook_damaged_anywhere_is_rows_or_a_refusal(tmp_path, place, size, new):
    _survives(tmp_path / "w.xlsx", _damage(_good("xlsx", tmp_path), place, size, new))


@pytest.mark.parametrize("entity", ["<!ENTITY a SYSTEM 'file:///etc/passwd'>", "<!ENTITY a 'xxxxxxxxxx'>"])
def test_workbook_that_plays_with_entities_is_read_without_them(tmp_path, entity):
    write_book(tmp_path / "w.xlsx", [COLUMNS, ROW])
    with zipfile.ZipFile(tmp_path / "w.xlsx") as book:
        parts = {name: book.read(name) for name in book.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].replace(b">D-1<", b">&a;<")
    parts["xl/worksheets/sheet1.xml"] = f"<!DOCTYPE x [{entity}]>".encode() + sheet
    with zipfile.ZipFile(tmp_path / "w.xlsx", "w") as book:
        for name, data in parts.items():
            book.writestr(name, data)
    _survives(tmp_path / "w.xlsx", (tmp_path / "w.xlsx").read_bytes())


def test_mistake_of_ours_is_not_called_damage_of_the_file(tmp_path):
    (tmp_path / "w.parquet").write_bytes(_good("parquet", tmp_path))
    staged = stage_source(str(tmp_path / "w.parquet"), wages(), folder=tmp_path, progress=lambda _share: None)
    with pytest.raises(duckdb.BinderException), refusing_damage(staged), duckdb.connect() as engine:
        engine.execute("SELECT nothing")
