"""A host of badges before 3.0: an assertion, its class and its issuer, at their addresses."""

from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from recognition.openbadges.identity import hashed
from recognition.openbadges.jose import sign_compact
from tests.openbadges.verifying.issuers import HOLDER, SALT, Folder, Issuer

OB2 = "https://w3id.org/openbadges/v2"
HOST = "https://atelier.example"
ASSERTION, BADGE, ISSUER, KEY, REVOCATIONS = (
    f"{HOST}/{name}" for name in ("assertion", "badge", "issuer", "key", "revocations")
)
SIGNER = Issuer()


def assertion(**changed: Any) -> dict[str, Any]:
    document = {
        "@context": OB2,
        "type": "Assertion",
        "id": ASSERTION,
        "recipient": {
            "type": "email",
            "hashed": True,
            "salt": SALT,
            "identity": hashed(HOLDER, SALT),
        },
        "badge": BADGE,
        "issuedOn": "2026-10-01T00:00:00Z",
        "verification": {"type": "hosted"},
        **changed,
    }
    return {name: value for name, value in document.items() if value is not None}


def badge_class(**changed: Any) -> dict[str, Any]:
    return {
        "@context": OB2,
        "type": "BadgeClass",
        "id": BADGE,
        "name": "Accueillir",
        "description": "Accueillir qui arrive.",
        "image": f"{HOST}/badge.png",
        "criteria": {"narrative": "Avoir accueilli."},
        "issuer": ISSUER,
        **changed,
    }


def issuer(**changed: Any) -> dict[str, Any]:
    return {
        "@context": OB2,
        "type": "Issuer",
        "id": ISSUER,
        "name": "Atelier des communs",
        "url": HOST,
        "email": "bonjour@atelier.example",
        **changed,
    }


def host(**pages: Any) -> Folder:
    """All of it in place; `pages` are other documents by address."""
    return Folder({ASSERTION: assertion(), BADGE: badge_class(), ISSUER: issuer(), **pages})


def pem() -> str:
    key = SIGNER.rsa.public_key()
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def key(**changed: Any) -> dict[str, Any]:
    return {
        "@context": OB2,
        "type": "CryptographicKey",
        "id": KEY,
        "owner": ISSUER,
        "publicKeyPem": pem(),
        **changed,
    }


def signed_host(**pages: Any) -> Folder:
    """What a signed badge points to."""
    profile = issuer(publicKey=KEY, revocationList=REVOCATIONS)
    listed = {
        "@context": OB2,
        "type": "RevocationList",
        "id": REVOCATIONS,
        "issuer": ISSUER,
        "revokedAssertions": [],
    }
    return host(**{ISSUER: profile, KEY: key(), REVOCATIONS: listed, **pages})


def jws(**changed: Any) -> str:
    """A signed assertion."""
    said = {"verification": {"type": "signed", "creator": KEY}, **changed}
    return sign_compact(assertion(**said), SIGNER.rsa, kid="", typ="JWT")
