"""Arrow columns made of whole arrays at once, so that a nation costs no Python work per row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Digits = NDArray[np.uint8]
    Valid = NDArray[np.bool_] | None

ZERO = ord("0")
#: A decimal of the registers has four places.
PLACES = 10_000
SECOND = 1_000_000


def digits(values: NDArray[np.integer], width: int) -> Digits:
    """Return the decimal digits of each value as letters, with zeros before it."""
    signs = np.empty((len(values), width), dtype=np.uint8)
    rest = values.astype(np.int64)
    for place in range(width - 1, -1, -1):
        rest, digit = np.divmod(rest, 10)
        signs[:, place] = digit + ZERO
    return signs


def joined(*parts: str | Digits) -> Digits:
    """Return the parts side by side in every row; a text is the same in all of them."""
    rows = next(len(part) for part in parts if not isinstance(part, str))
    spread = (
        np.broadcast_to(np.frombuffer(part.encode(), dtype=np.uint8), (rows, len(part.encode())))
        if isinstance(part, str)
        else part
        for part in parts
    )
    return np.concatenate(list(spread), axis=1)


def text(signs: Digits, *, valid: Valid = None) -> pa.Array:
    """Return texts of one length, a row of letters each."""
    rows, width = signs.shape
    offsets = np.arange(rows + 1, dtype=np.int32) * width
    nulls = 0 if valid is None else int(rows - np.count_nonzero(valid))
    data = pa.py_buffer(np.ascontiguousarray(signs))
    return pa.StringArray.from_buffers(rows, pa.py_buffer(offsets), data, _bitmap(valid), nulls)


def serials(prefix: str, values: NDArray[np.integer], width: int, *, valid: Valid = None) -> pa.Array:
    """Return texts such as "AB-000017": the prefix, and the value with zeros before it."""
    return text(joined(prefix, digits(values, width)), valid=valid)


def words(vocabulary: Sequence[str], codes: NDArray[np.integer], *, valid: Valid = None) -> pa.Array:
    """Return a word of the vocabulary for each code."""
    mask = None if valid is None else ~valid
    # Parquet is written the same each time only when no word stands twice in a dictionary.
    place = {word: number for number, word in enumerate(dict.fromkeys(vocabulary))}
    if len(place) < len(vocabulary):
        codes = np.array([place[word] for word in vocabulary])[codes]
    indices = pa.array(codes.astype(np.int32), mask=mask)
    return pa.DictionaryArray.from_arrays(indices, pa.array(list(place), type=pa.string()))


def same(word: str, rows: int) -> pa.Array:
    """Return the same word in every row."""
    return words([word], np.zeros(rows, dtype=np.int32))


def choices(vocabulary: Sequence[str], flags: NDArray[np.bool_]) -> pa.Array:
    """Return the second word where the flag is set and the first elsewhere."""
    return words(vocabulary, flags.astype(np.int32))


def days(values: NDArray[np.integer], *, valid: Valid = None) -> pa.Array:
    """Return days from days since 1970."""
    mask = None if valid is None else ~valid
    return pa.array(values.astype(np.int32), mask=mask).view(pa.date32())


def moments(seconds: NDArray[np.integer], *, valid: Valid = None) -> pa.Array:
    """Return moments from seconds since 1970."""
    mask = None if valid is None else ~valid
    return pa.array(seconds.astype(np.int64) * SECOND, mask=mask).view(pa.timestamp("us", tz="UTC"))


def whole(values: NDArray[np.integer], *, valid: Valid = None) -> pa.Array:
    """Return whole numbers; amounts too, in the smallest unit of their currency."""
    return pa.array(values.astype(np.int64), mask=None if valid is None else ~valid)


def flags(values: NDArray[np.bool_]) -> pa.Array:
    """Return yes or no."""
    return pa.array(values.astype(np.bool_))


def decimals(values: NDArray[Any], *, valid: Valid = None) -> pa.Array:
    """Return decimals of four places."""
    low = np.round(values * PLACES).astype(np.int64)
    # A decimal of 128 bits is the whole number in the low half and its sign in the high one.
    halves = np.stack([low, low >> 63], axis=1)
    nulls = 0 if valid is None else int(len(low) - np.count_nonzero(valid))
    data = pa.py_buffer(np.ascontiguousarray(halves))
    return pa.Array.from_buffers(pa.decimal128(18, 4), len(low), [_bitmap(valid), data], nulls)


def months(values: NDArray[np.integer], *, valid: Valid = None) -> pa.Array:
    """Return months such as "2026-03" from months since 1970."""
    first, last = (int(values.min()), int(values.max())) if len(values) else (0, 0)
    named = [f"{1970 + month // 12}-{month % 12 + 1:02d}" for month in range(first, last + 1)]
    return words(named, values - first, valid=valid)


def _bitmap(valid: Valid) -> pa.Buffer | None:
    return None if valid is None else pa.py_buffer(np.packbits(valid, bitorder="little"))
