"""What the database had committed at an instant, as `pg_current_snapshot()` tells it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Snapshot:
    """Every transaction below `ceiling` had ended, but for the `running` ones; none from `ceiling` on had."""

    text: str

    @property
    def ceiling(self) -> int:
        """The first transaction id that was not yet given out."""
        return int(self.text.split(":")[1])

    @property
    def running(self) -> list[str]:
        """Ids of transactions that were still open."""
        return [each for each in self.text.split(":")[2].split(",") if each]


#: Before any transaction of a user.
BEGINNING = Snapshot("3:3:")
