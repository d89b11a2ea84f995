"""Badges before 3.0 that are signed: the assertion is the payload of a JWS.

Open Badges 2.0, Verification of signed assertions; 1.1 and 1.0, where `verify.url` is the key.
"""

from dataclasses import replace
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from recognition.openbadges.jose import Token, check_compact
from recognition.openbadges.jwk import strong
from recognition.openbadges.multikey import PublicKey
from recognition.openbadges.reasons import BadKey, Rejected
from recognition.openbadges.reasons import Reason as Core
from recognition.openbadges.resolving import Unreachable
from recognition.openbadges.shapes import Shape, listed
from recognition.openbadges.verdict import Check, State, Step
from recognition.openbadges.verifying.asking import (
    Asking,
    NotAsked,
    Unreadable,
    host_of,
    json_object,
)
from recognition.openbadges.verifying.dates import bounds, dates_step
from recognition.openbadges.verifying.found import Found, fails, holds, in_order, none, unknown
from recognition.openbadges.verifying.hosted import Hosted, nothing_linked
from recognition.openbadges.verifying.linked import Link, Linked, linked
from recognition.openbadges.verifying.members import Document, id_of, member, text
from recognition.openbadges.verifying.older_issuer import badge_step, issuer_step, seen_issuer
from recognition.openbadges.verifying.older_words import seen_of
from recognition.openbadges.verifying.proofs import rejected_step
from recognition.openbadges.verifying.readable import is_refused, readable_step
from recognition.openbadges.verifying.reasons import Reason

LISTS_AT_MOST = 4  # of one issuer that are asked
REVOKED_AT_MOST = 100_000  # entries of one list that are looked at


def check_signed(asking: Asking, token: Token, shape: Shape) -> Hosted:
    """Every step but the recipient."""
    document = token.payload
    readable = readable_step(document, shape.kind)
    if is_refused(readable):
        found = Found(shape.version, shape.kind, seen_of(document, shape.version), (readable,))
        return nothing_linked(found, document)
    badge = linked(asking, document.get("badge"))
    issuer = linked(asking, badge.document.get("issuer"))
    steps = [readable, badge_step(badge) or issuer_step(issuer)]
    steps += _key_steps(asking, token, issuer)
    steps.append(_revocation_step(asking, document, issuer))
    steps.append(
        dates_step(
            asking.at,
            shape.version,
            begins=bounds(document, "issuedOn"),
            ends=bounds(document, "expires"),
        )
    )
    seen = seen_of(document, shape.version, badge=badge.document)
    ordered = in_order(*steps)
    confirmed = all(step.state is State.HOLDS for step in ordered if step.check is Check.ISSUER)
    said = seen_issuer(issuer)
    return Hosted(
        Found(
            shape.version,
            shape.kind,
            replace(seen, issuer=said if confirmed else replace(said, host="")),
            ordered,
        ),
        badge,
        issuer,
        document,
    )


def _key_steps(asking: Asking, token: Token, issuer: Linked) -> list[Step]:
    """The signature, with the key that `creator` names; and whether that key is the issuer's."""
    address = text(token.payload, "verification", "creator") or text(token.payload, "verify", "url")
    address = address or _only_key(issuer)
    if not host_of(address):
        return [unknown(Check.SIGNATURE, Reason.NO_KEY, address)]
    try:
        key, owner = _fetched_key(asking, address)
        check_compact(token, key)
    except NotAsked:
        return [unknown(Check.SIGNATURE, Reason.KEY_UNREACHABLE, host_of(address))]
    except Unreadable:
        return [fails(Check.SIGNATURE, Reason.MALFORMED, host_of(address))]
    except Unreachable:
        return [unknown(Check.SIGNATURE, Reason.KEY_UNREACHABLE, host_of(address))]
    except Rejected as rejected:
        return [rejected_step(rejected)]
    return [holds(Check.SIGNATURE), *_owner_steps(address, owner, issuer)]


