"""Let the journal go on in a database that was loaded from a dump.

A dump keeps each line's transaction id, and the server it is loaded into counts its own from another beginning. So the
sealer could not tell old lines from new ones. Here every numbered line loses that id, and the few that were not yet
numbered belong to the transaction that settles them. Numbers, hashes and checkpoints stay as they were.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import psycopg

# The new column's default is a constant, so the table is not rewritten; only the index is built anew.
_STEPS = (
    "ALTER TABLE core_journalline DISABLE TRIGGER USER, DROP COLUMN transaction_id",
    "ALTER TABLE core_journalline ADD COLUMN transaction_id xid8 NOT NULL DEFAULT '0'",
    "ALTER TABLE core_journalline ALTER COLUMN transaction_id SET DEFAULT pg_current_xact_id()",
    """
    UPDATE core_journalline SET transaction_id = pg_current_xact_id()
    WHERE NOT EXISTS (SELECT FROM core_journalseal WHERE line_id = core_journalline.position)
    """,
    "CREATE INDEX journal_line_by_transaction ON core_journalline (transaction_id, position)",
    "ALTER TABLE core_journalline ENABLE TRIGGER USER",
    "ALTER TABLE core_journalbatch DISABLE TRIGGER USER",
    # The snapshot before any transaction of a user, as in `snapshot.BEGINNING`.
    """
    UPDATE core_journalbatch SET base = '3:3:', target = '', reached_transaction = '0', reached_position = 0
    WHERE last_number = (SELECT max(last_number) FROM core_journalbatch)
    """,
    "ALTER TABLE core_journalbatch ENABLE TRIGGER USER",
)


def settle_journal(owner: psycopg.Connection) -> None:
    """Begin the count of transactions anew, in one transaction; no process of the city may run meanwhile.

    Doing it again changes nothing that anybody sees.

    Cost: an index over all lines is built, about a second for a million lines.
    """
    with owner.transaction():
        for step in _STEPS:
            owner.execute(step)
