"""Rows shared out so that each share fits into memory, and so that no row of one share meets one of another.

A slice is a part of one bucket: a range of slots, so that the files of a bucket stay in order one after the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from alatau.registry.lake.layout import NO_SLOT, UNLINKED

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Rows of a slice: sorted in memory together with those it is compared with.
ROWS_IN_A_SLICE = 2_000_000
BYTE = 256
#: Slices beside the buckets' own.
NOBODYS, FAULTY = -1, -2


@dataclass(frozen=True)
class Slicing:
    """So many slices of so many buckets; both are powers of two."""

    buckets: int
    slices: int

    @classmethod
    def plan(cls, *, rows: int, buckets: int) -> Slicing:
        """Return as many slices as the rows need."""
        slices = buckets
        while slices < BYTE and slices * ROWS_IN_A_SLICE < rows:
            slices *= 2
        return cls(buckets, slices)

    def __iter__(self) -> Iterator[int]:
        """Give the numbers of the slices, that of rows that are nobody's yet last."""
        yield from range(self.slices)
        yield NOBODYS

    def slice_sql(self, slot: str) -> str:
        """Return SQL for the slice of a slot."""
        within = f"((({slot} >> 8) // {self.buckets}) * {self.slices}) // {BYTE}"
        return (
            f"CASE WHEN {slot} = {NO_SLOT} THEN {NOBODYS} "
            f"ELSE ({slot} >> 8) % {self.buckets} + {self.buckets} * ({within}) END"
        )

    def bucket_of(self, number: int) -> int:
        """Return the bucket that a slice is a part of."""
        return UNLINKED if number == NOBODYS else number % self.buckets

    def slots_of(self, number: int) -> tuple[int, int]:
        """Return the first slot of a slice, and the first one after it; others between are of other buckets."""
        if number == NOBODYS:
            return NO_SLOT, NO_SLOT + 1
        bucket, place = number % self.buckets, number // self.buckets
        width = BYTE // self.slices
        first, last = place * width, (place + 1) * width - 1
        return (first * self.buckets + bucket) * BYTE, (last * self.buckets + bucket + 1) * BYTE
