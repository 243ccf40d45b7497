"""Fixtures of every test: a real PostgreSQL, migrated once per run, a database for each worker, role `web`."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import django
import hypothesis
import hypothesis.configuration
import pytest
from django.conf import settings
from django.utils import translation

from alatau.core.values import Moment
from tests.harness.city import CLONE, open_city
from tests.harness.cluster import launch_cluster, wait_for_cluster
from tests.harness.scheduling import CITY, CityScheduling, group_of, put_groups_first
from tests.harness.static_files import look_once

if TYPE_CHECKING:
    from collections.abc import Iterator

    import psycopg
    from pytest_django import DjangoDbBlocker
    from pytest_django.fixtures import SettingsWrapper

    from tests.harness.city import LiveCity

# Settings are read once, when Django is loaded: all that steers them stands here, before that.
if "ALATAU_TEST_RUN" not in os.environ:
    os.environ["ALATAU_TEST_RUN"] = str(launch_cluster())
RUN = Path(os.environ["ALATAU_TEST_RUN"])
DATABASE = "city_" + os.environ.get("PYTEST_XDIST_WORKER", "alone")
os.environ.update(
    DJANGO_SETTINGS_MODULE="alatau.settings",
    ALATAU_HOME=str(RUN),
    ALATAU_ROLE="web",
    ALATAU_DATABASE=DATABASE,
    ALATAU_DURABLE="no",
    ALATAU_MODE="sample",
)
for name in ("DATABASE_URL", "DATABASE_URL_FILE", "ALATAU_FAULT"):
    os.environ.pop(name, None)


# A busy machine is no reason to fail a property. Examples are kept beside the code where that can be written.
# On CI the examples are always the same, so that a change is judged by itself; at a desk they differ from run to run.
# `make faults SEEDS=N` tries N times as many, so it goes through the properties as well.
ON_CI = os.environ.get("CI", "").lower() in ("1", "true", "yes")
SEEDS = int(os.environ.get("ALATAU_FAULT_SEEDS", "1"))
hypothesis.settings.register_profile("city", deadline=None, derandomize=ON_CI, max_examples=50 * SEEDS)
hypothesis.settings.load_profile("city")
if not os.access(CLONE, os.W_OK):
    hypothesis.configuration.set_hypothesis_home_dir(RUN / "hypothesis")


def pytest_configure() -> None:
    """Load the apps before test modules import models."""
    django.setup()
    # A worker inherits the settings' name, and so loads them before this file is read.
    settings.ALATAU_DATABASE = settings.DATABASES["default"]["NAME"] = DATABASE
    look_once()


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Sentences are compared in the language they are written in, unless a test or a request chooses another."""
    with translation.override("en"):
        yield


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let what is slow to start begin first, and refuse a second running city."""
    strangers = [
        item.nodeid
        for item in items
        if "live_city" in getattr(item, "fixturenames", ()) and group_of(item.nodeid) != CITY
    ]
    if strangers:
        message = f"Add the files of these tests to the group of the running city: {', '.join(strangers)}"
        raise pytest.UsageError(message)
    put_groups_first(items)


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> CityScheduling:
    """Hand the tests out by what they share."""
    return CityScheduling(config, log)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Take the place of pytest-django's own: the server is ours, and tests work as the role `web`."""
    from tests.harness.databases import make_database

    wait_for_cluster(RUN)
    with django_db_blocker.unblock():
        make_database(RUN, DATABASE)


@pytest.fixture
def committed_db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Allow real commits, from several connections and processes; afterwards all tables are as migrated."""
    from django.db import connections

    from tests.harness.databases import empty_tables

    with django_db_blocker.unblock():
        yield
        connections.close_all()
    empty_tables(RUN, DATABASE)


@pytest.fixture
def owner_connection(django_db_setup: None) -> Iterator[psycopg.Connection]:
    """A connection of its own, in autocommit, as the role that migrates. It sees committed rows only."""
    yield from _connection_as("owner")


@pytest.fixture
def worker_connection(django_db_setup: None) -> Iterator[psycopg.Connection]:
    """A connection of its own, in autocommit, as the role of the background processes."""
    yield from _connection_as("worker")


@pytest.fixture(scope="session")
def live_city() -> Iterator[LiveCity]:
    """A whole running city with its sample people: web, worker and journal on a free loopback port."""
    with open_city() as city:
        yield city


@pytest.fixture
def alatau_home(tmp_path: Path, settings: SettingsWrapper) -> Path:
    """An empty home for this test alone; settings point to it, the database stays the run's."""
    settings.ALATAU_HOME = tmp_path / "home"
    (tmp_path / "home").mkdir(mode=0o700)
    return tmp_path / "home"


@pytest.fixture
def as_worker(committed_db: None, alatau_home: Path) -> Iterator[None]:
    """Work as the role of the background processes, with real commits and a lake of one's own."""
    from tests.harness.databases import working_as

    with working_as(RUN, "worker"):
        yield


@pytest.fixture
def moment() -> Moment:
    """A Tuesday noon in the city, some years after it opened; both clocks agree."""
    wall_at = datetime(2026, 3, 10, 7, 0, tzinfo=UTC)
    return Moment(city_at=wall_at.astimezone(ZoneInfo("Asia/Almaty")), wall_at=wall_at)


def _connection_as(role: str) -> Iterator[psycopg.Connection]:
    from alatau.core.postgres.roles import connect_as

    with connect_as(RUN, role, database=DATABASE) as connection:
        yield connection
