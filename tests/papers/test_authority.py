"""The city's own authority: what it certifies, for how long, and who follows a signer in time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alatau.papers.authority import (
    BACKDATED,
    DOCUMENT_SIGNING,
    RENEWED_BEFORE,
    ROOT_DAYS,
    SIGNER_DAYS,
    load_signing_keys,
    rotate_signer,
)
from alatau.papers.seal import sealer_from_keys
from alatau.papers.signer import list_trusted_chains
from alatau.papers.values import SealLevel, Verdict
from alatau.papers.verify import verify_file
from tests.papers.stage import issue, pdf_of

if TYPE_CHECKING:
    from pathlib import Path

    from alatau.core.values import Moment
    from alatau.papers.authority import SigningKeys


@pytest.fixture
def keys(tmp_path: Path, moment: Moment) -> SigningKeys:
    return load_signing_keys(tmp_path, city="Alatau", at=moment.wall_at)


def test_root_certifies_and_signs_no_documents(keys: SigningKeys) -> None:
    usage = keys.issuer.extensions.get_extension_for_class(x509.KeyUsage).value
    limits = keys.issuer.extensions.get_extension_for_class(x509.BasicConstraints).value
    assert (usage.key_cert_sign, usage.crl_sign, usage.digital_signature) == (True, True, False)
    assert (limits.ca, limits.path_length) == (True, 0)


def test_signer_signs_documents_and_certifies_nobody(keys: SigningKeys) -> None:
    usage = keys.certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    purposes = keys.certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert (usage.key_cert_sign, usage.digital_signature, usage.content_commitment) == (False, True, True)
    assert list(purposes) == [DOCUMENT_SIGNING]
    assert not keys.certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca


def test_chain_holds_from_signer_to_root(keys: SigningKeys) -> None:
    keys.certificate.verify_directly_issued_by(keys.issuer)
    keys.issuer.verify_directly_issued_by(keys.issuer)
    issuer_key = keys.issuer.public_key()
    assert isinstance(issuer_key, ec.EllipticCurvePublicKey)
    assert keys.revocations.is_signature_valid(issuer_key)


def test_certificates_begin_a_little_earlier_and_end_as_told(keys: SigningKeys, moment: Moment) -> None:
    assert keys.certificate.not_valid_before_utc == moment.wall_at - BACKDATED
    assert keys.certificate.not_valid_after_utc == moment.wall_at + timedelta(days=SIGNER_DAYS)
    assert keys.issuer.not_valid_after_utc == moment.wall_at + timedelta(days=ROOT_DAYS)


def test_names_tell_the_city_and_the_number_of_the_signer(keys: SigningKeys) -> None:
    (name,) = keys.certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    assert name.value == "Alatau: Document Signer 1"


def test_second_city_gets_keys_of_its_own(tmp_path: Path, moment: Moment) -> None:
    first, second = (load_signing_keys(tmp_path / name, city=name, at=moment.wall_at) for name in ("a", "b"))
    assert first.issuer != second.issuer
    assert first.certificate.serial_number != second.certificate.serial_number


@pytest.mark.parametrize(("before_end", "number"), [(timedelta(seconds=1), 1), (timedelta(), 1), (-timedelta(1), 2)])
def test_signer_is_succeeded_a_month_before_its_end(
    tmp_path: Path, moment: Moment, before_end: timedelta, number: int
) -> None:
    load_signing_keys(tmp_path, city="Alatau", at=moment.wall_at)
    at = moment.wall_at + timedelta(days=SIGNER_DAYS) - RENEWED_BEFORE - before_end
    keys = load_signing_keys(tmp_path, city="Alatau", at=at)
    assert (tmp_path / f"signer-{number}.key").exists()
    assert keys.certificate.not_valid_after_utc > at + timedelta(days=20)


def test_last_signer_ends_with_its_root_and_is_not_replaced_for_nothing(tmp_path: Path, moment: Moment) -> None:
    at = moment.wall_at
    for _ in range(7):
        keys = load_signing_keys(tmp_path, city="Alatau", at=at)
        at = keys.certificate.not_valid_after_utc - timedelta(days=1)
    assert keys.certificate.not_valid_after_utc <= keys.issuer.not_valid_after_utc
    assert load_signing_keys(tmp_path, city="Alatau", at=at).certificate == keys.certificate


def test_rotation_cut_short_before_the_old_key_went_is_harmless(tmp_path: Path, moment: Moment) -> None:
    load_signing_keys(tmp_path, city="Alatau", at=moment.wall_at)
    old = (tmp_path / "signer-1.key").read_bytes()
    after = rotate_signer(tmp_path, city="Alatau", at=moment.wall_at)
    (tmp_path / "signer-1.key").write_bytes(old)
    assert load_signing_keys(tmp_path, city="Alatau", at=moment.wall_at).certificate == after.certificate


@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rotations=st.integers(1, 4))
def test_every_rotation_counts_on_and_keeps_the_root(tmp_path_factory: pytest.TempPathFactory, rotations: int) -> None:
    from datetime import UTC, datetime

    folder, at = tmp_path_factory.mktemp("keys"), datetime(2026, 3, 10, tzinfo=UTC)
    first = load_signing_keys(folder, city="Alatau", at=at)
    for _ in range(rotations):
        last = rotate_signer(folder, city="Alatau", at=at)
    assert last.issuer == first.issuer
    assert sorted(path.name for path in folder.glob("signer-*.key")) == [f"signer-{rotations + 1}.key"]
    assert len(list(folder.glob("signer-*.pem"))) == rotations + 1


def test_own_sealer_carries_the_days_revocation_list(keys: SigningKeys) -> None:
    sealer = sealer_from_keys(keys)
    assert sealer.level is SealLevel.B_PLUS
    assert len(sealer.chain) == 2
    assert len(sealer.revocations) == 1


def test_sealer_with_time_stamps_says_so(keys: SigningKeys) -> None:
    sealer = replace(sealer_from_keys(keys), time_stamps="https://stamps.example")
    assert sealer.level is SealLevel.T
    assert replace(sealer, stamps_chain=sealer.chain).level is SealLevel.LTA


@pytest.mark.django_db
def test_letters_are_signed_and_verify_years_later(moment: Moment, alatau_home: Path) -> None:
    from dataclasses import replace

    early = issue(moment)
    later = replace(moment, wall_at=moment.wall_at + timedelta(days=SIGNER_DAYS + 400))
    late = issue(later)
    assert early.certificate_id != late.certificate_id
    assert len(list_trusted_chains()) == 2
    assert {verify_file(pdf_of(each)).verdict for each in (early, late)} == {Verdict.OURS}
