"""The objects that a badge before 3.0 points to: its class and its issuer."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from recognition.openbadges.resolving import Unreachable
from recognition.openbadges.verifying.asking import Answer, Asking, NotAsked, host_of
from recognition.openbadges.verifying.members import Document, id_of


class Link(Enum):
    FOUND = auto()  # it answered at its own address
    EMBEDDED = auto()  # it stands in the badge and has no address of its own
    ORIGIN = auto()  # 0.5: no document of its own, and the badge came from its host
    UNREACHABLE = auto()
    NOT_ASKED = auto()  # the bound on questions was reached
    OTHER = auto()  # what answers is another thing, of another host
    NONE = auto()  # nothing is pointed to


@dataclass(frozen=True)
class Linked:
    """An object that a badge names. `document` is what answered, or what the badge embeds when
    nothing did; `address` is where it was asked; `declared` is the id it gives itself where that
    is another address of the same host; `url` is where a redirect led."""

    link: Link
    document: Document
    address: str = ""
    declared: str = ""
    url: str = ""

    @property
    def ids(self) -> frozenset[str]:
        """What it is called: its address, and the id it gives itself."""
        return frozenset(each for each in (self.address, self.declared) if each)

    @property
    def host(self) -> str:
        return host_of(self.address)


def linked(asking: Asking, value: Any) -> Linked:
    """What `value` names, an address or an object that stands there, asked at its own address.

    What somebody wrote into a badge about a class or an issuer is believed only when that class
    or issuer says it too.
    """
    embedded = value if isinstance(value, dict) else {}
    address = id_of(value)
    if not value:
        return Linked(Link.NONE, {})
    if not host_of(address):
        return Linked(Link.EMBEDDED if embedded else Link.UNREACHABLE, embedded, address)
    try:
        answer = asking.document(address)
    except NotAsked:
        return Linked(Link.NOT_ASKED, embedded, address)
    except Unreachable:
        return Linked(Link.UNREACHABLE, embedded, address)
    declared = id_of(answer.document)
    if declared in ("", address) or not host_of(declared):
        return _found(answer, address)
    if host_of(declared) == host_of(address):
        return _found(answer, address, declared)
    return _elsewhere(asking, declared, embedded)


def _elsewhere(asking: Asking, address: str, embedded: Document) -> Linked:
    """It says to be of another host: that host is asked, once, and must agree."""
    try:
        answer = asking.document(address)
    except Unreachable:
        return Linked(Link.UNREACHABLE, embedded, address)
    if id_of(answer.document) != address:
        return Linked(Link.OTHER, embedded, address)
    return _found(answer, address)


def _found(answer: Answer, address: str, declared: str = "") -> Linked:
    return Linked(Link.FOUND, answer.document, address, declared, answer.url if answer.hops else "")
