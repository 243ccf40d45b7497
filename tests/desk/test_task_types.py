"""Kinds of cases are content: every one is complete, and a broken one says what to correct."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from alatau.core.content import content
from alatau.desk.checks import check_task_types
from alatau.desk.errors import TaskTypeContentError
from alatau.desk.task_types import get_type, list_types, read_types
from alatau.messages.catalogue import catalogue

CLONE = Path(__file__).resolve().parents[2]
GOOD = (CLONE / "qazaqstan" / "desk" / "general_question.toml").read_text(encoding="utf-8")

TINY = """
import django
django.setup()
from datetime import UTC, datetime
from alatau.desk.task_types import get_type
from alatau.papers.draw import Mark, draw_letter
from alatau.papers.letters import get_letter

outcome = get_type("lost_thing").outcomes["found"]
mark = Mark(code="X", address="http://x/verify/X", issued_at=datetime(2026, 3, 10, tzinfo=UTC), issued_on="10")
facts = {"name": "A", "case_number": "1", "decided_on": "10"}
assert draw_letter(get_letter(outcome.letter), language="ar", facts=facts, mark=mark).startswith(b"%PDF")
"""


def test_every_kind_speaks_all_languages_and_names_a_message_that_exists() -> None:
    languages = [language.code for language in content().languages]
    for kind in list_types().values():
        texts = [kind.name, kind.explanation, kind.instructions, kind.skill_name, *kind.suspensions.values()]
        for outcome in kind.outcomes.values():
            texts += [outcome.name, outcome.told, *(field.label for field in outcome.fields)]
            assert kind.is_internal or outcome.message in catalogue().versions
        assert [text for text in texts if text.missing(languages)] == []


def test_address_check_needs_two_officials_and_two_outcomes() -> None:
    kind = get_type("address_check")
    assert kind.four_eyes
    assert set(kind.outcomes) == {"address_confirmed_changed", "no_change"}


def test_start_finds_nothing_to_correct() -> None:
    assert check_task_types() == []


@pytest.mark.parametrize(
    ("found", "written", "problem"),
    [
        ('purpose = "service"', 'purpose = "nonsense"', "purpose nonsense is unknown"),
        ('decided_by = ["caseworker"', 'decided_by = ["king"', "role king is unknown"),
        ("four_eyes = false", "four_eyes = true", "four eyes need confirmed_by"),
        ('letter = "question_answer"', 'letter = "nonsense"', "letter nonsense is unknown"),
        ('key = "reason"', 'key = "other"', "letter needs"),
        ('count = "working"', 'count = "lunar"', "lunar"),
        ("[deadline]", "[deadlines]", "days"),
    ],
)
def test_broken_kind_says_what_to_correct(tmp_path: Path, found: str, written: str, problem: str) -> None:
    assert found in GOOD
    (tmp_path / "broken.toml").write_text(GOOD.replace(found, written), encoding="utf-8")
    with pytest.raises(TaskTypeContentError) as refusal:
        read_types(tmp_path)
    assert problem in str(refusal.value)


def test_second_country_brings_kinds_and_letters_of_its_own() -> None:
    environment = os.environ | {"ALATAU_CONTENT": "tests.tinyland"}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", TINY], cwd=CLONE, env=environment, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()[-2000:]
