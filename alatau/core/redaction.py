"""The last net under the logs: cuts out what looks like a number of a person, a telephone or an address.

It is a net, not the rule. The rule is that a line holds ids and names of things in the program.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from uuid import UUID

CUT = "[cut]"
#: Fields that have no business in a log whatever they hold.
PERSONAL_KEYS = frozenset(
    {
        "password",
        "secret",
        "token",
        "cookie",
        "authorization",
        "session_key",
        "phone",
        "email",
        "address",
        "surname",
        "given_name",
        "patronymic",
        "full_name",
        "first_name",
        "last_name",
        "person_number",
        "iin",
        "text",
        "body",
        "query",
        "headers",
    }
)
#: Endings of fields whose long whole numbers are quantities.
QUANTITIES = ("_bytes", "_units", "_ns", "_microseconds", "_rows", "_count")
LONGEST_PLAIN_NUMBER = 10**8

PATTERN = re.compile(
    r"""
    (?P<keep>
        \b[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\b       # an id of a row
      | \b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?(?!\d)   # a moment
    )
  | (?P<cut>
        [^\s@<>"'=:,;]+@[^\s@<>"'=:,;]+                                 # e-mail, and credentials in an address
      | \b[A-Z]{2}\d\d[\dA-Z]{11,30}\b                                  # bank account
      | (?<![A-Za-z0-9.])\+?\d(?:[\s().-]{0,2}\d){8,}                    # nine digits and more, however grouped
    )
    """,
    re.VERBOSE,
)


def redact(value: object, *, key: str = "") -> object:
    """Return the value with everything that looks personal cut out; ids, moments and quantities stay."""
    if key.lower() in PERSONAL_KEYS:
        return CUT
    match value:
        case str():
            return PATTERN.sub(_keep_or_cut, value)
        case bool() | float() | None | UUID():
            return value
        case int():
            return value if abs(value) < LONGEST_PLAIN_NUMBER or key.endswith(QUANTITIES) else CUT
        case Mapping():
            return {str(redact(name)): redact(inner, key=str(name)) for name, inner in value.items()}
        case bytes() | bytearray() | memoryview():
            # Their numbers spell out whatever text they hold.
            return CUT
        case Sequence() | set() | frozenset():
            return [redact(inner, key=key) for inner in value]
    return redact(str(value))


def _keep_or_cut(found: re.Match[str]) -> str:
    return found["keep"] or CUT
