"""Days on which nothing happened in an invented city: the owners of its registers say so, as real ones do.

A register that is not heard of grows stale, and its silence then says nothing. An owner with nothing new still
delivers: an empty load that tells of one more day. A city that stood still for a week is told of that week when it goes
on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from alatau.core.read import is_sample_city
from alatau.registry.declare import list_registers
from alatau.registry.errors import RegisterBusyError
from alatau.registry.lake.protocol import announce_nothing, sweep_loads, writer
from alatau.registry.models import Load
from alatau.registry.synthetic.marks import is_ingested
from alatau.registry.values import LoadKind, LoadState

if TYPE_CHECKING:
    from datetime import date

    from alatau.core.values import Actor, Moment
    from alatau.registry.values import Register

#: Under this name a load says that its owner had nothing new.
NOTHING_NEW = "nothing new"


def deliver_quiet_days(*, by: Actor, at: Moment) -> int:
    """Let the owners of an invented city's registers say that nothing changed until today; return how many did.

    A city of real people, and one whose registers are still being filled, is left alone.
    """
    if not is_sample_city() or not is_ingested(settings.ALATAU_HOME / "city"):
        return 0
    today = at.city_day
    told = _last_days()
    behind = [register for register in list_registers() if register.key in told and told[register.key] < today]
    return sum(_say_nothing_new(register, day=today, by=by, at=at) for register in behind)


def _last_days() -> dict[str, date]:
    """Return the last day that each register's owner told about."""
    loads = Load.objects.filter(state=LoadState.ANNOUNCED.value, kind=LoadKind.SOURCE.value).order_by("as_of")
    return dict(loads.values_list("register_key", "as_of"))


def _say_nothing_new(register: Register, *, day: date, by: Actor, at: Moment) -> bool:
    try:
        with writer(register.key):
            sweep_loads(register.key, by=by, at=at)
            announce_nothing(register, kind=LoadKind.SOURCE, as_of=day, source_name=NOTHING_NEW, by=by, at=at)
    except RegisterBusyError:
        # Somebody delivers something new: that tells of the day as well.
        return False
    return True
