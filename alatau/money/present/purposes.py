"""What the ledger's purposes, kinds and participants are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from alatau.core.content import content
from alatau.money.values import HolderKind

if TYPE_CHECKING:
    from alatau.money.desks.supply import SupplyLine


def name_purpose(key: str) -> str:
    """Return what people call a purpose of the ledger; the name of a mark's kind for marked money."""
    named = {
        "payment": _("Payments"),
        "refund": _("Money given back"),
        "issue": _("Money issued"),
        "redemption": _("Money redeemed"),
        "standing_order": _("Standing orders"),
        "inheritance": _("Inheritance"),
        "mark_end": _("Marked money that came back"),
        "expiry": _("Held money that was not paid"),
        "payout": _("Payouts to people"),
        "vat": _("Value added tax"),
        "invoice_net": _("Invoices"),
    }
    kinds = {kind.key: kind.name.say() for kind in content().mark_kinds}
    return named.get(key) or kinds.get(key) or key.replace("_", " ")


def name_supply(line: SupplyLine) -> str:
    """Return what a line of the money supply counts."""
    if line.is_marked:
        return {
            HolderKind.PERSON: _("Marked money of people"),
            HolderKind.ORGANISATION: _("Marked money of firms"),
            HolderKind.PUBLIC: _("Marked money of public bodies"),
        }[line.kind]
    return {
        HolderKind.PERSON: _("People's wallets"),
        HolderKind.ORGANISATION: _("Firms' wallets"),
        HolderKind.PUBLIC: _("Public bodies and participants"),
    }[line.kind]
