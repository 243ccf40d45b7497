"""Build the files of an invented nation: group by group, in as many processes as wanted, resumed where it stopped."""

from __future__ import annotations

import json
import multiprocessing
import os
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from alatau.core.leash import follow_parent
from alatau.registry.synthetic.errors import CityFolderError, CityOtherPlanError, CitySizeError
from alatau.registry.synthetic.plan import plan_chunks
from alatau.registry.synthetic.write import read_done, write_group

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from alatau.registry.synthetic.values import Chunk, SyntheticNation

    Progress = Callable[[int, int], None]

PLAN = "_plan.json"
#: Chunks of a group: a file of a register holds so many at most.
GROUP = 8
SMALLEST, LARGEST = 1_000, 20_500_000


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a folder of files was drawn from: the same plan gives the same bytes."""

    people: int
    seed: int
    as_of: str
    #: Dotted name of the module whose `NATION` draws.
    nation: str


@dataclass(frozen=True, kw_only=True)
class BuiltFiles:
    """The files of a nation, all whole."""

    folder: Path
    plan: Plan
    #: Rows of each register; the hidden truth stands under `_truth/`.
    rows: Mapping[str, int]


def load_nation(module: str) -> SyntheticNation:
    """Return what a content package draws its nation with."""
    nation: SyntheticNation = import_module(module).NATION
    return nation


def build_files(plan: Plan, *, into: Path, processes: int = 1, progress: Progress | None = None) -> BuiltFiles:
    """Write the registers of an invented nation, and go on where an earlier run of the same plan stopped.

    Raises:
        CitySizeError, CityOtherPlanError, CityFolderError: in this order; nothing is written.
    """
    if not SMALLEST <= plan.people <= LARGEST:
        raise CitySizeError(smallest=SMALLEST, largest=LARGEST)
    _hold_plan(plan, into)
    # Nothing is refused below this line.
    groups = plan_groups(plan)
    done = read_done(into)
    left = [number for number in range(len(groups)) if number not in done]
    for number, rows in _write_groups(plan, left, into=into, processes=processes):
        done[number] = dict(rows)
        if progress is not None:
            progress(len(done), len(groups))
    return BuiltFiles(folder=into, plan=plan, rows=count_rows(done))


def plan_groups(plan: Plan) -> list[Sequence[Chunk]]:
    """Return the chunks of the plan, those of one file together; as even as two processes like it."""
    from datetime import date

    chunks = plan_chunks(
        load_nation(plan.nation), people=plan.people, seed=plan.seed, as_of=date.fromisoformat(plan.as_of)
    )
    size = max(min(GROUP, len(chunks) // GROUP), 1)
    return [chunks[first : first + size] for first in range(0, len(chunks), size)]


def count_rows(done: Mapping[int, Mapping[str, int]]) -> dict[str, int]:
    """Return the rows of each register over all groups."""
    total: Counter[str] = Counter()
    for rows in done.values():
        total.update(rows)
    return dict(sorted(total.items()))


def read_plan(folder: Path) -> Plan | None:
    """Return what a folder was drawn from; None where nothing was."""
    place = folder / PLAN
    return Plan(**json.loads(place.read_text(encoding="utf-8"))) if place.exists() else None


def is_complete(folder: Path) -> bool:
    """Tell whether every group of the folder's plan is written."""
    plan = read_plan(folder)
    return plan is not None and len(read_done(folder)) == len(plan_groups(plan))


def usual_processes() -> int:
    """Return as many processes as there are cores, two at most: the disk and the memory serve no more."""
    return min(os.cpu_count() or 1, 2)


def _hold_plan(plan: Plan, folder: Path) -> None:
    held = read_plan(folder)
    if held is not None and held != plan:
        raise CityOtherPlanError(people=held.people, seed=held.seed, folder=folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / PLAN).write_text(json.dumps(vars(plan), sort_keys=True), encoding="utf-8")
    except OSError as error:
        raise CityFolderError(folder=folder) from error


def _write_groups(
    plan: Plan, left: list[int], *, into: Path, processes: int
) -> Iterator[tuple[int, Mapping[str, int]]]:
    if processes == 1 or len(left) == 1:
        yield from (write_one(plan, number, into) for number in left)
        return
    # Spawned, not forked: Arrow's threads do not survive a fork.
    with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn"), follow_parent) as pool:
        for finished in as_completed([pool.submit(write_one, plan, number, into) for number in left]):
            yield finished.result()


def write_one(plan: Plan, number: int, into: Path) -> tuple[int, Mapping[str, int]]:
    """Write one group; return its number and its rows. Runs in a process of its own."""
    import pyarrow as pa

    pa.set_cpu_count(1)  # the processes share the cores already
    return number, write_group(load_nation(plan.nation), plan_groups(plan)[number], folder=into, number=number)
