"""The process that reads a workbook: within limits of the kernel, it writes the first sheet as CSV and ends.

It loads nothing of the city. Each row begins with its number; a row without any value is left out.
"""

from __future__ import annotations

import csv
import json
import resource
import sys
from datetime import date, datetime
from pathlib import Path

import python_calamine

MEMORY = 2 << 30


def main(workbook: str, texts: str, limits: str) -> None:
    """Write the first sheet of a workbook as CSV."""
    given = json.loads(limits)
    for what, limit in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, given["seconds"]),
        (resource.RLIMIT_FSIZE, given["bytes"]),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (limit, limit))
    sheet = python_calamine.CalamineWorkbook.from_path(workbook).get_sheet_by_index(0)
    first = (sheet.start or (0, 0))[0] + 1
    with Path(texts).open("w", encoding="utf-8", newline="") as stream:
        out = csv.writer(stream, lineterminator="\n")
        for line, row in enumerate(sheet.iter_rows(), start=first):
            values = [say_cell(value) for value in row]
            if any(values):
                out.writerow([line, *values])


def say_cell(value: object) -> str:
    """Return a cell as the text that a CSV would hold."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    if isinstance(value, datetime):
        is_day = (value.hour, value.minute, value.second) == (0, 0, 0)
        return value.date().isoformat() if is_day else value.isoformat(sep=" ", timespec="seconds")
    return value.isoformat() if isinstance(value, date) else str(value)


if __name__ == "__main__":
    main(*sys.argv[1:])
