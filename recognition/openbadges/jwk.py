"""Public keys as JSON Web Keys (RFC 7517, 7518, 8037), by joserfc."""

from base64 import urlsafe_b64decode
from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, JWKRegistry, OKPKey, RSAKey

from recognition.openbadges.multikey import PublicKey
from recognition.openbadges.reasons import BadKey, Reason

RSA_BITS = (2048, 8192)  # beneath it is weak, above it is work
_MEMBER_CHARACTERS = 2048  # an 8192-bit modulus takes 1366
_SECRETS = {"d", "p", "q", "dp", "dq", "qi", "oth", "k"}


def jwk_of(key: PublicKey) -> dict[str, str]:
    """The JSON Web Key of a public key, without `kid` or `alg`."""
    joined: OKPKey | ECKey | RSAKey
    if isinstance(key, Ed25519PublicKey):
        joined = OKPKey.import_key(key)
    elif isinstance(key, EllipticCurvePublicKey):
        joined = ECKey.import_key(key)
    else:
        joined = RSAKey.import_key(key)
    return {name: str(value) for name, value in joined.as_dict(private=False).items()}


def key_of_jwk(jwk: Mapping[str, Any]) -> PublicKey:
    """The public key of a JSON Web Key: Ed25519, P-256 or RSA.

    Raises BadKey: `key.unknown` for another kind (a shared secret among them), `key.weak` for an
    RSA key under 2048 bits, `key.malformed` for what cannot be read and for a key that publishes
    its private half.
    """
    kind, curve = jwk.get("kty"), jwk.get("crv")
    if (kind, curve) not in (("OKP", "Ed25519"), ("EC", "P-256"), ("RSA", None)):
        raise BadKey(Reason.KEY_UNKNOWN, f"{kind} {curve}")
    if _SECRETS & jwk.keys() or jwk.get("use", "sig") != "sig":
        raise BadKey(Reason.KEY_MALFORMED, str(kind))
    public = {name: jwk[name] for name in ("kty", "crv", "x", "y", "n", "e") if name in jwk}
    if not all(isinstance(v, str) and len(v) <= _MEMBER_CHARACTERS for v in public.values()):
        raise BadKey(Reason.KEY_MALFORMED, str(kind))
    if kind == "RSA":
        _refuse_weak(_bits(public.get("n", "")))
    try:
        key = JWKRegistry.import_key(public).public_key
    except (JoseError, ValueError, KeyError, TypeError, OverflowError) as error:
        raise BadKey(Reason.KEY_MALFORMED, str(kind)) from error
    return strong(key)


def strong(key: Any) -> PublicKey:
    """The key itself, of a kind and size that we verify with; raises BadKey else."""
    if isinstance(key, Ed25519PublicKey):
        return key
    if isinstance(key, EllipticCurvePublicKey) and isinstance(key.curve, SECP256R1):
        return key
    if isinstance(key, RSAPublicKey):
        _refuse_weak(key.key_size)
        numbers = key.public_numbers()
        if numbers.e < 3 or not (numbers.e & numbers.n & 1):
            raise BadKey(Reason.KEY_MALFORMED, "RSA")
        return key
    raise BadKey(Reason.KEY_UNKNOWN, type(key).__name__)


def _bits(modulus: str) -> int:
    """How many the modulus has, known before joserfc warns of a weak one."""
    try:
        return int.from_bytes(urlsafe_b64decode(modulus + "==")).bit_length()
    except ValueError as error:
        raise BadKey(Reason.KEY_MALFORMED, "RSA") from error


def _refuse_weak(bits: int) -> None:
    if not RSA_BITS[0] <= bits <= RSA_BITS[1]:
        raise BadKey(Reason.KEY_WEAK, f"RSA {bits}")
