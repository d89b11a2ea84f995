"""The language of a request: French is the source, English a catalogue."""

from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALES = ("fr", "en")
LOCALE_FOLDER = Path(__file__).parent.parent / "locale"

current_locale: ContextVar[str] = ContextVar("locale", default="fr")


def spoken_locales() -> tuple[str, ...]:
    """The locales to offer: French, and those that have their catalogue. A page in French that
    calls itself English would be read out wrongly (requirement K1)."""
    return tuple(code for code in LOCALES if code == "fr" or _catalogue(code).exists())


def _catalogue(locale: str) -> Path:
    return LOCALE_FOLDER / locale / "LC_MESSAGES" / "messages.po"


def mark(text: str) -> str:
    """Mark a French text for the catalogue where it cannot be translated yet."""
    return text


@cache
def translations(locale: str) -> NullTranslations:
    """The catalogue of a locale, compiled in memory from its ``.po`` file."""
    path = _catalogue(locale)
    if not path.exists():
        return NullTranslations()
    with path.open("rb") as file:
        catalogue = read_po(file, locale=locale)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)


def gettext(text: str) -> str:
    """`text` in the language of the request."""
    return translations(current_locale.get()).gettext(text)


def ngettext(one: str, many: str, count: int) -> str:
    """`one` or `many` in the language of the request. French counts 0 and 1 as singular."""
    catalogue = translations(current_locale.get())
    if type(catalogue) is NullTranslations:
        return one if abs(count) < 2 else many
    return catalogue.ngettext(one, many, count)
