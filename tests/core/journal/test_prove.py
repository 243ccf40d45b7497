"""Proofs that others can check without the city's database."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.utils.timezone import now

from alatau.core.errors import NotFoundError
from alatau.core.journal.checkpoint import sign_checkpoint
from alatau.core.journal.errors import NotYetSignedError
from alatau.core.journal.note import PURPOSE
from alatau.core.journal.prove import prove_growth, prove_line
from alatau.core.journal.tree import is_consistent
from alatau.core.keys import list_keys, rotate_key_files
from tests.core.journal.lines import append

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper

    from alatau.core.journal.seal import Sealer


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: SettingsWrapper) -> None:
    settings.ALATAU_HOME = tmp_path
    settings.ALATAU_CHECKPOINTS = tmp_path / "checkpoints"


def test_proof_of_a_line_holds_under_the_signed_checkpoint(sealer: Sealer) -> None:
    lines = append(300)
    sealer.seal_once()
    sign_checkpoint(sealer.frontier, at=now())
    proof = prove_line(lines[270].id)

    assert proof.number == 271
    assert proof.holds(list_keys(PURPOSE))
    assert not replace(proof, number=270).holds(list_keys(PURPOSE))


def test_proof_does_not_hold_under_a_strangers_key(sealer: Sealer) -> None:
    line = append()[0]
    sealer.seal_once()
    sign_checkpoint(sealer.frontier, at=now())
    stranger = rotate_key_files(PURPOSE)

    assert not prove_line(line.id).holds([stranger])


def test_line_that_is_not_signed_yet_has_no_proof(sealer: Sealer) -> None:
    line = append()[0]
    with pytest.raises(NotYetSignedError):
        prove_line(line.id)
    sealer.seal_once()

    with pytest.raises(NotYetSignedError):
        prove_line(line.id)


def test_line_that_does_not_exist_has_no_proof(sealer: Sealer) -> None:
    with pytest.raises(NotFoundError):
        prove_line(uuid4())


def test_journal_is_proven_to_have_only_grown(sealer: Sealer) -> None:
    append(5)
    sealer.seal_once()
    old_root = sealer.frontier.root()
    append(600)
    sealer.seal_once()

    assert is_consistent(5, old_root, size=605, root=sealer.frontier.root(), path=prove_growth(5, 605))
    with pytest.raises(NotYetSignedError):
        prove_growth(5, 606)
