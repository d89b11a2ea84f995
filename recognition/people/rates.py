"""How often something may be tried, counted in the database for all processes (E6)."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlmodel import Session, col, select, update

from recognition.errors import Refusal
from recognition.people.models import RateCount
from recognition.people.secrets import hashed


@dataclass(frozen=True)
class Rate:
    """At most `most` tries in each `window`."""

    name: str
    most: int
    window: timedelta


class TooOften(Refusal):
    """One try too many. `retry_after` is the number of seconds to wait."""

    def __init__(self, retry_after: int) -> None:
        super().__init__("too_often")
        self.retry_after = retry_after


SIGN_IN_BY_ADDRESS = Rate("sign_in.address", 5, timedelta(minutes=15))
SIGN_IN_BY_CLIENT = Rate("sign_in.client", 60, timedelta(minutes=15))


def count_try(session: Session, rate: Rate, key: str, *, at: datetime, times: int = 1) -> None:
    """Count one try of `key` (an address, a client), or several, and raise TooOften past the
    rate.

    Windows are aligned on the epoch: at worst twice `most` pass around their border.
    """
    start = _window(rate, at)
    key_hash = _hashed(rate, key)
    raised = session.exec(
        update(RateCount)
        .where(col(RateCount.key_hash) == key_hash, col(RateCount.window_start) == start)
        .values(count=col(RateCount.count) + times)
    )
    if raised.rowcount == 0:
        session.add(RateCount(key_hash=key_hash, window_start=start, count=times))
        session.flush()
        count = times
    else:
        count = _counted(session, key_hash, start)
    if count > rate.most:
        raise TooOften(retry_after(rate, at=at))


def tries_left(session: Session, rate: Rate, key: str, *, at: datetime) -> int:
    """How many tries of `key` are left in this window."""
    return max(0, rate.most - _counted(session, _hashed(rate, key), _window(rate, at)))


def retry_after(rate: Rate, *, at: datetime) -> int:
    """The seconds until the next window."""
    return int((_window(rate, at) + rate.window - at).total_seconds()) + 1


def _window(rate: Rate, at: datetime) -> datetime:
    """When the window of that time began."""
    seconds = int(rate.window.total_seconds())
    return datetime.fromtimestamp(int(at.timestamp()) // seconds * seconds, UTC)


def _hashed(rate: Rate, key: str) -> str:
    return hashed(key, salt=f"{rate.name}:")


def _counted(session: Session, key_hash: str, start: datetime) -> int:
    found = session.exec(
        select(RateCount.count).where(
            RateCount.key_hash == key_hash, RateCount.window_start == start
        )
    ).first()
    return found or 0
