"""The English catalogue and the French texts it translates (`make translations` runs this)."""

import io
import re
from collections.abc import Iterator

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

from recognition.paths import root
from recognition.web.languages import LOCALE_FOLDER

PATH = LOCALE_FOLDER / "en" / "LC_MESSAGES" / "messages.po"
MAPPING = LOCALE_FOLDER / "babel.cfg"
KEYWORDS = {"_": None, "gettext": None, "mark": None, "ngettext": (1, 2)}
CHURN = re.compile(
    r'^"(POT-Creation-Date|PO-Revision-Date|Generated-By|Last-Translator|'
    r"Language-Team|Project-Id-Version|Report-Msgid-Bugs-To): .*\n",
    re.M,
)


def texts() -> Iterator[tuple[str, str | tuple[str, ...]]]:
    """Each file and a French text it holds, as often as it holds it; a plural is its two forms."""
    with MAPPING.open() as file:
        methods, options = parse_mapping_cfg(file)
    for folder in ("recognition", "templates"):
        found = extract_from_dir(
            root() / folder,
            method_map=[
                (pattern.removeprefix(f"{folder}/"), method)
                for pattern, method in methods
                if pattern.startswith(f"{folder}/")
            ],
            options_map={
                pattern.removeprefix(f"{folder}/"): values for pattern, values in options.items()
            },
            keywords=KEYWORDS,
            strip_comment_tags=True,
        )
        for name, _line, message, _comments, _context in found:
            yield f"{folder}/{name}", message


def extracted() -> Catalog:
    """Every French text of the templates and the code, where it is and without translation."""
    catalogue = Catalog(locale="en")
    for path, message in texts():
        catalogue.add(message, locations=[(path, 0)])
    return catalogue


def kept() -> Catalog:
    """The catalogue of the repository."""
    if not PATH.exists():
        return Catalog(locale="en")
    with PATH.open("rb") as file:
        return read_po(file, locale="en", abort_invalid=True)


def bring_in_step() -> int:
    """Add what is new, drop what is gone; return how many texts wait for their translation."""
    catalogue = kept()
    catalogue.update(extracted(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    text = io.BytesIO()
    write_po(
        text, catalogue, width=100, sort_by_file=True, include_lineno=False, include_previous=False
    )
    body = CHURN.sub("", text.getvalue().decode()).partition("msgid")
    PATH.write_text("".join(body[1:]))
    return sum(not message.string or not all(message.string) for message in catalogue if message.id)


if __name__ == "__main__":
    waiting = bring_in_step()
    print(f"{PATH.relative_to(root())}: {waiting} texts wait for their translation")  # noqa: T201
