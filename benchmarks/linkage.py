"""Measure matching without numbers: precision, recall and time, on labelled people and on the FEBRL sets.

The peer of the same run is what a clerk's query does: rows and people whose names and birth day are written the same.
`--train` learns the weights anew on people drawn with other seeds and writes them into the content package.
"""

from __future__ import annotations

import csv
import json
import os
import platform
import sys
import time
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from benchmarks.keep import CLONE, keep_figures

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import duckdb

    from tests.registry.linkage.labelled import Described

PEOPLE, ROWS, STRANGERS = 200_000, 20_000, 2_000
TRAINING = 20_000
FEBRL = CLONE.parent / "shared" / "data" / "record-linkage-febrl"
COLUMNS = "surname, given_name, patronymic, born_on, sex"
PERSON = "00000000-0000-4000-8000-"
TOLD = {
    "people": "people",
    "rows": "rows without a number, a tenth of them about strangers",
    "peer_precision": "peer: names and birth day written the same, precision",
    "peer_recall": "peer: recall",
    "sure_precision": "linked without asking, precision",
    "sure_recall": "linked without asking, recall",
    "asked_share": "rows that somebody is asked about (share of all)",
    "recall_with_asked": "linked, or asked about with the right person among the candidates (recall)",
    "rows_per_second": "rows matched (rows/s)",
    "febrl_precision": "FEBRL 4, 5,000 rows: linked without asking, precision",
    "febrl_recall": "FEBRL 4: recall",
    "febrl_recall_with_asked": "FEBRL 4: recall with those asked about",
}


def main() -> None:
    """Measure, print the figures, and keep them in `docs/measurements/`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alatau.settings")
    import django

    django.setup()
    if "--train" in sys.argv:
        _train()
    figures: dict[str, object] = {"people": PEOPLE, "rows": ROWS + STRANGERS} | _measure_city()
    if FEBRL.is_dir():
        figures |= _measure_febrl()
    told = {key: words for key, words in TOLD.items() if key in figures}
    figures |= {"cores": os.cpu_count(), "python": platform.python_version(), "taken_on": time.strftime("%Y-%m-%d")}
    sys.stdout.write(json.dumps(figures, indent=1) + "\n")
    keep_figures("linkage", figures, told=told)


def _train() -> None:
    import duckdb

    from alatau.core.content import content
    from alatau.registry.linkage.model import train
    from tests.registry.linkage.labelled import draw_people, write_anew

    people = draw_people(TRAINING, seed=1)
    weights = content().name_weights
    assert weights
    with duckdb.connect() as engine:
        _lay_out(engine, people, write_anew(people, seed=2))
        train(engine, rows="rows", people="people", into=weights)


def _measure_city() -> dict[str, object]:
    from tests.registry.linkage.labelled import draw_people, write_anew

    people = draw_people(PEOPLE, seed=11)
    strangers = [replace(each, truth=-1) for each in draw_people(STRANGERS, seed=12)]
    rows = write_anew([*people[:ROWS], *strangers], seed=13)
    figures = _match(people, rows)
    truths = {(each.surname, each.given_name, each.patronymic, each.born_on): each.truth for each in people}
    said = [(each.truth, truths.get((each.surname, each.given_name, each.patronymic, each.born_on))) for each in rows]
    found = [(truth, guess) for truth, guess in said if guess is not None]
    true = sum(truth == guess for truth, guess in found)
    return {"peer_precision": _share(true, len(found)), "peer_recall": _share(true, ROWS)} | figures


def _measure_febrl() -> dict[str, object]:
    people, rows = (_read_febrl(FEBRL / f"febrl_dataset4{part}.csv") for part in "ab")
    figures = _match(people, rows)
    return {
        "febrl_precision": figures["sure_precision"],
        "febrl_recall": figures["sure_recall"],
        "febrl_recall_with_asked": figures["recall_with_asked"],
    }


def _read_febrl(path: Path) -> list[Described]:
    from tests.registry.linkage.labelled import Described

    described = []
    with path.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            try:
                born_on = datetime.strptime(row["date_of_birth"], "%Y%m%d").date()  # noqa: DTZ007  a day, not a moment
            except ValueError:
                born_on = None
            described.append(
                Described(
                    truth=int(row["rec_id"].split("-")[1]),
                    surname=row["surname"],
                    given_name=row["given_name"],
                    patronymic="",
                    born_on=born_on,
                    sex="",
                )
            )
    return described


def _match(people: Sequence[Described], rows: Sequence[Described]) -> Mapping[str, object]:
    import duckdb

    from alatau.core.content import content
    from alatau.registry.linkage.judge import find_matches

    weights = content().name_weights
    assert weights
    with duckdb.connect() as engine:
        began = time.perf_counter()
        _lay_out(engine, people, rows)
        matches = find_matches(engine, weights, rows="rows", people="people")
        seconds = time.perf_counter() - began

    def is_true(line: int, person_id: object) -> bool:
        return people[int(str(person_id)[-12:])].truth == rows[line].truth

    known = sum(each.truth >= 0 for each in rows)
    sure = sum(is_true(line, match.person_id) for (_, line), match in matches.sure.items())
    asked = sum(any(is_true(line, each.person_id) for each in some) for (_, line), some in matches.unsure.items())
    return {
        "sure_precision": _share(sure, len(matches.sure)),
        "sure_recall": _share(sure, known),
        "asked_share": _share(len(matches.unsure), len(rows)),
        "recall_with_asked": _share(sure + asked, known),
        "rows_per_second": round(len(rows) / seconds),
    }


def _lay_out(engine: duckdb.DuckDBPyConnection, people: Sequence[Described], rows: Sequence[Described]) -> None:
    from alatau.registry.linkage.describe import describe
    from tests.registry.linkage.labelled import as_table

    for table, described in (("people", people), ("rows", rows)):
        engine.register("drawn", as_table(described))
        key = f"'{PERSON}' || lpad(unique_id, 12, '0') || '/1'" if table == "people" else "'1/' || unique_id"
        describe(engine, f"SELECT {key} AS unique_id, truth, {COLUMNS} FROM drawn", into=table, extra="truth")
        engine.unregister("drawn")


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0
