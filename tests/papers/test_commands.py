"""`alatau papers`: rotate the key, check a file, take a document back."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from typer.testing import CliRunner

from alatau.core.models import JournalContents
from alatau.papers.commands import commands
from alatau.papers.models import DocumentEnding
from tests.papers.stage import issue, pdf_of

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

    from alatau.core.values import Moment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("warm_guard", "alatau_home")]


def run(*words: object) -> Result:
    """Return how the command ended."""
    return CliRunner().invoke(commands, [str(word) for word in words])


def test_fresh_key_is_named_and_leaves_an_audit_line() -> None:
    answer = run("rotate-key")
    assert answer.exit_code == 0
    assert "Document Signer 2" in answer.output
    assert JournalContents.objects.filter(line__action="papers.signer.rotated").count() == 1


def test_own_file_is_told_with_its_signer(moment: Moment, tmp_path: Path) -> None:
    (tmp_path / "letter.pdf").write_bytes(pdf_of(issue(moment)))
    answer = run("check", tmp_path / "letter.pdf")
    assert answer.exit_code == 0
    assert answer.output.startswith("ours ")


def test_changed_file_is_told_as_changed(moment: Moment, tmp_path: Path) -> None:
    (tmp_path / "letter.pdf").write_bytes(pdf_of(issue(moment)) + b"\n")
    assert run("check", tmp_path / "letter.pdf").output.startswith("changed")


def test_unreadable_file_ends_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "letter.pdf").write_bytes(b"<html>")
    answer = run("check", tmp_path / "letter.pdf")
    assert answer.exit_code == 1
    assert "We could not read this file." in answer.output


def test_missing_file_is_said_before_anything_runs(tmp_path: Path) -> None:
    assert run("check", tmp_path / "none.pdf").exit_code == 2


def test_document_is_taken_back_once_and_for_all(moment: Moment) -> None:
    document = issue(moment)
    for _ in range(2):
        assert run("revoke", document.id, "--reason", "Wrong person.").exit_code == 0
    assert DocumentEnding.objects.get().reason == "Wrong person."


def test_revocation_without_a_reason_is_refused(moment: Moment) -> None:
    assert run("revoke", issue(moment).id, "--reason", " ").exit_code == 2
    assert not DocumentEnding.objects.exists()


def test_unknown_document_is_said_plainly() -> None:
    answer = run("revoke", uuid4(), "--reason", "x")
    assert answer.exit_code == 1
    assert "Traceback" not in answer.output
