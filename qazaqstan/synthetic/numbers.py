"""Numbers of invented people, firms, accounts and places, thousands at once, with valid control digits.

The rules are those of `qazaqstan.identity`; a test holds both ways equal. Each chunk of the nation has serial numbers
of its own, so chunks never meet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from alatau.registry.synthetic.columns import ZERO, digits, joined
from qazaqstan.identity import FIRST_WEIGHTS, NO_DIGIT, SECOND_WEIGHTS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from alatau.registry.synthetic.columns import Digits

#: Serial numbers below this one are kept for the named people and firms of the sample city.
KEPT_SERIALS = 500
#: Serial numbers that a chunk has for each day of birth and sex, and for the firms of each year.
SERIALS_A_CHUNK, FIRMS_A_CHUNK = 20, 200
DECADE = 10
#: Of the digits 0 to 10, the one that added twice gives the remainder without a control digit.
HALF_OF_ELEVEN = 6


def person_numbers(born: NDArray[np.int64], is_female: NDArray[np.bool_], *, chunk: int, skip: int = 0) -> Digits:
    """Return the synthetic IIN of each: birth date, 7 or 8, a serial number of the chunk, control digit.

    ``skip`` leaves out the first serial numbers of the chunk, which others have got.
    """
    day = digits(_yymmdd(born), 6)
    sex = (is_female.astype(np.uint8) + ZERO + 7)[:, None]
    rank = rank_within(_yymmdd(born) * 2 + is_female)
    return _with_serial(
        np.concatenate((day, sex), axis=1), rank, first=KEPT_SERIALS + chunk * SERIALS_A_CHUNK + skip, width=4
    )


def organisation_numbers(year: NDArray[np.int64], unit: NDArray[np.int64], *, chunk: int) -> Digits:
    """Return the synthetic BIN of each: year, month 00, resident body, kind of unit, serial number, control digit."""
    head = joined(digits(year % 100, 2), "004", digits(unit, 1))
    rank = rank_within((year % 100) * 10 + unit)
    return _with_serial(head, rank, first=KEPT_SERIALS + chunk * FIRMS_A_CHUNK, width=5)


def account_numbers(serial: NDArray[np.int64]) -> Digits:
    """Return the IBAN of account ``serial`` at the bank 000, which does not exist."""
    # The bank's zeros vanish; KZ is 2035 as digits, and two zeros stand for the check digits.
    rest = 98 - (serial % 97 * (10**6 % 97) + 203500) % 97
    return joined("KZ", digits(rest, 2), "000", digits(serial, 13))


def phone_numbers(serial: NDArray[np.int64]) -> Digits:
    """Return telephones with the codes 797 to 799, which no operator has; there are thirty million."""
    return joined("+779", digits(7 * 10**7 + serial, 8))


def named_phone_numbers(serial: NDArray[np.int64]) -> Digits:
    """Return telephones of the block of the named people."""
    return joined("+7700000", digits(serial, 4))


def rank_within(key: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return for each how many before it have the same key."""
    order = np.argsort(key, kind="stable")
    starts = np.flatnonzero(np.concatenate(([True], key[order][1:] != key[order][:-1])))
    rank = np.empty_like(order)
    rank[order] = np.arange(len(key)) - np.repeat(starts, np.diff(starts, append=len(key)))
    return rank


def _with_serial(head: Digits, rank: NDArray[np.int64], *, first: int, width: int) -> Digits:
    """Return head, serial number and control digit; serial numbers without a control digit are passed over.

    Within ten neighbours at most one has none, and always the same one when more tens follow.
    """
    serial = first + rank
    if not len(rank):
        return np.empty((0, head.shape[1] + width + 1), dtype=np.uint8)
    for decade in range(first // DECADE, int(serial.max()) // DECADE + 1):
        ten = joined(head, digits(np.full(len(rank), decade), width - 1))
        missing = _digit_without_control(ten)
        serial += (missing >= 0) & (serial >= decade * DECADE + missing)
    eleven = joined(head, digits(serial, width))
    return np.concatenate((eleven, (_control(eleven) + ZERO).astype(np.uint8)[:, None]), axis=1)


def _digit_without_control(ten: Digits) -> NDArray[np.int64]:
    """Return the eleventh digit that leaves a number without a control digit; -1 where each has one."""
    first = _weigh(ten, FIRST_WEIGHTS)
    second = _weigh(ten, SECOND_WEIGHTS)
    # The first pass does not see the eleventh digit, whose weight is eleven; the second counts it twice.
    digit = (NO_DIGIT - second) * HALF_OF_ELEVEN % 11
    return np.where((first == NO_DIGIT) & (digit < DECADE), digit, -1)


def _control(eleven: Digits) -> NDArray[np.int64]:
    first = _weigh(eleven, FIRST_WEIGHTS)
    digit: NDArray[np.int64] = np.where(first == NO_DIGIT, _weigh(eleven, SECOND_WEIGHTS), first)
    return digit


def _weigh(signs: Digits, weights: tuple[int, ...]) -> NDArray[np.int64]:
    remainder: NDArray[np.int64] = (signs.astype(np.int64) - ZERO) @ np.array(weights[: signs.shape[1]]) % 11
    return remainder


def _yymmdd(day: NDArray[np.int64]) -> NDArray[np.int64]:
    stamp = day.astype("datetime64[D]")
    month = stamp.astype("datetime64[M]")
    year = stamp.astype("datetime64[Y]").astype(np.int64) + 1970
    of_month = (stamp - month).astype(np.int64) + 1
    number: NDArray[np.int64] = year % 100 * 10_000 + (month.astype(np.int64) % 12 + 1) * 100 + of_month
    return number
