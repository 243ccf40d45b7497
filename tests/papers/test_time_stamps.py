"""An outside authority's time stamps: in the signature when the settings name one, and no letter without it."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from asn1crypto import pem, x509
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESPassed
from pyhanko.sign.validation.ades import simulate_future_ades_lta_validation
from pyhanko.sign.validation.policy_decl import PdfSignatureValidationSpec, SignatureValidationSpec
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager

from alatau.papers.checks import check_letters
from alatau.papers.errors import TimeStampError
from alatau.papers.examine import examine_pdf
from alatau.papers.models import Document
from alatau.papers.signer import list_trusted_chains
from alatau.papers.values import SealLevel, Verdict
from alatau.papers.verify import verify_file
from tests.papers.stage import issue, pdf_of
from tests.papers.stamps import Authority, stamping

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper

    from alatau.core.values import Moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def authority(moment: Moment, settings: SettingsWrapper) -> Iterator[Authority]:
    """An authority two seconds ahead of the city, which the settings name."""
    with stamping(Authority(at=moment.wall_at + timedelta(seconds=2))) as running:
        settings.ALATAU_TIME_STAMPS_URL = f"{running.address}/"
        yield running


@pytest.fixture
def archived(authority: Authority, tmp_path: Path, settings: SettingsWrapper) -> Authority:
    """The same, and its chain is set as well: letters are archived."""
    path = tmp_path / "stamps.pem"
    path.write_bytes(authority.chain)
    settings.ALATAU_TIME_STAMPS_CHAIN = str(path)
    return authority


def test_letter_carries_the_time_of_an_outside_authority(authority: Authority, moment: Moment) -> None:
    document = issue(moment)
    assert document.level == SealLevel.T
    assert b"Outside Time".hex().encode() in pdf_of(document).lower()
    assert verify_file(pdf_of(document)).verdict is Verdict.OURS


def test_changed_file_with_a_time_stamp_is_still_noticed(authority: Authority, moment: Moment) -> None:
    pdf = bytearray(pdf_of(issue(moment)))
    pdf[len(pdf) // 3] ^= 1
    assert verify_file(bytes(pdf)).verdict is Verdict.CHANGED


@pytest.mark.parametrize("answers", [b"", b"<html>", b"\x30\x03\x02\x01\x00"])
def test_nonsense_from_the_authority_issues_nothing(authority: Authority, moment: Moment, answers: bytes) -> None:
    authority.nonsense = answers
    with pytest.raises(TimeStampError):
        issue(moment)
    assert not Document.objects.exists()


def test_unreachable_authority_issues_nothing_and_says_so(moment: Moment, settings: SettingsWrapper) -> None:
    settings.ALATAU_TIME_STAMPS_URL = "http://127.0.0.1:9"
    with pytest.raises(TimeStampError) as refusal:
        issue(moment)
    assert "Nothing was issued." in refusal.value.sentence()
    assert not Document.objects.exists()


@pytest.mark.parametrize("by_answers", [False, True], ids=["by a list", "by an answer"])
def test_archived_letter_proves_itself_decades_later(archived: Authority, moment: Moment, by_answers: bool) -> None:
    archived.by_answers = by_answers
    document = issue(moment)
    assert document.level == SealLevel.LTA
    assert holds_in_thirty_years(pdf_of(document), archived, moment)
    assert verify_file(pdf_of(document)).verdict is Verdict.OURS


@pytest.mark.parametrize(("by_answers", "kind"), [(False, "/CRLs"), (True, "/OCSPs")])
def test_archived_letter_brings_chains_and_standing_of_all_signers(archived, moment, by_answers: bool, kind) -> None:
    archived.by_answers = by_answers
    proofs = PdfFileReader(BytesIO(pdf_of(issue(moment)))).root["/DSS"]
    names = {x509.Certificate.load(each.get_object().data).subject.native["common_name"] for each in proofs["/Certs"]}
    assert names >= {"Outside Root", "Outside Time", "Alatau: Document Authority", "Alatau: Document Signer 1"}
    assert len(proofs[kind]) == (1 if by_answers else 2)


def test_archived_letter_has_one_signature_and_a_stamp_over_all(archived: Authority, moment: Moment) -> None:
    reader = PdfFileReader(BytesIO(pdf_of(issue(moment))))
    stamps, letters = reader.embedded_timestamp_signatures, reader.embedded_regular_signatures
    assert (len(letters), len(stamps)) == (1, 1)
    stamps[0].compute_integrity_info()
    assert stamps[0].coverage is SignatureCoverageLevel.ENTIRE_FILE


def test_one_list_serves_the_letters_of_an_hour(archived: Authority, moment: Moment) -> None:
    for _ in range(2):
        assert issue(moment).level == SealLevel.LTA
    assert archived.asked.count("/list") == 1


@pytest.mark.parametrize("by_answers", [False, True], ids=["by a list", "by an answer"])
def test_revoked_stamping_key_issues_nothing(archived: Authority, moment: Moment, by_answers: bool) -> None:
    archived.by_answers, archived.is_revoked = by_answers, True
    with pytest.raises(TimeStampError):
        issue(moment)
    assert not Document.objects.exists()


def test_stamp_of_a_stranger_issues_nothing_and_their_addresses_are_not_asked(
    archived: Authority, moment: Moment, settings: SettingsWrapper
) -> None:
    with stamping(Authority(at=moment.wall_at, root_key=2)) as stranger:
        settings.ALATAU_TIME_STAMPS_URL = f"{stranger.address}/"
        with pytest.raises(TimeStampError):
            issue(moment)
    assert set(stranger.asked) == {"/"}
    assert not Document.objects.exists()


@pytest.mark.parametrize("serials", [(7, 8), (7, 8, 9)], ids=["two machines", "three machines"])
def test_authority_of_several_machines_archives_letters(archived: Authority, moment: Moment, serials) -> None:
    archived.serials = serials
    document = issue(moment)
    assert document.level == SealLevel.LTA
    assert holds_in_thirty_years(pdf_of(document), archived, moment)


def test_authority_with_a_new_key_each_time_issues_nothing(archived: Authority, moment: Moment) -> None:
    archived.serials = tuple(range(7, 20))
    with pytest.raises(TimeStampError):
        issue(moment)


@examples(max_examples=25, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.floats(0, 1, exclude_max=True), mask=st.integers(1, 255))
def test_no_changed_byte_of_an_archived_letter_passes(letter: tuple[bytes, list[str]], place: float, mask: int) -> None:
    pdf, chains = letter
    changed = bytearray(pdf)
    changed[int(len(pdf) * place)] ^= mask
    try:
        finding = examine_pdf(bytes(changed), chains=chains)
    except Exception:  # noqa: BLE001  the reader refuses a broken file in many ways, and each is a detection
        return
    assert not finding.is_intact


@pytest.fixture
def letter(archived: Authority, moment: Moment) -> tuple[bytes, list[str]]:
    """An archived letter, and the chains that vouch for it."""
    return pdf_of(issue(moment)), list_trusted_chains()


def test_revision_added_to_an_archived_letter_shows(letter: tuple[bytes, list[str]]) -> None:
    pdf, chains = letter
    assert examine_pdf(pdf, chains=chains).is_intact
    assert not examine_pdf(pdf + b"\n% more\n", chains=chains).is_intact


def test_archived_letter_cut_back_to_its_signature_is_no_longer_ours(archived: Authority, moment: Moment) -> None:
    pdf = pdf_of(issue(moment))
    signed = pdf[: pdf.rindex(b"%%EOF", 0, pdf.rindex(b"%%EOF")) + 6]
    assert verify_file(signed).verdict is Verdict.CHANGED


@pytest.mark.parametrize(
    "content", [b"", b"no certificate", b"-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n"]
)
def test_chain_without_certificates_stops_the_start(settings: SettingsWrapper, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "chain.pem").write_bytes(content)
    settings.ALATAU_TIME_STAMPS_URL = "https://stamps.example"
    settings.ALATAU_TIME_STAMPS_CHAIN = str(tmp_path / "chain.pem")
    assert [each.id for each in check_letters()] == ["papers.E004"]


def test_chain_without_an_authority_stops_the_start(settings: SettingsWrapper) -> None:
    settings.ALATAU_TIME_STAMPS_CHAIN = "chain.pem"
    assert [each.id for each in check_letters()] == ["papers.E005"]


def holds_in_thirty_years(pdf: bytes, authority: Authority, at: Moment) -> bool:
    """Ask the library's own reading of EN 319 102-1, long after every certificate has ended, offline."""
    roots = [x509.Certificate.load(der) for _, _, der in pem.unarmor(authority.chain, multiple=True)]
    ours = [x509.Certificate.load(der) for _, _, der in pem.unarmor(list_trusted_chains()[0].encode(), multiple=True)]
    policy = CertValidationPolicySpec(
        trust_manager=SimpleTrustManager.build(trust_roots=[ours[-1], *roots]),
        revinfo_policy=CertRevTrustPolicy(REQUIRE_REVINFO),
        time_tolerance=timedelta(minutes=5),
    )
    (signature,) = PdfFileReader(BytesIO(pdf)).embedded_regular_signatures
    result = asyncio.run(
        simulate_future_ades_lta_validation(
            signature,
            PdfSignatureValidationSpec(SignatureValidationSpec(cert_validation_policy=policy)),
            future_validation_time=at.wall_at + timedelta(days=30 * 365),
            current_reference_time=at.wall_at + timedelta(minutes=1),
        )
    )
    return result.ades_subindic is AdESPassed.OK
