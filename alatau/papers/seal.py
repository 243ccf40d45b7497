"""Sign a drawn PDF with the city's key (PAdES), and carry along what a reader needs to check it without asking us."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING

from asn1crypto import keys, x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.signers.pdf_signer import DSSContentSettings, SigDSSPlacementPreference
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore
from typing_extensions import override

from alatau.papers.errors import SigningKeyError
from alatau.papers.stamps import Archive, OutsideStamps, archive_pdf, can_be_checked
from alatau.papers.values import SealedPdf, SealLevel

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from pyhanko.pdf_utils.writer import BasePdfFileWriter
    from pyhanko.sign.signers.pdf_signer import PdfSigningSession

    from alatau.papers.authority import SigningKeys

FIELD = "CitySignature"


@dataclass(frozen=True, kw_only=True)
class Sealer:
    """Whoever signs for the city: a key with its chain, and what proves that the chain was good on the day."""

    signer: SimpleSigner
    #: From the signing certificate up to the root.
    chain: tuple[x509.Certificate, ...]
    #: Revocation lists in DER; empty where an outside authority publishes its own.
    revocations: tuple[bytes, ...] = ()
    #: Address of an outside time stamp authority; empty for none.
    time_stamps: str = ""
    #: Certificates of that authority up to its root; empty where letters are not archived.
    stamps_chain: tuple[x509.Certificate, ...] = ()

    @cached_property
    def level(self) -> SealLevel:
        """How much a far reader can check."""
        if self.time_stamps:
            # An outside key whose revocation nobody publishes can be dated, but not proven good for decades.
            is_proven = self.revocations or all(can_be_checked(each) for each in self.chain[:-1])
            return SealLevel.LTA if self.stamps_chain and is_proven else SealLevel.T
        return SealLevel.B_PLUS if self.revocations else SealLevel.B

    def archive(self, *, at: datetime) -> Archive:
        """Return what archiving needs to know of the signer and of the authority that stamps."""
        roots = [each for each in self.stamps_chain if each.issuer == each.subject] or [self.stamps_chain[-1]]
        between = [each for each in self.stamps_chain if each not in roots]
        return Archive(
            roots=(self.chain[-1], *roots),
            between=(*self.chain[:-1], *between),
            signer=None if self.revocations else self.chain[0],
            at=at,
        )


def sealer_from_keys(signing: SigningKeys) -> Sealer:
    """Return a sealer that signs with the city's own authority."""
    certificate, issuer = (
        x509.Certificate.load(each.public_bytes(Encoding.DER)) for each in (signing.certificate, signing.issuer)
    )
    key = signing.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    signer = SimpleSigner(
        signing_cert=certificate,
        signing_key=keys.PrivateKeyInfo.load(key),
        cert_registry=_store(issuer),
    )
    revocations = (signing.revocations.public_bytes(Encoding.DER),)
    return Sealer(signer=signer, chain=(certificate, issuer), revocations=revocations)


def sealer_from_pkcs12(path: Path, *, password: str) -> Sealer:
    """Return a sealer that signs with a key and chain an outside authority gave the city."""
    # The library annotates only a part of itself.
    signer: SimpleSigner | None = SimpleSigner.load_pkcs12(str(path), passphrase=password.encode() or None)  # type: ignore[no-untyped-call]
    if signer is None:
        raise SigningKeyError
    return Sealer(signer=signer, chain=_order_chain(signer))


def seal_pdf(pdf: bytes, *, sealer: Sealer, reason: str, at: datetime) -> SealedPdf:
    """Return the PDF signed and closed to changes, with chain and revocation data inside one signed revision.

    Nothing may be added after the signature but the revision that archives the letter: any other shows as a change.

    Raises:
        TimeStampError: the time stamp authority does not answer.
    """
    metadata = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        reason=reason,
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        embed_validation_info=bool(sealer.revocations),
        validation_context=_validation_context(sealer, at=at),
        # Chain and revocation data go in before the signature, so that one signature covers every byte of the file.
        dss_settings=DSSContentSettings(include_vri=False, placement=SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE),
    )
    stamps = OutsideStamps(sealer.time_stamps) if sealer.time_stamps else None
    out = _DatedSigner(metadata, sealer.signer, timestamper=stamps)
    out.at = at
    signed: bytes = out.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf))).getvalue()
    if stamps is not None and sealer.level is SealLevel.LTA:
        signed = archive_pdf(signed, stamps=stamps, archive=sealer.archive(at=at))
    chain = tuple(each.dump() for each in sealer.chain)
    return SealedPdf(pdf=signed, certificate_id=sha256(chain[0]).hexdigest(), chain=chain, level=sealer.level)


class _DatedSigner(PdfSigner):
    """Signs as of the moment the use case was handed, instead of asking the clock again."""

    at: datetime

    @override
    def init_signing_session(self, pdf_out: BasePdfFileWriter, existing_fields_only: bool = False) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self.at
        return session


def _validation_context(sealer: Sealer, *, at: datetime) -> ValidationContext:
    return ValidationContext(
        trust_roots=[sealer.chain[-1]],
        other_certs=list(sealer.chain[:-1]),
        crls=list(sealer.revocations),
        allow_fetching=False,
        revocation_mode="require" if sealer.revocations else "soft-fail",
        moment=at,
    )


def _store(issuer: x509.Certificate) -> SimpleCertificateStore:
    store: SimpleCertificateStore = SimpleCertificateStore()  # type: ignore[no-untyped-call]  # see load_pkcs12
    store.register(issuer)
    return store


def _order_chain(signer: SimpleSigner) -> tuple[x509.Certificate, ...]:
    """Follow issuers upward as far as the file's certificates go."""
    assert signer.signing_cert is not None, "a file with a key has its certificate"
    chain: list[x509.Certificate] = [signer.signing_cert]
    known = list(signer.cert_registry)
    while chain[-1].issuer != chain[-1].subject:
        above = next((each for each in known if each.subject == chain[-1].issuer), None)
        if above is None:
            break
        chain.append(above)
    return tuple(chain)
