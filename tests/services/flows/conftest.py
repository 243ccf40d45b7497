"""Fixtures of conversations: people, and the role of the background processes, with real commits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from alatau.core.clock import read_clocks

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

    from alatau.core.values import Moment, PersonId


@pytest.fixture
def city(as_worker: None, settings: SettingsWrapper) -> Moment:
    """Fill the city with its people, work as the worker, and return the moment."""
    from tests.people import load_people

    settings.ALATAU_ROLE = "worker"
    load_people()
    return read_clocks()


@pytest.fixture
def treasury(city: Moment) -> None:
    """Give every programme of the treasury money."""
    from tests.services.offers.stage import fill_treasury

    fill_treasury(at=city)


@pytest.fixture
def mother(city: Moment, treasury: None) -> PersonId:
    """Return Aigerim, with a phone and a wallet."""
    from tests.services.flows.stage import settle_mother

    return settle_mother(at=city)
