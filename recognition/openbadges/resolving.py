"""How a verification asks for what a badge points to."""

from dataclasses import dataclass
from typing import Protocol

DOCUMENT_BYTES = 1 << 20  # requirement D5
IMAGE_BYTES = 5 << 20


class Unreachable(Exception):
    """It could not be had, for whatever reason: the caller is not told more (requirement D6)."""


class Gone(Unreachable):
    """The host answers 410: what was there was taken away, which for a hosted badge means
    revoked. `content` is what it says about it, perhaps nothing."""

    def __init__(self, content: bytes = b"") -> None:
        super().__init__()
        self.content = content


@dataclass(frozen=True)
class Fetched:
    """What an address answered. `url` is where it was in the end, `hops` how many redirects led
    there."""

    content: bytes
    media_type: str
    url: str
    hops: int = 0


class Resolver(Protocol):
    """Anything that answers for addresses: the web, this platform's own documents, a folder."""

    def fetch(self, url: str, *, accept: str, limit: int = DOCUMENT_BYTES) -> Fetched:
        """What `url` answers. Raises Unreachable, of which Gone is one kind."""
