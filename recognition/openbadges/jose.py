"""Compact signed tokens: VC-JWT of 3.0 badges, JWS of signed 2.0 badges (requirement C9).

RFC 7515, RFC 8725; Securing Verifiable Credentials using JOSE and COSE. joserfc computes and
checks the signatures; which algorithm, which key and which header is decided here.
"""

import math
import re
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from joserfc import jws
from joserfc.errors import JoseError, UnsupportedAlgorithmError
from joserfc.jwk import ECKey, OKPKey, RSAKey

from recognition.openbadges.jwk import key_of_jwk, strong
from recognition.openbadges.multikey import PublicKey
from recognition.openbadges.reasons import BadToken, Reason
from recognition.openbadges.safejson import BadJson, dumps, loads

PrivateKey = Ed25519PrivateKey | EllipticCurvePrivateKey | RSAPrivateKey

ALGORITHMS = ("RS256", "ES256", "EdDSA")
TOKEN_BYTES = 64 << 10
# Members that bring a key of the sender's choosing, or change what is signed.
_REFUSED_HEADERS = ("jwk", "jku", "x5c", "x5u", "x5t", "x5t#S256", "crit", "b64", "zip", "enc")
_BASE64URL = re.compile(r"[A-Za-z0-9_-]+\Z")
_TIMES = ("exp", "nbf", "iat")


class _Registry(jws.JWSRegistry):
    """joserfc's bounds, raised to ours: the header of others may be long and say more than we
    know. What it may not say is checked before."""

    max_header_length = TOKEN_BYTES
    max_payload_length = TOKEN_BYTES
    max_signature_length = 2 << 10

    def get_alg(self, name: str) -> Any:
        """One that is allowed, without the warning that `EdDSA` should be written `Ed25519` (RFC
        9864): that is the name which the standards of badges and their readers know."""
        if name not in (self.allowed or ()):
            raise UnsupportedAlgorithmError(name)
        return self.algorithms[name]


_REGISTRIES = {name: _Registry(algorithms=[name], strict_check_header=False) for name in ALGORITHMS}


@dataclass(frozen=True)
class Token:
    """A compact token taken apart; nothing of it is believed yet. `payload` is the JSON it holds,
    `text` the whole token."""

    header: Mapping[str, Any]
    payload: dict[str, Any]
    text: str

    @property
    def kid(self) -> str:
        """The name of the key, empty when the header has none."""
        kid = self.header.get("kid")
        return kid if isinstance(kid, str) else ""


def sign_compact(payload: Mapping[str, Any], key: PrivateKey, *, kid: str, typ: str) -> str:
    """The compact token of a payload: RS256, ES256 or EdDSA, by the key. The same call gives the
    same bytes, but for ES256. Raises BadToken (`token.too_large`) where no reader would take it.
    """
    algorithm, joined = _to_sign_with(key)
    header = {"alg": algorithm, "kid": kid, "typ": typ}
    token = jws.serialize_compact(header, dumps(payload), joined, registry=_REGISTRIES[algorithm])
    return _ascii(token)


def read_compact(token: str | bytes) -> Token:
    """The parts of a token, unverified. Raises BadToken: `token.too_large`, `token.encrypted`,
    `token.malformed`."""
    text = _ascii(token)
    parts = text.split(".")
    if len(parts) == 5:
        raise BadToken(Reason.TOKEN_ENCRYPTED)
    if len(parts) != 3:
        raise BadToken(Reason.TOKEN_MALFORMED, "parts")
    header, payload = _json(parts[0], "header"), _json(parts[1], "payload")
    if parts[2]:  # none, for `alg: none`: refused once it is checked
        _decoded(parts[2], "signature")
    return Token(header, payload, text)


