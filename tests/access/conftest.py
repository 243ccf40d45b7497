"""Fixtures of this room's tests. Models are imported inside: this file is read before the apps are loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

    from alatau.core.values import Moment
    from tests.people import Official, Resident


@pytest.fixture(autouse=True)
def _cheap_passwords(settings: SettingsWrapper) -> None:
    from tests.people import CHEAP_HASHER

    settings.PASSWORD_HASHERS = [CHEAP_HASHER]


@pytest.fixture
def people(db: None) -> None:
    """Everybody of the sample city."""
    from tests.people import load_people

    load_people()


@pytest.fixture
def now(db: None) -> Moment:
    """This instant on both clocks."""
    from alatau.core.clock import read_clocks

    return read_clocks()


@pytest.fixture
def aigerim(people: None) -> Resident:
    """The resident."""
    from tests.people import resident

    return resident("aigerim")


@pytest.fixture
def bolat(people: None) -> Resident:
    """Her family, and another adult."""
    from tests.people import resident

    return resident("bolat")


@pytest.fixture
def dana(people: None) -> Official:
    """The official with the right."""
    from tests.people import official

    return official("dana")


@pytest.fixture
def yerlan(people: None) -> Official:
    """The official without the right."""
    from tests.people import official

    return official("yerlan")


@pytest.fixture
def timur(people: None) -> Official:
    """The administrator."""
    from tests.people import official

    return official("timur")


@pytest.fixture
def saule(people: None) -> Official:
    """The operator."""
    from tests.people import official

    return official("saule")


@pytest.fixture
def marat(people: None) -> Official:
    """The supervisor, who confirms."""
    from tests.people import official

    return official("marat")
