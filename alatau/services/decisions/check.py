"""What `alatau verify` asks of decisions: some of them, drawn by chance, are computed again."""

from __future__ import annotations

from alatau.core.room_checks import RoomReport


def check_decisions() -> RoomReport:
    """Compute a sample of the decisions of rules again, and say which gave another answer."""
    from alatau.services.decisions.recompute import check_sample  # noqa: PLC0415  it reads cards

    found = list(check_sample())
    problems = tuple(
        f"decision {each.decision_id} said {each.stated}, and its rows give {each.found} ({each.problem or 'computed'})"
        for each in found
        if not each.is_whole
    )
    return RoomReport(checked=len(found), problems=problems)
