"""The questions of one verification: few, each asked once, all within a time."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import idna

from recognition.openbadges.canonical import Canonicaliser
from recognition.openbadges.reasons import NotCanonical, Reason
from recognition.openbadges.resolving import DOCUMENT_BYTES, Fetched, Gone, Resolver, Unreachable
from recognition.openbadges.safejson import BadJson, loads

FETCHES = 12  # for the badge itself
FETCHES_OF_ENDORSEMENTS = 48  # shared by all those it carries
CANONICALISING_SECONDS = 2.0  # for all that is signed in it
SECONDS = 8.0  # no question is begun later; one begun may take what the resolver allows it

JSON = "application/json, application/ld+json;q=0.9, */*;q=0.1"
CREDENTIAL = "application/vc, application/vc+jwt, application/ld+json;q=0.9, application/json;q=0.9"
DID = "application/did+json, application/did+ld+json;q=0.9, application/json;q=0.8"


class NotAsked(Unreachable):
    """The bound was reached."""


class Unreadable(Unreachable):
    """It answered with something that is no JSON object."""


@dataclass(frozen=True)
class Answer:
    """A JSON object and where it came from. `asked` is the address, `url` where it was in the
    end, after `hops` redirects."""

    document: dict[str, Any]
    text: str
    asked: str
    url: str
    hops: int


class Asking:
    """What every step needs beside the badge: the moment, a canonicaliser, and answers.

    Made for one verification and one thread.
    """

    def __init__(
        self, resolver: Resolver, *, at: datetime, canonicalise: Canonicaliser, left: int = FETCHES
    ) -> None:
        self.at = at
        self._canonicalise = canonicalise
        self._canonicalising = CANONICALISING_SECONDS
        self._resolver = resolver
        self._left = left
        self._until = time.monotonic() + SECONDS
        self._known: dict[str, Fetched | Unreachable] = {}

    def allow(self, more: int) -> None:
        """Let `more` questions be asked beyond what is left."""
        self._left += more

    def know(self, url: str, fetched: Fetched) -> None:
        """Remember what an address answered, so that it is not asked again."""
        self._known[url] = fetched

    def fetch(self, url: str, *, accept: str = JSON, limit: int = DOCUMENT_BYTES) -> Fetched:
        """What the address answers, its fragment left out. Raises Unreachable."""
        address = url.partition("#")[0]
        if address not in self._known:
            self._known[address] = self._ask(address, accept, limit)
        known = self._known[address]
        if isinstance(known, Unreachable):
            raise known
        return known

    def document(self, url: str, *, accept: str = JSON) -> Answer:
        """The JSON object at an address. Raises Unreachable."""
        fetched = self.fetch(url, accept=accept)
        return Answer(
            json_object(fetched.content),
            fetched.content.decode(errors="replace"),
            url.partition("#")[0],
            fetched.url,
            fetched.hops,
        )

    def canonicalise(self, document: Mapping[str, Any]) -> bytes:
        """As the canonicaliser does, as long as all together take no longer than they may, and
        until one took too long: a badge may carry many that are made to. Raises NotCanonical."""
        if self._canonicalising <= 0:
            raise NotCanonical(Reason.TOO_LONG)
        begun = time.monotonic()
        try:
            return self._canonicalise(document)
        except NotCanonical as error:
            if error.reason is Reason.TOO_LONG:
                self._canonicalising = 0
            raise
        finally:
            self._canonicalising -= time.monotonic() - begun

    def _ask(self, address: str, accept: str, limit: int) -> Fetched | Unreachable:
        if not host_of(address):
            return Unreachable()
        if self._left <= 0 or time.monotonic() > self._until:
            return NotAsked()
        self._left -= 1
        try:
            return self._resolver.fetch(address, accept=accept, limit=limit)
        except Unreachable as unreachable:
            return unreachable


def json_object(content: bytes | str) -> dict[str, Any]:
    """Raises Unreadable when it is anything else."""
    try:
        document = loads(content)
    except BadJson as error:
        raise Unreadable from error
    if not isinstance(document, dict):
        raise Unreadable
    return document


def told_by(gone: Gone) -> dict[str, Any]:
    """What a host says about what it took away; empty when it says nothing that can be read."""
    try:
        return json_object(gone.content)
    except Unreadable:
        return {}


def same_site(one: str, other: str) -> bool:
    """Whether two addresses are of one host, with or without ``www.``, on any port."""
    hosts = (host_of(each).partition(":")[0].removeprefix("www.") for each in (one, other))
    return len(set(hosts)) == 1


def host_of(address: str) -> str:
    """The host of an http or https address, with its port when it is not the usual one, in lower
    case and ASCII, as it is looked up; empty for anything else.

    A name in other letters is told encoded (IDNA): many of them look like another name.
    """
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").removesuffix("."), parts.port
        if not host.isascii():
            host = idna.encode(host, uts46=True).decode()  # IDNAError is a ValueError
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https"):
        return ""
    return host if port in (None, 80, 443) else f"{host}:{port}"
