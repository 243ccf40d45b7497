"""Take the bank's messages out of the folder that its own program fills, one commit for each."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import structlog
from django.conf import settings

from alatau.core.errors import AlatauError
from alatau.core.faults import declare_points, reach
from alatau.money.bank.channels import DONE, IN, REFUSED
from alatau.money.bank.receive import receive_message
from alatau.money.iso20022.read import BYTES_MOST

if TYPE_CHECKING:
    from alatau.core.values import Actor, Moment

log = structlog.get_logger(__name__)

declare_points("money.bank.file_taken")


def take_files(*, by: Actor, at: Moment) -> int:
    """Apply every file that lies in the bank's folder, in the order of their names, and return how many.

    A file that was applied and not put away is applied again, which changes nothing. A refused one is put apart, with
    the code of why.
    """
    if not settings.ALATAU_BANK_FOLDER:
        return 0
    folder, taken = Path(settings.ALATAU_BANK_FOLDER), 0
    for path in sorted((folder / IN).glob("*.xml")):
        _take(path, folder, by=by, at=at)
        taken += 1
    return taken


def _take(path: Path, folder: Path, *, by: Actor, at: Moment) -> None:
    with path.open("rb") as file:
        # One byte past the bound is enough to refuse it.
        data = file.read(BYTES_MOST + 1)
    try:
        receive_message(data, by=by, at=at)
    except AlatauError as error:
        log.warning("money.bank_message.refused", code=error.code, bytes=len(data))
        _put_away(path, folder / REFUSED, name=f"{path.stem}.{error.code}.xml")
        return
    reach("money.bank.file_taken")
    _put_away(path, folder / DONE, name=path.name)


def _put_away(path: Path, folder: Path, *, name: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    path.replace(folder / name)
