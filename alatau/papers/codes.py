"""The code printed on a document: random, unguessable, and easy to type from paper."""

from __future__ import annotations

import secrets

#: Crockford's alphabet: no letter looks like a figure, none is missed when read aloud.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
#: 20 letters of 5 bits: 100 bits.
LENGTH = 20
GROUP = 5
_READ_AS = str.maketrans("OIL", "011")


def make_code() -> str:
    """Return a new code without separators."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def show_code(code: str) -> str:
    """Return the code in groups, as it is printed."""
    return "-".join(code[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def read_code(typed: str) -> str | None:
    """Return the code somebody typed, however they parted it and mistook letters; None when it cannot be one."""
    code = "".join(typed.upper().split()).replace("-", "").translate(_READ_AS)
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else None
