"""Judge what the model found: sure, unsure, or nobody."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any
from uuid import UUID

from alatau.registry.linkage.model import COMPARED, name_grades, score
from alatau.registry.linkage.values import CANDIDATES, LEAST, SURE, UNSURE, Candidate, Matches

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    import duckdb


def find_matches(engine: duckdb.DuckDBPyConnection, weights: Path, *, rows: str, people: str) -> Matches:
    """Return whose the rows surely are, and whose they may be.

    A row is one person's at most, so the candidates share one certainty: twins and namesakes born on one day take it
    from each other, and somebody is asked.

    Args:
        engine: holds both tables, as `describe` makes them.
        weights: the model's file.
        rows: table whose `unique_id` is "load/line".
        people: table whose `unique_id` is "person/…": one person may stand there under several names.
    """
    grades = name_grades(weights)
    sure: dict[tuple[int, int], Candidate] = {}
    unsure: dict[tuple[int, int], tuple[Candidate, ...]] = {}
    for key, found in groupby(score(engine, weights, rows=rows, people=people, least=LEAST), key=lambda pair: pair[0]):
        candidates = _rank(found, grades)
        load, line = (int(part) for part in key.split("/"))
        if candidates[0].score >= SURE:
            sure[load, line] = candidates[0]
        elif sum(each.score for each in candidates) >= UNSURE:
            unsure[load, line] = tuple(candidates[:CANDIDATES])
    return Matches(sure=sure, unsure=unsure)


def _rank(pairs: Iterable[tuple[Any, ...]], grades: Mapping[str, Mapping[int, str]]) -> Sequence[Candidate]:
    """Return each person once, by the name that fits best, with their share of certainty; the likeliest first."""
    odds: dict[UUID, float] = {}
    details: dict[UUID, Mapping[str, str]] = {}
    for _, key, weight, *found in pairs:
        person_id = UUID(key.partition("/")[0])
        if person_id not in odds:
            odds[person_id] = 2.0**weight
            details[person_id] = {name: grades[name][grade] for name, grade in zip(COMPARED, found, strict=True)}
    # The 1 stands for somebody whom the city does not know.
    everything = 1 + sum(odds.values())
    ranked = sorted(odds, key=lambda person_id: (-odds[person_id], str(person_id)))
    return [Candidate(person_id, odds[person_id] / everything, details[person_id]) for person_id in ranked]
