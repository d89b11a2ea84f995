"""Reading badges from elsewhere."""

from recognition.imports.queries.lines import ImportedLine, imported_of_person, my_imported
from recognition.imports.queries.page import HolderView, ImportedView, imported_page
from recognition.imports.queries.shown import (
    Importer,
    imported_for,
    imported_seen_by,
    imported_subject,
)

__all__ = [
    "HolderView",
    "ImportedLine",
    "ImportedView",
    "Importer",
    "imported_for",
    "imported_of_person",
    "imported_page",
    "imported_seen_by",
    "imported_subject",
    "my_imported",
]
