"""Take the files of an invented nation through the same door as real ones, people first."""

from __future__ import annotations

import shutil
from datetime import date
from typing import TYPE_CHECKING

from alatau.registry.declare import list_registers
from alatau.registry.ingest.ingest import ingest_source
from alatau.registry.ingest.known import keeping_numbers
from alatau.registry.lake.batch import many_loads
from alatau.registry.lake.buckets import buckets_for, open_lake
from alatau.registry.synthetic.build import is_complete
from alatau.registry.synthetic.errors import CityNotBuiltError
from alatau.registry.synthetic.marks import mark_ingested

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from alatau.core.values import Actor, Moment
    from alatau.registry.ingest.values import LoadReport
    from alatau.registry.synthetic.build import BuiltFiles
    from alatau.registry.values import Register


def ingest_city(
    built: BuiltFiles,
    *,
    by: Actor,
    at: Callable[[], Moment],
    started: Callable[[Register], None] = lambda _: None,
    registers: Sequence[Register] | None = None,
    is_removing: bool = False,
) -> Iterator[LoadReport]:
    """Ingest every register of a finished city; one that was ingested before changes nothing.

    Args:
        built: the files.
        by: who is responsible, kept in the journal.
        at: the moment, asked anew for each register.
        started: told which register comes next.
        registers: only these, in this order; all of them without.
        is_removing: remove the files of each register once the lake holds its rows, so that a nation needs its disk
            once; then it cannot be compared with published figures any more.

    Raises:
        CityNotBuiltError: not all files are there; nothing is ingested.
    """
    if not is_complete(built.folder):
        raise CityNotBuiltError(folder=built.folder)
    # Nothing of our own is refused below this line.
    as_of = date.fromisoformat(built.plan.as_of)
    open_lake(at=at(), buckets=buckets_for(built.plan.people))
    with many_loads(), keeping_numbers() as known:
        for register in registers or order_registers():
            folder = built.folder / register.key
            if folder.is_dir():
                started(register)
                yield ingest_source(register, str(folder), as_of=as_of, by=by, at=at(), known=known)
                if is_removing:
                    shutil.rmtree(folder)
    if registers is None:
        mark_ingested(built.folder)


def order_registers() -> tuple[Register, ...]:
    """Return the registers in the order in which they are ingested: those that make people known come first."""
    return tuple(sorted(list_registers(), key=lambda register: (register.declares != "person", register.code)))
