"""A time stamp authority as it stands outside the city: answers over HTTP, with a certificate of its own root."""

from __future__ import annotations

from contextlib import contextmanager
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
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps import DummyTimeStamper

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

TYPE = "application/timestamp-reply"


@contextmanager
def stamping(*, at: datetime, answers: bytes | None = None) -> Iterator[str]:
    """Run an authority whose clock shows `at`, and give its address; `answers` is what a broken one says instead."""
    stamper = _make_stamper(at)

    class Desk(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            said = stamper.request_tsa_response(asked).dump() if answers is None else answers
            self.send_response(200)
            self.send_header("Content-Type", TYPE)
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_said: object) -> None:
            """Say nothing: tests read their own output."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def _make_stamper(at: datetime) -> DummyTimeStamper:
    key = _make_key()
    name = certificates.Name([certificates.NameAttribute(NameOID.COMMON_NAME, "Outside Time")])
    made = (
        certificates.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(at - timedelta(days=1))
        .not_valid_after(at + timedelta(days=365))
        .add_extension(certificates.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = keys.PrivateKeyInfo.load(key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))
    certificate = x509.Certificate.load(made.public_bytes(Encoding.DER))
    return DummyTimeStamper(certificate, private, fixed_dt=at)


@cache
def _make_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)
