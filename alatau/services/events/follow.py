"""Follow the journal: rows that came alone become events at once; what needs the lake is left to a job."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.core.jobs import defer
from alatau.registry.lake.arrived import list_arrived
from alatau.registry.lake.registers import find_lake_register
from alatau.registry.values import LoadKind
from alatau.services.events.kinds import triggers_by_register
from alatau.services.events.settle import settle
from alatau.services.events.telling import RowSeen, read_row

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from alatau.core.journal.values import SealedLine
    from alatau.core.values import Actor, Moment
    from alatau.registry.lake.arrived import Arrived
    from alatau.services.events.lives import Settled
    from alatau.services.events.telling import RowNews

LOADED, RECEIVED = "registry.load.announced", "registry.row.received"
#: Loads that may bring what nobody knew. Folded rows are read again: some were folded before they were heard of.
NEWS = frozenset({LoadKind.SOURCE.value, LoadKind.RELEASE.value, LoadKind.INBOX.value})


def follow_rows(lines: Sequence[SealedLine], *, by: Actor, at: Moment) -> Settled:
    """Settle what the rows of these lines tell, in the caller's transaction, and ask for the work that loads bring."""
    triggers = triggers_by_register()
    told = [line for line in lines if str(line.body.get("register")) in triggers]
    arrived = list_arrived([line.id for line in told if line.action == RECEIVED])
    settled = settle([*_read(arrived, at=at)], by=by, at=at)
    for key in dict.fromkeys(each.register_key for each in arrived if not _are_enough(each.register_key)):
        subjects = sorted({each.subject for each in arrived if each.register_key == key})
        defer("services.read_people", register=key, subjects=subjects)
    for line in told:
        if line.action == LOADED and line.body.get("kind") in NEWS and _has_rows(line):
            defer(
                "services.read_load",
                register=line.body["register"],
                load=line.body["load"],
                as_of=line.body["as_of"],
            )
    return settled


def _read(arrived: Iterable[Arrived], *, at: Moment) -> Iterable[RowNews]:
    """Give what rows tell by the triggers to which a row is enough."""
    for each in arrived:
        register = find_lake_register(each.register_key)
        alone = [trigger for trigger in triggers_by_register()[each.register_key] if trigger.is_alone]
        if register is not None and alone:
            yield read_row(
                RowSeen(
                    register=register,
                    row=each.identity,
                    subject=each.subject,
                    columns=each.columns,
                    told_on=at.city_day,
                    triggers=alone,
                )
            )


def _are_enough(key: str) -> bool:
    """Tell whether every trigger of the register is content with the row itself."""
    return all(trigger.is_alone for trigger in triggers_by_register()[key])


def _has_rows(line: SealedLine) -> bool:
    return bool(line.body.get("rows_accepted") or line.body.get("rows_closed"))
