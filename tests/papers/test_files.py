"""Files somebody shows: cut, joined, rebuilt, signed by strangers; and what a good one holds."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm

from alatau.core.values import PersonId
from alatau.papers.authority import load_signing_keys
from alatau.papers.end import revoke_document
from alatau.papers.errors import UnreadableFileError
from alatau.papers.examine import NOTHING, examine_pdf
from alatau.papers.models import DocumentFile
from alatau.papers.seal import seal_pdf, sealer_from_keys
from alatau.papers.signer import list_trusted_chains
from alatau.papers.values import DocumentId, DocumentStatus, Verdict
from alatau.papers.verify import verify_code, verify_file
from tests.papers.stage import CITY, FACTS, issue, pdf_of
from tests.papers.test_letters import draw

if TYPE_CHECKING:
    from pathlib import Path

    from alatau.core.values import Moment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("warm_guard")]


def judge(pdf: bytes) -> Verdict | None:
    """Return the verdict on a file; None when it cannot be read."""
    try:
        return verify_file(pdf).verdict
    except UnreadableFileError:
        return None


def sign_as_stranger(pdf: bytes, folder: Path, moment: Moment) -> bytes:
    """Return the PDF signed by another city of the very same name."""
    keys = load_signing_keys(folder, city="Alatau", at=moment.wall_at)
    return seal_pdf(pdf, sealer=sealer_from_keys(keys), reason="x", at=moment.wall_at).pdf


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.999])
def test_truncated_file_is_never_ours(moment: Moment, part: float) -> None:
    pdf = pdf_of(issue(moment))
    assert judge(pdf[: int(len(pdf) * part)]) in {None, Verdict.CHANGED, Verdict.NOT_OURS}


@pytest.mark.parametrize("tail", [b"\n", b" ", b"%%EOF\n", b"\0" * 1000, b"%PDF-1.7\n%%EOF"])
def test_appended_bytes_are_never_ours(moment: Moment, tail: bytes) -> None:
    assert judge(pdf_of(issue(moment)) + tail) in {None, Verdict.CHANGED}


@pytest.mark.parametrize("head", [b"\n", b" ", b"\xef\xbb\xbf"])
def test_bytes_put_before_the_file_are_never_ours(moment: Moment, head: bytes) -> None:
    assert judge(head + pdf_of(issue(moment))) in {None, Verdict.CHANGED, Verdict.NOT_OURS}


def test_later_revision_that_changes_the_page_is_a_change(moment: Moment) -> None:
    out = IncrementalPdfFileWriter(BytesIO(pdf_of(issue(moment))))
    out.root["/Lang"] = out.root.raw_get("/Lang")
    out.update_root()
    changed = BytesIO()
    out.write(changed)
    assert judge(changed.getvalue()) is Verdict.CHANGED


def test_two_letters_joined_are_not_one_of_ours(moment: Moment) -> None:
    first, second = pdf_of(issue(moment)), pdf_of(issue(moment))
    assert judge(first + second) in {None, Verdict.CHANGED}


def test_unsigned_letter_of_the_same_looks_is_not_ours(moment: Moment) -> None:
    issue(moment)
    assert judge(draw("address_notice", "kk", "x")) is Verdict.NOT_OURS


def test_letter_signed_by_a_city_of_the_same_name_is_not_ours(moment: Moment, tmp_path: Path) -> None:
    issue(moment)
    report = verify_file(sign_as_stranger(draw("address_notice", "kk", "x"), tmp_path, moment))
    assert report.verdict is Verdict.NOT_OURS
    assert report.record is None


@settings(max_examples=25, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cut=st.integers(1, 10**6), tail=st.binary(max_size=40))
def test_no_cut_and_no_tail_ever_passes_for_intact(signed: tuple[bytes, list[str]], cut: int, tail: bytes) -> None:
    pdf, chains = signed
    changed = pdf[: -(cut % len(pdf)) or None] + tail
    if changed == pdf:
        return
    try:
        assert not examine_pdf(changed, chains=chains).is_intact
    except AssertionError:
        raise
    except Exception:  # noqa: BLE001  the reader refuses a broken file in many ways, and each is a detection
        return


@pytest.fixture
def signed(moment: Moment) -> tuple[bytes, list[str]]:
    """A signed file, and the chains that vouch for it."""
    return pdf_of(issue(moment)), list_trusted_chains()


def test_signature_without_its_chain_among_ours_is_a_strangers(signed: tuple[bytes, list[str]]) -> None:
    pdf, chains = signed
    assert examine_pdf(pdf, chains=chains).has_our_signature
    assert not examine_pdf(pdf, chains=[]).has_our_signature
    assert not examine_pdf(pdf, chains=[]).is_intact


def test_file_without_signature_is_found_to_have_none() -> None:
    assert examine_pdf(draw("address_notice", "en", "x"), chains=[]) == NOTHING


def test_signature_is_of_the_kind_that_europe_and_archives_ask_for(moment: Moment) -> None:
    (signature,) = PdfFileReader(BytesIO(pdf_of(issue(moment)))).embedded_signatures
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert signature.docmdp_level is MDPPerm.NO_CHANGES
    assert signature.self_reported_timestamp == moment.wall_at
    assert signature.md_algorithm == "sha256"


def test_file_carries_chain_and_revocation_list_for_far_readers(moment: Moment) -> None:
    security = PdfFileReader(BytesIO(pdf_of(issue(moment)))).root["/DSS"]
    assert len(security["/CRLs"]) == 1
    assert len(security["/Certs"]) >= 1


@pytest.mark.parametrize("language", ["kk", "ru", "en", "ar"])
def test_file_tells_screen_readers_its_language(moment: Moment, language: str) -> None:
    root = PdfFileReader(BytesIO(pdf_of(issue(moment, language=language)))).root
    assert str(root["/Lang"]).split("-")[0] == language
    assert root["/MarkInfo"]["/Marked"]


def test_arabic_letter_is_laid_out_from_right_to_left(moment: Moment) -> None:
    arabic, english = (
        PdfFileReader(BytesIO(pdf_of(issue(moment, language=language)))).root for language in ("ar", "en")
    )
    assert arabic["/ViewerPreferences"]["/Direction"] == "/R2L"
    assert english["/ViewerPreferences"]["/Direction"] == "/L2R"


def test_letter_keeps_the_facts_it_was_drawn_from_in_its_language(moment: Moment) -> None:
    kept = DocumentFile.objects.get(document=issue(moment, language="ru"))
    assert kept.facts["decided_on"] == "10\u00a0марта\u00a02026"
    assert kept.facts["address"] == FACTS["address"]


def test_superseded_letter_still_reads_as_ours_and_no_longer_in_force(moment: Moment) -> None:
    first = issue(moment)
    person = PersonId(first.subject_id)
    issue(moment, subject_id=person, supersedes=DocumentId(first.id))
    report = verify_file(pdf_of(first))
    assert report.verdict is Verdict.OURS
    assert report.record is not None
    assert report.record.status is DocumentStatus.SUPERSEDED


def test_revoked_letter_says_when_and_not_why(moment: Moment) -> None:
    document = issue(moment)
    revoke_document(DocumentId(document.id), reason="Confused two people.", by=CITY, at=moment)
    record = verify_code(document.code)
    assert (record.status, record.ended_at) == (DocumentStatus.REVOKED, moment.city_at)
    assert "Confused" not in repr(record)
