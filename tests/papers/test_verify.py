"""Verification: by code without personal data, by file to the last byte, and hostile files refused."""

from __future__ import annotations

import zlib
from threading import BoundedSemaphore
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alatau.core.errors import NotFoundError
from alatau.papers import guard
from alatau.papers.codes import make_code, read_code, show_code
from alatau.papers.end import revoke_document
from alatau.papers.errors import FileTooLargeError, UnreadableFileError, VerificationBusyError
from alatau.papers.examine import examine_pdf
from alatau.papers.signer import list_trusted_chains, rotate_signing_key
from alatau.papers.values import DocumentId, DocumentStatus, Verdict
from alatau.papers.verify import FILE_BYTES_MAX, verify_code, verify_file
from tests.papers.stage import CITY, issue, pdf_of

if TYPE_CHECKING:
    from alatau.core.values import Moment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("warm_guard")]


def test_code_tells_kind_day_and_state_and_nobody(moment: Moment) -> None:
    document = issue(moment)
    record = verify_code(document.code)
    assert (record.status, record.issued_at) == (DocumentStatus.VALID, moment.city_at)
    assert str(document.subject_id) not in repr(record)
    assert "Әйгерім" not in repr(record)


def test_code_is_read_however_it_was_typed(moment: Moment) -> None:
    document = issue(moment)
    typed = show_code(document.code).lower().replace("0", "o").replace("1", "l")
    assert verify_code(f" {typed} ").digest == document.digest


@pytest.mark.parametrize("typed", ["", "x", "U" * 20, "0" * 20, "0" * 19, "../../etc", "é" * 20])
def test_unknown_codes_are_not_found(typed: str) -> None:
    with pytest.raises(NotFoundError):
        verify_code(typed)


def test_revoked_document_is_still_genuine_but_says_so(moment: Moment) -> None:
    document = issue(moment)
    revoke_document(DocumentId(document.id), reason="Wrong person.", by=CITY, at=moment)
    report = verify_file(pdf_of(document))
    assert report.verdict is Verdict.OURS
    assert report.record is not None
    assert report.record.status is DocumentStatus.REVOKED


def test_unchanged_file_is_ours_and_names_its_signer(moment: Moment) -> None:
    report = verify_file(pdf_of(issue(moment)))
    assert report.verdict is Verdict.OURS
    assert "Alatau" in report.signer
    assert report.signed_at == moment.wall_at


def test_file_changed_after_signing_is_told_apart_from_a_stranger(moment: Moment) -> None:
    pdf = bytearray(pdf_of(issue(moment)))
    pdf[len(pdf) // 3] ^= 1
    assert verify_file(bytes(pdf)).verdict is Verdict.CHANGED


def test_file_with_something_added_after_signing_is_changed(moment: Moment) -> None:
    assert verify_file(pdf_of(issue(moment)) + b"\n% more\n").verdict is Verdict.CHANGED


def test_document_signed_before_a_rotation_still_verifies(moment: Moment) -> None:
    before = issue(moment)
    rotate_signing_key(by=CITY, at=moment)
    after = issue(moment)
    assert before.certificate_id != after.certificate_id
    assert {verify_file(pdf_of(each)).verdict for each in (before, after)} == {Verdict.OURS}


def make_bomb() -> bytes:
    """Return a small file that unpacks to 200 MB."""
    bomb = zlib.compress(b"\0" * 200_000_000, 9)
    head = b"%PDF-1.7\n1 0 obj\n<</Type/XRef/Filter/FlateDecode/W[1 2 1]/Size 9/Length "
    return head + str(len(bomb)).encode() + b">>\nstream\n" + bomb + b"\nendstream\nendobj\nstartxref\n9\n%%EOF"


HOSTILE_FILES = {
    "not a PDF": lambda: b"<html>",
    "empty": lambda: b"",
    "head alone": lambda: b"%PDF-1.7\n",
    "endless cross reference": lambda: b"%PDF-1.7\n1 0 obj\n<< /Prev 9 >>\nendobj\nstartxref\n9\n%%EOF",
    "bomb": make_bomb,
    "deep nesting": lambda: b"%PDF-1.7\n1 0 obj\n" + b"[" * 100_000 + b"\nendobj\nstartxref\n9\n%%EOF",
}


@pytest.mark.parametrize("name", HOSTILE_FILES)
def test_hostile_files_are_refused_and_never_crash(name: str) -> None:
    with pytest.raises(UnreadableFileError):
        verify_file(HOSTILE_FILES[name]())


def test_crowd_of_strange_files_is_sent_away_instead_of_holding_every_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("alatau.papers.guard._places", BoundedSemaphore(1))
    monkeypatch.setattr("alatau.papers.guard.PATIENCE_SECONDS", 0)
    with guard._places, pytest.raises(VerificationBusyError):
        verify_file(b"%PDF-1.7 somebody else's")


def test_large_files_are_refused_unread() -> None:
    with pytest.raises(FileTooLargeError):
        verify_file(b"%PDF-" + b"0" * FILE_BYTES_MAX)


def own_bytes(pdf: bytes) -> tuple[int, int]:
    """Return where the signature itself lies: the one part that it does not cover."""
    start = pdf.index(b"/Contents <") + len(b"/Contents ")
    return start, pdf.index(b">", start) + 1


@pytest.fixture
def signed(moment: Moment) -> tuple[bytes, list[str]]:
    """A signed file, and the chains that vouch for it."""
    return pdf_of(issue(moment)), list_trusted_chains()


@settings(max_examples=60, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(min_value=0, max_value=10**6), bit=st.integers(min_value=0, max_value=7))
def test_signature_alone_detects_any_bit_flipped_in_what_it_covers(
    signed: tuple[bytes, list[str]], place: int, bit: int
) -> None:
    pdf, chains = bytearray(signed[0]), signed[1]
    start, end = own_bytes(signed[0])
    covered = place % (len(pdf) - (end - start))
    pdf[covered if covered < start else covered + end - start] ^= 1 << bit
    assert not is_intact(bytes(pdf), chains)


def is_intact(pdf: bytes, chains: list[str]) -> bool:
    """Tell whether the examination finds nothing wrong; a reader that gives up has found something."""
    try:
        return examine_pdf(pdf, chains=chains).is_intact
    except Exception:  # noqa: BLE001  the reader refuses a broken file in many ways, and each is a detection
        return False


@pytest.mark.parametrize("place", [1, -2])
def test_signature_rewritten_in_other_digits_is_a_change(moment: Moment, place: int) -> None:
    pdf = bytearray(pdf_of(issue(moment)))
    start, end = own_bytes(bytes(pdf))
    at = start + place if place > 0 else end + place
    pdf[at : at + 1] = b"a" if pdf[at : at + 1] == b"A" else b"7"
    try:
        assert verify_file(bytes(pdf)).verdict is not Verdict.OURS
    except UnreadableFileError:
        pass


@given(st.text(max_size=40))
def test_reading_a_code_never_fails_and_what_it_reads_it_reads_again(typed: str) -> None:
    code = read_code(typed)
    assert code is None or read_code(show_code(code)) == code


def test_codes_are_long_enough_never_to_be_guessed() -> None:
    codes = {make_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(len(code) * 5 >= 100 for code in codes)
