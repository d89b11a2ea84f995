"""The first step: whether it is a badge, with all that one must say."""

from recognition.openbadges.shapes import shape_of
from recognition.openbadges.structure import faults, warnings
from recognition.openbadges.verdict import Check, Kind, State, Step, Version
from recognition.openbadges.verifying.found import fails, holds, unknown
from recognition.openbadges.verifying.members import Document
from recognition.openbadges.verifying.reasons import Reason

_INCOMPLETE = frozenset({"structure.missing", "structure.value"})


def readable_step(document: Document, kind: Kind | None = None) -> Step:
    """HOLDS, FAILS with the first thing that is wrong, or UNKNOWN for what a draft of 3.0 left
    out. `kind` is what it is taken for; None: what it says to be."""
    if wrong := faults(document, kind):
        return fails(Check.READABLE, Reason.STRUCTURE, wrong[0].where)
    if shape_of(document).version is not Version.OB3:
        return holds(Check.READABLE)
    minded = warnings(document)
    for each in minded:
        if each.reason in _INCOMPLETE:
            return unknown(Check.READABLE, Reason.OLDER_FORM, each.where)
    return holds(Check.READABLE, Reason.OLDER_FORM if minded else "")


def is_refused(step: Step) -> bool:
    return step.state is State.FAILS
