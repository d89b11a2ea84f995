"""The credential inside a VC-JWT."""

from datetime import UTC, datetime
from typing import Any

from recognition.openbadges.jose import Token
from recognition.openbadges.reasons import BadToken, Reason
from recognition.openbadges.verifying.members import Document

# Claims of the token, which no class of 3.0 has among its members.
_REGISTERED = frozenset({"iss", "sub", "jti", "nbf", "exp", "iat", "aud", "cnf", "nonce"})


def credential_of(token: Token) -> Document:
    """The credential as its issuer would write it alone: the payload without the claims of the
    token, or in the form of VC 1.1 the `vc` claim with what the claims say in its place (VC Data
    Model 1.1, 6.3.1). Raises BadToken when there are two."""
    payload = token.payload
    inside = payload.get("vc")
    if inside is None:
        return {name: value for name, value in payload.items() if name not in _REGISTERED}
    if not isinstance(inside, dict) or "credentialSubject" in payload or "proof" in payload:
        raise BadToken(Reason.TOKEN_MALFORMED, "vc")
    document = dict(inside)
    _fill(document, "id", payload.get("jti"))
    _fill(document, "issuer", payload.get("iss"))
    if "validFrom" not in document:
        _fill(document, "issuanceDate", _written(payload.get("nbf")))
    if "validUntil" not in document:
        _fill(document, "expirationDate", _written(payload.get("exp")))
    subject = document.get("credentialSubject")
    if isinstance(subject, dict) and "sub" in payload:
        document["credentialSubject"] = {"id": payload["sub"]} | subject
    return document


def _fill(document: Document, member: str, value: Any) -> None:
    if member not in document and value is not None:
        document[member] = value


def _written(seconds: Any) -> str | None:
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        return None
    try:
        return f"{datetime.fromtimestamp(int(seconds), UTC):%Y-%m-%dT%H:%M:%SZ}"
    except (OverflowError, ValueError, OSError):
        return None
