"""What codes say to people, in French: one module a room, each with up to four tables.

`REFUSALS` answers a refusal of the domain, `SAID` confirms an act after its redirect,
`FIELD_FAULTS` stands beside a field, `FIELD_NAMES` names one where its text is given back.
"""

from types import ModuleType

from recognition.web.sentences import (
    awards,
    badges,
    base,
    collectives,
    credentials,
    endorsements,
    evidence,
    home,
    imports,
    invitations,
    people,
)

_ROOMS: tuple[ModuleType, ...] = (
    base,
    people,
    collectives,
    badges,
    awards,
    evidence,
    endorsements,
    invitations,
    imports,
    credentials,
    home,
)


def _gathered(table: str) -> dict[str, str]:
    gathered: dict[str, str] = {}
    for room in _ROOMS:
        rows: dict[str, str] = getattr(room, table, {})
        twice = gathered.keys() & rows.keys()
        if twice:
            raise ValueError(f"two rooms answer {sorted(twice)}")
        gathered.update(rows)
    return gathered


REFUSALS = _gathered("REFUSALS")
SAID = _gathered("SAID")
FIELD_FAULTS = _gathered("FIELD_FAULTS")
FIELD_NAMES = _gathered("FIELD_NAMES")
