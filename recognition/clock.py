"""The one place that reads the clock; everything below a view receives `at`."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

HERE = ZoneInfo("Europe/Paris")  # by whose clocks and calendar people read a time


def now() -> datetime:
    """The current time, aware, in UTC."""
    return datetime.now(UTC)


def day_of(at: datetime) -> date:
    """The day it was here."""
    return at.astimezone(HERE).date()
