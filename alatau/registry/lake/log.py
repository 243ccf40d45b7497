"""The register's log: which files there are. A load's files come into it together or not at all."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from alatau.registry.lake.layout import Part, parse_file_name, part_folder, register_folder
from alatau.registry.lake.schema import delta_schema

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from pathlib import Path

    from deltalake import DeltaTable
    from deltalake.transaction import AddAction, RemoveAction

    from alatau.registry.values import Register

#: Under this name the log keeps the number of the last load that it took.
APPLICATION = "alatau"
_PARTITIONS = ["part", "bucket"]


@dataclass(frozen=True, kw_only=True)
class NewFile:
    """A file that lies in its place and is in no log yet."""

    part: Part
    bucket: int
    path: Path
    rows: int


@dataclass(frozen=True, kw_only=True)
class LakeFile:
    """A file that the log names."""

    part: Part
    bucket: int
    path: Path
    rows: int
    size: int
    #: The load that wrote it.
    load: int
    #: It gathers rows of many loads, each with the numbers of its own knowledge.
    is_compacted: bool


@dataclass(frozen=True)
class Listing:
    """The files of a register at one version of its log."""

    #: Number of the last load in it.
    reached: int
    files: tuple[LakeFile, ...] = ()

    def of(self, part: Part, buckets: Collection[int] | None = None) -> list[LakeFile]:
        """Return the files of a part, of some buckets when they are named."""
        return [file for file in self._by_part.get(part, ()) if buckets is None or file.bucket in buckets]

    @cached_property
    def loads(self) -> frozenset[int]:
        """Numbers of the loads whose own files are there."""
        return frozenset(file.load for file in self.files if not file.is_compacted)

    def is_ahead_of(self, load: int) -> bool:
        """Tell whether a compaction later than the load has gathered files."""
        return any(file.is_compacted and file.load > load for file in self.files)

    @cached_property
    def _by_part(self) -> dict[Part, list[LakeFile]]:
        files: dict[Part, list[LakeFile]] = {}
        for file in self.files:
            files.setdefault(file.part, []).append(file)
        return files


EMPTY = Listing(reached=0)


def open_log(register_key: str) -> DeltaTable | None:
    """Return the register's log as it is now, or nothing when no load has come that far."""
    from deltalake import DeltaTable
    from deltalake.exceptions import TableNotFoundError

    try:
        return DeltaTable(str(register_folder(register_key)))
    except TableNotFoundError:
        return None


def list_files(register_key: str) -> Listing:
    """Return the files that the register's log names now, those of loads that are not announced included."""
    log = open_log(register_key)
    return EMPTY if log is None else read_listing(log, register_key)


def read_listing(log: DeltaTable, register_key: str) -> Listing:
    """Return the files of an opened log."""
    actions = log.get_add_actions(flatten=True)
    names = ("path", "partition.part", "partition.bucket", "num_records", "size_bytes")
    # Columns that no file has a value for are left out.
    present = [name for name in names if name in actions.schema.names]
    folder = register_folder(register_key)
    rows = (
        zip(*(actions.column(name).to_pylist() for name in present), strict=True) if len(present) == len(names) else ()
    )
    files = tuple(
        _file_of(folder / path, Part(part), bucket=int(bucket), rows=rows, size=size)
        for path, part, bucket, rows, size in rows
    )
    return Listing(reached=reached_load(log), files=files)


def reached_load(log: DeltaTable) -> int:
    """Return the number of the last load that the log took, 0 before the first."""
    return log.transaction_version(APPLICATION) or 0


def commit_to_log(register: Register, *, load: int, added: Sequence[NewFile], removed: Iterable[LakeFile] = ()) -> None:
    """Bring a load's files into the log, and others out of it, in one commit; a repeated call changes nothing."""
    from deltalake import Schema
    from deltalake.transaction import CommitProperties, Transaction

    log = _open_or_make(register)
    if reached_load(log) >= load:
        return
    now = int(time.time() * 1000)
    adds = [_add(file, register.key, now=now) for file in added]
    removes = [_remove(file, register.key, now=now) for file in removed]
    log.create_write_transaction(
        [*adds, *removes],
        mode="append",
        schema=Schema.from_json(log.schema().to_json()),
        partition_by=_PARTITIONS,
        commit_properties=CommitProperties(
            custom_metadata={"load": load}, app_transactions=[Transaction(APPLICATION, load)]
        ),
    )


def _open_or_make(register: Register) -> DeltaTable:
    from deltalake import DeltaTable

    log = open_log(register.key)
    wanted = delta_schema(register)
    if log is None:
        register_folder(register.key).mkdir(mode=0o700, parents=True, exist_ok=True)
        return DeltaTable.create(
            str(register_folder(register.key)), schema=wanted, partition_by=_PARTITIONS, name=register.key
        )
    known = {field.name for field in log.schema().fields}
    grown = [field for field in wanted.fields if field.name not in known]
    if grown:
        log.alter.add_columns(grown)
    return log


def _add(file: NewFile, register_key: str, *, now: int) -> AddAction:
    from deltalake.transaction import AddAction

    stats = json.dumps({"numRecords": file.rows, "minValues": {}, "maxValues": {}, "nullCount": {}})
    size = file.path.stat().st_size
    return AddAction(_relative(file.path, register_key), size, _place(file), now, data_change=True, stats=stats)


def _remove(file: LakeFile, register_key: str, *, now: int) -> RemoveAction:
    from deltalake.transaction import RemoveAction

    path = _relative(file.path, register_key)
    return RemoveAction(path, data_change=True, deletion_timestamp=now, size=file.size, partition_values=_place(file))


def _place(file: NewFile | LakeFile) -> dict[str, str | None]:
    return {"part": file.part.value, "bucket": str(file.bucket)}


def _relative(path: Path, register_key: str) -> str:
    return path.relative_to(register_folder(register_key)).as_posix()


def _file_of(path: Path, part: Part, *, bucket: int, rows: int, size: int) -> LakeFile:
    load, is_compacted = parse_file_name(path.name)
    assert path.parent.name == f"bucket={bucket}"
    return LakeFile(part=part, bucket=bucket, path=path, rows=rows, size=size, load=load, is_compacted=is_compacted)


def find_files_on_disk(register_key: str, load: int) -> list[Path]:
    """Return the files that a load wrote, whether the log names them or not."""
    files = register_folder(register_key).glob("part=*/bucket=*/*.parquet")
    return sorted(path for path in files if parse_file_name(path.name)[0] == load)


def place_of(register_key: str, part: Part, bucket: int) -> Path:
    """Return the folder for new files of a bucket, made if it was missing."""
    folder = part_folder(register_key, part, bucket)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
