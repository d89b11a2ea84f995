"""Issuers, hosts and badges of our own making, with no network: what a verification is given."""

import json
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

from recognition.openbadges.canonical import canonicalise
from recognition.openbadges.did import DocumentKey, did_document, did_web_url
from recognition.openbadges.identity import hashed
from recognition.openbadges.integrity import with_proof
from recognition.openbadges.jose import sign_compact
from recognition.openbadges.resolving import DOCUMENT_BYTES, Fetched, Gone, Resolver, Unreachable
from recognition.openbadges.statuslist import encode
from recognition.openbadges.verdict import Verdict
from recognition.openbadges.verifying import verify_address, verify_file

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
SIGNED_AT = datetime(2026, 11, 1, tzinfo=UTC)
SALT = "0123456789abcdef"
HOLDER = "zoe@exemple.fr"
CONTEXTS = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
]
_RSA: RSAPrivateKey = generate_private_key(65537, 2048)  # slow to make: one for all


@dataclass
class Folder:
    """A resolver over what is written into it: documents, bytes, or what it raises. `asked` are
    the addresses asked, in their order; `moved` says where an address led."""

    pages: dict[str, Any] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def fetch(self, url: str, *, accept: str, limit: int = DOCUMENT_BYTES) -> Fetched:
        self.asked.append(url)
        final = self.moved.get(url, url)
        page = self.pages.get(final)
        if isinstance(page, Exception):
            raise page
        if page is None:
            raise Unreachable
        content = page if isinstance(page, bytes) else json.dumps(page).encode()
        return Fetched(content, "application/json", final, hops=int(final != url))

    def takes_away(self, url: str, **told: Any) -> None:
        """Its host answers 410 from now on."""
        self.pages[url] = Gone(json.dumps(told).encode() if told else b"")


@dataclass
class Issuer:
    """Somebody with a did:web, and the keys that its document lists."""

    did: str = "did:web:atelier.example:issuers:1"
    name: str = "Atelier des communs"
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    rsa: RSAPrivateKey = _RSA

    @property
    def method(self) -> str:
        return f"{self.did}#ed-1"

    @property
    def profile(self) -> dict[str, Any]:
        return {"id": self.did, "type": ["Profile"], "name": self.name}

    def document(self) -> dict[str, Any]:
        keys = [
            DocumentKey("ed-1", self.key.public_key()),
            DocumentKey("rsa-1", self.rsa.public_key()),
        ]
        return did_document(self.did, keys)

    def publish(self, folder: Folder) -> "Issuer":
        folder.pages[did_web_url(self.did)] = self.document()
        return self

    def sign(self, document: Mapping[str, Any]) -> dict[str, Any]:
        return with_proof(document, self.key, verification_method=self.method, created=SIGNED_AT)

    def token(self, document: Mapping[str, Any], **changed: Any) -> str:
        """The VC-JWT of a credential; `changed` replaces claims, None leaves one out."""
        subject = document["credentialSubject"].get("id")
        claims = {
            "iss": self.did,
            "jti": document["id"],
            "nbf": int(datetime.fromisoformat(document["validFrom"]).timestamp()),
        } | ({"sub": subject} if subject else {})
        payload = {**document, **claims, **changed}
        said = {name: value for name, value in payload.items() if value is not None}
        return sign_compact(said, self.rsa, kid=f"{self.did}#rsa-1", typ="vc+jwt")


def award(issuer: Issuer, **changed: Any) -> dict[str, Any]:
    """An award of 3.0, without its proof."""
    return {
        "@context": list(CONTEXTS),
        "id": "https://atelier.example/ob3/credentials/1",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Accueillir",
        "issuer": issuer.profile,
        "validFrom": "2026-11-01T00:00:00Z",
        "awardedDate": "2026-10-01T00:00:00Z",
        "credentialSubject": {
            "id": "did:web:atelier.example:issuers:zoe",
            "type": ["AchievementSubject"],
            "identifier": [identity()],
            "achievement": {
                "id": "https://atelier.example/ob3/achievements/1",
                "type": ["Achievement"],
                "name": "Accueillir",
                "description": "Accueillir qui arrive.",
                "criteria": {"narrative": "Avoir accueilli."},
            },
        },
        **changed,
    }


def identity(address: str = HOLDER) -> dict[str, Any]:
    return {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": hashed(address, SALT),
        "identityType": "emailAddress",
        "salt": SALT,
    }


def endorsement(issuer: Issuer, about: str, number: int = 1, **changed: Any) -> dict[str, Any]:
    """An endorsement of 3.0, without its proof."""
    return {
        "@context": list(CONTEXTS),
        "id": f"https://atelier.example/ob3/endorsements/{number}",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "Un endossement",
        "issuer": issuer.profile,
        "validFrom": "2026-11-01T00:00:00Z",
        "credentialSubject": {
            "id": about,
            "type": ["EndorsementSubject"],
            "endorsementComment": f"Un mot, le {number}.",
        },
        **changed,
    }


STATUS_URL = "https://atelier.example/ob3/status/1"


def status_entry(index: int = 7, **changed: Any) -> dict[str, Any]:
    return {
        "id": f"{STATUS_URL}#{index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(index),
        "statusListCredential": STATUS_URL,
        **changed,
    }


def status_list(issuer: Issuer, *revoked: int, **changed: Any) -> dict[str, Any]:
    """The signed list of which these entries are set."""
    document = {
        "@context": [CONTEXTS[0]],
        "id": STATUS_URL,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer.did,
        "validFrom": "2026-11-01T00:00:00Z",
        "credentialSubject": {
            "id": f"{STATUS_URL}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encode(revoked),
        },
        **changed,
    }
    return issuer.sign(document)


def verified(brought: Any, resolver: Resolver, *addresses: str, at: datetime = AT) -> Verdict:
    """The verdict on a document, a token or bytes."""
    content = brought if isinstance(brought, bytes) else None
    if content is None:
        content = (brought if isinstance(brought, str) else json.dumps(brought)).encode()
    return verify_file(content, resolver, at=at, canonicalise=canonicalise, addresses=addresses)


def verified_at(url: str, resolver: Resolver, *addresses: str, at: datetime = AT) -> Verdict:
    return verify_address(url, resolver, at=at, canonicalise=canonicalise, addresses=addresses)


def changed(document: dict[str, Any], value: Any, *path: str | int) -> dict[str, Any]:
    """A copy in which what stands at the end of the path is another value."""
    copy: Any = deepcopy(document)
    place = copy
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return copy


def told(verdict: Verdict) -> dict[str, tuple[str, str]]:
    """State and reason of each step, by check, as plain words."""
    return {str(s.check): (str(s.state), str(s.reason)) for s in verdict.steps}
