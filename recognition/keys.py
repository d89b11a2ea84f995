"""The private keys of this platform: files that only their owner reads, or the environment.

They sign for every issuer of the platform (docs/decisions/0009). None of them is ever in the
database or in a backup of it (requirement J9): there, only public halves are kept.
"""

import os
import re
import secrets
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from joserfc.jwk import OKPKey, RSAKey

from recognition.settings import Settings

PrivateKey = Ed25519PrivateKey | RSAPrivateKey

RSA_BITS = 2048  # what RS256 asks for at least (RFC 7518, section 3.3)
FILE_NAME = re.compile(r"^(ed25519|rs256)-([1-9][0-9]{0,5})\.pem$")


class Algorithm(StrEnum):
    """What a key signs with, by its name in JOSE."""

    EDDSA = "EdDSA"  # the embedded proof, eddsa-rdfc-2022
    RS256 = "RS256"  # the VC-JWT


PREFIXES: Mapping[Algorithm, str] = {Algorithm.EDDSA: "ed25519", Algorithm.RS256: "rs256"}


class KeysUnusable(Exception):
    """The keys are missing or unfit; the text tells the operator what to do."""


@dataclass(frozen=True)
class SigningKey:
    """A key pair. `id` is the fragment of its DID URL, such as ``ed25519-1``."""

    id: str
    algorithm: Algorithm
    private: PrivateKey

    @cached_property
    def public_jwk(self) -> dict[str, Any]:
        """The public half as a JWK (RFC 7517, RFC 8037), without `kid`: that depends on the
        issuer it stands for."""
        return _public_jwk(self.private) | {"alg": self.algorithm.value, "use": "sig"}

    @property
    def pem(self) -> bytes:
        return self.private.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )


