"""Reading badges from elsewhere."""

from recognition.imports.queries.shown import (
    Importer,
    imported_for,
    imported_seen_by,
    imported_subject,
)

__all__ = ["Importer", "imported_for", "imported_seen_by", "imported_subject"]
