"""The ground's commit paths, for kills at each of their named points."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import NAMESPACE_OID, uuid5

from django.conf import settings
from django.db import connection, transaction
from django.utils.timezone import now

from alatau.core.advance import advance_city_time
from alatau.core.backup.prune import Keeping, prune_backups
from alatau.core.backup.shelf import list_backups
from alatau.core.clock import read_clocks
from alatau.core.jobs import defer
from alatau.core.journal.append import append_lines
from alatau.core.journal.checkpoint import last_checkpoint_size, sign_checkpoint
from alatau.core.journal.deliver import Courier, Outcome
from alatau.core.journal.erasures import ERASED, erase_contents
from alatau.core.journal.listen import Listener
from alatau.core.journal.operate import retry_listener, skip_line
from alatau.core.journal.outside import read_outside
from alatau.core.journal.seal import Sealer
from alatau.core.journal.values import LineKind, NewLine
from alatau.core.journal.verify import verify_journal
from alatau.core.journal.window import Window
from alatau.core.keys import Signature, get_current_key, list_keys, rotate_key_files, sign, verify
from alatau.core.models import City, JournalCheckpoint, JournalContents, JournalLine, JournalListener
from alatau.core.retention import apply_retention, declare_retention, list_purged_classes
from alatau.core.sweep import requeue_lost_jobs
from tests.conftest import RUN
from tests.core.backup.shelves import NOW, fill_shelf, list_numbers, manifest_from
from tests.core.journal.lines import WRITER
from tests.faults.kill import Scenario
from tests.harness.databases import working_as

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from alatau.core.journal.values import SealedLine

LINES = 7
DAY = timedelta(days=1)


def numbered_lines(action: str = "tests.step.taken") -> list[NewLine]:
    """Return the same lines in every process: a repeat is a repeat."""
    return [
        NewLine(
            kind=LineKind.EVENT, action=action, actor=WRITER, body={"step": step}, id=uuid5(NAMESPACE_OID, str(step))
        )
        for step in range(LINES)
    ]


def append_all() -> None:
    with transaction.atomic():
        append_lines(numbered_lines(), at=read_clocks())


def seal_all() -> Sealer:
    """Seal as the journal's process does, from taking over on."""
    with working_as(RUN, "worker"):
        sealer = take_over()
        while sealer.seal_once(limit=3):
            pass
    return sealer


def take_over() -> Sealer:
    sealer = Sealer()
    while not sealer.take_over():
        # The server has not noticed yet that the killed sealer is gone.
        time.sleep(0.01)
    return sealer


def check_lines() -> None:
    """Every line is there once, with a number, and the journal is whole."""
    seal_all()
    report = verify_journal()
    assert (report.broken, report.lines, report.unsealed) == ("", JournalLine.objects.count(), 0)
    assert JournalLine.objects.filter(action="tests.step.taken").count() == LINES


def append_and_seal() -> None:
    append_all()
    seal_all()


def seal_and_sign() -> None:
    with working_as(RUN, "worker"):
        sealer = take_over()
        while sealer.seal_once():
            pass
        if sealer.frontier.size > last_checkpoint_size():
            sign_checkpoint(sealer.frontier, at=now())


def check_checkpoint() -> None:
    check_lines()
    assert JournalCheckpoint.objects.count() == len(list(read_outside())) == 1


def answer(lines: Sequence[SealedLine]) -> None:
    """Listen: write one line for each line heard."""
    answers = [
        NewLine(kind=LineKind.EVENT, action="tests.step.answered", actor=WRITER, case_id=line.id) for line in lines
    ]
    append_lines(answers, at=read_clocks())


def deliver_all() -> None:
    ear = Listener(name="tests.ear", actions=("tests.step.taken",), handle=answer, batch_lines=3)
    courier = Courier(ear, Window())
    while courier.deliver_once() is Outcome.MOVED:
        pass


def check_delivered() -> None:
    answered = JournalContents.objects.filter(line__action="tests.step.answered").values_list("case_id", flat=True)
    assert sorted(answered) == sorted(line.id for line in numbered_lines())


def refuse(lines: Sequence[SealedLine]) -> None:
    raise ValueError


def deliver_in_vain() -> None:
    Courier(Listener(name="tests.ear", actions=(), handle=refuse), Window()).deliver_once()


def check_stopped() -> None:
    row = JournalListener.objects.get(name="tests.ear")
    assert (row.position, row.failed_number, row.failed_attempts) == (0, 1, 1)


def stop_listener() -> None:
    JournalListener.objects.create(name="tests.ear", failed_number=1, failed_attempts=1, failed_with="ValueError")


def retry() -> None:
    retry_listener("tests.ear", by=WRITER, at=read_clocks())


def check_retried() -> None:
    assert JournalListener.objects.get().retry_at is not None
    assert JournalLine.objects.filter(action="core.listener.retried").count() >= 1


def skip_first_line() -> None:
    if JournalListener.objects.get().failed_number:
        skip_line("tests.ear", 1, reason="tests", by=WRITER, at=read_clocks())


def check_skipped() -> None:
    row = JournalListener.objects.get()
    assert (row.position, row.failed_number) == (1, None)
    assert JournalLine.objects.filter(action="core.listener.line_skipped").count() == 1


def erase_two() -> None:
    ids = [line.id for line in numbered_lines()[:2]]
    erase_contents(ids, retention_class="tests.class", ground="tests", by=WRITER, at=read_clocks())


