"""A person under an operator's key: numbers become identifiers that no other operator can join with its own."""

from __future__ import annotations

import hmac
import re
from typing import TYPE_CHECKING
from uuid import UUID

from alatau.access.seal import keyed_hash
from alatau.services.restriction.values import Pseudonym

if TYPE_CHECKING:
    from alatau.services.restriction.values import OperatorId

IDENTIFIER = re.compile(r"[0-9a-f]{64}")
KEPT_BYTES = 16


def identifier_key(operator_id: OperatorId, generation: int) -> str:
    """Return the key under which an operator makes identifiers, as 64 hexadecimal digits.

    It follows from the city's own key and is stored nowhere: a copy of the tables makes nobody an operator.
    """
    return keyed_hash("restriction.operator", f"{operator_id}:{generation}")


def make_identifier(key: str, number: str) -> str:
    """Return what an operator sends for a number in its normal form: HMAC-SHA256, as 64 hexadecimal digits."""
    return hmac.digest(bytes.fromhex(key), number.encode(), "sha256").hex()


def read_identifier(identifier: str) -> Pseudonym:
    """Return what the city keeps of an identifier: its first half. Doors have checked that it is one."""
    assert IDENTIFIER.fullmatch(identifier), "doors take 64 hexadecimal digits alone"
    return Pseudonym(UUID(hex=identifier[: KEPT_BYTES * 2]))


def pseudonym_of(key: str, number: str) -> Pseudonym:
    """Return under what a person is found for an operator."""
    return read_identifier(make_identifier(key, number))
