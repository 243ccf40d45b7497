"""Registers with loads, and the people who look at them."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest


@pytest.fixture
def people(db):
    """The sample city's people in the test's database."""
    from tests.people import load_people

    load_people()


@pytest.fixture
def add_load(db):
    """Put an announced load of a register into the books: its counts, without files."""
    from alatau.core.clock import read_clocks
    from alatau.registry.models import Load

    def add(register_key, *, number=1, days_ago=0, kind="source", **counts):
        at = read_clocks()
        read = counts.get("rows_accepted", 0) + counts.get("rows_quarantined", 0) + counts.get("rows_unchanged", 0)
        return Load.objects.create(
            register_key=register_key,
            number=number,
            kind=kind,
            state="announced",
            as_of=at.city_day - timedelta(days=days_ago),
            planned_at=at.wall_at,
            written_at=at.wall_at,
            announced_at=at.wall_at,
            line_id=uuid4(),
            rows_read=read,
            source_name=f"{register_key}.csv",
            **counts,
        )

    return add


@pytest.fixture(autouse=True)
def opens_the_lake_itself(settings):
    """Let pages read the lake as the worker's processes do: the reader's socket has tests of its own."""
    settings.ALATAU_ROLE = "worker"
