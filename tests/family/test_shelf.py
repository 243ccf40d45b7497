"""Single rows are found in files of many, reading and keeping little of them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

import duckdb
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from alatau.family.shelf import Shelf

if TYPE_CHECKING:
    from pathlib import Path

COUNT, GROUP = 10_240, 2_048
places = st.sets(st.integers(0, COUNT - 1), max_size=6)


def identify(place: int) -> UUID:
    return UUID(int=place << 100)


def write(path: Path) -> Path:
    """Write rows whose families are in order and whose people are not."""
    families = pa.array([str(identify(place)) for place in range(COUNT)])
    people = pa.array([str(identify(COUNT - place)) for place in range(COUNT)])
    columns = {"family": families, "person": people, "number": pa.array(range(COUNT))}
    engine = duckdb.connect()
    engine.register("rows", pa.table(columns))
    ids = "family::UUID AS family, person::UUID AS person, number"
    engine.execute(f"COPY (SELECT {ids} FROM rows) TO '{path}' (FORMAT parquet, ROW_GROUP_SIZE {GROUP})")
    return path


def test_rows_are_found_by_any_id_wherever_they_lie(tmp_path: Path) -> None:
    path, shelf = write(tmp_path / "rows.parquet"), Shelf()

    @given(wanted=places)
    def find(wanted: set[int]) -> None:
        ids = [identify(place) for place in wanted]
        by_family = shelf.find(path, "family", ids)
        assert [row["number"] for row in by_family] == sorted(wanted)
        assert {row["person"] for row in shelf.find(path, "person", ids)} == {*ids} - {identify(0)}

    find()


def test_only_groups_with_the_ids_are_read_and_only_wanted_columns_told(tmp_path: Path) -> None:
    shelf = Shelf()
    path = write(tmp_path / "rows.parquet")
    assert shelf.find(path, "family", [identify(5_000)], only=["number"]) == [{"number": 5_000}]
    assert [group for _path, group in shelf._groups] == [5_000 // GROUP]


def test_what_was_read_long_ago_goes_where_there_is_no_more_room(tmp_path: Path) -> None:
    path, shelf = write(tmp_path / "rows.parquet"), Shelf(room=200_000)
    for place in range(0, COUNT, GROUP):
        [row] = shelf.find(path, "family", [identify(place)])
        assert row["number"] == place
    assert len(shelf._groups) < COUNT // GROUP
    assert shelf._bytes <= shelf.room
