"""Decentralised identifiers: did:web of ours and of others, did:key, and their documents.

did:web method specification (W3C Credentials Community Group); did:key method specification;
Controlled Identifiers v1.0, 3.3 Retrieve Verification Method.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address
from typing import Any
from urllib.parse import quote, urlsplit

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from recognition.openbadges.contexts import DID, JWK, MULTIKEY
from recognition.openbadges.jwk import jwk_of, key_of_jwk
from recognition.openbadges.multikey import PublicKey, key_of_multikey, multikey_of
from recognition.openbadges.reasons import BadDid, BadKey, Reason

DID_CHARACTERS = 1000
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)\Z", re.IGNORECASE)
_PORT = re.compile(r"[1-9][0-9]{0,4}\Z")
_SEGMENT = re.compile(r"(?:[A-Za-z0-9._~!$&'()*+,;=@-]|%[0-9A-Fa-f]{2})+\Z")
_HIDDEN = re.compile(r"%(?:2e|2f|5c|25|0[0-9a-f]|1[0-9a-f]|7f)", re.IGNORECASE)


@dataclass(frozen=True)
class DocumentKey:
    """A key as a DID document lists it: `id` is the fragment, without ``#``."""

    id: str
    key: PublicKey


def did_web(base_url: str, *segments: str) -> str:
    """The did:web of a page of `base_url`: ``did:web:HOST[%3APORT]:segment:…``."""
    where = urlsplit(base_url)
    host = where.hostname or ""
    if where.port is not None:
        host += f"%3A{where.port}"
    path = [part for part in where.path.split("/") if part]
    return ":".join(["did:web", host, *path, *(quote(each, safe="") for each in segments)])


def did_web_url(did: str) -> str:
    """The https address of the document of a did:web, a fragment ignored. Raises BadDid.

    Host names only: the specification allows no address. Loopback in its plain form is let
    through, since a platform in development names itself so; what may be asked is for `fetching`.
    """
    name = did.partition("#")[0]
    if len(did) > DID_CHARACTERS or "?" in name:
        raise BadDid(Reason.DID_MALFORMED, did)
    if not name.startswith("did:web:"):
        raise BadDid(Reason.DID_UNKNOWN, did)
    authority, *path = name.removeprefix("did:web:").split(":")
    host, _, port = re.sub("%3a", ":", authority, count=1, flags=re.IGNORECASE).partition(":")
    if not _is_host(host) or (":" in _decoded_colon(authority) and not _is_port(port)):
        raise BadDid(Reason.DID_MALFORMED, did)
    if not all(_is_segment(each) for each in path):
        raise BadDid(Reason.DID_MALFORMED, did)
    where = f"https://{host.lower()}" + (f":{port}" if port else "")
    return where + ("/" + "/".join(path) if path else "/.well-known") + "/did.json"


def _decoded_colon(authority: str) -> str:
    return re.sub("%3a", ":", authority, flags=re.IGNORECASE)


def _is_port(text: str) -> bool:
    return bool(_PORT.match(text)) and int(text) < 65536


def _is_host(host: str) -> bool:
    labels = host.split(".")
    if len(host) > 253 or not all(_LABEL.match(label) for label in labels):
        return False
    last = labels[-1].lower()
    if last.isdigit() or last.startswith("0x"):  # any way to write an IPv4 address ends so
        try:
            return IPv4Address(host).is_loopback
        except AddressValueError:
            return False
    return True


def _is_segment(text: str) -> bool:
    return bool(_SEGMENT.match(text)) and text not in {".", ".."} and not _HIDDEN.search(text)


def key_of_did_key(did: str) -> PublicKey:
    """The key that a did:key is, with or without its fragment. Raises BadDid or BadKey.

    Whoever holds it is nobody in particular: it proves that a text was not changed, not whose it
    is.
    """
    name, _, fragment = did.partition("#")
    if not name.startswith("did:key:"):
        raise BadDid(Reason.DID_UNKNOWN, did)
    multikey = name.removeprefix("did:key:")
    if fragment and fragment != multikey:
        raise BadDid(Reason.DID_MALFORMED, did)
    return key_of_multikey(multikey)


def did_document(did: str, keys: Sequence[DocumentKey]) -> dict[str, Any]:
    """The document that says which keys sign for `did`: each may issue, none does anything else.

    Ed25519 and P-256 keys are Multikeys, RSA keys JSON Web Keys, which Multikey does not hold.
    """
    methods = [_method(did, each) for each in keys]
    return {
        "@context": [DID, MULTIKEY, JWK],
        "id": did,
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }


def _method(did: str, each: DocumentKey) -> dict[str, Any]:
    name = {"id": f"{did}#{each.id}"}
    if isinstance(each.key, RSAPublicKey):
        public = {"kid": each.id, **jwk_of(each.key)}
        return name | {"type": "JsonWebKey", "controller": did, "publicKeyJwk": public}
    multikey = multikey_of(each.key)
    return name | {"type": "Multikey", "controller": did, "publicKeyMultibase": multikey}


def verification_key(
    document: Mapping[str, Any],
    method_id: str,
    *,
    did: str,
    purpose: str = "assertionMethod",
) -> PublicKey:
    """The key named `method_id` in the document that was found for `did`.

    It counts only when the document is of that DID, when it stands under `purpose` (named there,
    or written out there), when its controller is the DID and when it was not revoked. One that has
    expired counts: what it signed before stays signed. Raises BadDid (`did.mismatch`) or BadKey
    (`key.absent`, `key.purpose`, `key.foreign`, `key.revoked`, `key.unknown`, `key.malformed`,
    `key.weak`).
    """
    if document.get("id") != did:
        raise BadDid(Reason.DID_MISMATCH, did)
    if not method_id.startswith(did + "#"):
        raise BadKey(Reason.KEY_FOREIGN, method_id)
    trusted = _list(document.get(purpose))
    written_out = [each for each in trusted if _is_method(each, method_id, did)]
    listed = [
        each
        for each in _list(document.get("verificationMethod"))
        if _is_method(each, method_id, did)
    ]
    is_named = any(isinstance(each, str) and _full(each, did) == method_id for each in trusted)
    found = written_out or listed
    if not found:
        raise BadKey(Reason.KEY_ABSENT, method_id)
    if not (written_out or is_named):
        raise BadKey(Reason.KEY_PURPOSE, method_id)
    if len(found) > 1:  # which one counts would be a guess
        raise BadKey(Reason.KEY_MALFORMED, method_id)
    return _key(found[0], did)


def _list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _full(name: str, did: str) -> str:
    """A relative reference inside a DID document is one of the document (DID Core 3.2.2)."""
    return did + name if name.startswith("#") else name


def _is_method(each: Any, method_id: str, did: str) -> bool:
    return (
        isinstance(each, dict)
        and isinstance(each.get("id"), str)
        and _full(each["id"], did) == method_id
    )


def _key(method: Mapping[str, Any], did: str) -> PublicKey:
    if method.get("controller") != did:
        raise BadKey(Reason.KEY_FOREIGN, str(method.get("controller")))
    if "revoked" in method:  # at whatever time: a signature does not prove when it was made
        raise BadKey(Reason.KEY_REVOKED, str(method.get("id")))
    multibase, jwk = method.get("publicKeyMultibase"), method.get("publicKeyJwk")
    if isinstance(multibase, str) and jwk is None:
        return key_of_multikey(multibase)
    if isinstance(jwk, dict) and multibase is None:
        return key_of_jwk(jwk)
    raise BadKey(Reason.KEY_UNKNOWN, str(method.get("type")))