class KeyRing:
    """The keys that sign, read at first need and again when the folder has changed: a rotation
    reaches the processes that run. Threads may share it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = Lock()
        self._keys: dict[Algorithm, SigningKey] = {}
        self._seen_at = -1  # the folder's own time, in ns, when it was read

    @property
    def folder(self) -> Path:
        return self._settings.keys_folder

    def signing(self, algorithm: Algorithm) -> SigningKey:
        """The key that signs now: the one of the environment, else the highest number.

        Raises KeysUnusable when there is none (in development, one is made) or when a file is
        readable by others or holds something else.
        """
        with self._lock:
            changed_at = self._changed_at()  # before: what is made while they are read is seen next
            if not self._keys or changed_at != self._seen_at:
                self._keys = {each: self._load(each) for each in Algorithm}
                self._seen_at = changed_at
            return self._keys[algorithm]

    def signing_keys(self) -> tuple[SigningKey, ...]:
        """One an algorithm. Raises KeysUnusable."""
        return tuple(self.signing(algorithm) for algorithm in Algorithm)

    def from_environment(self, algorithm: Algorithm) -> bool:
        """Whether the environment gives this key: it is rotated there, not here."""
        return bool(self._given(algorithm))

    def numbers(self, algorithm: Algorithm) -> list[int]:
        """Of the files there are, rising."""
        names = (FILE_NAME.match(path.name) for path in _files(self.folder))
        return sorted(int(name[2]) for name in names if name and name[1] == PREFIXES[algorithm])

    def make(self, algorithm: Algorithm, number: int) -> SigningKey:
        """Make the pair of this number, or read the one that another process made meanwhile: all
        end with the same key. 0.1 s for RSA, sometimes 0.5."""
        made = generate(algorithm, number)
        path = self._path(made.id)
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished = self.folder / f".{secrets.token_hex(8)}"
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(made.pem)
                file.flush()
                os.fsync(file.fileno())
            os.link(unfinished, path)  # whole or absent, and never over another one
        except FileExistsError:
            return self._read(algorithm, path)
        finally:
            unfinished.unlink(missing_ok=True)
        return made

    def forget_before(self, key: SigningKey) -> None:
        """Delete the private halves of those that `key` has taken the place of."""
        number = int(key.id.rpartition("-")[2])
        for former in self.numbers(key.algorithm):
            if former < number:
                self._path(_id(key.algorithm, former)).unlink(missing_ok=True)

    def _load(self, algorithm: Algorithm) -> SigningKey:
        if given := self._given(algorithm):
            private = _private_key(given.encode(), algorithm, f"RECOGNITION_{_name(algorithm)}")
            thumbprint = _jose_key(private).thumbprint()  # RFC 7638: another key, another id
            return SigningKey(f"{PREFIXES[algorithm]}-{thumbprint[:16]}", algorithm, private)
        numbers = self.numbers(algorithm)
        if numbers:
            return self._read(algorithm, self._path(_id(algorithm, numbers[-1])))
        if self._settings.environment == "production":
            raise KeysUnusable(
                f"There is no key {PREFIXES[algorithm]}-1.pem in {self.folder}: run `recognition"
                f" keys make`, or bring back the folder from a backup. RECOGNITION_KEYS_DIR and"
                f" RECOGNITION_{_name(algorithm)} say where keys are looked for."
            )
        return self.make(algorithm, 1)

    def _given(self, algorithm: Algorithm) -> str:
        by_name = {
            Algorithm.EDDSA: self._settings.key_ed25519,
            Algorithm.RS256: self._settings.key_rs256,
        }
        return by_name[algorithm].get_secret_value()

    def _read(self, algorithm: Algorithm, path: Path) -> SigningKey:
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise KeysUnusable(f"{path} can be read by others: run `chmod 600 {path}`.")
        private = _private_key(path.read_bytes(), algorithm, str(path))
        return SigningKey(path.stem, algorithm, private)

    def _path(self, key_id: str) -> Path:
        return self.folder / f"{key_id}.pem"

    def _changed_at(self) -> int:
        try:
            return self.folder.stat().st_mtime_ns
        except FileNotFoundError:
            return 0


def generate(algorithm: Algorithm, number: int) -> SigningKey:
    """A new pair, kept nowhere."""
    private: PrivateKey = (
        Ed25519PrivateKey.generate()
        if algorithm is Algorithm.EDDSA
        else generate_private_key(public_exponent=65537, key_size=RSA_BITS)
    )
    return SigningKey(_id(algorithm, number), algorithm, private)


def _private_key(pem: bytes, algorithm: Algorithm, source: str) -> PrivateKey:
    try:
        key = serialization.load_pem_private_key(pem, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as unreadable:
        raise KeysUnusable(f"{source} holds no private key in PEM without password.") from (
            unreadable
        )
    if algorithm is Algorithm.EDDSA and isinstance(key, Ed25519PrivateKey):
        return key
    if algorithm is Algorithm.RS256 and isinstance(key, RSAPrivateKey) and key.key_size >= RSA_BITS:
        return key
    wanted = "an Ed25519 key" if algorithm is Algorithm.EDDSA else f"an RSA key of {RSA_BITS} bits"
    raise KeysUnusable(f"{source} holds another key than {wanted}.")


def _jose_key(private: PrivateKey) -> OKPKey | RSAKey:
    pem = private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return (
        OKPKey.import_key(pem) if isinstance(private, Ed25519PrivateKey) else RSAKey.import_key(pem)
    )


def _public_jwk(private: PrivateKey) -> dict[str, Any]:
    jwk = _jose_key(private).as_dict(private=False)
    return {name: jwk[name] for name in ("kty", "crv", "x", "n", "e") if name in jwk}


def _files(folder: Path) -> list[Path]:
    return list(folder.iterdir()) if folder.is_dir() else []


def _id(algorithm: Algorithm, number: int) -> str:
    return f"{PREFIXES[algorithm]}-{number}"


def _name(algorithm: Algorithm) -> str:
    return f"KEY_{PREFIXES[algorithm].upper()}"
