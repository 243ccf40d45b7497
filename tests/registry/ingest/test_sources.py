"""Sources of every kind give the same rows with their lines; what cannot be read is refused whole, with the place."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from datetime import date

import duckdb
import pyarrow as pa
import pytest
from django.utils import translation
from pyarrow import parquet

from alatau.core.content import content
from alatau.registry.errors import SourceProblem, SourceUnreadableError
from alatau.registry.ingest.convert.rows import staged_sql
from alatau.registry.ingest.sources import delimited, excel_files, parquet_files
from alatau.registry.ingest.sources.open import stage_source
from alatau.registry.values import ColumnType
from tests.registry.ingest.books import write_book
from tests.registry.ingest.stage import COLUMNS, ROW, column, row, wages, write_csv

ROWS = [ROW, row(document="Қағаз\nекі", kind=""), row(document='a "b"; c', amount="5")]
LINES = {"csv": [2, 3, 4], "jsonl": [1, 2, 3], "parquet": [1, 2, 3], "xlsx": [2, 3, 4]}


def _stage(path, register=None):
    folder = path.parent / "scratch"
    folder.mkdir(exist_ok=True, parents=True)
    return stage_source(str(path), register or wages(), folder=folder, progress=lambda _share: None)


def _read(staged):
    """Return the staged rows as texts by line."""
    names = ", ".join(f'"{staged.columns[name].name}"::VARCHAR AS {name}' for name in COLUMNS)
    return duckdb.sql(f"SELECT line, {names} FROM ({staged_sql(staged)}) ORDER BY line").fetchall()


def _refused(path, data):
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    with pytest.raises(SourceUnreadableError) as refused:
        _stage(path)
    for language in content().languages:
        with translation.override(language.code):
            assert "%(" not in refused.value.sentence()
    return refused.value


def _write(path, kind):
    records = [{name: value or None for name, value in zip(COLUMNS, each, strict=True)} for each in ROWS]
    if kind == "csv":
        write_csv(path, ROWS)
    elif kind == "jsonl":
        path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), encoding="utf-8")
    elif kind == "parquet":
        parquet.write_table(pa.Table.from_pylist(records), path)
    else:
        write_book(path, [COLUMNS, *ROWS])


@pytest.mark.parametrize("kind", ["csv", "jsonl", "parquet", "xlsx"])
def test_every_kind_of_file_gives_the_same_rows_with_their_lines(tmp_path, kind):
    _write(tmp_path / f"w.{kind}", kind)
    staged = _stage(tmp_path / f"w.{kind}")
    expected = [(line, *(value or None for value in each)) for line, each in zip(LINES[kind], ROWS, strict=True)]
    assert _read(staged) == expected
    assert staged.rows == 3


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiter_is_the_one_that_gives_the_columns(tmp_path, delimiter):
    lines = [delimiter.join(COLUMNS), delimiter.join(ROW)]
    (tmp_path / "w.csv").write_text("\ufeff" + "\r\n".join(lines), encoding="utf-8")
    assert _read(_stage(tmp_path / "w.csv")) == [(2, *ROW)]


def test_windows_1251_is_read_as_it_was_meant(tmp_path):
    data = ",".join(COLUMNS) + "\n" + ",".join(row(document="Справка № 5 – да")) + "\n"
    (tmp_path / "w.csv").write_bytes(data.encode("cp1251"))
    assert _read(_stage(tmp_path / "w.csv"))[0][2] == "Справка № 5 – да"


def test_owner_may_call_columns_by_label_alias_or_name_in_any_order(tmp_path):
    titles = {"firm_number": "BIN ", "paid_on": "Paid On"}
    header = [titles.get(name, name.upper()) for name in reversed(COLUMNS)]
    write_csv(tmp_path / "w.csv", [ROW[::-1]], header=header)
    assert _read(_stage(tmp_path / "w.csv")) == [(2, *ROW)]


def test_parts_of_a_folder_are_one_source_in_the_order_of_their_names(tmp_path):
    folder = tmp_path / "wages"
    folder.mkdir()
    for place in (2, 1):
        records = [dict(zip(COLUMNS, row(document=f"D-{place}{n}"), strict=True)) for n in range(2)]
        parquet.write_table(pa.Table.from_pylist(records), folder / f"part-{place}.parquet")
    assert [(line, document) for line, _number, document, *_rest in _read(_stage(folder))] == [
        (1, "D-10"),
        (2, "D-11"),
        (3, "D-20"),
        (4, "D-21"),
    ]


def test_line_with_other_fields_is_set_aside_and_counted(tmp_path):
    rows = [ROW, ("1", "2"), row(document="D-2"), (*ROW, "more"), row(document="D-3")]
    write_csv(tmp_path / "w.csv", rows)
    staged = _stage(tmp_path / "w.csv")
    assert [line for line, *_rest in _read(staged)] == [2, 4, 6]
    assert [bad.line for bad in staged.bad_lines] == [3, 5]


def test_empty_lines_are_no_rows_and_keep_the_count(tmp_path):
    (tmp_path / "w.csv").write_text(f"{HEADER}\n\n{','.join(ROW)}\n,,,,,,\n{','.join(ROW)}\n\n\n", encoding="utf-8")
    assert [line for line, *_rest in _read(_stage(tmp_path / "w.csv"))] == [3, 5]


HEADER = ",".join(COLUMNS)
GOOD = HEADER + "\n" + ",".join(ROW) + "\n"


@pytest.mark.parametrize(
    ("data", "problem", "facts"),
    [
        ("", SourceProblem.EMPTY, {}),
        (HEADER + "\n", SourceProblem.EMPTY, {}),
        (GOOD.replace("document", "documnet", 1), SourceProblem.COLUMN_UNKNOWN, {"nearest": "document"}),
        (GOOD.replace("kind,", "", 1), SourceProblem.COLUMN_MISSING, {"column": "kind"}),
        (GOOD.replace("kind", "amount", 1), SourceProblem.COLUMN_TWICE, {"column": "amount"}),
        (GOOD + "900101,D-2", SourceProblem.TRUNCATED, {"byte": len(GOOD) + 10}),
        (GOOD + '"900101,D-2\n' * 3, SourceProblem.TRUNCATED, {}),
        (GOOD.encode("utf-16"), SourceProblem.ENCODING, {"found": "UTF-16"}),
        (("Қ" + GOOD).encode() + b"\xff", SourceProblem.DAMAGED_TEXT, {"byte": len(GOOD) + 2}),
        (GOOD.encode() + b"\x98\xff", SourceProblem.DAMAGED_TEXT, {"byte": len(GOOD)}),
        (b"PAR1" + GOOD.encode(), SourceProblem.KIND, {"claimed": "CSV", "found": "Parquet"}),
        (b"PK\x03\x04" + GOOD.encode(), SourceProblem.KIND, {"claimed": "CSV", "found": "Excel"}),
        (b"\x1f\x8b" + GOOD.encode(), SourceProblem.COMPRESSED, {}),
        (HEADER + "\n" + "x\n" * 30, SourceProblem.FIELD_COUNTS, {"line": 2}),
        (GOOD + "x" * (3 * delimited.BLOCK), SourceProblem.LINE_TOO_LARGE, {}),
        ("a,b,c\n1,2,3\n", SourceProblem.COLUMN_UNKNOWN, {"column": "a"}),
    ],
)
def test_csv_that_is_none_of_the_registers_is_refused_with_the_place(tmp_path, data, problem, facts):
    refusal = _refused(tmp_path / "w.csv", data)
    assert refusal.problem is problem
    assert {key: refusal.facts[key] for key in facts} == facts


OBJECT = json.dumps(dict(zip(COLUMNS, ROW, strict=True)))


@pytest.mark.parametrize(
    ("data", "problem", "facts"),
    [
        (OBJECT + "\n{broken\n" + OBJECT, SourceProblem.DAMAGED, {"byte": len(OBJECT) + 2}),
        (OBJECT + "\n" + OBJECT[:40], SourceProblem.TRUNCATED, {"byte": len(OBJECT) + 41}),
        (OBJECT + "\n[1]\n", SourceProblem.DAMAGED, {"byte": len(OBJECT) + 1}),
        (OBJECT.replace("kind", "kin"), SourceProblem.COLUMN_UNKNOWN, {"column": "kin", "nearest": "kind"}),
        ("{}\n", SourceProblem.COLUMN_MISSING, {"column": "number"}),
        ("[" + OBJECT + "]", SourceProblem.KIND, {"found": "CSV"}),
        ("{" * 100_000, SourceProblem.TRUNCATED, {}),
    ],
)
def test_json_that_is_no_objects_of_the_register_is_refused_with_the_place(tmp_path, data, problem, facts):
    refusal = _refused(tmp_path / "w.jsonl", data)
    assert refusal.problem is problem
    assert {key: refusal.facts[key] for key in facts} == facts


def _parquet(**changes):
    columns = {name: [value] for name, value in zip(COLUMNS, ROW, strict=True)} | changes
    stream = io.BytesIO()
    parquet.write_table(pa.table(columns), stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "problem", "facts"),
    [
        (_parquet()[:-20], SourceProblem.TRUNCATED, {"byte": len(_parquet()) - 20}),
        (b"PAR1" + b"x" * 30 + b"PAR1", SourceProblem.DAMAGED_FILE, {}),
        (_parquet(amount=[1.5]), SourceProblem.COLUMN_TYPE, {"column": "amount", "found": "double"}),
        (_parquet(number=[900101]), SourceProblem.COLUMN_TYPE, {"column": "number", "found": "int64"}),
        (_parquet(kind=[["main"]]), SourceProblem.COLUMN_TYPE, {"column": "kind"}),
        (_parquet(**{name: pa.array([], pa.string()) for name in COLUMNS}), SourceProblem.EMPTY, {}),
    ],
)
def test_parquet_that_cannot_hold_the_register_is_refused(tmp_path, data, problem, facts):
    refusal = _refused(tmp_path / "w.parquet", data)
    assert refusal.problem is problem
    assert {key: refusal.facts[key] for key in facts} == facts


def test_parquet_that_packs_endless_rows_into_few_bytes_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(parquet_files, "MANY_ROWS", 1_000)
    rows = 200_000
    table = pa.table({name: pa.array(["a"] * rows) for name in COLUMNS})
    parquet.write_table(table, tmp_path / "w.parquet", row_group_size=rows, compression="zstd", write_statistics=False)
    with pytest.raises(SourceUnreadableError, match="damaged"):
        _stage(tmp_path / "w.parquet")


def test_parts_with_other_columns_are_refused_by_name(tmp_path):
    (tmp_path / "a.parquet").write_bytes(_parquet())
    (tmp_path / "b.parquet").write_bytes(_parquet(kind=[date(2026, 1, 1)]))
    with pytest.raises(SourceUnreadableError, match=r"b\.parquet"):
        _stage(tmp_path)


def test_workbook_that_unpacks_without_end_is_refused_before_it_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(excel_files, "UNPACKED_MAX", 1 << 20)
    with zipfile.ZipFile(tmp_path / "w.xlsx", "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/worksheets/sheet1.xml", b"0" * (2 << 20))
    with pytest.raises(SourceUnreadableError, match="larger than 1 MB"):
        _stage(tmp_path / "w.xlsx")


def test_workbook_whose_parts_lie_about_their_size_is_refused(tmp_path):
    write_book(tmp_path / "w.xlsx", [COLUMNS, ROW])
    data = bytearray((tmp_path / "w.xlsx").read_bytes())
    central = data.rfind(b"PK\x01\x02")
    data[central + 24 : central + 28] = (5).to_bytes(4, "little")
    assert _refused(tmp_path / "w.xlsx", bytes(data)).problem is SourceProblem.DAMAGED_FILE


def test_numbers_and_days_of_a_workbook_come_as_people_write_them(tmp_path):
    register = replace(wages(), columns={name: column(name, ColumnType.TEXT) for name in "abc"})
    write_book(tmp_path / "w.xlsx", [("a", "b", "c"), (5.0, 0.25, True)])
    staged = _stage(tmp_path / "w.xlsx", register)
    assert duckdb.sql(f"SELECT a, b, c FROM ({staged_sql(staged)})").fetchall() == [("5", "0.25", "true")]


@pytest.mark.parametrize("source", ["nothing.csv", "nothing/at/all"])
def test_absent_source_is_refused(tmp_path, source):
    with pytest.raises(SourceUnreadableError, match="nothing to read"):
        _stage(tmp_path / source)
