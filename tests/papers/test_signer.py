"""Keys: made once, rotated without breaking what was signed, or taken from an outside authority."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates

from alatau.papers.authority import load_signing_keys, rotate_signer
from alatau.papers.errors import SigningKeyError
from alatau.papers.signer import current_sealer
from alatau.papers.values import SealLevel, Verdict
from alatau.papers.verify import verify_file
from tests.papers.stage import issue, pdf_of

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper

    from alatau.core.values import Moment


def test_keys_are_made_once_and_readable_by_their_owner_alone(tmp_path: Path, moment: Moment) -> None:
    first, second = (load_signing_keys(tmp_path, city="Alatau", at=moment.wall_at) for _ in range(2))
    assert first.certificate == second.certificate
    assert {path.stat().st_mode & 0o077 for path in tmp_path.glob("*.key")} == {0}


def test_processes_that_start_together_agree_on_one_key(tmp_path: Path, moment: Moment) -> None:
    with ThreadPoolExecutor(6) as pool:
        made = list(
            pool.map(lambda _: load_signing_keys(tmp_path, city="Alatau", at=moment.wall_at).certificate, range(6))
        )
    assert len(set(made)) == 1


def test_rotation_destroys_the_retired_private_key_and_keeps_its_certificate(tmp_path: Path, moment: Moment) -> None:
    before = load_signing_keys(tmp_path, city="Alatau", at=moment.wall_at)
    after = rotate_signer(tmp_path, city="Alatau", at=moment.wall_at)
    assert before.issuer == after.issuer
    assert before.certificate != after.certificate
    assert not (tmp_path / "signer-1.key").exists()
    assert (tmp_path / "signer-1.pem").exists()


@pytest.fixture
def outside_key(tmp_path: Path, moment: Moment, settings: SettingsWrapper) -> Path:
    """A key and chain as an outside authority gives them, named in the settings."""
    keys = load_signing_keys(tmp_path / "outside", city="Ministry", at=moment.wall_at)
    file = tmp_path / "signer.p12"
    file.write_bytes(
        serialize_key_and_certificates(
            b"city", keys.key, keys.certificate, [keys.issuer], BestAvailableEncryption(b"word")
        )
    )
    settings.ALATAU_SIGNER_PKCS12, settings.ALATAU_SIGNER_PASSWORD = str(file), "word"
    return file


@pytest.mark.django_db
def test_outside_key_signs_and_its_documents_verify(outside_key: Path, moment: Moment) -> None:
    document = issue(moment)
    report = verify_file(pdf_of(document))
    assert (report.verdict, document.level) == (Verdict.OURS, SealLevel.B)
    assert report.signer.startswith("Ministry")


def test_outside_key_with_a_wrong_password_signs_nothing(
    outside_key: Path, moment: Moment, settings: SettingsWrapper
) -> None:
    settings.ALATAU_SIGNER_PASSWORD = "other"
    with pytest.raises(SigningKeyError):
        current_sealer(moment)
