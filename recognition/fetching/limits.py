"""What bounds the fetching of one process: how often a host is asked, what is kept (D8)."""

from collections import OrderedDict, deque
from dataclasses import dataclass
from threading import Lock

from recognition.openbadges.resolving import Fetched, Gone

HOST_MOST = 60  # exchanges with one host in `HOST_WINDOW`
HOST_WINDOW = 3600.0  # seconds
HOSTS_MOST = 10_000  # of which we remember how often they were asked
KEPT_FOR = 600.0  # seconds
KEPT_BYTES = 32 << 20
KEPT_ENTRIES = 1_000

Key = tuple[str, str, int]  # address, what was accepted, the limit in bytes


class HostRates:
    """How often each host was asked lately; threads may share it. Times are of one monotonic
    clock, in seconds."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._asked: OrderedDict[str, deque[float]] = OrderedDict()

    def admits(self, host: str, at: float) -> bool:
        """Whether the host may be asked once more; counts it when it may."""
        with self._lock:
            times = self._asked.setdefault(host, deque())
            self._asked.move_to_end(host)
            while times and times[0] <= at - HOST_WINDOW:
                times.popleft()
            if len(times) >= HOST_MOST:
                return False
            times.append(at)
            if len(self._asked) > HOSTS_MOST:
                self._asked.popitem(last=False)
            return True


@dataclass(frozen=True)
class _Kept:
    answer: Fetched | Gone
    until: float

    @property
    def size(self) -> int:
        return len(self.answer.content)


class Kept:
    """Answers of the last minutes, the oldest forgotten first when there are too many or too
    large ones; threads may share it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._entries: OrderedDict[Key, _Kept] = OrderedDict()
        self._size = 0

    def find(self, key: Key, at: float) -> Fetched | Gone | None:
        with self._lock:
            entry = self._entries.get(key)
            if entry is None:
                return None
            if entry.until > at:
                return entry.answer
            self._drop(key)
            return None

    def keep(self, key: Key, answer: Fetched | Gone, at: float) -> None:
        with self._lock:
            if key in self._entries:
                self._drop(key)
            entry = _Kept(answer, at + KEPT_FOR)
            self._entries[key] = entry
            self._size += entry.size
            while len(self._entries) > KEPT_ENTRIES or self._size > KEPT_BYTES:
                self._drop(next(iter(self._entries)))

    def _drop(self, key: Key) -> None:
        self._size -= self._entries.pop(key).size
