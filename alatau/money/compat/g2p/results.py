"""What G2P Connect's peers are told back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from alatau.core.clock import read_clocks
from alatau.money.compat.door import Told
from alatau.money.compat.g2p.disburse import say_disbursed
from alatau.money.compat.g2p.envelope import close_envelope
from alatau.money.compat.g2p.mapper import ACTIONS, say_mapped

if TYPE_CHECKING:
    from alatau.money.models import HandedRequest


def compose_g2p(row: HandedRequest) -> Told:
    """Return the message that tells the result of a request, in its envelope."""
    return Told(body=json.dumps(close_result(row), ensure_ascii=False).encode(), headers={})


def close_result(row: HandedRequest) -> dict[str, Any]:
    """Return a request's result as it stands now, in its signed envelope."""
    action, message, count = say_result(row)
    return close_envelope(message, action=action, receiver=row.institution.code, count=count, at=read_clocks())


def say_result(row: HandedRequest) -> tuple[str, dict[str, Any], int]:
    """Return the action, the message and the count of a request's result."""
    action = row.kind.partition(".")[2]
    if action in ACTIONS:
        return say_mapped(row)
    if action == "search":
        told = row.facts["found"]
        return "on-search", {"transaction_id": row.facts["transaction_id"], "disbursements_status": told}, len(told)
    return say_disbursed(row)
