"""A written double of an authenticator: makes passkeys and answers challenges as a phone would."""

from __future__ import annotations

import json
import os
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import sha256, websafe_decode, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

ORIGIN = "http://127.0.0.1:8000"
VERIFIED = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV
PRESENT = AuthenticatorData.FLAG.UP


class Authenticator:
    """One passkey on one device. Without ``verifies`` it does not check who holds it."""

    def __init__(self, *, verifies: bool = True) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.credential_id = os.urandom(16)
        self.user_handle = b""
        self.flags = VERIFIED if verifies else PRESENT

    def create(self, options: dict[str, Any]) -> str:
        """Return the credential for a registration challenge, as the page's script sends it."""
        asked = options["publicKey"]
        self.user_handle = websafe_decode(asked["user"]["id"])
        client = CollectedClientData.create("webauthn.create", asked["challenge"], ORIGIN)
        public = ES256.from_cryptography_key(self.key.public_key())
        attested = AttestedCredentialData.create(b"\0" * 16, self.credential_id, public)
        data = AuthenticatorData.create(
            sha256(asked["rp"]["id"].encode()), self.flags | AuthenticatorData.FLAG.AT, 0, attested
        )
        response = {
            "clientDataJSON": websafe_encode(client),
            "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
        }
        return self._write(response, {"credProps": {"rk": True}})

    def get(self, options: dict[str, Any], *, challenge: str = "") -> str:
        """Return the answer to a sign-in challenge; ``challenge`` answers another one than was asked."""
        asked = options["publicKey"]
        client = CollectedClientData.create("webauthn.get", challenge or asked["challenge"], ORIGIN)
        data = AuthenticatorData.create(sha256(asked["rpId"].encode()), self.flags, 1)
        signature = self.key.sign(bytes(data) + sha256(bytes(client)), ec.ECDSA(SHA256()))
        response = {
            "clientDataJSON": websafe_encode(client),
            "authenticatorData": websafe_encode(data),
            "signature": websafe_encode(signature),
            "userHandle": websafe_encode(self.user_handle),
        }
        return self._write(response, {})

    def _write(self, response: dict[str, str], extensions: dict[str, Any]) -> str:
        name = websafe_encode(self.credential_id)
        credential = {
            "id": name,
            "rawId": name,
            "type": "public-key",
            "response": response,
            "clientExtensionResults": extensions,
        }
        return json.dumps(credential)
