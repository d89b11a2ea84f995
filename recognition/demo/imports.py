"""The demo's badges from elsewhere: made here, by issuers that do not exist, and then verified as
any badge is, against hosts that answer here and nowhere else.

Verified again, they will not be: their hosts are in a domain that nobody can have (RFC 2606).
"""

import json
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PIL import Image, ImageDraw
from sqlmodel import Session

from recognition.awards.models import Visibility
from recognition.demo.records import Record, demo_id, person_id, time_of, typographic
from recognition.imports.checking import Sent, check
from recognition.imports.commands import keep_badge, show_imported_to
from recognition.imports.models import Belonging
from recognition.openbadges import png
from recognition.openbadges.canonical import canonicalise
from recognition.openbadges.carrying import OB2_KEYWORD
from recognition.openbadges.contexts import CREDENTIALS_V2, OB2, OB3
from recognition.openbadges.did import DocumentKey, did_document, did_web, did_web_url
from recognition.openbadges.identity import hashed
from recognition.openbadges.integrity import with_proof
from recognition.openbadges.resolving import DOCUMENT_BYTES, Fetched, Unreachable
from recognition.storage import Storage

Document = dict[str, Any]
UNREACHABLE = "hosted_unreachable"


@dataclass
class _Hosts:
    """What the issuers of the demo publish; a Resolver."""

    pages: dict[str, Document] = field(default_factory=dict)

    def publish(self, document: Document) -> Document:
        self.pages[str(document["id"])] = document
        return document

    def fetch(self, url: str, *, accept: str, limit: int = DOCUMENT_BYTES) -> Fetched:
        content = json.dumps(self.pages.get(url, "")).encode()
        if url not in self.pages or len(content) > limit:
            raise Unreachable
        return Fetched(content, accept, url)


def load_imports(
    session: Session, storage: Storage, records: list[Record], people: Mapping[str, Record]
) -> None:
    """Keep each badge as its holder would have brought it."""
    for record in records:
        address = people[record["person"]]["email"].lower()
        hosts, content = _made(record, address)
        at = time_of(record["imported_on"])
        verdict = check(
            Sent(content=content),
            _Hosts() if record["verification"] == UNREACHABLE else hosts,
            at=at,
            canonicalise=canonicalise,
            addresses=[address],
        )
        kept = keep_badge(
            session,
            storage,
            person_id(record["person"]),
            verdict,
            belonging=Belonging.MINE if verdict.belongs_to([address]) else Belonging.NOT_MINE,
            at=at,
            id=demo_id("imported", record["id"]),
        )
        show_imported_to(session, kept.imported, Visibility(record["visibility"]))


def _made(record: Record, address: str) -> tuple[_Hosts, bytes]:
    """The badge as its holder received it, and what its issuer publishes."""
    hosts = _Hosts()
    if "3.0" in record["source"]:
        return hosts, json.dumps(_signed(record, address, hosts), ensure_ascii=False).encode()
    assertion = json.dumps(_hosted(record, address, hosts), ensure_ascii=False)
    return hosts, png.bake(_picture(record), OB2_KEYWORD, assertion)


def _base(record: Record) -> str:
    return f"https://{record['host']}"


def _salt(record: Record) -> str:
    return sha256(record["id"].encode()).hexdigest()[:32]


def _hosted(record: Record, address: str, hosts: _Hosts) -> Document:
    """Open Badges 2.0: an assertion that is true because its host says so. The class is inside
    too, so that there is something to read when nobody answers."""
    base = _base(record)
    issuer = {
        "@context": OB2,
        "id": f"{base}/emetteur",
        "type": "Issuer",
        "name": typographic(record["issuer_name"]),
        "url": f"{base}/",
        "email": f"bonjour@{record['host']}",
    }
    badge = {
        "@context": OB2,
        "id": f"{base}/badges/{record['id']}",
        "type": "BadgeClass",
        "name": typographic(record["title"]),
        "description": typographic(record["description"]),
        "image": f"{base}/badges/{record['id']}.png",
        "criteria": {"narrative": typographic(record["criteria"])},
        "issuer": issuer["id"],
    }
    hosts.publish(issuer)
    hosts.publish(badge)
    return hosts.publish(
        {
            "@context": OB2,
            "id": f"{base}/recus/{record['id']}",
            "type": "Assertion",
            "recipient": {
                "type": "email",
                "hashed": True,
                "salt": _salt(record),
                "identity": hashed(address, _salt(record)),
            },
            "badge": badge,
            "verification": {"type": "hosted"},
            "issuedOn": time_of(record["issued_on"]).isoformat(),
        }
    )


def _signed(record: Record, address: str, hosts: _Hosts) -> Document:
    """Open Badges 3.0: a credential signed by an issuer that has a did:web."""
    base, issued_at = _base(record), time_of(record["issued_on"])
    did = did_web(base, "emetteur")
    key = Ed25519PrivateKey.from_private_bytes(sha256(record["host"].encode()).digest())
    hosts.pages[did_web_url(did)] = did_document(did, [DocumentKey("cle", key.public_key())])
    picture = "data:image/png;base64," + b64encode(_picture(record)).decode()
    credential = {
        "@context": [CREDENTIALS_V2, OB3],
        "id": f"{base}/recus/{record['id']}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": typographic(record["title"]),
        "issuer": {"id": did, "type": ["Profile"], "name": typographic(record["issuer_name"])},
        "validFrom": issued_at.isoformat(),
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "hashed": True,
                    "identityHash": hashed(address, _salt(record)),
                    "identityType": "emailAddress",
                    "salt": _salt(record),
                }
            ],
            "achievement": {
                "id": f"{base}/badges/{record['id']}",
                "type": ["Achievement"],
                "name": typographic(record["title"]),
                "description": typographic(record["description"]),
                "criteria": {"narrative": typographic(record["criteria"])},
                "image": {"id": picture, "type": "Image"},
            },
        },
    }
    return with_proof(credential, key, verification_method=f"{did}#cle", created=issued_at)


def _picture(record: Record) -> bytes:
    """A picture that is not in our manner: a seal, two rings and a bar."""
    seal = Image.new("RGBA", (400, 400))
    pen = ImageDraw.Draw(seal)
    pen.ellipse((20, 20, 380, 380), fill=record["color"])
    pen.ellipse((44, 44, 356, 356), outline="white", width=6)
    pen.rounded_rectangle((110, 180, 290, 220), radius=20, fill="white")
    pen.polygon(((200, 90), (228, 150), (172, 150)), fill="white")
    pen.polygon(((200, 310), (228, 250), (172, 250)), fill="white")
    drawn = BytesIO()
    seal.save(drawn, "PNG", optimize=True)
    return drawn.getvalue()
