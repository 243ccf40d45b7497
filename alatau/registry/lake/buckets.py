"""Into how many buckets the lake's rows are shared out: settled once, when the lake is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.registry.lake.layout import DEFAULT_BUCKETS, lake_folder
from alatau.registry.models import Lake

if TYPE_CHECKING:
    from alatau.core.values import Moment

MOST_BUCKETS = 256
PEOPLE_IN_A_BUCKET = 300_000


def open_lake(*, at: Moment, buckets: int = DEFAULT_BUCKETS) -> int:
    """Return the number of buckets of the lake, which is made when there is none yet."""
    lake_folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    lake, _made = Lake.objects.get_or_create(id=1, defaults={"buckets": buckets, "made_at": at.wall_at})
    return lake.buckets


def count_buckets() -> int:
    """Return the number of buckets; of a lake that is not made yet, the usual one."""
    return Lake.objects.values_list("buckets", flat=True).first() or DEFAULT_BUCKETS


def buckets_for(people: int) -> int:
    """Return how many buckets a lake of so many people should have: a power of two, some hundred thousand in each."""
    buckets = DEFAULT_BUCKETS
    while buckets < MOST_BUCKETS and buckets * PEOPLE_IN_A_BUCKET < people:
        buckets *= 2
    return buckets
