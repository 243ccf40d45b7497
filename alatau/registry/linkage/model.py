"""How two descriptions of people are compared: the fields, the grades of their agreement, and what each grade weighs.

The weights are learned from labelled pairs and kept by the content package, so that the same rows give the same links.
Method: Fellegi and Sunter (1969) as Splink computes it; a frequent name weighs less than a rare one.
"""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any

import splink.comparison_level_library as levels
import splink.comparison_library as comparisons
from splink import Linker, SettingsCreator, block_on
from splink.blocking_rule_library import CustomRule
from splink.internals.duckdb.database_api import DuckDBAPI

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import duckdb

#: Columns of a description: names as they sound, without endings, days as text.
FIELDS = ("surname", "surname_stem", "given_name", "father", "born_on", "born_swapped", "sex")
#: What is compared, under the name that people are shown.
COMPARED = ("surname", "given_name", "father", "born_on", "sex")
#: How likely it is that a row is about somebody the city knows.
KNOWN_SHARE = 0.9
SEED = 2026
_ROWS, _PEOPLE = "a_rows", "b_people"

# Splink tells of each step at level INFO; a job's log has other things to say.
logging.getLogger("splink").setLevel(logging.ERROR)


def make_settings() -> SettingsCreator:
    """Return the fields, their grades, and which pairs are looked at. Untrained."""
    return SettingsCreator(
        link_type="link_only",
        comparisons=[_surname(), _given_name(), _father(), _born_on(), _sex()],
        blocking_rules_to_generate_predictions=[
            block_on("born_on", "substr(given_name, 1, 1)"),
            block_on("surname_stem", "given_name", "substr(born_on, 1, 4)"),
            block_on("surname_stem", "given_name", "substr(born_on, 6)"),
            CustomRule("l.born_swapped = r.born_on AND l.surname_stem = r.surname_stem"),
            block_on("given_name", "father", "substr(born_on, 1, 4)", "substr(surname_stem, 1, 1)"),
        ],
        # Brings the grade of each field along, for the person who decides.
        retain_matching_columns=True,
    )


