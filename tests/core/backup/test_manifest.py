"""The list of a backup: proven by the passphrase, complete to the byte, and refused in words when it is damaged."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alatau.core.backup.errors import AlteredBackupError, MomentTooEarlyError, NotABackupError, WrongPassphraseError
from alatau.core.backup.keyring import pack_keys, unpack_keys
from alatau.core.backup.manifest import (
    MANIFEST,
    Manifest,
    hash_file,
    list_files,
    prove_manifest,
    read_manifest,
    verify_files,
    write_manifest,
)
from alatau.core.backup.sealed import make_seal
from alatau.core.backup.shelf import choose_backup, list_backups, name_of, verify_pieces

PASSPHRASE = "correct horse battery"


def manifest_of(folder, **changes):
    facts = {
        "name": folder.name,
        "city": "1",
        "kind": "physical",
        "postgres": 18,
        "started_at": "2026-03-10T07:00:00+00:00",
        "complete_at": "2026-03-10T07:05:00+00:00",
        "first_piece": f"00000001{name_of(1)}".removesuffix(".gz"),
        "files": {path: hash_file(file) for path, file in list_files(folder)},
        "pieces": {},
    }
    return Manifest(**{**facts, **changes})


@pytest.fixture
def backup(tmp_path):
    """A folder with two files and their proven list."""
    folder = tmp_path / "20260310T070000.000000Z"
    (folder / "lake").mkdir(parents=True)
    (folder / "lake" / "rows").write_bytes(b"rows")
    (folder / "keys.sealed").write_bytes(b"keys")
    write_manifest(folder, manifest_of(folder), make_seal(PASSPHRASE))
    return folder


def spoil(backup, **changes):
    facts = json.loads((backup / MANIFEST).read_text())
    facts = {name: value for name, value in {**facts, **changes}.items() if value != "gone"}
    (backup / MANIFEST).write_text(json.dumps(facts))


def test_a_list_is_read_back_as_it_was_written(backup):
    assert read_manifest(backup) == manifest_of(backup)
    verify_files(backup, read_manifest(backup))


def test_the_seal_of_the_list_opens_what_it_closed(backup):
    sealed = make_seal(PASSPHRASE, prove_manifest(backup, PASSPHRASE).salt).encrypt(b"keys")
    assert prove_manifest(backup, PASSPHRASE).decrypt(sealed) == b"keys"


def test_another_passphrase_does_not_prove_the_list(backup):
    with pytest.raises(WrongPassphraseError, match="does not open the backup 20260310T070000"):
        prove_manifest(backup, "another horse battery")


@pytest.mark.parametrize(
    "changes",
    [
        {"format": 2},
        {"format": "gone"},
        {"seal": "gone"},
        {"city": "gone"},
        {"surprise": 1},
        {"files": "gone"},
    ],
)
def test_a_list_of_another_form_is_no_backup(backup, changes):
    spoil(backup, **changes)
    with pytest.raises(NotABackupError, match="holds no complete backup"):
        read_manifest(backup)


@pytest.mark.parametrize(
    "seal",
    [
        "",
        5,
        None,
        {},
        {"salt": "00"},
        {"salt": "zz", "proof": "00"},
        {"salt": "00", "proof": "ключ"},
        {"salt": 5, "proof": "00"},
    ],
)
def test_a_list_without_a_readable_proof_is_no_backup(backup, seal):
    spoil(backup, seal=seal)
    with pytest.raises(NotABackupError):
        prove_manifest(backup, PASSPHRASE)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"5", b"null", b"\xff\xfe", b'"text"'])
def test_a_file_that_is_no_list_is_no_backup(backup, content):
    (backup / MANIFEST).write_bytes(content)
    with pytest.raises(NotABackupError):
        read_manifest(backup)
    with pytest.raises(NotABackupError):
        prove_manifest(backup, PASSPHRASE)


@pytest.mark.parametrize("name", ["city", "kind", "complete_at", "first_piece", "name"])
def test_no_word_of_the_list_changes_without_its_proof(backup, name):
    spoil(backup, **{name: "changed"})
    with pytest.raises(WrongPassphraseError):
        prove_manifest(backup, PASSPHRASE)


@pytest.mark.parametrize("path", ["lake/rows", "keys.sealed"])
@pytest.mark.parametrize("content", [None, b"", b"ROWS"])
def test_a_missing_or_changed_file_is_named(backup, path, content):
    (backup / path).unlink() if content is None else (backup / path).write_bytes(content)
    with pytest.raises(AlteredBackupError, match=f"see {path}"):
        verify_files(backup, read_manifest(backup))


def test_an_added_file_is_named(backup):
    (backup / "lake" / "more").touch()
    with pytest.raises(AlteredBackupError, match="see lake/more"):
        verify_files(backup, read_manifest(backup))


def shelve(folder, *, day, complete_at):
    backup = folder / f"202603{day:02}T070000.000000Z"
    backup.mkdir(parents=True)
    write_manifest(backup, manifest_of(backup, complete_at=complete_at), make_seal(PASSPHRASE))
    return backup


@pytest.fixture
def shelf(tmp_path):
    """Two backups, of the tenth and of the twelfth."""
    for day in (12, 10):
        shelve(tmp_path / "shelf", day=day, complete_at=f"2026-03-{day}T07:05:00+00:00")
    (tmp_path / "shelf" / "20260314T070000.000000Z").mkdir()
    (tmp_path / "shelf" / "20260313T070000.000000Z.draft").mkdir()
    return tmp_path / "shelf"


def test_only_complete_backups_are_listed_oldest_first(shelf, tmp_path):
    assert [path.name[:8] for path in list_backups(shelf)] == ["20260310", "20260312"]
    assert list_backups(tmp_path / "nowhere") == []


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (None, "12"),
        ("2026-03-12T07:05:00+00:00", "12"),
        ("2026-03-12T12:04:59+05:00", "10"),
        ("2026-03-10T07:05:00Z", "10"),
    ],
)
def test_the_newest_backup_complete_at_the_moment_is_chosen(shelf, moment, day):
    backup, manifest = choose_backup(shelf, datetime.fromisoformat(moment) if moment else None)
    assert backup.name[6:8] == manifest.complete_at[8:10] == day


def test_a_moment_before_all_backups_is_refused_with_the_earliest(shelf):
    with pytest.raises(MomentTooEarlyError, match=r"The earliest moment to go to is 2026-03-10T07:05:00"):
        choose_backup(shelf, datetime.fromisoformat("2026-03-10T07:04:59Z"))


def log_of(folder, numbers):
    folder.mkdir(exist_ok=True)
    for number in numbers:
        (folder / f"00000001{name_of(number)}").write_bytes(b"log")
    return folder


@pytest.mark.parametrize("numbers", [[1], [1, 2, 3], [0, 1, 2], [255, 256, 257, *range(1, 255)]])
def test_a_log_without_gaps_is_accepted(backup, tmp_path, numbers):
    verify_pieces([log_of(tmp_path / "pieces", numbers)], manifest_of(backup))


@pytest.mark.parametrize(("numbers", "missing"), [([2], 1), ([1, 3], 2), ([1, 2, 4, 6], 3), ([0, 300], 1)])
def test_a_log_with_a_gap_names_the_piece_that_is_missing(backup, tmp_path, numbers, missing):
    with pytest.raises(AlteredBackupError, match=name_of(missing)):
        verify_pieces([log_of(tmp_path / "pieces", numbers)], manifest_of(backup))


def test_a_gap_may_be_closed_by_the_homes_own_log(backup, tmp_path):
    logs = [log_of(tmp_path / "pieces", [1, 3]), log_of(tmp_path / "own", [2])]
    verify_pieces(logs, manifest_of(backup))


def test_a_listed_piece_that_was_changed_is_named(backup, tmp_path):
    folder = log_of(tmp_path / "pieces", [1])
    name = f"00000001{name_of(1)}"
    manifest = manifest_of(backup, pieces={name: hash_file(folder / name)})
    (folder / name).write_bytes(b"other")
    with pytest.raises(AlteredBackupError, match=f"pieces/{name}"):
        verify_pieces([folder], manifest)


@given(
    files=st.dictionaries(
        st.from_regex(r"[a-z]{1,8}(/[a-z]{1,8})?", fullmatch=True), st.binary(max_size=40), max_size=5
    )
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_keys_come_back_byte_by_byte(tmp_path_factory, files):
    home, new = tmp_path_factory.mktemp("old"), tmp_path_factory.mktemp("new")
    flat = {name.replace("/", "-") if name.split("/")[0] in files else name: content for name, content in files.items()}
    for name, content in flat.items():
        (home / "keys" / name).parent.mkdir(parents=True, exist_ok=True)
        (home / "keys" / name).write_bytes(content)
    unpack_keys(pack_keys(home), new)
    assert pack_keys(new) == pack_keys(home)
    assert all(path.stat().st_mode & 0o077 == 0 for path in (new / "keys").rglob("*"))
