"""Collect what the rooms have for a resident, and put it in the order of their home."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.web.feed import order_feed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alatau.core.values import Actor, Moment


def show_home(actor: Actor, *, at: Moment) -> Mapping[str, object]:
    """Return what the page of home shows to this resident, or about the person they act for."""
    return {"today": at.city_day, "name": "", "feed": order_feed(())}
