"""Questions about vouchers, for those who made them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.core.clock import read_clocks
from alatau.money.models import Voucher
from alatau.money.payouts.vouchers.make import view_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alatau.money.payouts.values import VoucherView


def list_vouchers(voucher_ids: Sequence[str]) -> list[tuple[VoucherView, str, str]]:
    """Return vouchers in the order of their ids, each with its maker's reference and words."""
    at = read_clocks()
    rows = {str(row.id): row for row in Voucher.objects.select_related("group__programme").filter(id__in=voucher_ids)}
    found = [rows[each] for each in voucher_ids if each in rows]
    return [(view_of(row, at=at), row.reference, row.words) for row in found]
