"""The walk over the journal finds any byte that was changed by hand, and names the line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.utils.timezone import now
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from alatau.core.journal.checkpoint import last_checkpoint_size, sign_checkpoint
from alatau.core.journal.erasures import ERASED, erase_contents
from alatau.core.journal.note import PURPOSE, read_note, read_verifier_key, verifier_key
from alatau.core.journal.outside import read_outside, set_outside_aside
from alatau.core.journal.read import list_lines_about
from alatau.core.journal.verify import verify_journal
from alatau.core.keys import get_current_key, rotate_key_files
from alatau.core.models import JournalCheckpoint, JournalContents
from tests.conftest import DATABASE, RUN
from tests.core.journal.lines import WRITER, append

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from uuid import UUID

    from alatau.core.journal.seal import Sealer
    from alatau.core.values import Moment


@pytest.fixture(autouse=True)
def checkpoints(tmp_path: Path, settings: pytest.FixtureRequest) -> Path:
    settings.ALATAU_HOME = tmp_path
    settings.ALATAU_CHECKPOINTS = tmp_path / "checkpoints"
    return tmp_path / "checkpoints"


@pytest.fixture
def by_hand() -> Callable[[str], None]:
    """Change tables as the database's own superuser would, past grants and triggers."""
    from alatau.core.postgres.roles import KEEPER, connect_as

    def change(statement: str) -> None:
        with connect_as(RUN, KEEPER, database=DATABASE) as keeper:
            keeper.execute("SET session_replication_role = replica")
            keeper.execute(statement)

    return change


def seal_and_sign(sealer: Sealer, count: int) -> list[UUID]:
    lines = append(count)
    sealer.seal_once()
    sign_checkpoint(sealer.frontier, at=now())
    return [line.id for line in lines]


def test_untouched_journal_is_whole(sealer: Sealer) -> None:
    for _ in range(3):
        seal_and_sign(sealer, 300)
    append(2)
    report = verify_journal()

    assert report.is_whole
    assert (report.lines, report.checkpoints, report.checkpoints_outside, report.unsealed) == (900, 3, 3, 2)


def test_empty_journal_is_whole(sealer: Sealer) -> None:
    assert verify_journal().is_whole


CHANGES_TO_LINE_7 = [
    ("UPDATE core_journalcontents SET body = '{\"step\": 1}' WHERE line_id = 7", "contents of line 7 were changed"),
    ("UPDATE core_journalcontents SET salt = decode(repeat('00', 16), 'hex') WHERE line_id = 7", "contents of line 7"),
    ("UPDATE core_journalcontents SET subject_id = gen_random_uuid() WHERE line_id = 7", "contents of line 7"),
    ("UPDATE core_journalcontents SET purpose = 'x' WHERE line_id = 7", "contents of line 7"),
    ("UPDATE core_journalcontents SET actor = '{}' WHERE line_id = 7", "contents of line 7"),
    ("DELETE FROM core_journalcontents WHERE line_id = 7", "line 7 were deleted"),
    ("UPDATE core_journalline SET action = 'tests.step.taker' WHERE position = 7", "Line 7 was changed"),
    ("UPDATE core_journalline SET kind = 'look' WHERE position = 7", "Line 7 was changed"),
    ("UPDATE core_journalline SET wall_at = wall_at + interval '1 microsecond' WHERE position = 7", "Line 7"),
    *(
        (f"UPDATE core_journalline SET {clock} = '{moment}' WHERE position = 7", "Line 7 was changed")
        for clock in ("city_at", "wall_at")
        for moment in ("infinity", "-infinity", "4000-01-01 00:00 BC", "10000-01-01 00:00Z")
    ),
    ("UPDATE core_journalline SET id = gen_random_uuid() WHERE position = 7", "Line 7 was changed"),
    ("DELETE FROM core_journalline WHERE position = 7", "line itself was deleted"),
    ("DELETE FROM core_journalseal WHERE number = 7", "Line 7 is missing"),
    ("UPDATE core_journalseal SET leaf_hash = decode(repeat('00', 32), 'hex') WHERE number = 7", "Line 7 was changed"),
]


