"""Two people with phones, and a gateway of the tests' own. The apps are loaded only when a fixture runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from alatau.core.values import Moment, PersonId
    from tests.messages.doubles import GatewayDouble


@pytest.fixture
def aigerim(db: None, moment: Moment) -> PersonId:
    """Aigerim reads Kazakh and has a phone."""
    from tests.messages.people import AIGERIM, AIGERIM_PHONE, settle

    return settle(AIGERIM, AIGERIM_PHONE, language="kk", at=moment)


@pytest.fixture
def bolat(db: None, moment: Moment) -> PersonId:
    """Bolat reads Russian and has a phone of his own."""
    from tests.messages.people import BOLAT, BOLAT_PHONE, settle

    return settle(BOLAT, BOLAT_PHONE, language="ru", at=moment)


@pytest.fixture
def gateways(monkeypatch: pytest.MonkeyPatch) -> GatewayDouble:
    """One SMS gateway that takes everything, in place of those of the settings."""
    from tests.messages.doubles import GatewayDouble

    double = GatewayDouble()
    double.stand_in(monkeypatch)
    return double
