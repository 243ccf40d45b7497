"""What an operator sees of the journal's process."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
from django.db import connection
from django.utils.timezone import now

from alatau.core.journal.checkpoint import sign_checkpoint
from alatau.core.journal.state import get_sealer_state, list_listener_states
from alatau.core.models import JournalListener
from tests.core.journal.lines import append
from tests.core.journal.test_seal import insert_line

if TYPE_CHECKING:
    from pathlib import Path

    from alatau.core.journal.seal import Sealer


def test_operator_sees_how_far_the_journal_is_numbered_and_signed(sealer: Sealer, alatau_home: Path) -> None:
    append(3)
    sealer.seal_once()
    sign_checkpoint(sealer.frontier, at=now())
    append(2)
    sealer.seal_once()
    state = get_sealer_state()

    assert (state.last_number, state.checkpoint_size, state.unsealed) == (5, 3, 0)
    assert state.sealed_at <= now()


def test_operator_sees_lines_that_wait_also_those_of_late_transactions(sealer: Sealer) -> None:
    with psycopg.connect(**connection.get_connection_params()) as other:
        insert_line(other)
        append(2)
        sealer.seal_once()
        assert get_sealer_state().unsealed == 0
        other.commit()
    append(1)

    assert get_sealer_state().unsealed == 2


def test_stopped_listeners_come_first_and_tell_how_far_they_are_behind(sealer: Sealer) -> None:
    append(5)
    sealer.seal_once()
    JournalListener.objects.create(name="a.sound", position=5)
    JournalListener.objects.create(name="b.stopped", position=1, failed_number=2)
    first, *others = list_listener_states()

    assert (first.name, first.behind, first.is_declared) == ("b.stopped", 4, False)
    assert ("a.sound", 0) in [(state.name, state.behind) for state in others]
