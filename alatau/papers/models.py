"""Tables of issued documents. Private to this room; all of them only grow."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from alatau.core.models import AppendOnlyModel
from alatau.papers.values import DocumentStatus, SealLevel


class SigningCertificate(AppendOnlyModel):
    """A certificate that signed at least one document, with its chain: what later checks trust."""

    #: SHA-256 of the certificate in hexadecimal.
    id = models.CharField(primary_key=True, max_length=64)
    #: The certificate and its issuers up to the root, as PEM.
    chain = models.TextField()
    #: Name in the certificate.
    name = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()


class Document(AppendOnlyModel):
    """One issued document: what it is and for whom. What happened to it later is told by `DocumentEnding`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    #: Chosen by the caller: the same request issues the same document once.
    request_id = models.UUIDField(unique=True)
    #: SHA-256 of what was asked for, so that a reused request id is noticed.
    request_hash = models.CharField(max_length=64)
    template = models.CharField(max_length=64)
    template_version = models.PositiveIntegerField()
    language = models.CharField(max_length=8)
    #: Whom it is for; empty for a letter to a body of the state, which is about nobody.
    subject_id = models.UUIDField(null=True, db_index=True)
    case_id = models.UUIDField(null=True, db_index=True)
    #: Random and unguessable: whoever holds the paper holds the code.
    code = models.CharField(max_length=24, unique=True)
    #: SHA-256 of the file, in hexadecimal. The journal holds it too.
    digest = models.CharField(max_length=64, unique=True)
    size_bytes = models.PositiveIntegerField()
    certificate = models.ForeignKey(SigningCertificate, models.PROTECT, related_name="documents")
    level = models.CharField(max_length=40)
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, related_name="superseded_by")
    issued_at = models.DateTimeField()
    issued_city_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(level__in=[each.value for each in SealLevel]), name="document_level_known"
            ),
            models.CheckConstraint(condition=Q(size_bytes__gt=0), name="document_not_empty"),
            models.CheckConstraint(
                condition=Q(supersedes=None) | ~Q(supersedes=F("id")), name="document_not_own_successor"
            ),
        ]


class DocumentFile(AppendOnlyModel):
    """The bytes of a document. The law may let them be erased; then the record and its hash stay."""

    document = models.OneToOneField(Document, models.PROTECT, primary_key=True, related_name="file")
    pdf = models.BinaryField()
    #: What filled the letter, as it was said in the letter's language: the drawing can be repeated from it.
    facts = models.JSONField()


class DocumentEnding(AppendOnlyModel):
    """The end of a document's force. A document ends once."""

    document = models.OneToOneField(Document, models.PROTECT, primary_key=True, related_name="ending")
    status = models.CharField(max_length=16)
    #: Why, in words of the official; shown to staff and to the subject, never on the public page.
    reason = models.CharField(max_length=500, blank=True)
    ended_by = models.JSONField()
    ended_at = models.DateTimeField()
    ended_city_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=[DocumentStatus.REVOKED.value, DocumentStatus.SUPERSEDED.value]),
                name="document_ending_known",
            ),
            models.CheckConstraint(
                condition=~Q(status=DocumentStatus.REVOKED.value) | ~Q(reason=""), name="document_revocation_says_why"
            ),
        ]
