"""Programs search as pages do."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.django_db
ADDRESS = "/api/services/search"


def test_a_program_finds_in_the_language_it_names(client):
    answer = client.get(ADDRESS, {"q": "пасспорт", "language": "en", "limit": 1}).json()
    assert [each["name"] for each in answer["services"]] == ["Passport for travel abroad"]
    assert answer["taken_for"] == [{"word": "пасспорт", "known": "паспорт"}]


@pytest.mark.parametrize("asked", [{}, {"q": ""}, {"q": "passport", "limit": 0}, {"q": "x" * 10_000}])
def test_a_question_that_is_none_is_refused(client, asked):
    assert client.get(ADDRESS, asked).status_code == 422
