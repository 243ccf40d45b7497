"""The city's own signing authority: one root, and signers it certifies, as files under ``ALATAU_HOME/keys/papers``.

Made once, on first use. A rotation adds a signer and retires the one before; what that one signed stays verifiable,
because the root stays and each document carries its chain. Private keys never leave these files.
"""

from __future__ import annotations

import fcntl
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID, ObjectIdentifier

from alatau.core.durable import write_durably
from alatau.core.modes import make_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ROOT_DAYS = 20 * 365
SIGNER_DAYS = 3 * 365
#: A signer is succeeded before its certificate ends: nobody has to remember, and no letter waits for it.
RENEWED_BEFORE = timedelta(days=30)
#: A clock that is a little behind must not find the certificate not yet valid.
BACKDATED = timedelta(hours=1)
#: RFC 9336: this key signs documents, and is of no use for a web server or for e-mail.
DOCUMENT_SIGNING = ObjectIdentifier("1.3.6.1.5.5.7.3.36")


@dataclass(frozen=True, kw_only=True)
class SigningKeys:
    """The current signer, its issuer and the issuer's revocation list."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate
    issuer: x509.Certificate
    revocations: x509.CertificateRevocationList


def load_signing_keys(folder: Path, *, city: str, at: datetime) -> SigningKeys:
    """Return the current signer, making the authority on first use and a successor before the signer's time ends.

    Two processes that start together agree.
    """
    with _locked(folder):
        if not (folder / "authority.pem").exists():
            _make_authority(folder, city=city, at=at)
        numbers = _signer_numbers(folder)
        if not numbers:
            _make_signer(folder, number=1, city=city, at=at)
        elif _ends_soon(folder, max(numbers), at=at):
            _succeed(folder, max(numbers), city=city, at=at)
        return _read(folder)


def rotate_signer(folder: Path, *, city: str, at: datetime) -> SigningKeys:
    """Certify a fresh signing key; later documents use it. Returns it."""
    load_signing_keys(folder, city=city, at=at)
    with _locked(folder):
        _succeed(folder, max(_signer_numbers(folder)), city=city, at=at)
        return _read(folder)


def _ends_soon(folder: Path, number: int, *, at: datetime) -> bool:
    """Tell whether the signer's certificate nears its end, while the root can still certify a later one."""
    signer = x509.load_pem_x509_certificate((folder / f"signer-{number}.pem").read_bytes())
    issuer = x509.load_pem_x509_certificate((folder / "authority.pem").read_bytes())
    return signer.not_valid_after_utc - at < RENEWED_BEFORE and signer.not_valid_after_utc < issuer.not_valid_after_utc


def _succeed(folder: Path, retired: int, *, city: str, at: datetime) -> None:
    _make_signer(folder, number=retired + 1, city=city, at=at)
    # The retired key can sign no more. Its certificate stays for the record.
    (folder / f"signer-{retired}.key").unlink(missing_ok=True)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    make_folder(folder)
    with (folder / "lock").open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def _signer_numbers(folder: Path) -> list[int]:
    return [int(path.stem.removeprefix("signer-")) for path in folder.glob("signer-*.pem")]


def _read(folder: Path) -> SigningKeys:
    number = max(_signer_numbers(folder))
    key = serialization.load_pem_private_key((folder / f"signer-{number}.key").read_bytes(), password=None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return SigningKeys(
        key=key,
        certificate=x509.load_pem_x509_certificate((folder / f"signer-{number}.pem").read_bytes()),
        issuer=x509.load_pem_x509_certificate((folder / "authority.pem").read_bytes()),
        revocations=x509.load_pem_x509_crl((folder / "authority.crl").read_bytes()),
    )


def _make_authority(folder: Path, *, city: str, at: datetime) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name(city, "Document Authority")
    until = at + timedelta(days=ROOT_DAYS)
    certificate = (
        _builder(key.public_key(), at=at, until=until)
        .subject_name(name)
        .issuer_name(name)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(certificates=True), critical=True)
        .sign(key, hashes.SHA256())
    )
    revocations = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(name)
        .last_update(at - BACKDATED)
        .next_update(until)
        .add_extension(x509.CRLNumber(1), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    write_durably(folder / "authority.key", _private_pem(key))
    write_durably(folder / "authority.crl", revocations.public_bytes(serialization.Encoding.PEM))
    # The certificate comes last: where it is, the rest is too.
    write_durably(folder / "authority.pem", certificate.public_bytes(serialization.Encoding.PEM))


def _make_signer(folder: Path, *, number: int, city: str, at: datetime) -> None:
    issuer = x509.load_pem_x509_certificate((folder / "authority.pem").read_bytes())
    issuer_key = serialization.load_pem_private_key((folder / "authority.key").read_bytes(), password=None)
    assert isinstance(issuer_key, ec.EllipticCurvePrivateKey)
    key = ec.generate_private_key(ec.SECP256R1())
    until = min(at + timedelta(days=SIGNER_DAYS), issuer.not_valid_after_utc)
    certificate = (
        _builder(key.public_key(), at=at, until=until)
        .subject_name(_name(city, f"Document Signer {number}"))
        .issuer_name(issuer.subject)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([DOCUMENT_SIGNING]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
        .sign(issuer_key, hashes.SHA256())
    )
    write_durably(folder / f"signer-{number}.key", _private_pem(key))
    write_durably(folder / f"signer-{number}.pem", certificate.public_bytes(serialization.Encoding.PEM))


def _builder(key: ec.EllipticCurvePublicKey, *, at: datetime, until: datetime) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - BACKDATED)
        .not_valid_after(until)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _name(city: str, role: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, city),
            x509.NameAttribute(NameOID.COMMON_NAME, f"{city}: {role}"),
        ]
    )


def _usage(*, certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not certificates,
        content_commitment=not certificates,
        key_cert_sign=certificates,
        crl_sign=certificates,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _private_pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
