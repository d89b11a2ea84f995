"""The published test vectors of the W3C, and documents that tests vary."""

import json
from copy import deepcopy
from functools import cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from recognition.openbadges.contexts import CREDENTIALS_EXAMPLES, CREDENTIALS_V2, OB3
from recognition.openbadges.multikey import multibase_decode
from recognition.paths import root

_FOLDER = root() / "tests/data/eddsa-rdfc-2022"


@cache
def vector(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


def vector_json(name: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(vector(name))
    return document


def vector_key() -> Ed25519PrivateKey:
    """The published private key; its multicodec prefix is two bytes."""
    secret = multibase_decode(vector_json("keyPair.json")["privateKeyMultibase"])
    return Ed25519PrivateKey.from_private_bytes(secret[2:])


def badge() -> dict[str, Any]:
    """An unsigned badge with a little of everything that 3.0 says."""
    return deepcopy(_BADGE)


def clique(size: int) -> dict[str, Any]:
    """Blank nodes that all point to each other: what RDFC-1.0 calls a poison."""
    return {
        "@context": [CREDENTIALS_V2, CREDENTIALS_EXAMPLES],
        "id": "urn:x:clique",
        "knows": [
            {"id": f"_:b{one}", "near": [{"id": f"_:b{two}"} for two in range(size) if two != one]}
            for one in range(size)
        ],
    }


_BADGE: dict[str, Any] = {
    "@context": [CREDENTIALS_V2, OB3],
    "id": "https://badges.example.org/ob3/credentials/1",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "name": "Accueil d’un nouvel habitant",
    "issuer": {
        "id": "did:web:badges.example.org:issuers:1",
        "type": ["Profile"],
        "name": "Le Collectif",
    },
    "validFrom": "2026-03-14T10:00:00Z",
    "validUntil": "2027-03-14T10:00:00Z",
    "credentialSubject": {
        "id": "did:web:badges.example.org:issuers:2",
        "type": ["AchievementSubject"],
        "identifier": [
            {
                "type": "IdentityObject",
                "identityHash": "sha256$0123",
                "identityType": "emailAddress",
                "hashed": True,
                "salt": "abcd",
            }
        ],
        "achievement": {
            "id": "https://badges.example.org/ob3/achievements/1",
            "type": ["Achievement"],
            "name": "Accueil",
            "description": "Sait accueillir.",
            "criteria": {"narrative": "Avoir accueilli."},
            "creditsAvailable": 2.5,
        },
    },
    "evidence": [{"type": ["Evidence"], "narrative": "Une lettre."}],
    "credentialStatus": {
        "id": "https://badges.example.org/ob3/status/1#7",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "7",
        "statusListCredential": "https://badges.example.org/ob3/status/1",
    },
}
