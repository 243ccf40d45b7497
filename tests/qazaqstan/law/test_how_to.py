"""The how-to for authors of law, done to the letter: a few lines in a copy of the content, nothing elsewhere."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CLONE = Path(__file__).resolve().parents[3]
PAGE = (CLONE / "docs" / "how-to" / "add-to-the-law.md").read_text(encoding="utf-8")
#: Lines that an indicator, a benefit or a parameter may take.
MOST_LINES = 20
#: What the copy is asked: is the law in order, do the page's cases come out, is the indicator on the card.
QUESTIONS = """
import json
import django
django.setup()
from datetime import date
from alatau.family.planning import list_kept
from alatau.rules.evaluate import evaluate
from alatau.rules.gather import find_problems, law_folder
from alatau.rules.golden import read_cases, run_cases
from alatau.rules.interpret import Facts
from alatau.rules.texts import find_rule_text
book, problems = find_problems()
law = book.on(date(2026, 12, 15))
cases = list(read_cases(law_folder() / "golden" / "winter.yaml"))
old = [{"is_of_pension_age": True}, {"is_of_pension_age": True}]
young = [{"is_of_pension_age": True}, {"is_of_pension_age": False}]
families = [Facts(people=dict(enumerate(people))) for people in (old, young)]
found = evaluate(law, families, want=["has_only_pensioners"])
print(json.dumps({
    "problems": [str(problem) for problem in problems],
    "cases": len(cases),
    "differences": [str(difference) for difference in run_cases(book, cases)],
    "kept": sorted({"has_only_pensioners", "winter_supplement_for_children"} & {*list_kept(law)}),
    "measures": "debts_of_month" in law.rules,
    "said": find_rule_text("FC111").name.say("ru"),
    "pensioners": [answer.family["has_only_pensioners"] for answer in found],
}))
"""


def blocks(language: str) -> list[str]:
    """Return the page's blocks of one language, in order."""
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The content, with what the page adds to it."""
    ignored = shutil.ignore_patterns("__pycache__", "boundaries", "synthetic", "letters")
    content = Path(shutil.copytree(CLONE / "qazaqstan", tmp_path / "qazaqstan", ignore=ignored))
    for left_out in ("synthetic", "letters"):
        (content / left_out).symlink_to(CLONE / "qazaqstan" / left_out)
    indicator, benefit, measure = blocks("python")
    (content / "law" / "winter.py").write_text("\n".join((indicator, benefit, measure)), encoding="utf-8")
    [words] = blocks("toml")
    (content / "law" / "texts" / "winter.toml").write_text(words, encoding="utf-8")
    [cases] = blocks("yaml")
    (content / "law" / "golden" / "winter.yaml").write_text(cases, encoding="utf-8")
    [parameter] = blocks("text")
    with (content / "parameters.csv").open("a", encoding="utf-8") as stream:
        stream.write(parameter)
    return tmp_path


def test_lines_of_the_page_make_an_indicator_a_benefit_and_a_parameter(copy: Path) -> None:
    environment = os.environ | {"PYTHONPATH": str(CLONE), "DJANGO_SETTINGS_MODULE": "alatau.settings"}
    done = subprocess.run(
        [sys.executable, "-c", QUESTIONS], cwd=copy, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "problems": [],
        "cases": 3,
        "differences": [],
        "kept": ["has_only_pensioners", "winter_supplement_for_children"],
        "measures": True,
        "said": "Только пенсионеры",
        "pensioners": [True, False],
    }


def test_each_takes_fewer_than_twenty_lines() -> None:
    indicator, benefit, _measure = (block.strip().splitlines() for block in blocks("python"))
    [parameter], [words], [cases] = (blocks(language) for language in ("text", "toml", "yaml"))
    assert len(parameter.splitlines()) == 1
    assert len(indicator) + len(words.splitlines()) < MOST_LINES
    assert len(benefit) < MOST_LINES
    assert len(cases.splitlines()) < MOST_LINES
