"""From the bytes of anything to the badge that they carry, of which nothing is believed yet."""

import re
from dataclasses import dataclass, replace
from typing import Any

from recognition.openbadges import png, safejson, svg
from recognition.openbadges.carrying import (
    FILE_BYTES,
    TEXT_BYTES,
    Baked,
    NotABadge,
    NothingInside,
)
from recognition.openbadges.safejson import BadJson
from recognition.openbadges.verdict import Form

ADDRESS_CHARACTERS = 2048

_BOM = b"\xef\xbb\xbf"
# Pictures that may be sound and that no badge was ever put into.
_OTHER_PICTURES = (b"\xff\xd8\xff", b"GIF8", b"RIFF", b"BM", b"II*\0", b"MM\0*", b"\0\0\1\0")
_COMPACT = re.compile(r"[\w-]+(?:\.[\w-]*){2,4}", re.ASCII)
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_COMPACT_BEGINS = "eyJ"  # `{"` in base64url: mail programs break such a text into lines
_ENVELOPED = re.compile(r"data:application/(?:vc\+)?(?:ld\+)?jwt[^,]*,", re.IGNORECASE)
_WRAPPERS = ("verifiableCredential", "credential", "compactJwsString")
_OF_A_BADGE = frozenset({"credentialSubject", "recipient", "badge", "claim"})


@dataclass(frozen=True)
class Carried:
    """What a file holds: one of `document`, `token` and `address`, the other two None.

    `text` is that one thing as it was written, to be kept and baked again. `picture` is the PNG
    that carried it, never drawn as sent (requirement C2); an SVG is not kept as a picture
    (requirement C4). `keyword` is how it was baked, empty when it was not. `hosted` is the
    address that an SVG says beside the document.
    """

    form: Form
    text: str
    document: dict[str, Any] | None = None
    token: str | None = None
    address: str | None = None
    picture: bytes | None = None
    keyword: str = ""
    hosted: str = ""


def read(content: bytes) -> Carried:
    """The badge in a PNG, an SVG, a JSON document, a compact token, or a text that is an address.

    Raises NothingInside (``file.nothing_inside``, ``file.empty``, ``file.unknown``,
    ``svg.not_svg``) when there is none to judge, and NotABadge with ``file.too_large``,
    ``file.encrypted`` (JWE), ``file.several`` (more than one badge), ``file.broken_text`` (what
    was baked is neither JSON nor token nor address), or a code of `png`, `svg` or `safejson`.
    Never anything else.
    """
    if len(content) > FILE_BYTES:
        raise NotABadge("file.too_large")
    if content.startswith(png.SIGNATURE):
        return _baked(Form.PNG, png.unbake(content), content)
    plain = content.removeprefix(_BOM).strip()
    if not plain:
        raise NothingInside("file.empty")
    if plain.startswith(b"<"):
        return _baked(Form.SVG, svg.unbake(content.lstrip()), None)
    if plain.startswith(_OTHER_PICTURES):
        raise NothingInside("file.nothing_inside")
    try:
        text = plain.decode()
    except UnicodeDecodeError as error:
        raise NothingInside("file.unknown") from error
    carried = _carried(text)
    if carried is None:
        raise NothingInside("file.unknown")
    return carried


def _baked(form: Form, baked: Baked | None, picture: bytes | None) -> Carried:
    if baked is None:
        raise NothingInside("file.nothing_inside")
    carried = _carried(baked.text.removeprefix("\ufeff").strip())
    if carried is None:
        raise NotABadge("file.broken_text")
    hosted = baked.verify if _is_address(baked.verify) else ""
    return replace(carried, form=form, picture=picture, keyword=baked.keyword, hosted=hosted)


def _carried(text: str) -> Carried | None:
    if text[:1] in {"{", "[", '"'}:
        try:
            return _of_value(safejson.loads(text, limit=TEXT_BYTES), text)
        except BadJson as error:
            raise NotABadge(error.reason) from error
    if _is_address(text):
        return Carried(Form.ADDRESS, text=text, address=text)
    token = "".join(text.split()) if text.startswith(_COMPACT_BEGINS) else text
    return _of_token(token) if _COMPACT.fullmatch(token) else None


def _of_value(value: Any, text: str) -> Carried:
    """The one badge of a JSON value; a presentation, a list or the answer of a service may wrap
    it."""
    if isinstance(value, str):
        carried = None if value[:1] in {"{", "[", '"'} else _carried(value.strip())
        if carried is None:
            raise NothingInside("file.unknown")
        return carried
    if isinstance(value, list):
        return _only(value)
    if not isinstance(value, dict):
        raise NothingInside("file.unknown")
    wrapped = [
        each
        for member in _WRAPPERS
        for each in (value[member] if isinstance(value.get(member), list) else [value.get(member)])
        if isinstance(each, dict | str)
    ]
    if wrapped and not _OF_A_BADGE & value.keys():
        return _only(wrapped)
    address = value.get("id")
    if isinstance(address, str) and (enveloped := _ENVELOPED.match(address)):
        return _of_token(address[enveloped.end() :])
    return Carried(Form.JSON, text=text, document=value)


def _only(values: list[Any]) -> Carried:
    if len(values) > 1:
        raise NotABadge("file.several")
    if not values:
        raise NothingInside("file.nothing_inside")
    [value] = values
    # Its own text, since the whole is not a badge.
    return _of_value(value, "" if isinstance(value, list | str) else safejson.dumps(value))


def _of_token(text: str) -> Carried:
    if text.count(".") != 2 or not _COMPACT.fullmatch(text):
        raise NotABadge("file.encrypted" if text.count(".") == 4 else "file.broken_text")
    return Carried(Form.JWT, text=text, token=text)


def _is_address(text: str) -> bool:
    if len(text) > ADDRESS_CHARACTERS or not text.isprintable():
        return False
    return _ADDRESS.fullmatch(text) is not None
