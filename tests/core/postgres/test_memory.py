"""How much memory the embedded server keeps pages in: an eighth of what there is, within bounds."""

from __future__ import annotations

import pytest

from alatau.core.postgres import memory
from alatau.core.postgres.configuration import server_settings
from alatau.core.postgres.places import Places

GIGABYTE = 2**30


@pytest.fixture
def container(monkeypatch, tmp_path):
    """Make this machine's container say how much memory it may use."""
    monkeypatch.setattr(memory, "CONTAINER_LIMIT", tmp_path / "memory.max")
    return tmp_path / "memory.max"


@pytest.mark.parametrize(("limit", "megabytes"), [(2 * GIGABYTE, 256), (GIGABYTE // 2, 128), (3 * GIGABYTE, 384)])
def test_a_container_may_have_less_than_its_machine(container, limit, megabytes):
    container.write_text(f"{limit}\n")
    assert memory.shared_memory_megabytes() == megabytes


@pytest.mark.parametrize("told", ["max\n", None])
def test_without_a_limit_the_machine_counts(container, told):
    if told is not None:
        container.write_text(told)
    assert memory.LEAST_MEGABYTES <= memory.shared_memory_megabytes() <= memory.MOST_MEGABYTES


def test_servers_of_tests_take_little_each(tmp_path):
    assert server_settings(Places(tmp_path), port=5432, durable=False)["shared_buffers"] == "128MB"
