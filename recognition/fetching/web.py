"""The one function that fetches an address which somebody chose (requirements D1 to D8)."""

import time
from dataclasses import dataclass

import structlog

from recognition.fetching.limits import HostRates, Kept
from recognition.fetching.network import Answer, Network
from recognition.fetching.targets import next_target, target_of
from recognition.openbadges.resolving import DOCUMENT_BYTES, Fetched, Gone, Unreachable

log = structlog.get_logger("recognition.fetching")

SECONDS = 10.0  # for everything: the name, all redirects, the last byte
MOST_HOPS = 3
REDIRECTS = frozenset({301, 302, 303, 307, 308})


class Web:
    """Addresses of the open network; a `recognition.openbadges.resolving.Resolver`.

    One for a process: it remembers answers for ten minutes and counts what each host was asked.
    What a member asks for is counted by who calls (30 an hour). Threads may share it; a call
    blocks up to `seconds`.
    """

    def __init__(self, network: Network | None = None, *, seconds: float = SECONDS) -> None:
        self._network = network or Network()
        self._seconds = seconds
        self._rates = HostRates()
        self._kept = Kept()

    def fetch(self, url: str, *, accept: str, limit: int = DOCUMENT_BYTES) -> Fetched:
        """What `url` answers with 200. `limit` is in bytes, after decompression. Raises Gone for
        a 410, else Unreachable, which never says why (D6)."""
        return self.errand().fetch(url, accept=accept, limit=limit)

    def errand(self, *, seconds: float | None = None) -> "Errand":
        """A resolver for all that one verification asks for: the time is that of all together,
        and runs from now."""
        return Errand(self, time.monotonic() + (self._seconds if seconds is None else seconds))

    def fetch_until(self, url: str, accept: str, limit: int, deadline: float) -> Fetched:
        """As `fetch`, until a time of the monotonic clock."""
        key = (url, accept, limit)
        answer = self._kept.find(key, time.monotonic())
        if answer is None:
            answer = self._ask(url, accept, limit, deadline)
            self._kept.keep(key, answer, time.monotonic())
        if isinstance(answer, Gone):
            raise Gone(answer.content)
        return answer

    def _ask(self, url: str, accept: str, limit: int, deadline: float) -> Fetched | Gone:
        target = target_of(url)
        for hops in range(MOST_HOPS + 1):
            if not self._rates.admits(target.host, time.monotonic()):
                log.warning("fetching.host_asked_too_often")
                raise Unreachable
            answer = self._network.exchange(target, accept=accept, limit=limit, deadline=deadline)
            if answer.status not in REDIRECTS:
                return _ending(answer, target.url, hops)
            target = next_target(target, answer.location)
        raise Unreachable


@dataclass(frozen=True)
class Errand:
    """Several fetches in one span of time; a Resolver."""

    web: Web
    deadline: float  # of the monotonic clock

    def fetch(self, url: str, *, accept: str, limit: int = DOCUMENT_BYTES) -> Fetched:
        """As `Web.fetch`."""
        return self.web.fetch_until(url, accept, limit, self.deadline)


def _ending(answer: Answer, url: str, hops: int) -> Fetched | Gone:
    if answer.status == 410:
        return Gone(answer.content)
    if answer.status != 200:
        raise Unreachable
    return Fetched(answer.content, answer.media_type, url, hops)