def check_erased() -> None:
    check_lines()
    assert verify_journal().erased == 2
    assert JournalLine.objects.filter(action=ERASED).count() == 1


def sign_something() -> None:
    (settings.ALATAU_HOME / "signature").write_text(sign("tests", b"something").signature.hex())


def rotate() -> None:
    rotate_key_files("tests")


def check_keys() -> None:
    keys = list_keys("tests")
    assert [key for key in keys if key.retired_at is None] == [get_current_key("tests")]
    signature = Signature(keys[0].key_id, bytes.fromhex((settings.ALATAU_HOME / "signature").read_text()))
    assert verify("tests", b"something", signature)
    assert verify("tests", b"more", sign("tests", b"more"))


def defer_with_a_line() -> None:
    with transaction.atomic():
        if not JournalLine.objects.exists():
            append_lines(numbered_lines(), at=read_clocks())
            defer("core.sweep_jobs", timestamp=0)


def check_job() -> None:
    assert JournalLine.objects.count() == LINES
    assert job_states() == [("todo", 0)]


def lose_job() -> None:
    with transaction.atomic():
        defer("core.sweep_jobs", timestamp=0)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing'")


def sweep() -> None:
    requeue_lost_jobs(at=now())


def check_requeued() -> None:
    assert job_states() == [("todo", 1)]


def job_states() -> list[tuple[str, int]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text, attempts FROM procrastinate_jobs")
        return cursor.fetchall()


def write_old_look() -> None:
    """Keep a look from before its period began, and seal it."""
    at = read_clocks()
    with transaction.atomic():
        look = NewLine(kind=LineKind.LOOK, action="tests.step.taken", actor=WRITER)
        append_lines([look], at=replace(at, city_at=at.city_at.replace(year=2000)))
    seal_all()


def forget() -> None:
    forget_lists_once()
    apply_retention(at=read_clocks())


def forget_lists_once() -> None:
    """Declare a purge in this process that forgets the listeners' rows, as a stand-in for a room's own."""
    if "journal.exchange" not in list_purged_classes():
        declare_retention("journal.exchange")(purge_listeners)


def purge_listeners(*, before: datetime, limit: int) -> int:
    return JournalListener.objects.filter(name="tests.old").delete()[0]


def write_old_rows() -> None:
    write_old_look()
    JournalListener.objects.create(name="tests.old")


def check_forgotten() -> None:
    seal_all()
    assert verify_journal().erased == 1
    assert not JournalListener.objects.exists()
    assert JournalLine.objects.filter(action="core.data.forgotten").count() == 1


def leap_a_day() -> None:
    advance_city_time(DAY, by=WRITER)


def check_leaps() -> None:
    city, leaps = City.objects.get(), JournalLine.objects.filter(action="core.clock.advanced").count()
    assert leaps >= 1
    assert abs(city.city_anchor_at - city.wall_anchor_at - leaps * DAY) < timedelta(seconds=60)


def fill_old_shelf() -> None:
    fill_shelf(settings.ALATAU_HOME / "shelf", [90, 80, 20])


def prune_shelf() -> None:
    prune_backups(settings.ALATAU_HOME / "shelf", archive=None, keeping=Keeping(days=30, least=1), now=NOW)


def check_pruned() -> None:
    """Whatever was cut short, all that stays can be restored, and the rest is gone after the next prune."""
    shelf = settings.ALATAU_HOME / "shelf"
    assert [backup.name for backup in list_backups(shelf)] == [manifest_from(days).name for days in (80, 20)]
    assert list_numbers(shelf / "pieces") == list(range(11, 31))


#: Backups and restores work on whole clusters; their own tests kill them.
KILLED_ELSEWHERE = ("core.backup.", "core.restore.")

SCENARIOS = (
    Scenario(points=("core.prune.",), prepare=fill_old_shelf, act=prune_shelf, check=check_pruned),
    Scenario(points=("core.append.",), act=append_all, check=check_lines),
    Scenario(points=("core.seal.",), prepare=append_all, act=seal_all, check=check_lines),
    Scenario(points=("core.checkpoint.",), prepare=append_all, act=seal_and_sign, check=check_checkpoint),
    Scenario(
        points=("core.deliver.opened", "core.deliver.handled", "core.deliver.moved", "core.deliver.committed"),
        prepare=append_and_seal,
        act=deliver_all,
        check=check_delivered,
    ),
    Scenario(points=("core.deliver.failed",), prepare=append_and_seal, act=deliver_in_vain, check=check_stopped),
    Scenario(points=("core.listener.retried",), prepare=stop_listener, act=retry, check=check_retried),
    Scenario(points=("core.listener.skipped",), prepare=stop_listener, act=skip_first_line, check=check_skipped),
    Scenario(points=("core.erase.",), prepare=append_and_seal, act=erase_two, check=check_erased),
    Scenario(points=("core.keys.",), prepare=sign_something, act=rotate, check=check_keys),
    Scenario(points=("core.defer.",), act=defer_with_a_line, check=check_job),
    Scenario(points=("core.sweep.",), prepare=lose_job, act=sweep, check=check_requeued),
    Scenario(points=("core.retain.",), prepare=write_old_rows, act=forget, check=check_forgotten),
    Scenario(points=("core.advance.",), act=leap_a_day, check=check_leaps),
)
