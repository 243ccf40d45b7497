"""The city's people, registers that say what a test wants, and a treasury that can be paid."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from alatau.core.values import Actor, Moment
    from tests.services.catalogue.stage import Registers


@pytest.fixture(autouse=True)
def _own_authority(alatau_home: Path) -> None:
    """Sign papers with keys that no other test has made."""


@pytest.fixture
def city(db: None) -> Moment:
    """The sample city's people, and the bodies around its money."""
    from alatau.core.clock import read_clocks
    from alatau.core.values import system_actor
    from alatau.money.bodies.open import open_bodies
    from tests.people import load_people

    load_people()
    at = read_clocks()
    open_bodies(by=system_actor("services.tests"), at=at)
    return at


@pytest.fixture
def registers(city: Moment, monkeypatch: pytest.MonkeyPatch) -> Registers:
    """Registers that hold what a test says."""
    from alatau.services.catalogue import evidence
    from tests.services.catalogue.stage import Registers

    double = Registers()
    monkeypatch.setattr(evidence, "read_records", double.read_records)
    monkeypatch.setattr(evidence, "judge_silence", double.judge_silence)
    return double


@pytest.fixture
def aigerim(city: Moment) -> Actor:
    """Aigerim, who asks."""
    from tests.people import resident

    return resident("aigerim").actor


@pytest.fixture
def bolat(city: Moment) -> Actor:
    """Her husband: family, and still another adult."""
    from tests.people import resident

    return resident("bolat").actor
