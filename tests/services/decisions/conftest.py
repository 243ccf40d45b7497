"""Fixtures of this part: the people, the moment and the treasury of the tests of offers, and whose offices decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.services.offers.conftest import aigerim, bolat, city, dias, treasury

if TYPE_CHECKING:
    from alatau.core.values import Moment, PersonId

__all__ = ["aigerim", "bolat", "city", "dias", "treasury"]


@pytest.fixture
def paid(city: Moment, aigerim: PersonId, treasury: None) -> PersonId:
    """Return Aigerim, who has an open wallet, in a city whose treasury has money."""
    from tests.services.decisions.stage import open_wallet_of

    open_wallet_of(aigerim, at=city)
    return aigerim
