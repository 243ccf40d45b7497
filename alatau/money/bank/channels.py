"""Lines to the bank: a folder that the bank's own program empties and fills, or the simulated bank of a sample city."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from django.conf import settings

from alatau.core.jobs import defer
from alatau.core.read import is_sample_city

if TYPE_CHECKING:
    from alatau.core.values import Moment

#: Where the city lays messages, and where the bank does; what was read lies apart, by what became of it.
OUT, IN, DONE, REFUSED = "out", "in", "done", "refused"


class Channel(Protocol):
    """A line to the bank."""

    def send(self, kind: str, message_id: str, data: bytes, *, at: Moment) -> None:
        """Hand a message over. It may come twice, and is the same message then."""


class FolderChannel:
    """Files in a folder, as banks' host-to-host programs exchange them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, kind: str, message_id: str, data: bytes, *, at: Moment) -> None:
        """Lay a message into the folder, whole or not at all."""
        out = self.folder / OUT
        out.mkdir(parents=True, exist_ok=True)
        half = out / f".{message_id}.half"
        with half.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        half.replace(out / f"{kind}-{message_id}.xml")


class SampleChannel:
    """The simulated bank of a sample city."""

    def send(self, kind: str, message_id: str, data: bytes, *, at: Moment) -> None:
        """Let the simulated bank answer in its own time."""
        defer("money.bank_sample", message_id=message_id, step=0)


def find_channel() -> Channel | None:
    """Return the line to the bank; None where there is none yet, and messages wait."""
    if settings.ALATAU_BANK_FOLDER:
        return FolderChannel(Path(settings.ALATAU_BANK_FOLDER))
    return SampleChannel() if is_sample_city() else None
