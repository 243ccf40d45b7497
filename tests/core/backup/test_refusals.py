"""What backup and restore refuse, and that they leave everything untouched then."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime, timedelta

import pytest

from alatau.core.backup.errors import (
    AlteredBackupError,
    MomentTooEarlyError,
    MomentTooLateError,
    NewerCityError,
    NotABackupError,
    OtherCityError,
    PassphraseMissingError,
    RestoreCutShortError,
    WrongPassphraseError,
)
from alatau.core.backup.manifest import read_manifest
from alatau.core.postgres.errors import AlreadyRunningError
from tests.core.backup.conftest import make_small_server
from tests.harness.cluster import make_home


def test_restoring_over_a_running_city_is_refused(backed_up):
    with pytest.raises(AlreadyRunningError):
        backed_up.restore(backed_up.home)


def test_restoring_over_a_newer_city_is_refused(city):
    city.back_up()
    time.sleep(1.1)
    city.write(1)
    city.server.stop()
    with pytest.raises(NewerCityError, match="newer"):
        city.restore(city.home)


def test_restoring_over_another_city_is_refused(backed_up, make_other_city):
    with pytest.raises(OtherCityError):
        backed_up.restore(make_other_city())


def test_a_moment_before_the_first_backup_is_refused_with_the_earliest(backed_up, tmp_path):
    with pytest.raises(MomentTooEarlyError, match=read_manifest(backed_up.backup).complete_at[:16]):
        backed_up.restore(tmp_path / "new", datetime.now(UTC) - timedelta(days=1))


def test_a_moment_after_the_end_of_the_log_is_refused(backed_up, tmp_path):
    with pytest.raises(MomentTooLateError):
        backed_up.restore(tmp_path / "new", datetime.now(UTC) + timedelta(days=1))
    assert not (tmp_path / "new" / "postgres").exists()


def test_the_wrong_passphrase_opens_nothing(backed_up, tmp_path):
    with pytest.raises(WrongPassphraseError):
        backed_up.restore(tmp_path / "new", passphrase="another passphrase")
    assert not (tmp_path / "new" / "keys").exists()


@pytest.mark.parametrize(
    "path", ["keys.sealed", "lake/births/part-0.parquet", "database/PG_VERSION", "database/global/pg_control"]
)
def test_a_changed_file_of_a_backup_is_named_and_refused(backed_up, tmp_path, path):
    changed = backed_up.backup / path
    changed.write_bytes(changed.read_bytes()[:-1] + b"?")
    with pytest.raises(AlteredBackupError, match=path):
        backed_up.restore(tmp_path / "new")


def test_a_backup_with_a_missing_piece_of_its_log_is_refused(city, tmp_path):
    manifest = city.back_up()
    city.write(1)
    city.back_up()
    city.server.stop()
    for folder in (city.backups / "pieces", city.home / "archive"):
        (folder / f"{manifest.first_piece}.gz").unlink()
    with pytest.raises(AlteredBackupError, match="pieces/"):
        city.restore(tmp_path / "new", datetime.fromisoformat(manifest.complete_at))


def test_a_manifest_changed_by_hand_is_refused(backed_up, tmp_path):
    path = backed_up.backup / "manifest.json"
    facts = json.loads(path.read_text())
    facts["files"].pop("lake/births/part-0.parquet")
    path.write_text(json.dumps(facts))
    with pytest.raises(WrongPassphraseError):
        backed_up.restore(tmp_path / "new")


def test_a_folder_without_a_complete_backup_is_refused(backed_up, tmp_path):
    backed_up.backup.rename(backed_up.backup.with_suffix(".draft"))
    with pytest.raises(NotABackupError):
        backed_up.restore(tmp_path / "new")


def test_a_restore_cut_short_stops_the_start_until_it_is_done_again(backed_up, tmp_path, read_numbers):
    (tmp_path / "new" / "restore.draft" / "keys").mkdir(parents=True)
    with pytest.raises(RestoreCutShortError):
        read_numbers(tmp_path / "new")
    backed_up.restore(tmp_path / "new")
    assert read_numbers(tmp_path / "new") == [1]


def test_a_backup_folder_of_another_city_is_refused(city, make_other_city):
    city.backups.mkdir()
    (city.backups / "holiday.jpg").touch()
    with pytest.raises(OtherCityError):
        city.back_up()


def test_a_backup_without_a_passphrase_writes_nothing(kept_city, tmp_path):
    with pytest.raises(PassphraseMissingError):
        type(kept_city)(kept_city.server, tmp_path / "backups").back_up(passphrase="short")
    assert not (tmp_path / "backups").exists()


@pytest.fixture
def make_other_city(kept_city):
    """Give a home whose database was made on its own."""

    def make():
        server = make_small_server(make_home("alatau-other-"))
        server.start()
        server.stop()
        return server.places.home

    return make
