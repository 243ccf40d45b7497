"""The same source again: nothing is read anew when nothing could come of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.registry.ingest.values import LoadReport
from alatau.registry.lake.values import Counts
from alatau.registry.models import Load
from alatau.registry.values import LoadKind, LoadState

if TYPE_CHECKING:
    from datetime import date

    from alatau.registry.ingest.values import Staged
    from alatau.registry.values import Register


def find_repeat(register: Register, staged: Staged, *, as_of: date) -> LoadReport | None:
    """Return the report of the register's last source load when it held the same bytes for the same day.

    One with rows that were nobody's is read anew: their people may have become known since.
    """
    kinds = [LoadKind.SOURCE.value, LoadKind.RELEASE.value]
    announced = Load.objects.filter(register_key=register.key, state=LoadState.ANNOUNCED.value, kind__in=kinds)
    last = announced.order_by("-number").first()
    if last is None or last.kind != LoadKind.SOURCE.value or last.rows_unlinked:
        return None
    if (last.source_digest, last.as_of) != (staged.digest, as_of):
        return None
    return LoadReport(
        register_code=register.code,
        register_key=register.key,
        load=last.number,
        source=staged.name,
        as_of=as_of,
        counts=Counts.of(last),
        is_repeat=True,
    )
