"""Time stamps by an outside authority, and what lets a reader check a letter when that authority is long gone.

A letter is archived (PAdES B-LTA) by one more revision: chains and revocation data of all who signed or stamped it,
under a second stamp over the whole file.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING

from asn1crypto import cms, crl, ocsp, pem, x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper, TimestampDSSContentSettings
from pyhanko.sign.timestamps import HTTPTimeStamper, TimestampRequestError
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.authority import AuthorityWithCert
from pyhanko_certvalidator.errors import CRLValidationError, OCSPValidationError, PathError, ValidationError
from pyhanko_certvalidator.fetchers.requests_fetchers import RequestsFetcherBackend
from pyhanko_certvalidator.util import get_ocsp_urls, get_relevant_crl_dps
from typing_extensions import override

from alatau.papers.errors import SigningKeyError, TimeStampError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from pyhanko_certvalidator.path import ValidationPath

DIGEST = "sha256"
FETCH_SECONDS = 10
#: Revocation data of an authority serve all letters of this time.
KEPT_SECONDS = 3600.0
#: The clocks of the authority, of its revocation data and of the city differ by no more.
CLOCKS_APART = timedelta(minutes=5)
#: An authority of several machines may answer with another key each time; so many are learnt while one letter waits.
ROUNDS = 3
#: Chains and revocation data lie under the stamp, so that nothing comes after it.
BENEATH_THE_STAMP = TimestampDSSContentSettings(include_vri=False, update_before_ts=True)
TIME_STAMPING = frozenset({"time_stamping"})


@dataclass(frozen=True, kw_only=True)
class Archive:
    """Whom a letter's reader will trust, and whose revocation data are in the letter already."""

    roots: tuple[x509.Certificate, ...]
    between: tuple[x509.Certificate, ...]
    #: The signing certificate, where its own revocation data are still to be fetched.
    signer: x509.Certificate | None
    at: datetime


class OutsideStamps(HTTPTimeStamper):
    """Asks the authority that the settings name, and keeps what it answered."""

    def __init__(self, address: str) -> None:
        super().__init__(address, timeout=FETCH_SECONDS)
        self.tokens: list[cms.ContentInfo] = []

    @override
    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        try:
            token = await super().async_timestamp(message_digest, md_algorithm)
        except (TimestampRequestError, OSError, ValueError, TypeError, KeyError) as error:
            # An answer that is no stamp fails in as many ways as there are wrong answers.
            raise TimeStampError from error
        self.tokens.append(token)
        return token

    @override
    async def validation_paths(self, validation_context: ValidationContext) -> AsyncIterator[ValidationPath]:
        # While the letter is signed, the city's authority alone is a root. `archive_pdf` judges the stamps' own chain.
        none: tuple[ValidationPath, ...] = ()
        for path in none:
            yield path

    def list_signers(self) -> list[x509.Certificate]:
        """Return the certificates that signed the stamps so far, each once."""
        found = {each.dump(): each for token in self.tokens for each in _signers_of(token)}
        return list(found.values())

    def list_companions(self) -> list[x509.Certificate]:
        """Return all certificates that came with the stamps."""
        return [each.chosen for token in self.tokens for each in token["content"]["certificates"]]


def load_chain(path: Path) -> tuple[x509.Certificate, ...]:
    """Return the certificates of a PEM file.

    Raises:
        SigningKeyError: there is no such file, or no certificate in it.
    """
    try:
        found = tuple(x509.Certificate.load(der) for _, _, der in pem.unarmor(path.read_bytes(), multiple=True))
        # The library reads lazily: this makes it read what it was given.
        assert all(each.subject for each in found)
    except (OSError, ValueError) as error:
        raise SigningKeyError from error
    return found


def can_be_checked(certificate: x509.Certificate) -> bool:
    """Tell whether the certificate says where its revocation can be looked up."""
    return bool(get_ocsp_urls(certificate) or get_relevant_crl_dps(certificate, use_deltas=False))


def archive_pdf(signed: bytes, *, stamps: OutsideStamps, archive: Archive) -> bytes:
    """Return the signed and stamped PDF with all chains and revocation data, under a stamp over the whole file.

    Raises:
        TimeStampError: the authority, or where its revocation data lie, does not answer, or is not whom we trust.
    """
    try:
        return asyncio.run(_archive(signed, stamps=stamps, archive=archive))
    except (PathError, ValidationError, CRLValidationError, OCSPValidationError) as error:
        raise TimeStampError from error


