"""The typed client, against the city's whole web application."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.money.programs import Party


@pytest.fixture(autouse=True)
def one_connection(monkeypatch) -> Iterator[None]:
    from tests.money.programs import in_one_connection

    with in_one_connection(monkeypatch):
        yield


@pytest.fixture
def payer(db) -> Party:
    from tests.money.programs import party

    return party(balance=1000)


@pytest.fixture
def payee(db) -> Party:
    from tests.money.programs import party

    return party()
