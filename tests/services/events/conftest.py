"""Fixtures of life events: the role that writes them, and a transaction that leaves nothing behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import transaction

from tests.conftest import RUN
from tests.harness.databases import working_as

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import DjangoDbBlocker


@pytest.fixture
def undone(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Work as the role of the background processes, in a transaction that is rolled back."""
    with django_db_blocker.unblock(), working_as(RUN, "worker"), transaction.atomic():
        yield
        transaction.set_rollback(True)
