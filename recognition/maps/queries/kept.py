"""What was made of the rows of the platform and stays true until one of them changes.

Everything a map is made of raises the trust revision in the transaction that changes it
(`trust.changes`), so what is kept under a scope and a revision is exactly what a session of that
revision would read: what is hidden is hidden from the next visit on, in every process.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, MutableMapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, TypeVar

from sqlmodel import Session

from recognition.maps.fabric import Fabric
from recognition.trust.changes import unsettled
from recognition.trust.queries import revision

Made = TypeVar("Made")

MOST_FABRICS = 8  # kept
MOST_DRAWN_FROM_ONE = 16  # things kept beside each of them


@dataclass(frozen=True)
class _Entry:
    """A fabric at a revision, and what was worked out from it."""

    revision: int
    fabric: Fabric
    beside: OrderedDict[Hashable, Any] = field(default_factory=OrderedDict)


class _Kept:
    """The fabrics of this process, the one asked for last at the end."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.entries: OrderedDict[Hashable, _Entry] = OrderedDict()

    def of(self, fabric: Fabric) -> _Entry | None:
        """The entry of this very fabric: an equal one may be of other eyes."""
        return next((it for it in self.entries.values() if it.fabric is fabric), None)


def kept_fabric(
    session: Session,
    memory: MutableMapping[str, object],
    eyes: Hashable,
    make: Callable[[], Fabric],
) -> Fabric:
    """The fabric that `make` reads for these eyes, made once for a trust revision.

    One query when it is there. What a session changed and may still take back is read anew each
    time and kept for nobody; so is what changed while it was read.
    """
    session.flush()
    if unsettled(session):
        return make()
    kept, at = _kept(memory), revision(session)
    with kept.lock:
        entry = kept.entries.get(eyes)
        if entry is not None and entry.revision == at:
            kept.entries.move_to_end(eyes)
            return entry.fabric
    fabric = make()
    if revision(session) == at:
        with kept.lock:
            newer = kept.entries.get(eyes)
            if newer is None or newer.revision < at:
                kept.entries[eyes] = _Entry(at, fabric)
                kept.entries.move_to_end(eyes)
            if len(kept.entries) > MOST_FABRICS:
                kept.entries.popitem(last=False)
    return fabric


def drawn_from(
    memory: MutableMapping[str, object], fabric: Fabric, what: Hashable, make: Callable[[], Made]
) -> Made:
    """What `make` works out from a fabric and from nothing else but what `what` names: kept as
    long as the fabric is, and made each time from one that is not kept."""
    kept = _kept(memory)
    with kept.lock:
        entry = kept.of(fabric)
        if entry is not None and what in entry.beside:
            entry.beside.move_to_end(what)
            found: Made = entry.beside[what]
            return found
    made = make()
    if entry is not None:
        with kept.lock:
            entry.beside[what] = made
            if len(entry.beside) > MOST_DRAWN_FROM_ONE:
                entry.beside.popitem(last=False)
    return made


def _kept(memory: MutableMapping[str, object]) -> _Kept:
    kept = memory.setdefault("maps", _Kept())
    if not isinstance(kept, _Kept):
        raise TypeError("something else is kept as maps")
    return kept
