"""Where cards lie: a folder for each run, which only the worker's user may read."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from django.conf import settings

from alatau.registry.lake.layout import slot_sql

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from alatau.family.values import RunId

#: Bits of a slot beyond those that choose the bucket.
_SHIFT = 8


def cards_folder() -> Path:
    """Return the folder of all runs."""
    folder: Path = settings.ALATAU_HOME / "cards"
    return folder


def run_folder(run_id: RunId) -> Path:
    """Return the folder of one run."""
    return cards_folder() / str(run_id)


def scratch_folder(run_id: RunId) -> Path:
    """Return where a run keeps what only its own later steps read."""
    return run_folder(run_id) / ".scratch"


def rows_folder(run_id: RunId, plan: int) -> Path:
    """Return where rows lie that were regrouped for one plan of a register, by the bucket of their person."""
    return scratch_folder(run_id) / f"rows-{plan}"


def asked_folder(run_id: RunId) -> Path:
    """Return where it lies who asks for whose values, by the bucket of the one who is asked."""
    return scratch_folder(run_id) / "asked"


def measures_folder(run_id: RunId) -> Path:
    """Return where measures lie: by the bucket of the person, and in it by that of the family."""
    return run_folder(run_id) / "measures"


def pairs_folder(run_id: RunId) -> Path:
    """Return where the values of others lie, as measures do; the family's bucket is that of the one who asks."""
    return run_folder(run_id) / "pairs"


def card_folder(run_id: RunId, bucket: int) -> Path:
    """Return where the people and families of a bucket of families lie."""
    return run_folder(run_id) / f"bucket={bucket}"


def list_parts(folder: Path, bucket: int) -> list[Path]:
    """Return the files of a bucket that the steps over other buckets have written."""
    return sorted(folder.glob(f"from=*/bucket={bucket}/*.parquet"))


def read_parquet(files: Sequence[Path]) -> str:
    """Return the table function that reads files of one shape."""
    paths = ", ".join("'" + str(path).replace("'", "''") + "'" for path in files)
    return f"read_parquet([{paths}], hive_partitioning = false)"


def make_draft(folder: Path) -> Path:
    """Return an empty folder beside the one that a step is about to write."""
    draft = folder.with_name(f".{folder.name}.draft")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700, parents=True)
    return draft


def put_in_place(draft: Path, folder: Path) -> None:
    """Let the draft take its place; what a killed attempt left there goes."""
    shutil.rmtree(folder, ignore_errors=True)
    draft.rename(folder)


def bucket_of(column: str, buckets: int) -> str:
    """Return SQL for the bucket of a person's or a family's id, never that of nobody."""
    return f"(({slot_sql(person=column)} >> {_SHIFT}) % {buckets})"
