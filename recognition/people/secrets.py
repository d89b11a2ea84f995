"""Random values that open doors; only their hashes are stored."""

import secrets
from hashlib import sha256


def new_secret() -> str:
    """256 random bits, safe in an address and in a cookie."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """Six digits to type. Weak alone: its use is bounded by tries, time and browser."""
    return f"{secrets.randbelow(10**6):06}"


def hashed(secret: str, salt: str = "") -> str:
    """What is stored of a secret, as 64 hex digits."""
    return sha256(f"{salt}{secret}".encode()).hexdigest()
