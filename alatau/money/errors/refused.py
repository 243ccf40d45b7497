"""What every refusal of a transfer has in common."""

from __future__ import annotations

from http import HTTPStatus

from alatau.core.errors import AlatauError


class TransferRefusedError(AlatauError):
    """A transfer was refused. Nothing was changed by it."""

    http_status = HTTPStatus.UNPROCESSABLE_ENTITY
