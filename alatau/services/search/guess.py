"""Guess which known word was meant by one that no service uses."""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alatau.services.search.index import LanguageIndex

#: Shorter words are too near to each other to guess between them.
SHORTEST = 4
#: How much a guess counts: a word that goes on, a word cut short, a slip of the finger.
BEGINS, ENDS, SLIP = 0.75, 0.7, 0.75
#: How many letters a word may go on beyond a known stem: an ending that the stemmer does not know.
ENDING_MOST = 4
#: At most so many words are tried for one.
GUESSES = 3
#: From this length on two slips are forgiven instead of one.
LONG = 7


@lru_cache(maxsize=20_000)
def guess_stems(stem: str, index: LanguageIndex) -> tuple[tuple[str, float], ...]:
    """Return known stems that may have been meant, each with how much it counts; the same for the same word."""
    if len(stem) < SHORTEST or stem.isdecimal():
        return ()
    longer = tuple(islice(_list_longer(stem, index), GUESSES))
    return longer or tuple(_find_shorter(stem, index)) or tuple(_find_slips(stem, index))


def _list_longer(stem: str, index: LanguageIndex) -> Iterator[tuple[str, float]]:
    """Return known stems that begin with the word: somebody is still typing."""
    at = bisect_left(index.vocabulary, stem)
    while at < len(index.vocabulary) and index.vocabulary[at].startswith(stem):
        yield index.vocabulary[at], BEGINS
        at += 1


def _find_shorter(stem: str, index: LanguageIndex) -> list[tuple[str, float]]:
    """Return the longest known stem that the word begins with: it carries an ending that was not cut."""
    for length in range(len(stem) - 1, max(len(stem) - ENDING_MOST, SHORTEST) - 1, -1):
        if stem[:length] in index.scores:
            return [(stem[:length], ENDS)]
    return []


def _find_slips(stem: str, index: LanguageIndex) -> list[tuple[str, float]]:
    """Return known stems that differ by a slip: a letter left out, doubled, changed, or two that changed places."""
    slips = 2 if len(stem) >= LONG else 1
    near = process.extract(
        stem, index.vocabulary, scorer=DamerauLevenshtein.distance, score_cutoff=slips, limit=GUESSES * 4
    )
    # People seldom miss the first letter, so a word that shares it is the likelier one.
    ranked = sorted(near, key=lambda each: (each[1], each[0][:1] != stem[:1], each[0]))
    return [(known, SLIP / distance) for known, distance, _ in ranked if len(known) >= SHORTEST - 1][:GUESSES]
