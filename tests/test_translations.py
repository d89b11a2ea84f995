"""Every text people read is in the English catalogue, translated, with the same gaps to fill."""

import re

from babel.messages.catalog import Catalog, Message

from tests.catalogue import extracted, kept, texts

MARKUP = re.compile(r"<[^>]+>|https?://[\w./-]+|\n|%s")
GAPS = re.compile(r"%\((\w+)\)[sd]|(?<!\{)\{(\w*)\}(?!\})")


def _ids(catalogue: Catalog) -> set[str | tuple[str, ...]]:
    return {
        tuple(message.id) if isinstance(message.id, list | tuple) else message.id
        for message in catalogue
        if message.id
    }


def _texts(message: Message) -> list[tuple[str, str]]:
    """Each French form beside its English one."""
    if isinstance(message.id, str):
        return [(message.id, str(message.string))]
    return list(zip(message.id, message.string or (), strict=True))


def _gaps(text: str) -> list[str]:
    return sorted(first or second for first, second in GAPS.findall(text))


def _edges(text: str) -> tuple[bool, bool]:
    # The space before a colon is French typography: English does without it.
    border = re.sub(r"^\s(?=[:;])", "", text)
    return border[0].isspace(), border[-1].isspace()


def test_the_catalogue_holds_the_texts_of_the_code_and_no_other() -> None:
    """`make translations` brings it in step."""
    french, catalogue = _ids(extracted()), _ids(kept())
    assert len(french) > 500
    assert sorted(map(str, french - catalogue)) == []
    assert sorted(map(str, catalogue - french)) == []


def test_a_singular_has_one_plural() -> None:
    """A catalogue finds both forms by the singular: a second plural would never be read."""
    plurals: dict[str, set[str]] = {}
    for _path, forms in texts():
        if isinstance(forms, tuple):
            plurals.setdefault(forms[0], set()).add(forms[1])
    assert len(plurals) > 10
    assert {one: many for one, many in plurals.items() if len(many) > 1} == {}


def test_every_text_has_its_english() -> None:
    waiting = [
        message.id for message in kept() if message.id and not all(e for _, e in _texts(message))
    ]
    assert waiting == []
    assert [message.id for message in kept() if message.id and message.fuzzy] == []


def test_a_translation_fills_the_gaps_its_text_fills() -> None:
    # A singular may say "one" where the plural counts.
    wrong = [
        (french, english)
        for message in kept()
        if message.id
        for french, english in _texts(message)
        if not set(_gaps(english)) <= set(_gaps(french)) | {"num"}
        or set(_gaps(french)) - set(_gaps(english)) - {"num"}
    ]
    assert wrong == []


def test_a_translation_keeps_the_markup_the_addresses_and_the_lines_of_its_text() -> None:
    wrong = [
        (french, english)
        for message in kept()
        if message.id
        for french, english in _texts(message)
        if sorted(MARKUP.findall(french)) != sorted(MARKUP.findall(english))
    ]
    assert wrong == []


def test_a_text_begins_and_ends_as_its_translation_does() -> None:
    """Spaces and line ends at the border of a text belong to the page or the mail around it."""
    wrong = [
        (french, english)
        for message in kept()
        if message.id
        for french, english in _texts(message)
        if _edges(french) != _edges(english)
    ]
    assert wrong == []


def test_french_texts_are_typeset_as_french_is() -> None:
    """Curly apostrophes; an unbreakable space before high punctuation and inside guillemets."""
    wrong = [
        text
        for message in extracted()
        if message.id
        for text in ([message.id] if isinstance(message.id, str) else message.id)
        if re.search(r"\w'\w|\w[ ]?[;!?»](?=\s|$)|\w [:](?=\s|$)|«(?!\N{NO-BREAK SPACE})", text)
    ]
    assert wrong == []
