"""Find services by what people write: everyday words, any of the languages, endings and slips and all."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from alatau.services.catalogue.services import get_service
from alatau.services.search.guess import guess_stems
from alatau.services.search.index import get_indexes
from alatau.services.search.stems import find_stem, list_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from alatau.services.catalogue.values import Service
    from alatau.services.search.index import LanguageIndex

#: More of a question is not read: whoever pastes a letter is answered by its beginning.
LETTERS_MOST, WORDS_MOST = 600, 60
#: A phrase that stands whole in the question says more than its words apart.
PHRASE = 0.8
#: A language is heard when it knows at least this share of what the best one knows of the question.
HEARD = 0.6
#: A word that says nothing, and one that had to be guessed, tell the language half as surely as a known word.
HALF_KNOWN = 0.5
#: The reader's own language goes first where several say the same.
OWN_LANGUAGE = 1.05
#: What says less than this share of the best answer is left out.
WORTH = 0.25
ANSWERS = 10


@dataclass(frozen=True, kw_only=True)
class Found:
    """What was found, and how the question was read."""

    services: tuple[Service, ...]
    #: Words that no service uses, each with the known word that was taken for it.
    taken_for: tuple[tuple[str, str], ...] = ()


@dataclass(kw_only=True)
class _Question:
    """A question as one language reads it."""

    index: LanguageIndex
    #: How much each known stem counts.
    stems: dict[str, float] = field(default_factory=dict)
    #: How much of the question the language knows.
    known: float = 0.0
    taken_for: list[tuple[str, str]] = field(default_factory=list)


def find(query: str, language: str, *, limit: int = ANSWERS) -> tuple[Service, ...]:
    """Return the services that a question most likely means, best first; the same for the same question."""
    return search(query, language, limit=limit).services


def search(query: str, language: str, *, limit: int = ANSWERS) -> Found:
    """Return what a question finds, and which of its words were taken for others.

    Every language is tried, since people ask in another than the one they read; those that know the question count.
    """
    questions = [_read(query[:LETTERS_MOST], index) for index in get_indexes()]
    most = max((question.known for question in questions), default=0.0)
    heard = [question for question in questions if question.stems and question.known >= HEARD * most]
    if not heard:
        return Found(services=())
    scores: dict[str, float] = defaultdict(float)
    for question in heard:
        own = OWN_LANGUAGE if question.index.reading.language == language else 1.0
        for code, score in _score(question).items():
            scores[code] = max(scores[code], score * own)
    best = max(heard, key=lambda question: (question.known, question.index.reading.language == language))
    return Found(services=_rank(scores, limit=limit), taken_for=tuple(best.taken_for))


def _read(query: str, index: LanguageIndex) -> _Question:
    question, reading = _Question(index=index), index.reading
    for word in list_words(query)[:WORDS_MOST]:
        folded = reading.fold(word)
        if folded in reading.stop:
            question.known += HALF_KNOWN
        elif (stem := find_stem(folded, reading)) in index.scores:
            question.stems[stem] = 1.0
            question.known += 1.0
        else:
            _guess(question, word, stem)
    return question


def _guess(question: _Question, word: str, stem: str) -> None:
    guesses = guess_stems(stem, question.index)
    for guess, counts in guesses:
        question.stems[guess] = max(question.stems.get(guess, 0.0), counts)
    if guesses:
        best, counts = guesses[0]
        question.known += HALF_KNOWN * counts
        _note(question, word, question.index.written[best])


def _note(question: _Question, word: str, known: str) -> None:
    if not known.startswith(word.casefold()[:4]):
        question.taken_for.append((word, known))


def _score(question: _Question) -> Mapping[str, float]:
    scores: dict[str, float] = defaultdict(float)
    index = question.index
    for stem, counts in question.stems.items():
        for code, score in index.scores[stem].items():
            scores[code] += score * counts
    said: dict[str, float] = {}
    for phrase in index.phrases:
        if phrase.stems <= question.stems.keys():
            worth = sum(index.rarity[stem] * question.stems[stem] for stem in phrase.stems)
            said[phrase.code] = max(said.get(phrase.code, 0.0), worth)
    for code, worth in said.items():
        scores[code] += PHRASE * worth
    return scores


def _rank(scores: Mapping[str, float], *, limit: int) -> tuple[Service, ...]:
    ranked = sorted(scores.items(), key=lambda each: (-round(each[1], 6), each[0]))
    least = WORTH * max(scores.values(), default=0.0)
    codes = [code for code, score in ranked if score >= least]
    return tuple(get_service(code) for code in codes[:limit])
