"""Measure the search over services: do people's own words find what would help them, and how soon.

The questions are appeals that people wrote to city offices, in Kazakh and Russian, from an open set beside the clone.
What would help each was said by a reader, or by the category its authors gave (`search_questions.csv`), before there
was a search. Whoever wrote the everyday words had read these appeals, and added to them after the first run
(recall@3 of 0.77 in Kazakh and 0.82 in Russian), so the figures flatter; another part of the set is kept back.
"""

from __future__ import annotations

import csv
import json
import os
import platform
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.keep import CLONE, keep_figures

if TYPE_CHECKING:
    from collections.abc import Iterator

APPEALS = CLONE.parent / "shared" / "data" / "kz-appeals" / "appeals_train.csv"
QUESTIONS = Path(__file__).with_name("search_questions.csv")
TEXTS = {"kk": "text_kz", "ru": "text_ru"}
SHOWN = 3
TOLD = {
    "questions": "appeals that a service would help",
    "services": "services searched",
    "kk_recall_at_3": "Kazakh: a right service among the first three (recall@3)",
    "ru_recall_at_3": "Russian: recall@3",
    "kk_recall_at_3_read": "Kazakh, appeals that a reader judged one by one: recall@3",
    "ru_recall_at_3_read": "Russian, judged one by one: recall@3",
    "names_first": "a service's own name finds it first, four languages (share)",
    "slips_at_3": "its name with one letter lost in each word finds it among the first three (share)",
    "p50_ms": "time to answer an appeal, median (ms)",
    "p99_ms": "time to answer an appeal, p99 (ms)",
    "name_p99_ms": "time to answer a few words, p99 (ms)",
    "start_seconds": "time to read all services and build the index at start (s)",
}


def main() -> None:
    """Measure, print the figures, and keep them in `docs/measurements/`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alatau.settings")
    import django

    django.setup()
    figures: dict[str, object] = _measure_start() | _measure_names()
    if APPEALS.is_file():
        figures |= _measure_appeals()
    told = {key: words for key, words in TOLD.items() if key in figures}
    figures |= {"cores": os.cpu_count(), "python": platform.python_version(), "taken_on": time.strftime("%Y-%m-%d")}
    sys.stdout.write(json.dumps(figures, indent=1) + "\n")
    keep_figures("search", figures, told=told)


def read_questions() -> Iterator[tuple[dict[str, str], frozenset[str], str]]:
    """Return each appeal with the keys of the services that would help, and how that is known."""
    with APPEALS.open(encoding="utf-8", newline="") as lines:
        appeals = {row["id"]: row for row in csv.DictReader(lines)}
    with QUESTIONS.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield appeals[row["appeal"]], frozenset(row["services"].split()), row["known_from"]


def _measure_start() -> dict[str, object]:
    from alatau.services.catalogue.services import list_services
    from alatau.services.search.index import get_indexes

    began = time.perf_counter()
    get_indexes()
    return {"services": len(list_services()), "start_seconds": round(time.perf_counter() - began, 2)}


def _measure_names() -> dict[str, object]:
    from alatau.services.catalogue.services import list_services
    from alatau.services.search.find import find

    first: list[bool] = []
    slips: list[bool] = []
    times: list[float] = []
    for service in list_services():
        for language, name in service.name.items():
            began = time.perf_counter()
            first.append(find(name, language)[:1] == (service,))
            times.append(time.perf_counter() - began)
            slips.append(service in find(lose_letters(name), language)[:SHOWN])
    return {"names_first": _share(first), "slips_at_3": _share(slips), "name_p99_ms": _percentile(times, 0.99)}


def lose_letters(text: str) -> str:
    """Return a text with the third letter of each longer word left out."""
    return " ".join(word[:2] + word[3:] if len(word) > 4 else word for word in text.split())


def _measure_appeals() -> dict[str, object]:
    from alatau.services.search.find import find

    figures: dict[str, object] = {}
    times: list[float] = []
    questions = list(read_questions())
    for language, column in TEXTS.items():
        found: list[tuple[bool, str]] = []
        for appeal, wanted, known_from in questions:
            began = time.perf_counter()
            services = find(appeal[column], language, limit=SHOWN)
            times.append(time.perf_counter() - began)
            found.append((any(service.key in wanted for service in services), known_from))
        figures[f"{language}_recall_at_3"] = _share([is_found for is_found, _ in found])
        read = [is_found for is_found, known_from in found if known_from == "text"]
        figures[f"{language}_recall_at_3_read"] = _share(read)
    return {
        "questions": len(questions),
        "p50_ms": _percentile(times, 0.5),
        "p99_ms": _percentile(times, 0.99),
    } | figures


def _percentile(seconds: list[float], share: float) -> float:
    return round(sorted(seconds)[int(len(seconds) * share)] * 1000, 2)


def _share(these: list[bool]) -> float:
    return round(sum(these) / len(these), 4)
