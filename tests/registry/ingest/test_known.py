"""Numbers whose holders are known need no question to the database, and many newcomers are registered in parts."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pyarrow as pa
import pytest
from pyarrow import parquet

from alatau.access.numbers import link_numbers
from alatau.access.seal import fingerprint_many
from alatau.core.clock import read_clocks
from alatau.registry.ingest import known as known_numbers
from alatau.registry.ingest.known import KnownNumbers
from alatau.registry.people.newcomers import Newcomers, register_newcomers
from tests.registry.ingest.stage import DAY, NUMBERS, OPERATOR, believed, ingest, known_person, row, write_csv

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("as_worker")
STRANGER = uuid4()


@pytest.fixture
def many_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look among known numbers however few are asked."""
    monkeypatch.setattr(known_numbers, "MANY", 1)


@pytest.mark.usefixtures("many_is_one")
def test_known_numbers_are_taken_and_others_asked(tmp_path: Path) -> None:
    asked = known_person(NUMBERS[1])
    with KnownNumbers(tmp_path / "known", "some") as known:
        known.add([NUMBERS[0]], [STRANGER])
    rows = [row(number=NUMBERS[place], document=f"D-{place}") for place in range(3)]
    report = ingest(write_csv(tmp_path / "w.csv", rows), known=tmp_path / "known")
    assert believed(None, "document", "number") == [("D-0", STRANGER), ("D-1", asked), ("D-2", None)]
    assert report.counts.unlinked == 1


def test_parts_together_register_everybody_once_and_keep_their_numbers(tmp_path: Path) -> None:
    numbers, path, run = sorted(NUMBERS), tmp_path / "newcomers.parquet", uuid4()
    keys = pa.array(fingerprint_many("person", numbers), pa.binary())
    born = pa.array([DAY] * len(numbers))
    parquet.write_table(pa.table({"number": numbers, "born": born, "key": keys}), path)
    rest = {"path": path, "known": tmp_path / "known", "run_id": run, "by": OPERATOR, "at": read_clocks()}
    parts = [Newcomers(part=part, of=3, as_of=DAY, **rest) for part in range(3)]
    assert sum(map(register_newcomers, parts)) == len(numbers)
    kept = parquet.read_table(tmp_path / "known").to_pylist()
    assert {one["raw"]: one["person"] for one in kept} == dict(zip(numbers, link_numbers(numbers, on=DAY), strict=True))
    assert all(one["slot"] == one["person"].int >> 112 for one in kept)
