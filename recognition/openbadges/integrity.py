"""Proofs embedded in a document: Data Integrity with eddsa-rdfc-2022, and its elders to read.

Data Integrity EdDSA Cryptosuites v1.0, 3.2 eddsa-rdfc-2022; Data Integrity 1.0, 4. Older badges
hash and sign in the same way under other names, eddsa-2022 and Ed25519Signature2020: these are
verified, never written.
"""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from recognition.openbadges.canonical import Canonicaliser, canonicalise
from recognition.openbadges.multikey import PublicKey, base58_encode, multibase_decode
from recognition.openbadges.reasons import BadKey, BadProof, NotCanonical, Reason

SUITE = "eddsa-rdfc-2022"
PROOFS = 4  # in one document; each costs two canonicalisations
_VERIFIED = (  # type and cryptosuite
    ("DataIntegrityProof", SUITE),
    ("DataIntegrityProof", "eddsa-2022"),
    ("Ed25519Signature2020", None),
)


def with_proof(
    document: Mapping[str, Any],
    key: Ed25519PrivateKey,
    *,
    verification_method: str,
    created: datetime,
    canonicalise: Canonicaliser = canonicalise,
) -> dict[str, Any]:
    """A copy of the document with its proof; a proof it had is replaced.

    `created` is aware, and is written to the second in UTC. The same call gives the same bytes.
    Raises NotCanonical, which for a document of ours is a bug.
    """
    unsigned = {name: value for name, value in document.items() if name != "proof"}
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": SUITE,
        "created": f"{created.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "verificationMethod": verification_method,
        "proofPurpose": "assertionMethod",
    }
    signature = key.sign(_to_sign(unsigned, proof, canonicalise))
    return unsigned | {"proof": proof | {"proofValue": "z" + base58_encode(signature)}}


def proofs_of(document: Mapping[str, Any]) -> tuple[dict[str, Any], ...]:
    """The proofs of a document, of which every one must hold: a reader who passed over the ones
    that do not would believe whoever added theirs.

    Raises BadProof (`proof.missing`, `proof.malformed`).
    """
    found = document.get("proof")
    if found is None or found == []:
        raise BadProof(Reason.PROOF_MISSING)
    proofs = found if isinstance(found, list) else [found]
    if len(proofs) > PROOFS or not all(isinstance(each, dict) for each in proofs):
        raise BadProof(Reason.PROOF_MALFORMED, "proof")
    return tuple(proofs)


def method_of(proof: Mapping[str, Any]) -> str:
    """The name of the key that a proof says it was made with. Raises BadProof."""
    method = proof.get("verificationMethod")
    if not isinstance(method, str) or not method:
        raise BadProof(Reason.PROOF_MALFORMED, "verificationMethod")
    return method


def check_proof(
    document: Mapping[str, Any],
    proof: Mapping[str, Any],
    public_key: PublicKey,
    canonicalise: Canonicaliser,
    *,
    at: datetime,
) -> None:
    """Raise BadProof unless this proof of the document holds at that time with that key.

    Its reasons are those of `proof.…`, `signature.broken`, and the `json_ld.…` of a document that
    has no canonical form. That the key is the issuer's is for the caller to find out.
    """
    _check_suite(proof, document)
    _check_times(proof, at)
    if not isinstance(public_key, Ed25519PublicKey):
        raise BadProof(Reason.PROOF_KEY)
    signature = _signature(proof)
    unsigned = {name: value for name, value in document.items() if name != "proof"}
    options = {name: value for name, value in proof.items() if name not in _NOT_SIGNED}
    _refuse_shared_node(unsigned)
    try:
        signed = _to_sign(unsigned, options, canonicalise)
    except NotCanonical as error:
        raise BadProof(error.reason, error.detail) from error
    try:
        public_key.verify(signature, signed)
    except InvalidSignature as error:
        raise BadProof(Reason.SIGNATURE_BROKEN) from error


_NOT_SIGNED = {"proofValue", "@context"}
# What a node that is named like the document may say without taking a part of it over.
_SAID_OF_ANOTHER = {"id", "type", "endorsementComment"}


def _to_sign(
    unsigned: Mapping[str, Any], options: Mapping[str, Any], canonicalise: Canonicaliser
) -> bytes:
    """The hash of the proof without its value, then that of the document without its proof."""
    configuration = canonicalise({"@context": unsigned.get("@context"), **options})
    content = canonicalise(unsigned)
    return hashlib.sha256(configuration).digest() + hashlib.sha256(content).digest()


def _check_suite(proof: Mapping[str, Any], document: Mapping[str, Any]) -> None:
    kind, suite = proof.get("type"), proof.get("cryptosuite")
    if (kind, suite) not in _VERIFIED:
        raise BadProof(Reason.PROOF_UNKNOWN, f"{kind} {suite or ''}".strip())
    if "previousProof" in proof:  # a chain: what it signs is more than the document
        raise BadProof(Reason.PROOF_UNKNOWN, "previousProof")
    if proof.get("proofPurpose") != "assertionMethod":
        raise BadProof(Reason.PROOF_PURPOSE, str(proof.get("proofPurpose")))
    if "@context" in proof and proof["@context"] != document.get("@context"):
        raise BadProof(Reason.PROOF_MALFORMED, "@context")
    method_of(proof)


def _check_times(proof: Mapping[str, Any], at: datetime) -> None:
    for name in ("created", "expires"):
        if name not in proof:
            continue
        if (time := _time(proof[name])) is None:
            raise BadProof(Reason.PROOF_MALFORMED, name)
        if name == "expires" and time <= at:
            raise BadProof(Reason.PROOF_EXPIRED, str(proof[name]))


def _time(text: Any) -> datetime | None:
    """An XML Schema dateTimeStamp; without offset it is read as UTC (Data Integrity 2.1)."""
    if not isinstance(text, str) or "T" not in text:
        return None
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        return None
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def _signature(proof: Mapping[str, Any]) -> bytes:
    value = proof.get("proofValue")
    if not isinstance(value, str):
        raise BadProof(Reason.PROOF_MALFORMED, "proofValue")
    try:
        signature = multibase_decode(value)
    except BadKey as error:
        raise BadProof(Reason.PROOF_MALFORMED, "proofValue") from error
    if len(signature) != 64:
        raise BadProof(Reason.PROOF_MALFORMED, "proofValue")
    return signature


def _refuse_shared_node(document: Mapping[str, Any]) -> None:
    """Two objects of one id are one node to JSON-LD, wherever they stand: its end date or its
    status could be moved from the document into another object, and the signature still hold."""
    name = document.get("id")
    if name is None:
        return
    waiting: list[Any] = list(document.values())
    while waiting:
        each = waiting.pop()
        if isinstance(each, list):
            waiting += each
        elif isinstance(each, dict):
            if each.get("id") == name and not each.keys() <= _SAID_OF_ANOTHER:
                raise BadProof(Reason.SHARED_NODE, str(name))
            waiting += each.values()
