"""Badges in SVG: one element is set in or read.

Open Badges 3.0, section 5.3.2; Badge Baking for 2.0 and 1.x. Written into pictures that we drew
(requirement C4); read with a parser that knows no entity, no external file and no deep tree
(requirement C5).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from recognition.openbadges.carrying import (
    FILE_BYTES,
    KEYWORDS,
    OB2_KEYWORD,
    OB3_KEYWORD,
    TEXT_BYTES,
    Baked,
    NotABadge,
    NothingInside,
)

SVG_DEPTH = 100
ELEMENTS = 100_000
NAMESPACES: Mapping[str, str] = {
    OB2_KEYWORD: "http://openbadges.org",
    OB3_KEYWORD: "https://purl.imsglobal.org/ob/v3p0",
}

_TAGS = {OB2_KEYWORD: "assertion", OB3_KEYWORD: "credential"}
_ROOTS = frozenset({"http://www.w3.org/2000/svg svg", "svg"})
# Editors write one of these two at the head of every SVG, and 1EdTech's own baked example has one.
# Nothing is declared in it and nothing is fetched for it: any other DOCTYPE is refused.
_HARMLESS_DOCTYPES = frozenset(
    {
        ("-//W3C//DTD SVG 1.1//EN", "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd"),
        ("-//W3C//DTD SVG 1.0//EN", "http://www.w3.org/TR/2001/REC-SVG-20010904/DTD/svg10.dtd"),
    }
)
_TOKEN = re.compile(r"[\w-]+\.[\w-]+\.[\w-]+", re.ASCII)
_START_TAG = re.compile(rb"<[^>\"']*+(?:\"[^\"]*+\"[^>\"']*+|'[^']*+'[^>\"']*+)*+>")
_PREFIX = re.compile(rb"\sxmlns:openbadges\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_NOT_IN_XML = re.compile("[\ufffe\uffff]")


def bake(svg: bytes | str, keyword: str, text: str, verify: str = "") -> bytes:
    """The picture, in UTF-8, with this text as first element, and no other badge.

    A compact token goes into the attribute ``verify``; JSON goes into the body, and `verify` is
    then the address of a hosted 2.0 assertion. Raises NotABadge like `unbake` when the picture is
    none, and with ``svg.empty_picture`` or ``svg.encoding`` when it is not one that we draw.
    """
    if keyword not in KEYWORDS:
        raise ValueError(keyword)
    if len(text.encode()) > TEXT_BYTES:
        raise NotABadge("svg.text_too_large")
    raw = svg.encode() if isinstance(svg, str) else svg
    seen = _look(raw)
    if seen.encoding not in {"", "utf-8", "utf8", "us-ascii"}:
        raise NotABadge("svg.encoding")
    head = _START_TAG.match(raw, seen.root)
    if head is None or head[0].endswith(b"/>"):
        raise NotABadge("svg.empty_picture")
    namespace = NAMESPACES[keyword].encode()
    tag = _PREFIX.sub(b"", head[0])[:-1] + b' xmlns:openbadges="' + namespace + b'">'
    kept, since = [], head.end()
    for start, end in seen.badges:
        kept.append(raw[since:start])
        since = end
    kept.append(raw[since:])
    element = _element(_TAGS[keyword], text, verify).encode()
    return b"".join((raw[: head.start()], tag, element, *kept))


def unbake(svg: bytes) -> Baked | None:
    """The badge that it carries; None when it carries none.

    Raises NothingInside with ``svg.not_svg``, and NotABadge with ``svg.syntax``,
    ``svg.doctype``, ``svg.too_deep``, ``svg.too_large``, ``svg.twice`` (more than one badge),
    ``svg.text_too_large``, ``svg.empty`` (a badge element that holds nothing).
    """
    seen = _look(svg)
    if not seen.badges:
        return None
    if len(seen.badges) > 1:
        raise NotABadge("svg.twice")
    text = "".join(seen.text).strip() or seen.verify.strip()
    if not text:
        raise NotABadge("svg.empty")
    if len(text.encode()) > TEXT_BYTES:
        raise NotABadge("svg.text_too_large")
    return Baked(keyword=seen.keyword, text=text, verify=seen.verify.strip())


def _element(tag: str, text: str, verify: str) -> str:
    if _TOKEN.fullmatch(text):
        return f"<openbadges:{tag} verify={quoteattr(text)}></openbadges:{tag}>"
    # In JSON these two stand in strings only, where an escape says the same.
    plain = _NOT_IN_XML.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    body = plain.replace("]]>", "]]]]><![CDATA[>")
    attribute = f" verify={quoteattr(verify)}" if verify else ""
    return f"<openbadges:{tag}{attribute}><![CDATA[{body}]]></openbadges:{tag}>"


@dataclass
class _Looking:
    """What the parser has met so far. `root` is where the outermost tag begins, in bytes;
    `badges` from where to where each badge element goes."""

    raw: bytes
    encoding: str = ""
    root: int = -1
    keyword: str = ""
    verify: str = ""
    text: list[str] = field(default_factory=list)
    badges: list[tuple[int, int]] = field(default_factory=list)
    depth: int = 0
    elements: int = 0
    begun: int = -1  # where the badge element that is open begins
    begun_at: int = 0  # its depth


def _look(raw: bytes) -> _Looking:
    if len(raw) > FILE_BYTES:
        raise NotABadge("svg.too_large")
    seen = _Looking(raw)
    parser = _parser(seen)
    try:
        parser.Parse(raw, True)
    except (expat.ExpatError, ValueError, LookupError) as error:  # the last two: odd encodings
        if seen.root < 0:
            raise NothingInside("svg.not_svg") from error
        raise NotABadge("svg.syntax") from error
    return seen


def _parser(seen: _Looking) -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    elements = {f"{NAMESPACES[keyword]} {_TAGS[keyword]}": keyword for keyword in KEYWORDS}

    def declaration(version: str, encoding: str | None, standalone: int) -> None:
        seen.encoding = (encoding or "").lower()

    def doctype(name: str, system: str | None, public: str | None, declares: int) -> None:
        if name != "svg":
            raise NothingInside("svg.not_svg")
        if declares or (public, system) not in _HARMLESS_DOCTYPES:
            raise NotABadge("svg.doctype")

    def skipped(name: str, is_parameter: int) -> None:
        raise NotABadge("svg.doctype")

    def opened(name: str, attributes: dict[str, str]) -> None:
        if seen.root < 0:
            if name not in _ROOTS:
                raise NothingInside("svg.not_svg")
            seen.root = parser.CurrentByteIndex
        seen.depth += 1
        seen.elements += 1
        if seen.depth > SVG_DEPTH:
            raise NotABadge("svg.too_deep")
        if seen.elements > ELEMENTS:
            raise NotABadge("svg.too_large")
        if name in elements and seen.begun < 0:
            seen.keyword = elements[name]
            seen.verify = attributes.get("verify", "")
            seen.begun, seen.begun_at = parser.CurrentByteIndex, seen.depth
            parser.CharacterDataHandler = written

    def written(text: str) -> None:
        seen.text.append(text)

    def closed(name: str) -> None:
        if seen.depth == seen.begun_at and seen.begun >= 0:
            seen.badges.append((seen.begun, _end(seen.raw, seen.begun, parser.CurrentByteIndex)))
            seen.begun = -1
            parser.CharacterDataHandler = None
        seen.depth -= 1

    parser.XmlDeclHandler = declaration
    parser.StartDoctypeDeclHandler = doctype
    parser.SkippedEntityHandler = skipped
    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    return parser


def _end(raw: bytes, begun: int, ended: int) -> int:
    """Where an element ends whose end the parser met at `ended`: on its closing tag, or behind
    it when it is one tag that closes itself."""
    tag = _START_TAG.match(raw, begun)
    if tag and tag[0].endswith(b"/>"):
        return tag.end()
    return raw.index(b">", ended) + 1
