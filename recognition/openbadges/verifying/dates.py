"""Whether it began, and whether it has not ended."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from recognition.openbadges.moments import moment
from recognition.openbadges.verdict import Check, State, Step, Version
from recognition.openbadges.verifying.members import Document
from recognition.openbadges.verifying.reasons import Reason

_CLOCKS_DIFFER = timedelta(minutes=2)  # an issuer's clock may be ahead of ours


@dataclass(frozen=True)
class Bound:
    """A member that says when it begins or ends."""

    member: str
    value: Any


def bounds(document: Document, *members: str) -> tuple[Bound, ...]:
    """Those of these members that are there."""
    return tuple(Bound(each, document[each]) for each in members if document.get(each) is not None)


def dates_step(
    at: datetime, version: Version, *, begins: Iterable[Bound], ends: Iterable[Bound]
) -> Step:
    """All of `begins` are past and all of `ends` are to come; NONE when there is no date."""
    none = True
    for bound, is_end in [*((each, False) for each in begins), *((each, True) for each in ends)]:
        none = False
        when = moment(bound.value, version)
        if when is None:
            return Step(Check.DATES, State.FAILS, Reason.UNREADABLE_DATE, bound.member)
        if is_end and when <= at:
            return Step(Check.DATES, State.FAILS, Reason.EXPIRED, when.isoformat())
        if not is_end and when > at + _CLOCKS_DIFFER:
            return Step(Check.DATES, State.FAILS, Reason.NOT_YET, when.isoformat())
    return Step(Check.DATES, State.NONE if none else State.HOLDS)
