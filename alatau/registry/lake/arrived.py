"""Rows that came alone, as they are told in the journal: for those who follow the news without opening the lake."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from alatau.registry.models import InboxRow

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Arrived:
    """A row that waits in the inbox, as it is by now: the newest one of its identity."""

    register_key: str
    #: Keyed digest of the row's identity, as `lake.identity` makes it.
    identity: str
    subject: str
    #: The declared columns as `rows` keeps them, days and ids of people as text.
    columns: Mapping[str, object]


def list_arrived(row_ids: Collection[UUID]) -> list[Arrived]:
    """Return the rows of those lines of the journal, each identity once; those that were folded are left out.

    Cost: two questions of the database, however many rows.
    """
    asked = InboxRow.objects.filter(id__in=[*row_ids]).values_list("register_key", "identity")
    names = {*asked}
    rows = InboxRow.objects.filter(
        register_key__in={key for key, _identity in names}, identity__in={identity for _key, identity in names}
    )
    newest: dict[tuple[str, str], InboxRow] = {}
    for row in rows.order_by("received_at", "id"):
        if (row.register_key, row.identity) in names:
            newest[row.register_key, row.identity] = row
    return [
        Arrived(register_key=key, identity=identity, subject=row.subject, columns=row.columns)
        for (key, identity), row in newest.items()
    ]