async def _archive(signed: bytes, *, stamps: OutsideStamps, archive: Archive) -> bytes:
    # A first stamp of nothing shows who will probably sign the one over the whole file.
    await stamps.async_dummy_response(DIGEST)
    for _ in range(ROUNDS):
        known = len(stamps.list_signers())
        pdf = await _stamp_over(signed, stamps=stamps, archive=archive)
        if len(stamps.list_signers()) == known:
            return pdf
        # Another machine of the authority answered, and what is in the file does not prove its stamp.
    raise TimeStampError


async def _stamp_over(signed: bytes, *, stamps: OutsideStamps, archive: Archive) -> bytes:
    between = [*archive.between, *stamps.list_companions()]
    wanted = [(each, TIME_STAMPING) for each in stamps.list_signers()]
    if archive.signer is not None:
        wanted.append((archive.signer, frozenset()))
    unproven = ValidationContext(trust_roots=archive.roots, other_certs=between, moment=archive.at)
    proofs = _Proofs()
    for certificate, usage in wanted:
        # Only a chain that leads to whom we trust is worth asking for: an address in a stranger's certificate is not.
        await proofs.add(await _judge(certificate, usage, context=unproven))
    proven = ValidationContext(
        trust_roots=archive.roots,
        other_certs=between,
        crls=proofs.lists,
        ocsps=proofs.answers,
        revocation_mode="require",
        moment=archive.at,
        time_tolerance=CLOCKS_APART,
    )
    paths = [await _judge(certificate, usage, context=proven) for certificate, usage in wanted]
    writer = IncrementalPdfFileWriter(BytesIO(signed))
    out = await PdfTimeStamper(stamps).async_timestamp_pdf(
        writer, DIGEST, proven, validation_paths=paths, dss_settings=BENEATH_THE_STAMP
    )
    return bytes(out.getvalue())


async def _judge(certificate: x509.Certificate, usage: frozenset[str], *, context: ValidationContext) -> ValidationPath:
    validator = CertificateValidator(certificate, validation_context=context)
    # The library annotates only a part of itself.
    path: ValidationPath = await validator.async_validate_usage(set(), set(usage))  # type: ignore[no-untyped-call]
    return path


class _Proofs:
    """Revocation data of some chains, fetched where they are not known from an earlier letter."""

    def __init__(self) -> None:
        self.answers: list[ocsp.OCSPResponse] = []
        self.lists: list[crl.CertificateList] = []

    async def add(self, path: ValidationPath) -> None:
        issuer: x509.Certificate | None = None
        for certificate in path.iter_certs(include_root=True):
            if issuer is not None:
                answers, lists = await _fetch(certificate, issuer)
                self.answers += answers
                self.lists += lists
            issuer = certificate


_Found = tuple[list["ocsp.OCSPResponse"], list["crl.CertificateList"]]
_kept: dict[bytes, tuple[float, _Found]] = {}


async def _fetch(certificate: x509.Certificate, issuer: x509.Certificate) -> _Found:
    """Return an answer about the one certificate where its authority gives one; such are small. Else its lists."""
    kept_at, kept = _kept.get(certificate.sha256, (0.0, ([], [])))
    if kept_at and time.monotonic() - kept_at < KEPT_SECONDS:
        return kept
    fetchers = RequestsFetcherBackend(per_request_timeout=FETCH_SECONDS).get_fetchers()
    found: _Found = ([], [])
    if get_ocsp_urls(certificate):
        found = ([await fetchers.ocsp_fetcher.fetch(certificate, AuthorityWithCert(issuer))], [])
    else:
        found = ([], list(await fetchers.crl_fetcher.fetch(certificate, use_deltas=False)))
    _kept[certificate.sha256] = (time.monotonic(), found)
    return found


def _signers_of(token: cms.ContentInfo) -> Sequence[x509.Certificate]:
    named = {each["sid"].chosen for each in token["content"]["signer_infos"]}
    issued = {(sid["issuer"].dump(), sid["serial_number"].native) for sid in named}
    certificates = [each.chosen for each in token["content"]["certificates"]]
    return [each for each in certificates if (each.issuer.dump(), each.serial_number) in issued]
