"""Public keys as short texts: Multikey of base58btc.

Controlled Identifiers v1.0, 2.4 Multibase, 2.5 Multihash and 2.2.2 Multikey; the alphabet is that
of Bitcoin. Ed25519 and P-256 only.
"""

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePublicKey,
)
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from recognition.openbadges.reasons import BadKey, Reason

PublicKey = Ed25519PublicKey | EllipticCurvePublicKey | RSAPublicKey

BASE58_CHARACTERS = 200  # beyond, decoding is quadratic work for nothing
_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_VALUES = {character: value for value, character in enumerate(_ALPHABET)}
_ED25519 = b"\xed\x01"
_P256 = b"\x80\x24"


def base58_encode(content: bytes) -> str:
    number = int.from_bytes(content)
    digits = []
    while number:
        number, digit = divmod(number, 58)
        digits.append(_ALPHABET[digit])
    zeros = len(content) - len(content.lstrip(b"\0"))
    return "1" * zeros + "".join(reversed(digits))


def base58_decode(text: str) -> bytes:
    """Raises BadKey (`key.malformed`) on any other character and past BASE58_CHARACTERS."""
    if len(text) > BASE58_CHARACTERS:
        raise BadKey(Reason.KEY_MALFORMED, "base58")
    number = 0
    for character in text:
        if (value := _VALUES.get(character)) is None:
            raise BadKey(Reason.KEY_MALFORMED, "base58")
        number = number * 58 + value
    zeros = len(text) - len(text.lstrip("1"))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8)


def multibase_decode(text: str) -> bytes:
    """The bytes of a base58btc multibase text, which begins with ``z``. Raises BadKey."""
    if not text.startswith("z"):
        raise BadKey(Reason.KEY_MALFORMED, "multibase")
    return base58_decode(text[1:])


def multikey_of(key: Ed25519PublicKey | EllipticCurvePublicKey) -> str:
    """The Multikey of a public key; raises BadKey (`key.unknown`) for a curve beside P-256."""
    if isinstance(key, Ed25519PublicKey):
        return "z" + base58_encode(_ED25519 + key.public_bytes_raw())
    if not isinstance(key.curve, SECP256R1):
        raise BadKey(Reason.KEY_UNKNOWN, key.curve.name)
    point = key.public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
    return "z" + base58_encode(_P256 + point)


def key_of_multikey(text: str) -> Ed25519PublicKey | EllipticCurvePublicKey:
    """The public key that a Multikey says. Raises BadKey."""
    content = multibase_decode(text)
    kind, value = content[:2], content[2:]
    try:
        if kind == _ED25519:
            return Ed25519PublicKey.from_public_bytes(value)
        if kind == _P256:
            if len(value) != 33:
                raise BadKey(Reason.KEY_MALFORMED, "multikey")
            return EllipticCurvePublicKey.from_encoded_point(SECP256R1(), value)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise BadKey(Reason.KEY_MALFORMED, "multikey") from error
    raise BadKey(Reason.KEY_UNKNOWN, "multikey")
