"""A small running city for backups: one table, a lake, a checkpoint."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from alatau.core.backup.restore import Restored, restore_backup
from alatau.core.backup.shelf import list_backups
from alatau.core.backup.take import take_backup
from alatau.core.postgres.binaries import find_binaries
from alatau.core.postgres.roles import KEEPER, connect_as
from alatau.core.postgres.server import EmbeddedServer
from tests.harness.cluster import chosen_server, copy_fresh_home

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from alatau.core.backup.manifest import Manifest

PASSPHRASE = "correct horse battery"


@dataclass
class SmallCity:
    """A home with a running database in it, and a folder for its backups."""

    server: EmbeddedServer
    backups: Path

    @property
    def home(self) -> Path:
        return self.server.places.home

    @property
    def backup(self) -> Path:
        """The newest backup's own folder."""
        return list_backups(self.backups)[-1]

    def write(self, number: int) -> datetime:
        """Acknowledge one row, and return a moment at which it was acknowledged already."""
        with connect_as(self.home, "owner", database="alatau") as owner:
            owner.execute("INSERT INTO kept VALUES (%s)", [number])
        return datetime.now(UTC)

    def back_up(self, passphrase: str = PASSPHRASE) -> Manifest:
        return take_backup(self.backups, home=self.home, binaries=self.server.binaries, passphrase=passphrase)

    def restore(self, home: Path, moment: datetime | None = None, passphrase: str = PASSPHRASE) -> Restored:
        return restore_backup(
            self.backups,
            home=home,
            binaries=self.server.binaries,
            database="alatau",
            passphrase=passphrase,
            moment=moment,
        )


@pytest.fixture(autouse=True, scope="session")
def cheap_passphrases() -> Iterator[None]:
    """Derive keys in no time: half a second for each is meant for thieves, not for tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("alatau.core.backup.sealed.SCRYPT_COST", 2)
        yield


@pytest.fixture
def city(tmp_path: Path) -> Iterator[SmallCity]:
    """A running city whose table is empty, with one file in its lake."""
    with run_small_city(tmp_path) as small_city:
        yield small_city


@pytest.fixture(scope="session")
def kept_city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallCity]:
    """A running city with one row and one backup, for tests that only read those."""
    with run_small_city(tmp_path_factory.mktemp("kept")) as small_city:
        small_city.write(1)
        small_city.back_up()
        yield small_city


@pytest.fixture
def backed_up(kept_city: SmallCity, tmp_path: Path) -> SmallCity:
    """The same city with a copy of its backup that a test may spoil."""
    shutil.copytree(kept_city.backups, tmp_path / "backups")
    return SmallCity(kept_city.server, tmp_path / "backups")


@contextmanager
def run_small_city(tmp_path: Path) -> Iterator[SmallCity]:
    """Run a city of its own below the folder for as long as the block lasts."""
    if os.geteuid() == 0:
        pytest.skip("PostgreSQL does not run as root; `make test` drops to an ordinary user")
    home = copy_fresh_home(tmp_path / "home")
    (home / "lake" / "births").mkdir(parents=True)
    (home / "lake" / "births" / "part-0.parquet").write_bytes(b"rows")
    (home / "checkpoints").mkdir()
    (home / "checkpoints" / "1").write_text("signed")
    small_city = SmallCity(make_small_server(home), tmp_path / "backups")
    small_city.server.start()
    with connect_as(home, KEEPER, database="alatau") as keeper:
        keeper.execute("CREATE TABLE kept (number bigint); ALTER TABLE kept OWNER TO owner")
    try:
        yield small_city
    finally:
        small_city.server.stop()


def make_small_server(home: Path) -> EmbeddedServer:
    """Return a supervisor of the home that does not wait for the disk."""
    return EmbeddedServer(home, find_binaries(chosen_server()), database="alatau", durable=False)


@pytest.fixture
def read_numbers() -> Callable[[Path], list[int]]:
    """Start the city of a home for a moment and return the numbers in its table."""

    def read(home: Path) -> list[int]:
        server = make_small_server(home)
        server.start()
        try:
            with connect_as(home, "owner", database="alatau") as owner:
                return [row[0] for row in owner.execute("SELECT number FROM kept ORDER BY number")]
        finally:
            server.stop()

    return read
