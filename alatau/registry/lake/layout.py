"""Where the lake keeps what: folders, names of files, and the bucket that a row's subject puts it into."""

from __future__ import annotations

import hashlib
import re
from enum import StrEnum
from typing import TYPE_CHECKING

from django.conf import settings

from alatau.registry.values import ColumnType

if TYPE_CHECKING:
    from pathlib import Path
    from uuid import UUID

    from alatau.registry.values import Register


class Part(StrEnum):
    """What the files of a register hold."""

    ROWS = "rows"  # the facts, with random ids of people
    PRIVATE = "private"  # names, numbers, phones and accounts of the same rows
    MARKS = "marks"  # until when a row was believed
    QUARANTINE = "quarantine"  # rows that broke a check
    NAMED = "named"  # in which rows of others a person is named, by that person


#: Bucket of rows that are nobody's yet, and of the quarantine.
UNLINKED = -1
#: The slot of such a row: rows are sorted by slot, so that a reader skips what it does not look for.
NO_SLOT = -1
DEFAULT_BUCKETS = 4

_FILE = re.compile(r"(?P<compacted>c?)(?P<load>\d+)-\w+\.parquet")


def lake_folder() -> Path:
    """Return the folder that only the worker's user may read."""
    folder: Path = settings.ALATAU_HOME / "lake"
    return folder


def register_folder(register_key: str) -> Path:
    """Return the folder of one register's table."""
    return lake_folder() / register_key


def scratch_folder() -> Path:
    """Return where sorting and joining spill; emptied whenever nobody works there."""
    return lake_folder() / ".scratch"


def view_path(bucket: int) -> Path:
    """Return where the stored views of a bucket lie."""
    return lake_folder() / ".views" / f"bucket={bucket}.parquet"


def part_folder(register_key: str, part: Part, bucket: int) -> Path:
    """Return where the files of one bucket of a part lie."""
    return register_folder(register_key) / f"part={part.value}" / f"bucket={bucket}"


def file_stem(load_number: int, *, is_compacted: bool = False) -> str:
    """Return how the names of a load's files begin; a running number and `.parquet` follow."""
    return f"{'c' if is_compacted else ''}{load_number}-"


def parse_file_name(name: str) -> tuple[int, bool]:
    """Return the number of the load that wrote a file, and whether it gathers rows of many loads."""
    match = _FILE.fullmatch(name)
    assert match, f"{name} is no file of the lake"
    return int(match["load"]), bool(match["compacted"])


def slot_of_person(person_id: UUID) -> int:
    """Return the slot of a person: the first two bytes of the random id."""
    return int.from_bytes(person_id.bytes[:2], "big")


def slot_of_text(number_or_code: str) -> int:
    """Return the slot of an organisation or a place: the first two bytes of the MD5 of its number or code."""
    digest = hashlib.md5(number_or_code.encode(), usedforsecurity=False).digest()
    return int.from_bytes(digest[:2], "big")


def slot_of_subject(subject: UUID | str | None) -> int:
    """Return the slot of a row's subject: a person's id, a number, a code, or nobody yet."""
    if subject is None:
        return NO_SLOT
    return slot_of_text(subject) if isinstance(subject, str) else slot_of_person(subject)


def bucket_of_slot(slot: int, buckets: int) -> int:
    """Return the bucket of a slot: its first byte, shared out evenly."""
    return UNLINKED if slot == NO_SLOT else (slot >> 8) % buckets


def slot_sql(*, person: str = "NULL", text: str = "NULL") -> str:
    """Return SQL for the slot: of the person's id where that is set, else of the text, else that of nobody."""
    from_person = f"('0x' || left(({person})::VARCHAR, 4))::INTEGER"
    from_text = f"('0x' || left(md5({text}), 4))::INTEGER"
    return f"coalesce({from_person}, {from_text}, {NO_SLOT})"


def bucket_sql(slot: str, buckets: int) -> str:
    """Return SQL for the bucket of a slot."""
    return f"CASE WHEN {slot} = {NO_SLOT} THEN {UNLINKED} ELSE ({slot} >> 8) % {buckets} END"


def is_about_people(register: Register) -> bool:
    """Tell whether every subject of the register is a person, so that the column `subject` holds ids."""
    return register.columns[register.subject].type is ColumnType.PERSON_NUMBER
