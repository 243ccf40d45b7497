"""Questions of many callers share commits; nobody's failure is another's."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError, connections

from alatau.core.clock import read_clocks
from alatau.services.models.restriction import OperatorDay, RestrictionCheck
from alatau.services.restriction import check, keep_checks
from alatau.services.restriction.check import Checker
from alatau.services.restriction.errors import CheckBusyError
from tests.services.restriction.stage import admit, make_resident, pseudonym, restrict_for


@pytest.fixture
def checker(committed_db: None, monkeypatch: pytest.MonkeyPatch) -> Checker:
    """A checker whose thread lets go of its connection after each commit, so that tables can be emptied."""
    keep = keep_checks.keep_questions

    def keep_and_close(requests):
        try:
            return keep(requests)
        finally:
            connections.close_all()

    monkeypatch.setattr(check, "keep_questions", keep_and_close)
    return Checker()


def test_many_callers_share_few_commits_and_each_gets_its_own_answer(checker: Checker) -> None:
    at = read_clocks()
    restrict_for(6, by=make_resident(1, at=at), at=at)
    keys, asker = admit("one", at=at)
    asked = [pseudonym(keys, 1 + place % 2) for place in range(40)]
    with ThreadPoolExecutor(len(asked)) as pool:
        answers = list(pool.map(lambda one: checker.check([one], by=asker), asked))
    assert answers == [[place % 2 == 0] for place in range(40)]
    assert RestrictionCheck.objects.count() == OperatorDay.objects.get().asked == 40
    assert RestrictionCheck.objects.values("asked_at").distinct().count() < 40


def test_lost_database_is_told_to_every_caller(checker: Checker, monkeypatch: pytest.MonkeyPatch) -> None:
    keys, asker = admit("one", at=read_clocks())

    def fail(requests):
        raise OperationalError

    monkeypatch.setattr(check, "keep_questions", fail)
    with pytest.raises(CheckBusyError):
        checker.check([pseudonym(keys, 1)], by=asker)
