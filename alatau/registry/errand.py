"""Ask the worker to take in a file, or a corrected row out of quarantine, and keep what it answered."""

from __future__ import annotations

import json
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import translation

from alatau.access.seal import seal, unseal
from alatau.core.content import content
from alatau.core.errors import AlatauError
from alatau.core.faults import declare_points, reach
from alatau.core.jobs import defer
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.core.text import Text
from alatau.core.values import Actor, ActorKind, UserId
from alatau.registry.declare import get_register
from alatau.registry.errors import FileTooLargeError, RegisterBusyError
from alatau.registry.lake.layout import scratch_folder
from alatau.registry.models import Errand
from alatau.registry.values import ErrandKind, ErrandState

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date, datetime
    from uuid import UUID

    from alatau.core.values import Moment
    from alatau.registry.values import Register

declare_points("registry.errand.asked", "registry.errand.taken", "registry.errand.ended")

#: Larger files are taken in by the command line, beside the worker.
FILE_BYTES_MAX = 20_000_000
JOB = "registry.errand"


@dataclass(frozen=True, kw_only=True)
class ErrandView:
    """One errand, as the operator's page shows it."""

    id: UUID
    kind: ErrandKind
    state: ErrandState
    name: str
    asked_at: datetime
    load: int | None
    #: Why it was refused, in the reader's language; empty when it was not.
    sentence: str


@transaction.atomic
def ask_to_take_file(
    register: Register, *, name: str, data: bytes, as_of: date, may_shrink: bool, errand_id: UUID, by: Actor, at: Moment
) -> None:
    """Hand a file to the worker, once per `errand_id`.

    Raises:
        FileTooLargeError: it is larger than a page takes; nothing is kept.
    """
    assert by.user_id is not None, "only staff hand in files"
    if Errand.objects.filter(id=errand_id).exists():
        return
    if not 0 < len(data) <= FILE_BYTES_MAX:
        raise FileTooLargeError(limit_mb=FILE_BYTES_MAX // 1_000_000)

    # Nothing is refused below this line.
    Errand.objects.create(
        id=errand_id,
        register_key=register.key,
        kind=ErrandKind.FILE.value,
        state=ErrandState.WAITING.value,
        name=Path(name).name[:255],
        as_of=as_of,
        # Sealed: numbers and names of people lie in the database unreadable, if only for seconds.
        content=seal(data.decode("latin-1")),
        may_shrink=may_shrink,
        asked_by=by.user_id,
        asked_at=at.wall_at,
    )
    note_asked(errand_id, register, by=by, at=at)


@transaction.atomic
def ask_to_release(
    register: Register,
    *,
    place: tuple[int, int],
    values: Mapping[str, str | None],
    note: str,
    errand_id: UUID,
    by: Actor,
    at: Moment,
) -> None:
    """Hand a corrected row out of quarantine to the worker, once per `errand_id`."""
    assert by.user_id is not None, "only staff release rows"
    if Errand.objects.filter(id=errand_id).exists():
        return

    # Nothing is refused below this line.
    Errand.objects.create(
        id=errand_id,
        register_key=register.key,
        kind=ErrandKind.RELEASE.value,
        state=ErrandState.WAITING.value,
        as_of=at.city_day,
        content=seal(json.dumps({"values": dict(values), "note": note}, ensure_ascii=False)),
        row_load=place[0],
        row_line=place[1],
        asked_by=by.user_id,
        asked_at=at.wall_at,
    )
    note_asked(errand_id, register, by=by, at=at)


def note_asked(errand_id: UUID, register: Register, *, by: Actor, at: Moment) -> None:
    """Leave the trace of who asked, and wake the worker, in the caller's transaction."""
    body = {"register": register.key, "errand": errand_id}
    append_lines([NewLine(kind=LineKind.AUDIT, action="registry.errand.asked", actor=by, body=body)], at=at)
    # One register has one writer: its errands wait for each other instead of being refused.
    defer(JOB, lock=f"registry.errand:{register.key}", errand_id=errand_id)
    reach("registry.errand.asked")


def run_errand(errand_id: UUID, *, at: Moment) -> None:
    """Do what was asked, and keep the answer; safe to run again, also after a kill.

    Raises:
        RegisterBusyError: another load is under way; the errand waits.
    """
    errand = Errand.objects.filter(id=errand_id, state=ErrandState.WAITING.value).first()
    if errand is None:
        return
    try:
        load = _take(errand, at=at)
    except RegisterBusyError:
        raise
    except AlatauError as error:
        end_errand(errand_id, state=ErrandState.REFUSED, at=at, error=error)
        return
    reach("registry.errand.taken")
    end_errand(errand_id, state=ErrandState.DONE, at=at, load=load)


def end_errand(
    errand_id: UUID, *, state: ErrandState, at: Moment, load: int | None = None, error: AlatauError | None = None
) -> None:
    """Keep how an errand ended; what was handed in goes."""
    Errand.objects.filter(id=errand_id, state=ErrandState.WAITING.value).update(
        state=state.value,
        ended_at=at.wall_at,
        content=None,
        load=load,
        code=error.code if error else "",
        sentences=_in_all_languages(error) if error else {},
    )
    reach("registry.errand.ended")


def list_errands(register_key: str, *, limit: int = 5) -> list[ErrandView]:
    """Return the newest errands of a register, the newest first."""
    rows = Errand.objects.filter(register_key=register_key).defer("content").order_by("-asked_at")
    return [_view(row) for row in rows[:limit]]


def _take(errand: Errand, *, at: Moment) -> int:
    # Imported by the worker that does it: pages ask for errands, and never open the lake.
    from alatau.registry.ingest.ingest import ingest_source
    from alatau.registry.ingest.release import release_row

    register = get_register(errand.register_key)
    # Who asked stands for it in the journal, not the process that does it.
    asker = Actor(kind=ActorKind.STAFF, user_id=UserId(errand.asked_by))
    if errand.kind == ErrandKind.RELEASE.value:
        assert errand.row_load is not None, "the table says so"
        assert errand.row_line is not None, "the table says so"
        kept = json.loads(_open(errand))
        return release_row(
            register,
            kept["values"],
            load=errand.row_load,
            line=errand.row_line,
            note=kept["note"],
            by=asker,
            at=at,
        )
    with _file_of(errand) as path:
        report = ingest_source(register, str(path), as_of=errand.as_of, by=asker, at=at, may_shrink=errand.may_shrink)
    return report.load


def _open(errand: Errand) -> str:
    assert errand.content is not None, "an errand that waits has its content"
    return unseal(errand.content)


@contextmanager
def _file_of(errand: Errand) -> Iterator[Path]:
    """Give the errand's bytes as a file of the same name, in a folder of its own that goes with it."""
    scratch_folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=scratch_folder(), prefix="errand-") as folder:
        path = Path(folder) / (errand.name or "file")
        path.write_bytes(_open(errand).encode("latin-1"))
        yield path


def _in_all_languages(error: AlatauError) -> dict[str, str]:
    said = {}
    for language in content().languages:
        with translation.override(language.code):
            said[language.code] = error.sentence()
    return said


def _view(row: Errand) -> ErrandView:
    return ErrandView(
        id=row.id,
        kind=ErrandKind(row.kind),
        state=ErrandState(row.state),
        name=row.name,
        asked_at=row.asked_at,
        load=row.load,
        sentence=Text(**row.sentences).say() if row.sentences else "",
    )
