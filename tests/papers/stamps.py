"""A time stamp authority as it stands outside the city: a root, a stamping key, and its revocation data over HTTP."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING

from asn1crypto import keys, tsp, x509
from cryptography import x509 as certificates
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps import DummyTimeStamper

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

ROOT = certificates.Name([certificates.NameAttribute(NameOID.COMMON_NAME, "Outside Root")])
STAMPER = certificates.Name([certificates.NameAttribute(NameOID.COMMON_NAME, "Outside Time")])
DAY = timedelta(days=1)


@dataclass
class Authority:
    """An authority whose clock stands still, and what is asked of it."""

    at: datetime
    #: Tells of its key's good standing by a list, or by answers about one certificate.
    by_answers: bool = False
    is_revoked: bool = False
    #: What a broken one says instead of a stamp.
    nonsense: bytes | None = None
    address: str = ""
    asked: list[str] = field(default_factory=list)
    #: The first key that stamps, and where there are two, the one that takes turns with it.
    serials: tuple[int, ...] = (7,)
    #: Another number is another authority of the same name.
    root_key: int = 1

    @property
    def key(self) -> rsa.RSAPrivateKey:
        """The one key of the root and of all that stamps."""
        return _make_key(self.root_key)

    @property
    def chain(self) -> bytes:
        """The authority's certificates as operators get them, in PEM."""
        return self._root().public_bytes(Encoding.PEM)

    def answer(self, path: str, body: bytes) -> tuple[str, bytes]:
        """Return type and content of an answer to a call."""
        self.asked.append(path)
        if path == "/list":
            return "application/pkix-crl", self._list().public_bytes(Encoding.DER)
        if path == "/answer":
            return "application/ocsp-response", self._say(body).public_bytes(Encoding.DER)
        if self.nonsense is not None:
            return "application/timestamp-reply", self.nonsense
        return "application/timestamp-reply", self._stamp(body)

    def _stamp(self, body: bytes) -> bytes:
        turn = self.asked.count("/") - 1
        made = self._certify(STAMPER, self.serials[turn % len(self.serials)])
        private = keys.PrivateKeyInfo.load(self.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))
        stamper = DummyTimeStamper(x509.Certificate.load(made.public_bytes(Encoding.DER)), private, fixed_dt=self.at)
        return stamper.request_tsa_response(tsp.TimeStampReq.load(body)).dump()

    def _root(self) -> certificates.Certificate:
        return (
            _certificate(ROOT, 1, key=self.key, at=self.at)
            .add_extension(certificates.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(self.key, hashes.SHA256())
        )

    def _certify(self, name: certificates.Name, serial: int) -> certificates.Certificate:
        usage = certificates.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        made = _certificate(name, serial, key=self.key, at=self.at).add_extension(usage, critical=True)
        return made.add_extension(self._where(), critical=False).sign(self.key, hashes.SHA256())

    def _where(self) -> certificates.ExtensionType:
        if self.by_answers:
            place = certificates.UniformResourceIdentifier(f"{self.address}/answer")
            access = certificates.AccessDescription(AuthorityInformationAccessOID.OCSP, place)
            return certificates.AuthorityInformationAccess([access])
        place = certificates.UniformResourceIdentifier(f"{self.address}/list")
        return certificates.CRLDistributionPoints([certificates.DistributionPoint([place], None, None, None)])

    def _list(self) -> certificates.CertificateRevocationList:
        made = (
            certificates.CertificateRevocationListBuilder()
            .issuer_name(ROOT)
            .last_update(self.at - DAY)
            .next_update(self.at + DAY)
        )
        if self.is_revoked:
            revoked = certificates.RevokedCertificateBuilder().serial_number(7).revocation_date(self.at - DAY).build()
            made = made.add_revoked_certificate(revoked)
        return made.sign(self.key, hashes.SHA256())

    def _say(self, body: bytes) -> ocsp.OCSPResponse:
        asked = ocsp.load_der_ocsp_request(body)
        made = (
            ocsp.OCSPResponseBuilder()
            .add_response(
                cert=self._certify(STAMPER, asked.serial_number),
                issuer=self._root(),
                algorithm=asked.hash_algorithm,
                cert_status=ocsp.OCSPCertStatus.REVOKED if self.is_revoked else ocsp.OCSPCertStatus.GOOD,
                this_update=self.at - DAY,
                next_update=self.at + DAY,
                revocation_time=self.at - DAY if self.is_revoked else None,
                revocation_reason=None,
            )
            .responder_id(ocsp.OCSPResponderEncoding.NAME, self._root())
        )
        for extension in asked.extensions:
            made = made.add_extension(extension.value, extension.critical)
        return made.sign(self.key, hashes.SHA256())


@contextmanager
def stamping(authority: Authority) -> Iterator[Authority]:
    """Let the authority answer at an address of its own."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _desk_of(authority.answer))
    authority.address = f"http://127.0.0.1:{server.server_port}"
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield authority
    finally:
        server.shutdown()
        server.server_close()


def _desk_of(answer: Callable[[str, bytes], tuple[str, bytes]]) -> type[BaseHTTPRequestHandler]:
    class Desk(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(b"")

        def do_POST(self) -> None:
            self._answer(self.rfile.read(int(self.headers["Content-Length"])))

        def _answer(self, body: bytes) -> None:
            kind, said = answer(self.path, body)
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_said: object) -> None:
            """Say nothing: tests read their own output."""

    return Desk


def _certificate(
    name: certificates.Name, serial: int, *, key: rsa.RSAPrivateKey, at: datetime
) -> certificates.CertificateBuilder:
    return (
        certificates.CertificateBuilder()
        .subject_name(name)
        .issuer_name(ROOT)
        .public_key(key.public_key())
        .serial_number(serial)
        .not_valid_before(at - DAY)
        .not_valid_after(at + 365 * DAY)
    )


@cache
def _make_key(_number: int) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)
