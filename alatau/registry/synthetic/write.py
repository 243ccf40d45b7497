"""Write the sheets of a group of chunks as Parquet: the same sheets always give the same bytes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from alatau.core.faults import declare_points, reach
from alatau.registry.synthetic.families import draw_people

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from alatau.registry.synthetic.values import Chunk, Sheet, SyntheticNation

#: What is true and in no register; nothing here is ever ingested.
TRUTH = "_truth"
#: One file for each finished group, with the rows that it brought.
DONE = "_parts"
UNFINISHED = ".unfinished"
COMPRESSION, LEVEL = "zstd", 1

declare_points("registry.city.files_in_place", "registry.city.group_done")


class GroupWriter:
    """Files of one group of chunks, one for each register, put in place together when all are whole."""

    def __init__(self, folder: Path, number: int) -> None:
        self._folder, self._name = folder, f"part-{number + 1:05d}"
        self._writers: dict[Path, pq.ParquetWriter] = {}
        self.rows: dict[str, int] = {}

    def write(self, sheet: Sheet) -> None:
        """Add the rows of a sheet."""
        key = f"{TRUTH}/{sheet.register}" if sheet.is_truth else sheet.register
        self.rows[key] = self.rows.get(key, 0) + sheet.rows
        table = pa.table(dict(sheet.columns))
        place = self._folder / key / f"{self._name}.parquet"
        if place not in self._writers:
            place.parent.mkdir(parents=True, exist_ok=True)
            self._writers[place] = pq.ParquetWriter(
                place.with_suffix(UNFINISHED),
                table.schema,
                compression=COMPRESSION,
                compression_level=LEVEL,
                # Texts are texts for every reader, however they were put together here.
                store_schema=False,
            )
        self._writers[place].write_table(table)

    def finish(self) -> Mapping[str, int]:
        """Put the files in place and say that the group is done; return the rows of each register."""
        for place, writer in self._writers.items():
            writer.close()
            place.with_suffix(UNFINISHED).replace(place)
        reach("registry.city.files_in_place")
        done = self._folder / DONE / f"{self._name}.json"
        done.parent.mkdir(parents=True, exist_ok=True)
        unfinished = done.with_suffix(UNFINISHED)
        unfinished.write_text(json.dumps(self.rows, sort_keys=True), encoding="utf-8")
        unfinished.replace(done)
        reach("registry.city.group_done")
        return self.rows


def write_group(nation: SyntheticNation, chunks: Sequence[Chunk], *, folder: Path, number: int) -> Mapping[str, int]:
    """Draw the chunks of a group and write them; return the rows of each register."""
    writer = GroupWriter(folder, number)
    for chunk in chunks:
        for sheet in nation.draw_chunk(chunk, draw_people(chunk, nation.demography)):
            writer.write(sheet)
    return writer.finish()


def read_done(folder: Path) -> dict[int, dict[str, int]]:
    """Return the rows that each finished group brought, by its number."""
    return {
        int(place.stem.removeprefix("part-")) - 1: json.loads(place.read_text(encoding="utf-8"))
        for place in sorted((folder / DONE).glob("part-*.json"))
    }
