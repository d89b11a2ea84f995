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


def count_try(session: Session, rate: Rate, key: str, *, at: datetime) -> None:
    """Count one try of `key` (an address, a client) and raise TooOften past the rate.

    Windows are aligned on the epoch: at worst twice `most` pass around their border.
    """
    seconds = int(rate.window.total_seconds())
    start = datetime.fromtimestamp(int(at.timestamp()) // seconds * seconds, UTC)
    key_hash = hashed(key, salt=f"{rate.name}:")
    raised = session.exec(
        update(RateCount)
        .where(col(RateCount.key_hash) == key_hash, col(RateCount.window_start) == start)
        .values(count=col(RateCount.count) + 1)
    )
    if raised.rowcount == 0:
        session.add(RateCount(key_hash=key_hash, window_start=start, count=1))
        session.flush()
        return
    count = session.exec(
        select(RateCount.count).where(
            RateCount.key_hash == key_hash, RateCount.window_start == start
        )
    ).one()
    if count > rate.most:
        raise TooOften(int((start + rate.window - at).total_seconds()) + 1)
