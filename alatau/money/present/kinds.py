"""What a line of a statement or a history did, in one word or two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from alatau.money.values import TransferKind

if TYPE_CHECKING:
    from alatau.money.statements.values import Line


def say_kind(line: Line) -> str:
    """Say what an entry did."""
    match line.kind:
        case TransferKind.REFUND:
            return _("Given back")
        case TransferKind.CLAIM:
            return _("Taken by a claim")
        case TransferKind.RETURN:
            return _("Returned to the mark's owner")
        case _:
            return _("Payment in") if line.amount.units > 0 else _("Payment out")
