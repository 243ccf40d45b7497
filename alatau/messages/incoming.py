"""What comes in from outside, made fit to be kept: bounded, and without characters that no database takes."""

from __future__ import annotations

import hashlib

#: Text beyond this is cut: ten SMS parts are more than an answer.
TEXT_MOST = 1600
#: Gateways' own numbers of messages are kept up to this length.
REFERENCE_MOST = 120


def clean_text(text: str) -> str:
    """Return the text, at most ten SMS parts of it, without zeros and torn characters."""
    return text.replace("\x00", "").encode("utf-8", errors="ignore").decode("utf-8")[:TEXT_MOST]


def clean_reference(reference: str) -> str:
    """Return a gateway's number of a message in a form that fits its column, the same for the same number."""
    plain = clean_text(reference)
    if len(plain) <= REFERENCE_MOST:
        return plain
    # Cut off, two long numbers could become one.
    return hashlib.sha256(plain.encode()).hexdigest()