@pytest.mark.parametrize(("change", "sentence"), CHANGES_TO_LINE_7)
def test_walk_names_the_line_that_was_changed_by_hand(
    sealer: Sealer, by_hand: Callable[[str], None], change: str, sentence: str
) -> None:
    seal_and_sign(sealer, 10)
    by_hand(change)
    report = verify_journal()

    assert report.broken_line == 7
    assert sentence in report.broken


@pytest.mark.parametrize("moment", ["infinity", "-infinity"])
def test_unnumbered_line_at_no_moment_does_not_stop_the_walk(sealer: Sealer, by_hand: object, moment: str) -> None:
    seal_and_sign(sealer, 3)
    append(1)
    by_hand(f"UPDATE core_journalline SET wall_at = '{moment}' WHERE position = 4")
    report = verify_journal()
    assert (report.is_whole, report.unsealed) == (True, 1)


@given(byte=st.integers(min_value=0, max_value=31), line=st.integers(min_value=1, max_value=12))
@examples(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_one_byte_of_a_hash_changed_by_hand_is_found(
    sealer: Sealer, by_hand: Callable[[str], None], byte: int, line: int
) -> None:
    if sealer.frontier.size == 0:
        seal_and_sign(sealer, 12)
    flip = f"set_byte(contents_hash, {byte}, 255 - get_byte(contents_hash, {byte}))"
    by_hand(f"UPDATE core_journalline SET contents_hash = {flip} WHERE position = {line}")
    broken = verify_journal().broken_line
    by_hand(f"UPDATE core_journalline SET contents_hash = {flip} WHERE position = {line}")

    assert broken == line
    assert verify_journal().is_whole


def test_lines_rewritten_with_fitting_hashes_are_found_by_the_signed_checkpoint(
    sealer: Sealer, by_hand: Callable[[str], None]
) -> None:
    seal_and_sign(sealer, 4)
    for old, new in ((1, 100), (2, 1), (100, 2)):
        by_hand(f"UPDATE core_journalseal SET number = {new} WHERE number = {old}")
    report = verify_journal()

    assert report.broken_line is None
    assert "The lines up to 4 differ from what was signed" in report.broken


def test_journal_cut_off_at_its_end_is_found_by_the_checkpoints_outside(
    sealer: Sealer, by_hand: Callable[[str], None]
) -> None:
    seal_and_sign(sealer, 4)
    seal_and_sign(sealer, 4)
    for table, column in (("seal", "number"), ("checkpoint", "size"), ("batch", "last_number")):
        by_hand(f"DELETE FROM core_journal{table} WHERE {column} > 4")
    report = verify_journal()

    assert "was cut off: it has 4 lines" in report.broken
    assert "outside the database" in report.broken


def test_older_journal_put_in_place_and_continued_is_found(
    sealer: Sealer, by_hand: Callable[[str], None], checkpoints: Path
) -> None:
    seal_and_sign(sealer, 4)
    outside = next(checkpoints.glob("*.checkpoints"))
    older = outside.read_text()
    seal_and_sign(sealer, 2)
    outside.write_text(outside.read_text() + older)

    assert "an older journal was put in place" in verify_journal().broken


def test_restored_journal_is_whole_once_the_checkpoints_are_set_aside(sealer: Sealer, by_hand: object) -> None:
    seal_and_sign(sealer, 4)
    aside = set_outside_aside("before-restore")

    assert verify_journal().is_whole
    assert len(list(aside.iterdir())) == 1


def test_checkpoint_that_was_changed_in_the_database_is_found(sealer: Sealer, by_hand: Callable[[str], None]) -> None:
    seal_and_sign(sealer, 4)
    by_hand("UPDATE core_journalcheckpoint SET root = decode(repeat('00', 32), 'hex')")

    assert "checkpoint in the database over 4 lines was changed" in verify_journal().broken


def test_kept_node_that_was_changed_is_found(sealer: Sealer, by_hand: Callable[[str], None]) -> None:
    seal_and_sign(sealer, 300)
    by_hand("UPDATE core_journalnode SET hash = decode(repeat('00', 32), 'hex')")

    assert "kept hash over the lines 1 to 256" in verify_journal().broken


def test_checkpoints_of_a_retired_key_stay_verifiable(sealer: Sealer) -> None:
    seal_and_sign(sealer, 2)
    old = get_current_key(PURPOSE)
    rotate_key_files(PURPOSE)
    seal_and_sign(sealer, 2)

    assert get_current_key(PURPOSE).key_id != old.key_id
    assert verify_journal().is_whole


def test_auditor_believes_only_the_key_that_was_brought_along(sealer: Sealer) -> None:
    seal_and_sign(sealer, 2)
    ours = get_current_key(PURPOSE)
    rotate_key_files(PURPOSE)
    stranger = get_current_key(PURPOSE)

    assert verify_journal(trusted=[ours]).is_whole
    assert "not signed by a key" in verify_journal(trusted=[stranger]).broken
    assert read_verifier_key(verifier_key(ours.public)) == ours.public


def test_checkpoint_cut_short_by_a_power_cut_is_remarked_and_spoils_nothing(sealer: Sealer, checkpoints: Path) -> None:
    seal_and_sign(sealer, 2)
    outside = next(checkpoints.glob("*.checkpoints"))
    outside.write_text(outside.read_text()[:-30] + "\n")
    seal_and_sign(sealer, 2)
    report = verify_journal()

    assert report.is_whole
    assert (report.checkpoints, report.checkpoints_outside, len(report.remarks)) == (2, 1, 1)


def test_successor_lays_a_forgotten_checkpoint_outside(sealer: Sealer, checkpoints: Path) -> None:
    seal_and_sign(sealer, 2)
    for path in checkpoints.iterdir():
        path.unlink()

    assert [last_checkpoint_size(), last_checkpoint_size()] == [2, 2]
    assert [read_note(each.note)[0].size for each in read_outside()] == [2]
    assert next(read_outside()).note == JournalCheckpoint.objects.get().note


def test_contents_erased_by_law_leave_the_journal_whole(sealer: Sealer, moment: Moment) -> None:
    ids = seal_and_sign(sealer, 5)
    count = erase_contents(ids[1:3], retention_class="tests.class", ground="tests", by=WRITER, at=moment)
    sealer.seal_once()
    report = verify_journal()

    assert (count, report.is_whole, report.erased, report.lines) == (2, True, 2, 6)
    assert JournalContents.objects.count() == 4
    assert erase_contents(ids[1:3], retention_class="tests.class", ground="tests", by=WRITER, at=moment) == 0


def test_erasure_that_no_line_accounts_for_is_found(sealer: Sealer, by_hand: Callable[[str], None]) -> None:
    seal_and_sign(sealer, 5)
    by_hand("DELETE FROM core_journalcontents WHERE line_id = 3")
    by_hand("INSERT INTO core_journalerasure VALUES (3, gen_random_uuid())")

    assert "no line of the journal accounts for" in verify_journal().broken


def test_line_that_accounts_for_an_erasure_is_never_erased(sealer: Sealer, moment: Moment) -> None:
    ids = seal_and_sign(sealer, 1)
    erase_contents(ids, retention_class="tests.class", ground="tests", by=WRITER, at=moment)
    account = JournalContents.objects.get(line__action=ERASED)

    assert account.body["lines"] == 1
    assert erase_contents([account.line.id], retention_class="t", ground="t", by=WRITER, at=moment) == 0


def test_erased_line_is_no_longer_listed_about_its_subject(sealer: Sealer, moment: Moment) -> None:
    subject = append()[0].id
    line = append(subject_id=subject)[0]
    assert len(list_lines_about(subject)) == 1
    erase_contents([line.id], retention_class="tests.class", ground="tests", by=WRITER, at=moment)

    assert list_lines_about(subject) == []
