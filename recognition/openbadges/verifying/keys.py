"""With which key a 3.0 badge was signed, and whether its issuer owns that key (requirement C9).

Open Badges 3.0, 8.2 to 8.4; Controlled Identifiers 1.0; did:web and did:key. A key counts for an
issuer only when a document lists it that was had from where the issuer says to be. A key that is
written in its own name (did:key, the fragment of an address) shows that nothing was changed, and
says nothing of who holds it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from recognition.openbadges.did import did_web_url, key_of_did_key, verification_key
from recognition.openbadges.jwk import jwk_of, key_of_jwk
from recognition.openbadges.multikey import PublicKey, key_of_multikey
from recognition.openbadges.reasons import BadKey, Rejected
from recognition.openbadges.reasons import Reason as Core
from recognition.openbadges.resolving import Unreachable
from recognition.openbadges.shapes import listed
from recognition.openbadges.verdict import Check, Step
from recognition.openbadges.verifying.asking import (
    DID,
    JSON,
    Answer,
    Asking,
    NotAsked,
    host_of,
    same_site,
)
from recognition.openbadges.verifying.found import fails, holds, unknown
from recognition.openbadges.verifying.members import id_of
from recognition.openbadges.verifying.reasons import Reason

METHODS = 50  # of one document that are looked at
_KEY_MEMBERS = ("assertionMethod", "verificationMethod")


@dataclass(frozen=True)
class KeyFound:
    """`issuer` is the step about the owner. Without a key, `signature` says why; `host` is who
    answered for the issuer, empty when nobody did."""

    issuer: Step
    key: PublicKey | None = None
    signature: Step | None = None
    host: str = ""


def key_for(asking: Asking, issuer_id: str, method: str) -> KeyFound:
    """The key that a proof or the `kid` of a token names, for a badge of this issuer."""
    try:
        if method.startswith("did:key:"):
            return _of_did_key(issuer_id, method)
        if method.startswith("did:web:"):
            return _of_did_web(asking, issuer_id, method)
        if host_of(method):
            return _of_address(asking, issuer_id, method)
    except Rejected as rejected:
        return _refused(rejected)
    owner = method.partition("#")[0]
    if method.startswith("did:") and issuer_id.startswith("did:") and owner != issuer_id:
        return _of_somebody_else(owner)
    return KeyFound(
        unknown(Check.ISSUER, Reason.ISSUER_UNKNOWN_METHOD, owner),
        signature=unknown(Check.SIGNATURE, Reason.NO_KEY, method),
    )


def key_of_token(asking: Asking, issuer_id: str, kid: str) -> KeyFound:
    """The same for a token, whose `kid` may also be the address of a JSON Web Key or of a set of
    them, or a name within the document of the issuer."""
    if not kid:
        return KeyFound(
            unknown(Check.ISSUER, Reason.NOT_CONFIRMED),
            signature=unknown(Check.SIGNATURE, Reason.NO_KEY),
        )
    if ":" not in kid and issuer_id.startswith("did:web:"):
        kid = f"{issuer_id}#{kid.removeprefix('#')}"
    if not host_of(kid) or kid.partition("#")[0] == issuer_id:
        return key_for(asking, issuer_id, kid)
    try:
        return _of_key_set(asking, issuer_id, kid)
    except Rejected as rejected:
        return _refused(rejected)


def _of_did_key(issuer_id: str, method: str) -> KeyFound:
    owner = method.partition("#")[0]
    if issuer_id.startswith("did:") and issuer_id.partition("#")[0] != owner:
        return _of_somebody_else(owner)
    return KeyFound(unknown(Check.ISSUER, Reason.NOT_CONFIRMED), key_of_did_key(method))


def _of_did_web(asking: Asking, issuer_id: str, method: str) -> KeyFound:
    did = method.partition("#")[0]
    if did != issuer_id:
        return _of_somebody_else(did)
    address = did_web_url(did)
    try:
        answer = asking.document(address, accept=DID)
    except Unreachable as unreachable:
        return _unreachable(address, unreachable)
    key = verification_key(answer.document, method, did=did)
    return _confirmed(answer, key)


def _of_address(asking: Asking, issuer_id: str, method: str) -> KeyFound:
    """The document of the issuer lists the key, or the fragment is the key itself."""
    owner, _, fragment = method.partition("#")
    if owner != issuer_id:
        return _of_somebody_else(owner)
    answer = _profile(asking, owner) if owner.startswith("https:") else None
    if answer and any(answer.document.get(name) for name in _KEY_MEMBERS):
        return _confirmed(answer, verification_key(answer.document, method, did=owner))
    try:
        key = key_of_multikey(fragment)
    except BadKey:
        if answer:
            return KeyFound(
                unknown(Check.ISSUER, Reason.NOT_CONFIRMED),
                signature=unknown(Check.SIGNATURE, Reason.NO_KEY, method),
            )
        return _unreachable(owner, Unreachable())
    return KeyFound(unknown(Check.ISSUER, Reason.NOT_CONFIRMED), key)


def _profile(asking: Asking, address: str) -> Answer | None:
    try:
        return asking.document(address)
    except Unreachable:
        return None


def _of_key_set(asking: Asking, issuer_id: str, kid: str) -> KeyFound:
    """A key from an address, which must be of the host of the issuer, or be listed by its DID."""
    if host_of(issuer_id) and host_of(issuer_id) != host_of(kid):
        return _of_somebody_else(host_of(kid))
    try:
        answer = asking.document(kid, accept=JSON)
    except Unreachable as unreachable:
        return _unreachable(kid, unreachable)
    key = key_of_jwk(_chosen(answer.document, kid))
    if issuer_id.startswith("did:web:"):
        return _listed_by_did(asking, issuer_id, key)
    if issuer_id.startswith("https:") and kid.startswith("https:"):
        return _confirmed(answer, key)
    return KeyFound(unknown(Check.ISSUER, Reason.NOT_CONFIRMED), key)


def _chosen(document: Mapping[str, Any], kid: str) -> Mapping[str, Any]:
    """The key of that name in a set; the document itself when it is a key."""
    if "kty" in document:
        return document
    fragment = kid.partition("#")[2]
    keys = [each for each in listed(document.get("keys"))[:METHODS] if isinstance(each, dict)]
    named = [each for each in keys if each.get("kid") in {kid, fragment or kid}]
    if not named and not fragment:
        named = keys
    if len(named) != 1:  # none, or a guess
        raise BadKey(Core.KEY_ABSENT, kid)
    return named[0]


def _listed_by_did(asking: Asking, did: str, key: PublicKey) -> KeyFound:
    address = did_web_url(did)
    try:
        answer = asking.document(address, accept=DID)
    except Unreachable as unreachable:
        found = _unreachable(address, unreachable)
        return KeyFound(found.issuer, key)
    wanted = jwk_of(key)
    for each in listed(answer.document.get("assertionMethod"))[:METHODS]:
        name = id_of(each)
        try:
            listed_key = verification_key(
                answer.document, did + name if name.startswith("#") else name, did=did
            )
        except Rejected:
            continue
        if jwk_of(listed_key) == wanted:
            return _confirmed(answer, key)
    raise BadKey(Core.KEY_ABSENT, did)


def _confirmed(answer: Answer, key: PublicKey) -> KeyFound:
    host = host_of(answer.asked)
    if answer.hops and not same_site(answer.url, answer.asked):
        return KeyFound(unknown(Check.ISSUER, Reason.REDIRECTED, host_of(answer.url)), key)
    return KeyFound(holds(Check.ISSUER), key, host=host)


def _of_somebody_else(owner: str) -> KeyFound:
    return KeyFound(
        fails(Check.ISSUER, Reason.OTHER_KEY, owner),
        signature=unknown(Check.SIGNATURE, Reason.SIGNATURE_NOT_CHECKED),
    )


def _unreachable(address: str, why: Unreachable) -> KeyFound:
    host = host_of(address)
    if isinstance(why, NotAsked):
        issuer = unknown(Check.ISSUER, Reason.ISSUER_NOT_ASKED)
    else:
        issuer = unknown(Check.ISSUER, Reason.ISSUER_UNREACHABLE, host)
    return KeyFound(issuer, signature=unknown(Check.SIGNATURE, Reason.KEY_UNREACHABLE, host))


_REFUSALS = {
    Core.KEY_ABSENT: Reason.KEY_NOT_LISTED,
    Core.KEY_PURPOSE: Reason.KEY_NOT_LISTED,
    Core.KEY_REVOKED: Reason.KEY_REVOKED,
    Core.KEY_FOREIGN: Reason.OTHER_KEY,
    Core.DID_MISMATCH: Reason.OTHER_DOCUMENT,
}
_NOT_KNOWN = frozenset({Core.KEY_UNKNOWN, Core.DID_UNKNOWN})


def _refused(rejected: Rejected) -> KeyFound:
    if rejected.reason in _NOT_KNOWN:
        return KeyFound(
            unknown(Check.ISSUER, Reason.ISSUER_UNKNOWN_METHOD, rejected.detail),
            signature=unknown(Check.SIGNATURE, Reason.UNKNOWN_SUITE, rejected.detail),
        )
    reason = _REFUSALS.get(rejected.reason, Reason.BAD_KEY)
    return KeyFound(
        fails(Check.ISSUER, reason, rejected.detail),
        signature=unknown(Check.SIGNATURE, Reason.SIGNATURE_NOT_CHECKED),
    )
