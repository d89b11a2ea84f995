"""Reading what is issued."""

from recognition.credentials.queries.kept import (
    Kept,
    changed_at,
    due,
    kept_award,
    kept_endorsement,
)

__all__ = ["Kept", "changed_at", "due", "kept_award", "kept_endorsement"]
