"""Forget what bank messages said past their keeping. Their rows, ids and digests stay: a repeat is known for ever."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from alatau.core.faults import declare_points, reach
from alatau.core.retention import declare_retention
from alatau.money.bank.channels import DONE, REFUSED
from alatau.money.bank.values import Direction
from alatau.money.models import BankMessage

if TYPE_CHECKING:
    from collections.abc import Iterator

declare_points("money.forget.bodies_erased")


@declare_retention("money.bank_message")
def forget_messages(*, before: datetime, limit: int) -> int:
    """Erase the bodies of messages from before this moment, and files of theirs that were put away; return how many.

    What still waits to be sent keeps its body until it is.
    """
    over = BankMessage.objects.filter(body_erased_at=None, made_at__lt=before).filter(
        Q(direction=Direction.IN.value) | Q(sent_at__isnull=False)
    )
    ids = list(over.order_by("made_at").values_list("id", flat=True)[:limit])
    erased = BankMessage.objects.filter(id__in=ids).update(body=b"", body_erased_at=timezone.now())
    reach("money.forget.bodies_erased")
    return erased + _forget_files(before=before, limit=limit - erased)


def _forget_files(*, before: datetime, limit: int) -> int:
    # A file that is gone while its row's erasure is not committed is missed by nobody: both are over.
    over = list(islice(_list_files(before), limit))
    for path in over:
        path.unlink(missing_ok=True)
    return len(over)


def _list_files(before: datetime) -> Iterator[Path]:
    if not settings.ALATAU_BANK_FOLDER:
        return
    for name in (DONE, REFUSED):
        for path in (Path(settings.ALATAU_BANK_FOLDER) / name).glob("*.xml"):
            if datetime.fromtimestamp(path.stat().st_mtime, tz=UTC) < before:
                yield path
