"""A graph that stays in a process and follows the database from revision to revision."""

from collections import Counter, deque
from dataclasses import dataclass
from threading import RLock

from sqlmodel import Session

from recognition.trust.ledger import Ledger
from recognition.trust.live import Act, EdgeChange, LiveGraph
from recognition.trust.queries import Scope, Units, read, revision, units_changed, widened

MOST_UNITS = 20_000  # read again one by one; beyond, reading everything is as quick
STEPS_KEPT = 64  # by which a graph can go back for a session that began before them


@dataclass(frozen=True)
class _Step:
    """How to go back: the revision it was, and what undoes the change."""

    revision: int
    undo: EdgeChange
    acts: dict[str, tuple[Act, ...]]


class Resident:
    """The graph of one scope, at one revision. Everything here is done under its `lock`."""

    def __init__(self, scope: Scope) -> None:
        self.lock = RLock()
        self._scope = scope
        self._steps: deque[_Step] = deque(maxlen=STEPS_KEPT)
        self._loaded: tuple[LiveGraph, Ledger] | None = None
        self.revision = -1

    @property
    def graph(self) -> LiveGraph:
        """Raises LookupError before anything was loaded."""
        if self._loaded is None:
            raise LookupError("nothing loaded")
        return self._loaded[0]

    def load(self, session: Session) -> None:
        """Read everything."""
        self._steps.clear()
        self._loaded = None  # what it was need not stay in memory meanwhile
        at = revision(session)
        found = read(session, self._scope)
        self._loaded = LiveGraph.from_columns(found.columns), Ledger(found)
        self.revision = at

    def follow(self, session: Session, at: int) -> bool:
        """Stand where the session stands, at a revision that it sees: further on by what changed,
        or back. Whether that was possible; if not, nothing moved."""
        if self._loaded is None or not self._reaches(at):
            return False
        if at > self.revision:
            units = units_changed(session, after=self.revision, until=at)
            if units is None or len(units := widened(session, units)) > MOST_UNITS:
                return False
            self._take(session, units, at)
        elif at < self.revision:
            while self.revision > at:
                self.step_back()
            return self.follow(session, at)
        return True

    def _reaches(self, at: int) -> bool:
        return at >= self.revision or any(step.revision <= at for step in self._steps)

    def _take(self, session: Session, units: Units, at: int) -> None:
        """Replace what these units brought by what they bring now. What is the same on both sides
        does not disturb the graph."""
        assert self._loaded is not None
        ledger = self._loaded[1]
        now = Ledger(read(session, self._scope, units))
        nodes = list(units.nodes())
        acts = {unit: now.acts(unit) for unit in nodes}
        were = {unit: ledger.acts(unit) for unit in nodes}
        names = [str(person_id) for person_id in units.people]
        changed = [name for name in names if now.person(name) != ledger.person(name)]
        people = {name: now.person(name) for name in changed}
        before = {name: ledger.person(name) for name in changed}
        bring = Counter(act for brought in acts.values() for act in brought)
        brought = Counter(act for brought in were.values() for act in brought)
        added = tuple((bring - brought).elements())
        removed = tuple((brought - bring).elements())
        self._apply(EdgeChange(added, removed, people), acts)
        self._steps.append(_Step(self.revision, EdgeChange(removed, added, before), were))
        self.revision = at

    def step_back(self) -> None:
        """Undo the last step. Raises IndexError when none is known."""
        step = self._steps.pop()
        self._apply(step.undo, step.acts)
        self.revision = step.revision

    def _apply(self, change: EdgeChange, acts: dict[str, tuple[Act, ...]]) -> None:
        loaded, self._loaded = self._loaded, None  # should this fail, all is read again
        assert loaded is not None
        graph, ledger = loaded
        if change.added or change.removed or change.people:
            graph.apply(change)
        ledger.write(acts, change.people)
        self._loaded = loaded
