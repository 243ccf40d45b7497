"""What stands where: the words of all services in one language, kept in memory and built once."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from math import log
from typing import TYPE_CHECKING

from alatau.services.catalogue.services import get_catalogue
from alatau.services.search.languages import list_readings
from alatau.services.search.stems import list_stems

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from alatau.services.catalogue.services import Catalogue
    from alatau.services.catalogue.values import Service
    from alatau.services.search.languages import Reading

#: How much a word counts where it stands: what people call a service says more than how it is explained.
NAME, WORDS, WHAT, OUTCOME, PLACE, ANSWERS, WHO = 4.0, 4.0, 1.2, 1.0, 1.0, 0.7, 0.5
#: The usual constants of BM25: how soon repetition stops counting, and how much a long text is held against it.
SATURATION, LENGTH = 2.0, 0.3
#: A phrase is more than one word.
PHRASE = 2


@dataclass(frozen=True, kw_only=True)
class Phrase:
    """Several words under which people look for a service."""

    code: str
    stems: frozenset[str]


@dataclass(frozen=True, kw_only=True, eq=False)
class LanguageIndex:
    """The words of one language."""

    reading: Reading
    #: By stem: how much it says for each service, by code.
    scores: Mapping[str, Mapping[str, float]]
    #: By stem: how rare it is, and so how much it says at all.
    rarity: Mapping[str, float]
    #: By stem: a word that has it, as it is written.
    written: Mapping[str, str]
    #: Stems in order, to find those that begin alike.
    vocabulary: tuple[str, ...]
    phrases: tuple[Phrase, ...]


@cache
def get_indexes() -> tuple[LanguageIndex, ...]:
    """Return the index of each language of the content. Raises: ServiceContentError."""
    return build_indexes(get_catalogue())


def build_indexes(catalogue: Catalogue) -> tuple[LanguageIndex, ...]:
    """Return an index of a catalogue for each language."""
    return tuple(_build(catalogue, reading) for reading in list_readings())


def _build(catalogue: Catalogue, reading: Reading) -> LanguageIndex:
    weights: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    written: dict[str, str] = {}
    for service in catalogue.services.values():
        for text, weight in _list_texts(service, catalogue, language=reading.language):
            for word, stem in list_stems(text, reading):
                weights[stem][service.code] += weight
                written.setdefault(stem, word.casefold())
    count = len(catalogue.services)
    rarity = {stem: log(1 + (count - len(places) + 0.5) / (len(places) + 0.5)) for stem, places in weights.items()}
    return LanguageIndex(
        reading=reading,
        scores=_score(weights, rarity),
        rarity=rarity,
        written=written,
        vocabulary=tuple(sorted(weights)),
        phrases=tuple(_list_phrases(catalogue, reading)),
    )


def _score(weights: Mapping[str, Mapping[str, float]], rarity: Mapping[str, float]) -> dict[str, dict[str, float]]:
    lengths: dict[str, float] = defaultdict(float)
    for places in weights.values():
        for code, weight in places.items():
            lengths[code] += weight
    usual = sum(lengths.values()) / len(lengths) if lengths else 1.0

    def score(stem: str, code: str, weight: float) -> float:
        held = SATURATION * (1 - LENGTH + LENGTH * lengths[code] / usual)
        return rarity[stem] * weight * (SATURATION + 1) / (weight + held)

    return {stem: {code: score(stem, code, each) for code, each in places.items()} for stem, places in weights.items()}


def _list_texts(service: Service, catalogue: Catalogue, *, language: str) -> Iterator[tuple[str, float]]:
    field = catalogue.fields[service.field_code]
    yield service.name[language], NAME
    yield from ((words, WORDS) for words in service.words.get(language, ()))
    yield service.what[language], WHAT
    yield service.outcome.says[language], OUTCOME
    yield field.situations[service.situation_code].name[language], PLACE
    yield service.who_says[language], WHO
    yield from ((option.label[language], ANSWERS) for each in service.fields for option in each.options)


def _list_phrases(catalogue: Catalogue, reading: Reading) -> Iterator[Phrase]:
    for service in catalogue.services.values():
        for text in (service.name[reading.language], *service.words.get(reading.language, ())):
            stems = frozenset(stem for _, stem in list_stems(text, reading))
            if len(stems) >= PHRASE:
                yield Phrase(code=service.code, stems=stems)
