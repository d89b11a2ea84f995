"""Signing and verifying badges, against the libraries that do the work, on the same documents.

Targets (performance, OB3 sign at issue): VC-JWT at least 75 % of bare joserfc; eddsa-rdfc-2022 no
slower than PyLD whole; both linear in the credential.
"""

import hashlib
import math
import time
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from joserfc import jws
from joserfc.jwk import RSAKey
from pyld import jsonld

from recognition.openbadges.canonical import CanonicaliserProcess, canonicalise
from recognition.openbadges.contexts import context
from recognition.openbadges.integrity import check_proof, with_proof
from recognition.openbadges.jose import check_compact, sign_compact
from recognition.openbadges.safejson import dumps
from tests.bench.clock import cpu_ms
from tests.openbadges.vectors import badge

ENDORSEMENTS = (0, 20, 40)  # embedded in the award, of which forty are the most we write
AT = datetime(2026, 6, 1, tzinfo=UTC)
METHOD = "did:web:badges.example.org:issuers:1#key-1"
ED25519, RSA = Ed25519PrivateKey.generate(), generate_private_key(65537, 2048)


class _Large(jws.JWSRegistry):
    """joserfc takes no large payload as it comes."""

    max_payload_length = 1 << 20


LARGE = _Large(algorithms=["RS256"])


def award(endorsements: int) -> dict[str, Any]:
    """A badge with that many signed endorsements of its achievement."""
    document = badge()
    document["credentialSubject"]["achievement"]["endorsement"] = [
        with_proof(
            {
                "@context": document["@context"],
                "id": f"https://badges.example.org/ob3/endorsements/{number}",
                "type": ["VerifiableCredential", "EndorsementCredential"],
                "issuer": deepcopy(document["issuer"]),
                "validFrom": "2026-03-14T10:00:00Z",
                "credentialSubject": {
                    "id": "https://badges.example.org/ob3/achievements/1",
                    "type": ["EndorsementSubject"],
                    "endorsementComment": f"Je l’ai vu faire {number} fois.",
                },
            },
            ED25519,
            verification_method=METHOD,
            created=AT,
        )
        for number in range(endorsements)
    ]
    return document


def bare_pyld(document: dict[str, Any]) -> bytes:
    """The suite as its text has it, over PyLD as it comes, contexts from memory."""
    options = {
        "@context": document["@context"],
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": "2026-06-01T00:00:00Z",
        "verificationMethod": METHOD,
        "proofPurpose": "assertionMethod",
    }
    hashes = [hashlib.sha256(_normal(each).encode()).digest() for each in (options, document)]
    return ED25519.sign(b"".join(hashes))


def _normal(document: dict[str, Any]) -> str:
    quads: str = jsonld.normalize(
        document,
        {
            "algorithm": "URDNA2015",
            "format": "application/n-quads",
            "documentLoader": lambda url, options: {
                "contentType": "application/ld+json",
                "contextUrl": None,
                "documentUrl": url,
                "document": context(url),
            },
        },
    )
    return quads


def report() -> None:
    print("Open Badges: eddsa-rdfc-2022 against PyLD whole, VC-JWT RS256 against joserfc alone")
    print(
        f"{'endorsements':>12} {'kB':>6} | {'PyLD ms':>8} {'sign ms':>8} {'times':>6}"
        f" {'check ms':>9} | {'joserfc ms':>10} {'sign ms':>8} {'share':>6} {'check ms':>9}"
    )
    seen = [_row(endorsements) for endorsements in ENDORSEMENTS]
    (few, short), (many, long) = seen[0], seen[-1]
    print(f"growth: time ~ bytes ^ {math.log(long / short) / math.log(many / few):.2f}")
    _report_process()


def _row(endorsements: int) -> tuple[int, float]:
    """Prints it; the bytes of the document and the ms to sign it."""
    document = award(endorsements)
    size = len(dumps(document).encode())
    times = 5 if endorsements else 100
    proved = with_proof(document, ED25519, verification_method=METHOD, created=AT)
    pyld = cpu_ms(lambda: bare_pyld(document), times=times)
    sign = cpu_ms(
        lambda: with_proof(document, ED25519, verification_method=METHOD, created=AT), times=times
    )
    check = cpu_ms(
        lambda: check_proof(proved, proved["proof"], ED25519.public_key(), canonicalise, at=AT),
        times=times,
    )
    joined, header = RSAKey.import_key(RSA), {"alg": "RS256", "kid": METHOD, "typ": "vc+jwt"}
    joserfc = cpu_ms(
        lambda: jws.serialize_compact(header, dumps(document), joined, registry=LARGE), times=300
    )
    token = sign_compact(document, RSA, kid=METHOD, typ="vc+jwt")
    ours = cpu_ms(lambda: sign_compact(document, RSA, kid=METHOD, typ="vc+jwt"), times=300)
    verify = cpu_ms(lambda: check_compact(token, RSA.public_key()), times=300)
    print(
        f"{endorsements:>12} {size / 1000:>6.1f} | {pyld:>8.2f} {sign:>8.2f} {pyld / sign:>6.2f}"
        f" {check:>9.2f} | {joserfc:>10.3f} {ours:>8.3f} {joserfc / ours:>6.0%} {verify:>9.3f}"
    )
    return size, sign


def _report_process() -> None:
    """What the process for strangers' documents adds, on a clock: its work is not ours."""
    process = CanonicaliserProcess()
    started = time.perf_counter()
    process.canonicalise(badge())
    first = time.perf_counter() - started
    rounds = []
    for _ in range(100):
        started = time.perf_counter()
        process.canonicalise(badge())
        rounds.append(time.perf_counter() - started)
    process.close()
    alone = cpu_ms(lambda: canonicalise(badge()), times=100)
    print(
        f"in a process of its own: {first * 1000:.0f} ms to start, then"
        f" {min(rounds) * 1000:.2f} ms a badge, of which {alone:.2f} canonicalising\n"
    )