def train(engine: duckdb.DuckDBPyConnection, *, rows: str, people: str, into: Path) -> None:
    """Learn the weights from two tables whose column `truth` says who is who, and write them to a file.

    How often strangers agree is counted on random pairs, drawn with a fixed seed.
    """
    linker = _open(engine, make_settings(), rows=rows, people=people)
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=SEED)
    linker.training.estimate_m_from_label_column("truth")
    kept = linker.misc.save_model_to_json(out_path=None)
    # A name that is drawn anew at each training: the weights are the same.
    del kept["linker_uid"]
    into.write_text(json.dumps(kept, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")


def score(
    engine: duckdb.DuckDBPyConnection, weights: Path, *, rows: str, people: str, least: float
) -> list[tuple[Any, ...]]:
    """Return row, person, match weight and the grade of each field, for pairs that are at least so likely.

    The weight is the binary logarithm of the odds that the row is this person's, before other candidates are weighed.

    Args:
        engine: holds both tables: `unique_id` and the columns of `FIELDS`.
        weights: what `train` wrote.
        rows: name of the table of rows.
        people: name of the table of people.
        least: smallest probability that is of interest.
    """
    [(known,)] = engine.execute(f"SELECT count(*) FROM {people}").fetchall()
    settings = json.loads(weights.read_text(encoding="utf-8"))
    # The less people there are, the likelier is each of them.
    settings["probability_two_random_records_match"] = min(0.5, KNOWN_SHARE / max(known, 1))
    linker = _open(engine, settings, rows=rows, people=people)
    found = linker.inference.predict(threshold_match_probability=least)
    grades = ", ".join(f"gamma_{name}" for name in COMPARED)
    query = f"SELECT unique_id_l, unique_id_r, match_weight, {grades} FROM {found.physical_name}"
    pairs = engine.execute(f"{query} ORDER BY 1, 3 DESC, 2").fetchall()
    found.drop_table_from_database_and_remove_from_cache()
    return pairs


def name_grades(weights: Path) -> Mapping[str, Mapping[int, str]]:
    """Return what each grade of each field is called: {"surname": {3: "same", ...}}."""
    settings = json.loads(weights.read_text(encoding="utf-8"))
    return {each["output_column_name"]: _grades(each["comparison_levels"]) for each in settings["comparisons"]}


def _grades(found: list[dict[str, Any]]) -> dict[int, str]:
    highest = len([level for level in found if not level.get("is_null_level")]) - 1
    grades = {-1: "missing"}
    for level in found:
        if not level.get("is_null_level"):
            grades[highest] = level["label_for_charts"]
            highest -= 1
    return grades


def _open(
    engine: duckdb.DuckDBPyConnection, settings: SettingsCreator | dict[str, Any], *, rows: str, people: str
) -> Linker:
    database = DuckDBAPI(connection=engine)
    tables = [database.register(table, dataset_display_name=name) for table, name in ((rows, _ROWS), (people, _PEOPLE))]
    return Linker(tables, settings, log_level=logging.ERROR)


def _surname() -> comparisons.CustomComparison:
    return comparisons.CustomComparison(
        output_column_name="surname",
        comparison_levels=[
            levels.NullLevel("surname"),
            levels.ExactMatchLevel("surname", term_frequency_adjustments=True).configure(label_for_charts="same"),
            levels.ExactMatchLevel("surname_stem").configure(label_for_charts="same_stem"),
            levels.CustomLevel("surname_l = given_name_r", label_for_charts="swapped"),
            levels.JaroWinklerLevel("surname", 0.92).configure(label_for_charts="close"),
            levels.JaroWinklerLevel("surname", 0.82).configure(label_for_charts="alike"),
            levels.ElseLevel().configure(label_for_charts="other"),
        ],
    )


def _given_name() -> comparisons.CustomComparison:
    return comparisons.CustomComparison(
        output_column_name="given_name",
        comparison_levels=[
            levels.NullLevel("given_name"),
            levels.ExactMatchLevel("given_name", term_frequency_adjustments=True).configure(label_for_charts="same"),
            levels.CustomLevel("given_name_l = surname_r", label_for_charts="swapped"),
            levels.JaroWinklerLevel("given_name", 0.92).configure(label_for_charts="close"),
            levels.JaroWinklerLevel("given_name", 0.82).configure(label_for_charts="alike"),
            levels.ElseLevel().configure(label_for_charts="other"),
        ],
    )


def _father() -> comparisons.CustomComparison:
    return comparisons.CustomComparison(
        output_column_name="father",
        comparison_levels=[
            levels.NullLevel("father"),
            levels.ExactMatchLevel("father").configure(label_for_charts="same"),
            levels.JaroWinklerLevel("father", 0.9).configure(label_for_charts="close"),
            levels.ElseLevel().configure(label_for_charts="other"),
        ],
    )


def _born_on() -> comparisons.CustomComparison:
    return comparisons.CustomComparison(
        output_column_name="born_on",
        comparison_levels=[
            levels.NullLevel("born_on"),
            levels.ExactMatchLevel("born_on").configure(label_for_charts="same"),
            levels.CustomLevel("born_swapped_l = born_on_r", label_for_charts="swapped"),
            levels.DamerauLevenshteinLevel("born_on", 1).configure(label_for_charts="close"),
            levels.CustomLevel("substr(born_on_l, 1, 4) = substr(born_on_r, 1, 4)", label_for_charts="same_year"),
            levels.ElseLevel().configure(label_for_charts="other"),
        ],
    )


def _sex() -> comparisons.CustomComparison:
    return comparisons.CustomComparison(
        output_column_name="sex",
        comparison_levels=[
            levels.NullLevel("sex"),
            levels.ExactMatchLevel("sex").configure(label_for_charts="same"),
            levels.ElseLevel().configure(label_for_charts="other"),
        ],
    )
