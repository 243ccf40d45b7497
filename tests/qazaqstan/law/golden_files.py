"""Golden cases of benefits as they stand in their files."""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path
from typing import Any

import yaml

import qazaqstan.law

FOLDER = Path(qazaqstan.law.__file__).parent / "golden"
#: What a case may do with numbers, as the law does it.
ARITHMETIC = {"ceil": math.ceil, "floor": math.floor, "round": round}


@cache
def cases_of_benefits() -> tuple[dict[str, Any], ...]:
    """Return the golden cases of all benefits."""
    files = sorted(FOLDER.glob("benefits_*.yaml"))
    return tuple(case for file in files for case in yaml.safe_load(file.read_text(encoding="utf-8")))


def expectations_of(code: str) -> list[object]:
    """Return all that golden cases expect of a benefit."""
    return [case["expect"][code] for case in cases_of_benefits() if code in case.get("expect", {})]


def is_given(expected: object) -> bool:
    """Tell whether a case expects that somebody gets the benefit, or is asked about it."""
    return expected not in (0, False)