def check_compact(token: Token | str | bytes, key: PublicKey | Mapping[str, Any]) -> Token:
    """The token, whose signature holds with that key, a public key or a JSON Web Key.

    Raises BadToken (`token.…`, `signature.broken`) or BadKey. That the key is the issuer's, and
    the times, are for the caller: see `check_times`.
    """
    read = token if isinstance(token, Token) else read_compact(token)
    _check_header(read.header)
    public = key_of_jwk(key) if isinstance(key, Mapping) else strong(key)
    _check_claims(read.payload)
    algorithm, joined = _joined(public)
    if read.header["alg"] != algorithm:
        raise BadToken(Reason.TOKEN_KEY, f"{read.header['alg']} {algorithm}")
    try:
        signature = jws.extract_compact(read.text.encode(), registry=_REGISTRIES[algorithm])
        holds = jws.validate_compact(signature, joined, registry=_REGISTRIES[algorithm])
    except (JoseError, ValueError) as error:
        raise BadToken(Reason.SIGNATURE_BROKEN) from error
    if not holds:
        raise BadToken(Reason.SIGNATURE_BROKEN)
    return read


def check_times(payload: Mapping[str, Any], at: datetime) -> None:
    """Raise BadToken unless `nbf` <= at < `exp`, where the payload has them (`token.time`,
    `token.early`, `token.expired`)."""
    _check_claims(payload)
    if "exp" in payload and payload["exp"] <= at.timestamp():
        raise BadToken(Reason.TOKEN_EXPIRED, str(payload["exp"]))
    if "nbf" in payload and payload["nbf"] > at.timestamp():
        raise BadToken(Reason.TOKEN_EARLY, str(payload["nbf"]))


def _ascii(token: str | bytes) -> str:
    if len(token) > TOKEN_BYTES:
        raise BadToken(Reason.TOKEN_TOO_LARGE)
    try:
        return token.decode("ascii") if isinstance(token, bytes) else token
    except UnicodeDecodeError as error:
        raise BadToken(Reason.TOKEN_MALFORMED, "characters") from error


def _json(part: str, name: str) -> dict[str, Any]:
    try:
        value = loads(_decoded(part, name))
    except BadJson as error:
        raise BadToken(Reason.TOKEN_MALFORMED, f"{name} {error.reason}") from error
    if not isinstance(value, dict):
        raise BadToken(Reason.TOKEN_MALFORMED, name)
    return value


def _decoded(part: str, name: str) -> bytes:
    """Base64url in its one form: no padding, no other letter, no bit left over."""
    if not _BASE64URL.match(part) or len(part) % 4 == 1 or not _ends_clean(part):
        raise BadToken(Reason.TOKEN_MALFORMED, name)
    return urlsafe_b64decode(part + "=" * (-len(part) % 4))


_LAST = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_SPARE_BITS = {0: 1, 2: 16, 3: 4}  # by the length modulo 4: what the last letter must divide by


def _ends_clean(part: str) -> bool:
    return _LAST.index(part[-1]) % _SPARE_BITS[len(part) % 4] == 0


def _check_header(header: Mapping[str, Any]) -> None:
    if header.get("alg") not in ALGORITHMS:
        raise BadToken(Reason.TOKEN_ALGORITHM, str(header.get("alg")))
    for name in _REFUSED_HEADERS:
        if name in header:
            raise BadToken(Reason.TOKEN_HEADER, name)
    for name in ("kid", "typ", "cty"):
        if not isinstance(header.get(name, ""), str):
            raise BadToken(Reason.TOKEN_HEADER, name)


def _check_claims(payload: Mapping[str, Any]) -> None:
    for name in _TIMES:
        value = payload.get(name, 0)
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or not math.isfinite(value):
            raise BadToken(Reason.TOKEN_TIME, name)


def _joined(key: PrivateKey | PublicKey) -> tuple[str, OKPKey | ECKey | RSAKey]:
    if isinstance(key, Ed25519PrivateKey | Ed25519PublicKey):
        return "EdDSA", OKPKey.import_key(key)
    if isinstance(key, RSAPrivateKey | RSAPublicKey):
        return "RS256", RSAKey.import_key(key)
    return "ES256", ECKey.import_key(key)


@lru_cache(maxsize=8)
def _to_sign_with(key: PrivateKey) -> tuple[str, OKPKey | ECKey | RSAKey]:
    """Kept, since joserfc works much out afresh for each object: a third of an Ed25519 token."""
    return _joined(key)
