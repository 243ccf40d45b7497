"""Backup and restore of a whole city, with real servers."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime

from alatau.core.backup.lakes import copy_lake
from alatau.core.postgres.roles import connect_as
from tests.core.backup.conftest import make_small_server


def test_a_restored_city_has_rows_lake_checkpoints_and_keys(backed_up, tmp_path, read_numbers):
    restored = backed_up.restore(tmp_path / "new")
    assert read_numbers(tmp_path / "new") == [1]
    assert (tmp_path / "new" / "lake" / "births" / "part-0.parquet").read_bytes() == b"rows"
    assert (tmp_path / "new" / "checkpoints" / "1").read_text() == "signed"
    assert _keys(tmp_path / "new") == _keys(backed_up.home)
    assert restored.put_aside is None


def test_a_restore_to_a_moment_takes_exactly_what_was_acknowledged_before_it(city, tmp_path, read_numbers):
    city.write(1)
    city.back_up()
    moment = city.write(2)
    time.sleep(0.01)
    city.write(3)
    city.back_up()
    city.restore(tmp_path / "new", moment)
    assert read_numbers(tmp_path / "new") == [1, 2]


def test_nothing_acknowledged_under_load_is_missing_from_a_backup(city, tmp_path, read_numbers):
    stop = threading.Event()
    acknowledged: list[tuple[datetime, int]] = []
    writers = [threading.Thread(target=_write_until, args=(city, stop, acknowledged, first)) for first in (0, 10**6)]
    for writer in writers:
        writer.start()
    time.sleep(0.5)
    manifest = city.back_up()
    stop.set()
    for writer in writers:
        writer.join()
    complete_at = datetime.fromisoformat(manifest.complete_at)
    city.restore(tmp_path / "new", complete_at)
    promised = {number for moment, number in acknowledged if moment <= complete_at}
    assert len(promised) > 100
    assert promised <= set(read_numbers(tmp_path / "new"))


def test_a_lost_city_comes_back_up_to_the_last_kept_piece_of_its_log(city, tmp_path, read_numbers):
    city.back_up()
    city.write(1)
    city.back_up()
    city.write(2)
    with connect_as(city.home, "keeper", database="alatau") as keeper:
        keeper.execute("SELECT pg_switch_wal()")
    city.server.stop()  # keeps the last piece before it ends
    data = city.home / "postgres"
    data.rename(tmp_path / "lost")
    city.restore(city.home)
    assert read_numbers(city.home) == [1, 2]


def test_a_restored_city_can_be_backed_up_and_restored_again(city, tmp_path, read_numbers):
    city.write(1)
    city.back_up()
    city.server.stop()
    city.restore(tmp_path / "second")
    city.server = make_small_server(tmp_path / "second")
    city.server.start()
    city.write(2)
    city.back_up()
    city.restore(tmp_path / "third")
    assert read_numbers(tmp_path / "third") == [1, 2]


def test_an_older_city_of_the_same_home_is_put_aside_not_deleted(city, tmp_path, read_numbers):
    city.write(1)
    city.back_up()
    city.server.stop()
    city.restore(tmp_path / "copy")
    city.server.start()
    city.write(2)
    time.sleep(1.1)  # the clock of a data folder tells whole seconds
    city.back_up()
    restored = city.restore(tmp_path / "copy")
    assert read_numbers(tmp_path / "copy") == [1, 2]
    assert (restored.put_aside / "postgres" / "PG_VERSION").exists()
    # The copy's own log parts from the city's before the second row.
    assert restored.unused_log == tmp_path / "copy" / "archive"


def _keys(home):
    return {path.name: path.read_text() for path in (home / "keys").iterdir()}


def _write_until(city, stop, acknowledged, first):
    number = first
    with connect_as(city.home, "owner", database="alatau") as owner:
        while not stop.is_set():
            owner.execute("INSERT INTO kept VALUES (%s)", [number])
            acknowledged.append((datetime.now(UTC), number))
            number += 1


def test_lake_holds_what_came_between_the_moment_and_the_next_backup(city, tmp_path):
    city.back_up()
    (city.home / "lake" / "births" / "part-1.parquet").write_bytes(b"later rows")
    moment = city.write(1)
    city.back_up()
    city.restore(tmp_path / "new", moment=moment)
    assert (tmp_path / "new" / "lake" / "births" / "part-1.parquet").read_bytes() == b"later rows"


def test_lake_is_copied_without_what_passes_and_with_its_logs(tmp_path):
    for name in ("births/_delta_log/0.json", "births/part=rows/1-0.parquet", ".scratch/spilt", ".views/one"):
        (tmp_path / "lake" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "lake" / name).write_text("x")
    copy_lake(tmp_path / "lake", tmp_path / "copy")
    copied = sorted(
        str(path.relative_to(tmp_path / "copy")) for path in (tmp_path / "copy").rglob("*") if path.is_file()
    )
    assert copied == ["births/_delta_log/0.json", "births/part=rows/1-0.parquet"]
