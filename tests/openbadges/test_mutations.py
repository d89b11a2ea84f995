"""The fuzz of this room: whatever is sent is read or refused, and soon."""

import time

from recognition.openbadges import structure
from recognition.openbadges.reading import Carried, NotABadge, NothingInside, read
from tests.openbadges.mutations import COUNT, mutations

SLOW = 0.5  # seconds of processor time for one file; most take far less than a millisecond


def test_two_thousand_broken_files_are_read_or_refused_and_soon() -> None:
    slow, seen, reasons = {}, {"read": 0, "refused": 0, "empty": 0}, set()
    for mutation in mutations():
        started = time.process_time()
        try:
            carried: Carried | None = read(mutation.content)
        except NothingInside:
            carried, met = None, "empty"
        except NotABadge as refusal:
            carried, met = None, "refused"
            reasons.add(refusal.reason.partition(".")[0])
        else:
            met = "read"
        if carried and carried.document is not None:
            found = structure.faults(carried.document)
            assert all(each.reason.startswith("structure.") for each in found)
            structure.warnings(carried.document)
        seen[met] += 1
        if (took := time.process_time() - started) > SLOW:
            slow[mutation.name] = round(took, 2)
    assert slow == {}
    assert reasons == {"file", "png", "svg", "json"}
    assert sum(seen.values()) == COUNT
    assert min(seen.values()) > 100  # all three ends are met, or this proves little


def test_the_broken_files_are_the_same_each_time() -> None:
    first, second = ([it.content for it in mutations(300)] for _ in range(2))
    assert first == second
