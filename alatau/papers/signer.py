"""Who signs for the city now, and which certificates have signed: the settings and the tables behind `seal`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from asn1crypto import pem, x509
from django.conf import settings
from django.db import transaction

from alatau.core.content import content
from alatau.core.journal.append import append_lines
from alatau.core.journal.values import LineKind, NewLine
from alatau.papers import authority
from alatau.papers.models import SigningCertificate

if TYPE_CHECKING:
    from alatau.core.values import Actor, Moment
    from alatau.papers.seal import Sealer
    from alatau.papers.values import SealedPdf


def current_sealer(at: Moment) -> Sealer:
    """Return the outside key that the settings name, else the city's own, made on first use."""
    from alatau.papers.seal import sealer_from_keys, sealer_from_pkcs12
    from alatau.papers.stamps import load_chain

    if settings.ALATAU_SIGNER_PKCS12:
        path = Path(settings.ALATAU_SIGNER_PKCS12)
        sealer = sealer_from_pkcs12(path, password=settings.ALATAU_SIGNER_PASSWORD)
    else:
        keys = authority.load_signing_keys(_folder(), city=content().city_name.say("en"), at=at.wall_at)
        sealer = sealer_from_keys(keys)
    stamps_chain = settings.ALATAU_TIME_STAMPS_CHAIN
    return replace(
        sealer,
        time_stamps=settings.ALATAU_TIME_STAMPS_URL,
        stamps_chain=load_chain(Path(stamps_chain)) if stamps_chain else (),
    )


@transaction.atomic
def rotate_signing_key(*, by: Actor, at: Moment) -> str:
    """Certify a fresh key for later documents; return its certificate's name. Old signatures stay verifiable."""
    from alatau.papers.seal import sealer_from_keys

    keys = authority.rotate_signer(_folder(), city=content().city_name.say("en"), at=at.wall_at)
    name = x509.Certificate.load(sealer_from_keys(keys).chain[0].dump()).subject.native["common_name"]
    append_lines([NewLine(kind=LineKind.AUDIT, action="papers.signer.rotated", actor=by, body={"name": name})], at=at)
    return str(name)


def record_certificate(sealed: SealedPdf, *, at: Moment) -> SigningCertificate:
    """Keep the chain of a document just signed: later checks trust its root, whatever became of the key."""
    leaf = x509.Certificate.load(sealed.chain[0])
    certificate, _made = SigningCertificate.objects.get_or_create(
        id=sealed.certificate_id,
        defaults={
            "chain": b"".join(pem.armor("CERTIFICATE", each) for each in sealed.chain).decode(),
            "name": leaf.subject.native.get("common_name", leaf.subject.human_friendly)[:200],
            "recorded_at": at.wall_at,
        },
    )
    return certificate


def list_trusted_chains() -> list[str]:
    """Return the chains, as PEM, of every certificate that has signed for the city."""
    return list(SigningCertificate.objects.order_by("recorded_at").values_list("chain", flat=True))


def _folder() -> Path:
    folder: Path = settings.ALATAU_HOME / "keys" / "papers"
    return folder
