"""Whether a 3.0 badge was signed by its issuer and not changed since: its proof, or its token."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from recognition.openbadges.integrity import check_proof, method_of, proofs_of
from recognition.openbadges.jose import Token, check_compact
from recognition.openbadges.moments import moment
from recognition.openbadges.reasons import Reason as Core
from recognition.openbadges.reasons import Rejected
from recognition.openbadges.verdict import Check, State, Step, Version
from recognition.openbadges.verifying.asking import Asking
from recognition.openbadges.verifying.found import fails, holds, in_order, unknown
from recognition.openbadges.verifying.keys import KeyFound, key_for, key_of_token
from recognition.openbadges.verifying.members import Document, id_of, member
from recognition.openbadges.verifying.reasons import Reason

_UNKNOWN = {
    Core.PROOF_UNKNOWN: Reason.UNKNOWN_SUITE,
    Core.PROOF_KEY: Reason.UNKNOWN_SUITE,
    Core.TOKEN_KEY: Reason.UNKNOWN_SUITE,
    Core.UNKNOWN_CONTEXT: Reason.UNKNOWN_CONTEXT,
    Core.INLINE_CONTEXT: Reason.UNKNOWN_CONTEXT,
    Core.TOO_LARGE: Reason.TOO_COMPLEX,
    Core.TOO_DEEP: Reason.TOO_COMPLEX,
    Core.TOO_MANY_NODES: Reason.TOO_COMPLEX,
    Core.TOO_LONG: Reason.TOO_COMPLEX,
}
_REFUSED = {
    Core.SIGNATURE_BROKEN: Reason.BROKEN,
    Core.PROOF_MISSING: Reason.NOT_SIGNED,
    Core.PROOF_PURPOSE: Reason.WRONG_PURPOSE,
    Core.PROOF_EXPIRED: Reason.SIGNATURE_EXPIRED,
    Core.UNDEFINED_TERM: Reason.UNDEFINED,
    Core.UNDEFINED_TYPE: Reason.UNDEFINED,
    Core.TOKEN_ALGORITHM: Reason.REFUSED_TOKEN,
    Core.TOKEN_HEADER: Reason.REFUSED_TOKEN,
}


@dataclass(frozen=True)
class Signed:
    """The steps on issuer and signature; `host` is who answered for the issuer."""

    steps: tuple[Step, ...]
    host: str = ""


def rejected_step(rejected: Rejected) -> Step:
    """The step on the signature that a refusal of the cryptographic core comes to."""
    if reason := _UNKNOWN.get(rejected.reason):
        return unknown(Check.SIGNATURE, reason, rejected.detail)
    return fails(Check.SIGNATURE, _REFUSED.get(rejected.reason, Reason.MALFORMED), rejected.detail)


def check_embedded(asking: Asking, document: Document) -> Signed:
    """Every proof must hold, each with a key of the issuer."""
    issuer_id = id_of(document.get("issuer"))
    try:
        proofs = proofs_of(document)
    except Rejected as rejected:
        return Signed((_nobody_asked(), rejected_step(rejected)))
    steps: list[Step] = []
    hosts: set[str] = set()
    for proof in proofs:
        try:
            found = key_for(asking, issuer_id, method_of(proof))
        except Rejected as rejected:
            steps += [_nobody_asked(), rejected_step(rejected)]
            continue
        steps += [found.issuer, _proof_step(asking, document, proof, found)]
        hosts.add(found.host)
    return _signed(steps, hosts)


def _proof_step(asking: Asking, document: Document, proof: Document, found: KeyFound) -> Step:
    if found.key is None:
        return found.signature or unknown(Check.SIGNATURE, Reason.NO_KEY)
    try:
        check_proof(document, proof, found.key, asking.canonicalise, at=asking.at)
    except Rejected as rejected:
        return rejected_step(rejected)
    return holds(Check.SIGNATURE)


def check_token(asking: Asking, token: Token, document: Document) -> Signed:
    """The token is signed with a key of the issuer, and its claims are those of the badge."""
    if "jwk" in token.header and not token.kid:
        # Whoever wrote it brought the key: it would prove itself (requirement C9).
        return Signed((_nobody_asked(), unknown(Check.SIGNATURE, Reason.OWN_KEY)))
    found = key_of_token(asking, id_of(document.get("issuer")), token.kid)
    steps = [found.issuer, _token_step(token, found)]
    if differs := _differing_claim(token.payload, document):
        steps.append(fails(Check.SIGNATURE, Reason.CLAIMS_DIFFER, differs))
    return _signed(steps, {found.host})


def _token_step(token: Token, found: KeyFound) -> Step:
    if found.key is None:
        return found.signature or unknown(Check.SIGNATURE, Reason.NO_KEY)
    try:
        check_compact(token, found.key)
    except Rejected as rejected:
        return rejected_step(rejected)
    return holds(Check.SIGNATURE)


def _signed(steps: list[Step], hosts: set[str]) -> Signed:
    """A host answered for the issuer when it did for every key."""
    ordered = in_order(*steps)
    confirmed = all(step.state is State.HOLDS for step in ordered if step.check is Check.ISSUER)
    return Signed(ordered, min(hosts) if confirmed and hosts else "")


def _nobody_asked() -> Step:
    return unknown(Check.ISSUER, Reason.NOT_CONFIRMED)


def _differing_claim(payload: dict[str, Any], document: Document) -> str:
    """The first registered claim that says something else than the badge (3.0, 8.2.4.1; VC Data
    Model 1.1, 6.3.1); empty when those that are there agree."""
    said = {
        "iss": id_of(document.get("issuer")),
        "jti": id_of(document),
        "sub": id_of(member(document, "credentialSubject")),
    }
    for claim, identifier in said.items():
        if claim in payload and payload[claim] != identifier:
            return claim
    begins = document.get("validFrom", document.get("issuanceDate"))
    ends = document.get("validUntil", document.get("expirationDate"))
    for claim, value in (("nbf", begins), ("exp", ends)):
        if claim in payload and value is not None and not _same_second(payload[claim], value):
            return claim
    return ""


def _same_second(seconds: Any, value: Any) -> bool:
    said = moment(value, Version.OB3)
    if said is None or isinstance(seconds, bool) or not isinstance(seconds, int | float):
        return False
    try:
        return datetime.fromtimestamp(int(seconds), UTC) == said.replace(microsecond=0)
    except (OverflowError, ValueError, OSError):
        return False
