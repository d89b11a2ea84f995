"""The members of a document by a stranger, whatever stands where a value should.

Nothing here raises: what is not of the expected type is as if it were not there.
"""

import base64
import binascii
from collections.abc import Iterator
from typing import Any

from recognition.openbadges.shapes import listed, types_of

Document = dict[str, Any]


def words(value: Any) -> str:
    """A text, or the text of a language-tagged value, or the first of several."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, dict):
        return words(value.get("@value"))
    if isinstance(value, list) and value:
        return words(value[0])
    return ""


def member(value: Any, *path: str) -> Any:
    """What stands at the end of a path of members; None when it breaks off. Of a list, its first
    is taken."""
    for name in path:
        if isinstance(value, list):
            value = value[0] if value else None
        if not isinstance(value, dict):
            return None
        value = value.get(name)
    return value


def text(document: Any, *path: str) -> str:
    """The words at the end of a path."""
    return words(member(document, *path))


def id_of(value: Any) -> str:
    """The id of an object, or the text that stands for it."""
    if isinstance(value, str):
        return value.strip()
    return text(value, "id") or text(value, "@id") if isinstance(value, dict) else ""


def embedded_image(value: Any) -> bytes | None:
    """The bytes of an image written as a data URI, as sent; None for an address or nothing."""
    address = id_of(value[0] if isinstance(value, list) and value else value)
    if not address.startswith("data:image/"):
        return None
    kind, _, content = address.partition(",")
    if not kind.endswith(";base64"):
        return None
    try:
        return base64.b64decode(content, validate=True)
    except (binascii.Error, ValueError):
        return None


def objects(value: Any) -> Iterator[Document]:
    """Those among one or several that are objects."""
    return (each for each in listed(value) if isinstance(each, dict))


def types(document: Any) -> frozenset[str]:
    """What it says to be."""
    return frozenset(types_of(document)) if isinstance(document, dict) else frozenset()
