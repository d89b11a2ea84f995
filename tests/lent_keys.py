"""Keys for the platforms of tests: an RSA pair takes a tenth of a second, and once is enough."""

from functools import cache
from pathlib import Path

from recognition.keys import Algorithm, SigningKey, generate


@cache
def _keys() -> tuple[SigningKey, ...]:
    return tuple(generate(algorithm, 1) for algorithm in Algorithm)


def lend_keys(folder: Path) -> None:
    """Put the pairs ``ed25519-1`` and ``rs256-1`` of this run into a new folder of keys."""
    folder.mkdir(mode=0o700)
    for key in _keys():
        path = folder / f"{key.id}.pem"
        path.touch(mode=0o600)
        path.write_bytes(key.pem)
