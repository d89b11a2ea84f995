"""Whom a badge names: mail addresses, in clear or hashed with a salt.

Open Badges 2.0, IdentityObject and IdentityHash; Open Badges 3.0, B.6 IdentityObject. Ours are
hashed always, with 128 random bits a badge (requirement G4).
"""

import hashlib
import secrets
from dataclasses import dataclass

_ALGORITHMS = ("sha256", "md5")  # the two of the specifications; md5 is read, never written


def fresh_salt() -> str:
    """128 random bits, in hexadecimal."""
    return secrets.token_hex(16)


def hashed(address: str, salt: str) -> str:
    """The IdentityHash of a mail address: ``sha256$`` and the hexadecimal digest."""
    return "sha256$" + hashlib.sha256((address.lower() + salt).encode()).hexdigest()


@dataclass(frozen=True)
class Identity:
    """One name of the recipient. `kind` is ``email``, or the type that the badge says; `value`
    is an address, or an IdentityHash when `is_hashed`."""

    kind: str
    value: str
    is_hashed: bool = False
    salt: str = ""

    def is_of(self, address: str) -> bool:
        """Whether it is this mail address. Issuers hash what was typed or its lower case: both
        are tried."""
        if self.kind != "email":
            return False
        if not self.is_hashed:
            return self.value.removeprefix("mailto:").lower() == address.lower()
        algorithm, _, digest = self.value.partition("$")
        if algorithm not in _ALGORITHMS:
            return False
        return any(
            secrets.compare_digest(
                hashlib.new(algorithm, (each + self.salt).encode(), usedforsecurity=False)
                .hexdigest()
                .encode(),
                digest.lower().encode(),
            )
            for each in {address, address.lower()}
        )
