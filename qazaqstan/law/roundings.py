"""Roundings as the law of Kazakhstan names them: its sums are whole tenge.

Amounts published for 2025 and 2026 are multiple times index, rounded up; `ROUNDINGS` of the content cites them. Wages
restored from contributions are rounded to the nearest tenge, income a head down: readings of our own.
"""

from __future__ import annotations

from alatau.rules import ceil_to_unit, floor_to_unit, round_to_unit

ceil_to_tenge = ceil_to_unit
round_to_tenge = round_to_unit
floor_to_tenge = floor_to_unit

#: What rules of a reform may name besides the engine's own words.
WORDS = {"ceil_to_tenge": ceil_to_tenge, "round_to_tenge": round_to_tenge, "floor_to_tenge": floor_to_tenge}
