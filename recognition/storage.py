"""Files on a folder, under names that we make: never under a name that somebody sent."""

import hashlib
import os
import tempfile
from pathlib import Path


class Storage:
    """Content-addressed files: the key of some bytes is their SHA-256 and a suffix, so writing
    the same bytes twice is harmless and a file never changes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, content: bytes, suffix: str) -> str:
        """Store `content` and return its key. `suffix` is ours, such as ``.png``.

        The file is complete under its key or absent: it is renamed into place after a sync.
        """
        key = hashlib.sha256(content).hexdigest() + suffix
        self.put(key, content)
        return key

    def put(self, key: str, content: bytes) -> None:
        """Store `content` under a key computed elsewhere (a drawing's digest)."""
        path = self._path(key)
        if path.exists():
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=path.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise

    def read(self, key: str) -> bytes | None:
        """The bytes under `key`; None when there are none."""
        try:
            return self._path(key).read_bytes()
        except FileNotFoundError:
            return None

    def forget(self, key: str) -> None:
        """Remove what is under `key`, if anything."""
        self._path(key).unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        stem, _, suffix = key.partition(".")
        if not (stem.isalnum() and stem.isascii() and suffix.isalnum() and len(stem) >= 4):
            raise ValueError("not a storage key")
        return self._folder / stem[:2] / key