def _fetched_key(asking: Asking, address: str) -> tuple[PublicKey, str]:
    """The key and whom it names as its owner, a bare PEM nobody. Raises Unreachable and BadKey."""
    content = asking.fetch(address).content.strip()
    if content.startswith(b"-----BEGIN"):
        return _key_of_pem(content), ""
    document = json_object(content)
    pem = document.get("publicKeyPem")
    if not isinstance(pem, str):
        raise BadKey(Core.KEY_UNKNOWN, "publicKeyPem")
    return _key_of_pem(pem.encode(errors="replace")), id_of(document.get("owner"))


def _key_of_pem(pem: bytes) -> PublicKey:
    try:
        return strong(load_pem_public_key(pem))
    except (ValueError, UnsupportedAlgorithm) as error:
        raise BadKey(Core.KEY_MALFORMED, "publicKeyPem") from error


def _owner_steps(address: str, owner: str, issuer: Linked) -> list[Step]:
    """The key says whose it is, and the issuer says that it is theirs. Before 2.0 keys had no
    owner: the host of the issuer must serve it."""
    if issuer.link is not Link.FOUND:
        return []
    if owner and owner not in issuer.ids:
        return [fails(Check.ISSUER, Reason.OTHER_KEY, owner)]
    listed_keys = {id_of(each) for each in listed(issuer.document.get("publicKey"))}
    if address in listed_keys or address.partition("#")[0] in listed_keys:
        return []
    if not owner and not listed_keys and host_of(address) == issuer.host:
        return []
    return [fails(Check.ISSUER, Reason.KEY_NOT_LISTED, address)]


def _only_key(issuer: Linked) -> str:
    """The key of the issuer when the assertion names none and there is but one (2.0,
    VerificationObject, `creator`)."""
    keys = listed(issuer.document.get("publicKey")) if issuer.link is Link.FOUND else []
    return id_of(keys[0]) if len(keys) == 1 else ""


def _revocation_step(asking: Asking, document: Document, issuer: Linked) -> Step:
    """Whether a list of the issuer names it, by id or, before 2.0, by uid."""
    if issuer.link is not Link.FOUND:
        return unknown(Check.REVOCATION, Reason.LIST_UNREACHABLE, issuer.host)
    lists = listed(issuer.document.get("revocationList"))
    steps = [_listed_step(asking, document, id_of(each)) for each in lists[:LISTS_AT_MOST]]
    if len(lists) > LISTS_AT_MOST:
        steps.append(unknown(Check.REVOCATION, Reason.UNKNOWN_STATUS))
    return in_order(*steps)[0] if steps else none(Check.REVOCATION)


def _listed_step(asking: Asking, document: Document, address: str) -> Step:
    try:
        told = asking.document(address).document
    except Unreadable:
        return unknown(Check.REVOCATION, Reason.LIST_BROKEN, host_of(address))
    except Unreachable:
        return unknown(Check.REVOCATION, Reason.LIST_UNREACHABLE, host_of(address) or address)
    names = {each for each in (id_of(document), text(document, "uid")) if each}
    if "revokedAssertions" not in told:  # before 2.0: reasons by uid
        for name in names & told.keys():
            return fails(Check.REVOCATION, Reason.REVOKED, text(told, name))
        return holds(Check.REVOCATION)
    for each in listed(told["revokedAssertions"])[:REVOKED_AT_MOST]:
        if names & _names(each):
            return fails(Check.REVOCATION, Reason.REVOKED, text(each, "revocationReason"))
    return holds(Check.REVOCATION)


def _names(entry: Any) -> set[str]:
    return {id_of(entry), text(entry, "uid")} - {""}


def says_signed(document: Document) -> bool:
    """Whether it says to be signed: then it is nothing outside of its JWS."""
    kinds = {text(document, "verification", "type"), text(document, "verify", "type")}
    return bool(kinds & {"signed", "SignedBadge"}) or bool(
        member(document, "verification", "creator")
    )
