"""What goes in and out of this room: ids, states and verdicts. No Django here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NewType
from uuid import UUID

if TYPE_CHECKING:
    from datetime import datetime

    from alatau.core.values import PersonId

DocumentId = NewType("DocumentId", UUID)


class DocumentStatus(StrEnum):
    """Where a document stands. It starts valid and leaves that state once, for good."""

    VALID = "valid"
    REVOKED = "revoked"  # the city takes it back: it should not have been issued
    SUPERSEDED = "superseded"  # a later document took its place


class Verdict(StrEnum):
    """What the city says about a file somebody shows it."""

    OURS = "ours"  # byte for byte a document the city issued, and its signature holds
    CHANGED = "changed"  # it carries the city's signature, and the bytes are not those that were signed
    NOT_OURS = "not_ours"  # no signature in it is the city's


class SealLevel(StrEnum):
    """How much a reader far away can check without asking the city (PAdES baseline levels)."""

    B = "B-B"  # signature and certificate chain
    B_PLUS = "B-B with validation data"  # and the revocation list of the day, but no outside proof of time
    T = "B-T"  # and a time stamp by an outside authority
    LTA = "B-LTA"  # and validation data of all who signed or stamped, under a stamp over the whole file


@dataclass(frozen=True, kw_only=True)
class SealedPdf:
    """A signed PDF, and what signed it."""

    pdf: bytes
    #: SHA-256 of the signing certificate, in hexadecimal.
    certificate_id: str
    #: The signing certificate followed by its issuers, each in DER.
    chain: tuple[bytes, ...]
    level: SealLevel


@dataclass(frozen=True, kw_only=True)
class PublicRecord:
    """What the public page says of a document: nothing about whom it concerns."""

    code: str
    #: Name of the kind of document in the reader's language.
    title: str
    status: DocumentStatus
    issued_at: datetime
    #: When it was revoked or superseded; None while valid.
    ended_at: datetime | None
    #: SHA-256 of the file, in hexadecimal.
    digest: str
    #: Whose certificate signed it.
    signer: str


@dataclass(frozen=True, kw_only=True)
class FileReport:
    """What the city says of a file that was shown to it."""

    verdict: Verdict
    #: Name of the signer as the certificate gives it; empty when nothing was signed.
    signer: str = ""
    #: When the signer says it signed. No outside authority vouches for this.
    signed_at: datetime | None = None
    #: The document itself when the file is one of ours, unchanged.
    record: PublicRecord | None = None


@dataclass(frozen=True, kw_only=True)
class DocumentView:
    """One document as its subject, or somebody with the right to it, sees it in a list."""

    id: DocumentId
    code: str
    title: str
    language: str
    subject_id: PersonId
    case_id: UUID | None
    status: DocumentStatus
    issued_at: datetime
    size_bytes: int
    #: Whether the file is still kept; after its retention period only this record stays.
    is_kept: bool
