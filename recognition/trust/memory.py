"""The graphs of this process: one a scope, each as true as the session that asks."""

from collections import OrderedDict
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from threading import Lock

from sqlmodel import Session

from recognition.trust.changes import unsettled
from recognition.trust.explain import Raises
from recognition.trust.live import LiveGraph
from recognition.trust.queries import Scope, revision
from recognition.trust.resident import Resident
from recognition.trust.value import Standing

MOST_SCOPES = 12  # graphs kept; the one not asked for longest is let go


class SeenGraph:
    """A scope's graph as one session sees it. Good until the transaction of the session ends.

    Any number of threads may ask at once: each question holds the graph while it is answered.
    """

    def __init__(self, session: Session, scope: Scope, resident: Resident, at: int) -> None:
        self._session, self._scope, self._at = session, scope, at
        self._resident = resident
        self._own: Resident | None = None

    def standing(self, badge_id: str) -> Standing | None:
        """What stands behind a badge now; None when nobody holds or endorses it."""
        with self.held() as graph:
            return graph.standing(badge_id)

    def value(self, badge_id: str) -> float:
        """0 for a badge nobody holds or endorses."""
        with self.held() as graph:
            return graph.value(badge_id)

    def raises(self, badge_id: str) -> Raises | None:
        """What would raise the value of a badge; None for one the graph does not know."""
        with self.held() as graph:
            return graph.raises(badge_id)

    @contextmanager
    def held(self) -> Iterator[LiveGraph]:
        """The graph itself, standing where the session stands, and nobody else's meanwhile.

        No statement when it stood there already; a fixed number when it has to catch up.
        """
        # Before the lock: to wait for another writer while others wait for us would never end.
        self._session.flush()
        if unsettled(self._session):
            with self._with_own_changes() as graph:
                yield graph
            return
        shared = self._resident
        with shared.lock:
            if self._own is None and self._stands(shared):
                yield shared.graph
                return
        if self._own is None:
            self._own = Resident(self._scope)
            self._own.load(self._session)
        yield self._own.graph

    def _stands(self, shared: Resident) -> bool:
        """Make the graph stand where the session stands. Not possible when the session began
        before anything that the graph can go back to."""
        if shared.revision > self._at:
            # Some databases show a session what was committed since it began.
            self._at = revision(self._session)
        if not shared.follow(self._session, self._at):
            if shared.revision > self._at:
                return False
            shared.load(self._session)
        return True

    @contextmanager
    def _with_own_changes(self) -> Iterator[LiveGraph]:
        """What the session wrote and may still take back: put into the graph while it is held,
        then taken out again."""
        with self._resident.lock, self._session.no_autoflush:
            shared, before = self._resident, self._resident.revision
            at = revision(self._session)
            if at >= before and shared.follow(self._session, at):
                try:
                    yield shared.graph
                finally:
                    if shared.revision != before:
                        shared.step_back()
                return
        alone = Resident(self._scope)
        alone.load(self._session)
        yield alone.graph


class _Residents:
    """The graphs kept, the one asked for last at the end."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: OrderedDict[Scope, Resident] = OrderedDict()

    def of(self, scope: Scope) -> Resident:
        with self._lock:
            resident = self._kept.setdefault(scope, Resident(scope))
            self._kept.move_to_end(scope)
            if len(self._kept) > MOST_SCOPES:
                self._kept.popitem(last=False)
            return resident


def live_graph(session: Session, memory: MutableMapping[str, object], scope: Scope) -> SeenGraph:
    """The graph of a scope, as true as the session that asks.

    One query when nothing changed since this process last looked; a few more, whatever the size
    of the platform, when something did; all of the graph's rows the first time.
    """
    residents = memory.setdefault("trust", _Residents())
    if not isinstance(residents, _Residents):
        raise TypeError("something else is kept as trust")
    session.flush()
    return SeenGraph(session, scope, residents.of(scope), revision(session))
