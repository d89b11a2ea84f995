"""Where templates, static files and migrations lie: beside the package in a checkout, inside it
in a wheel."""

from pathlib import Path


def root() -> Path:
    """The folder that holds `templates/`, `static/` and `alembic/`."""
    package = Path(__file__).parent
    shipped = package / "_data"
    return shipped if shipped.is_dir() else package.parent
