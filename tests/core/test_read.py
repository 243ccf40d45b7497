"""Which city this is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from alatau.core.read import is_sample_city

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

pytestmark = pytest.mark.django_db


def test_a_database_made_as_a_sample_is_a_sample_city() -> None:
    assert is_sample_city()


def test_in_production_nothing_is_a_sample(settings: SettingsWrapper) -> None:
    settings.PRODUCTION = True
    assert not is_sample_city()
