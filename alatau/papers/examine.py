"""Examine the signatures in a PDF: intact or changed, and whose. Knows certificates, not the database.

A stranger's file may be built to harm the reader. So `guard` runs this module as a process of its own, with bounds on
time and memory; only files the city made itself are examined inside a process that serves people.
"""

from __future__ import annotations

import json
import logging
import resource
import sys
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, cast

from asn1crypto import pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
    from pyhanko.sign.validation.status import PdfSignatureStatus

CPU_SECONDS = 8
MEMORY_BYTES = 512 * 1024 * 1024
#: No document of the city carries more than one.
MOST_SIGNATURES = 8


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What one examination found."""

    #: A signature made, or said to be made, with one of the city's certificates.
    has_our_signature: bool
    #: That signature holds, and covers every byte of the file.
    is_intact: bool
    signer: str = ""
    #: ISO 8601; empty when nothing says it.
    signed_at: str = ""


NOTHING = Finding(has_our_signature=False, is_intact=False)


def examine_pdf(pdf: bytes, *, chains: Sequence[str]) -> Finding:
    """Return what the file's signatures say, trusting the roots of ``chains`` (PEM) alone.

    Raises whatever the PDF reader raises on a damaged file: the caller decides what that means.
    """
    reader = PdfFileReader(BytesIO(pdf), strict=True)
    is_closed = _is_closed_by_stamp(reader, pdf)
    findings = [
        _examine_signature(each, pdf, chains=chains, is_closed=is_closed)
        for each in reader.embedded_regular_signatures[:MOST_SIGNATURES]
    ]
    ours = [each for each in findings if each.has_our_signature]
    if not ours:
        return findings[0] if findings else NOTHING
    return next((each for each in ours if each.is_intact), ours[0])


def _examine_signature(
    signature: EmbeddedPdfSignature, pdf: bytes, *, chains: Sequence[str], is_closed: bool
) -> Finding:
    certificates = [
        [x509.Certificate.load(der) for _, _, der in pem.unarmor(chain.encode(), multiple=True)] for chain in chains
    ]
    said_at = signature.self_reported_timestamp
    status = validate_pdf_signature(
        signature,
        ValidationContext(
            trust_roots=[chain[-1] for chain in certificates],
            other_certs=[each for chain in certificates for each in chain[:-1]],
            allow_fetching=False,
            # The certificate must have been good when it signed, not today: keys are rotated, letters are kept.
            moment=said_at or datetime.now(UTC),
            revocation_mode="soft-fail",
        ),
    )
    known = {each.dump() for chain in certificates for each in chain}
    # Certificates ride along unsigned: a strange one among them was put there later.
    is_whole = (
        (status.coverage is SignatureCoverageLevel.ENTIRE_FILE or (is_closed and _is_archived(status)))
        and _is_plainly_written(signature, pdf)
        and all(each.dump() in known for each in signature.other_embedded_certs)
    )
    return Finding(
        has_our_signature=signature.signer_cert.dump() in {chain[0].dump() for chain in certificates},
        is_intact=_holds(status) and is_whole,
        signer=str(signature.signer_cert.subject.native.get("common_name", "")),
        signed_at=said_at.isoformat() if said_at else "",
    )


def _holds(status: PdfSignatureStatus) -> bool:
    """Tell whether the signature is good and by the city; a time stamp must fit, whoever vouches for its clock."""
    if not (status.valid and status.intact and status.trusted):
        return False
    stamp = status.timestamp_validity
    if stamp is not None and not (stamp.valid and stamp.intact):
        return False
    return status.seed_value_ok and (status.docmdp_ok or status.modification_level is None)


def _is_archived(status: PdfSignatureStatus) -> bool:
    """Tell whether nothing came after the signature but what proves it for later readers."""
    is_whole = status.coverage is SignatureCoverageLevel.ENTIRE_REVISION
    return is_whole and status.modification_level is ModificationLevel.LTA_UPDATES


def _is_closed_by_stamp(reader: PdfFileReader, pdf: bytes) -> bool:
    """Tell whether the last of the file is one good time stamp over all of it, whoever vouches for its clock."""
    stamps = reader.embedded_timestamp_signatures
    if len(stamps) != 1:
        return False
    status = validate_pdf_timestamp(stamps[0], ValidationContext(allow_fetching=False, trust_roots=[]))
    covers_all = status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    return status.valid and status.intact and covers_all and _is_plainly_written(stamps[0], pdf)


def _is_plainly_written(signature: EmbeddedPdfSignature, pdf: bytes) -> bool:
    """Tell whether the signature itself is written the one way the city writes it.

    A signature does not cover its own bytes: hexadecimal digits could change case, and the padding after them could
    hide anything. Every byte of the gap is therefore compared.
    """
    start, length, after, _ = (int(each) for each in signature.byte_range)
    gap = pdf[start + length : after]
    written = signature.pkcs7_content.rstrip(b"\0").hex().upper().encode()
    digits = gap[1:-1]
    return gap[:1] + gap[-1:] == b"<>" and digits.startswith(written) and not digits[len(written) :].strip(b"0")


def main() -> None:
    """Read chains and file from standard input, write the finding as JSON: the process that `guard` starts."""
    _bound()
    # The reader of PDFs tells of every oddity of a hostile file; nobody listens here.
    logging.disable(logging.CRITICAL)
    size = int(sys.stdin.buffer.readline())
    chains = cast("list[str]", json.loads(sys.stdin.buffer.read(size)))
    finding = examine_pdf(sys.stdin.buffer.read(), chains=chains)
    sys.stdout.write(json.dumps(asdict(finding)))


def _bound() -> None:
    """Let the kernel end this process when a file makes it compute, grow or write too much."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
