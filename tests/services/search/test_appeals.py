"""What people wrote to city offices finds the service that would help them."""

from __future__ import annotations

import pytest

from alatau.services.catalogue.services import list_services
from alatau.services.search.find import find
from benchmarks.search import APPEALS, QUESTIONS, SHOWN, TEXTS, read_questions

#: Of a hundred appeals; `alatau bench search` prints what is reached.
LEAST = {"kk": 85, "ru": 88}


def test_each_question_names_services_of_the_catalogue():
    keys = {service.key for service in list_services()}
    rows = QUESTIONS.read_text(encoding="utf-8").splitlines()[1:]
    wanted = {key for row in rows for key in row.split(",")[1].split()}
    assert len(rows) > 600
    assert wanted <= keys


@pytest.mark.shared
@pytest.mark.skipif(not APPEALS.is_file(), reason="the appeals do not lie in `shared` beside the clone")
@pytest.mark.parametrize("language", LEAST)
def test_appeals_find_what_would_help_among_the_first_three(language):
    # Every fourth is enough to notice a fall; the measurement asks them all.
    questions = list(read_questions())[::4]
    found = [
        any(service.key in wanted for service in find(appeal[TEXTS[language]], language, limit=SHOWN))
        for appeal, wanted, _ in questions
    ]
    assert sum(found) * 100 >= LEAST[language] * len(found)
