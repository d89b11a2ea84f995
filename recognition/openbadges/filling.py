"""Canonical forms of documents that are all alike, found once for each shape and filled.

Nearly all of what canonicalisation costs is finding out which statements a document makes; and
that depends on the names of its members, not on its texts and addresses. So these are replaced by
marks, PyLD is asked for the statements, and documents of the same shape only have their own texts
put in the place of the marks. What is left of RDFC-1.0 is then done here: sorting, and naming
blank nodes by the hash of what is said of each (4.6, Hash First Degree Quads). Where two hashes
are the same, or a text is not plain, PyLD does it all.

For documents of our own making only: nothing here bounds what a stranger may send.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from recognition.openbadges.canonical import Canonicaliser, canonicalise
from recognition.openbadges.safejson import dumps

MOST_SHAPES = 500  # some 30 kB each for an award; then they are found again

# What chooses a term of a vocabulary, or says what kind of value another is.
_KEPT = frozenset(
    {"@context", "type", "achievementType", "identityType", "cryptosuite", "proofPurpose"}
    | {"statusPurpose", "inLanguage", "hashed"}
)
_MARK = re.compile(r'<https://mark\.invalid/(\d+)>|"https://mark\.invalid/(\d+)"|(_:c14n\d+)')
_PLAIN_ADDRESS = re.compile(r"(?:https?://|did:web:)[^\x00-\x20<>\"{}|^`\\]+\Z")
_NOT_PLAIN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class _Unlike(Exception):
    """This document is not to be filled in."""


@dataclass(frozen=True)
class _Statement:
    """A quad, in pieces: what stands between the marks, and the marks: the number of a text to be
    written as an address or as a literal, or the name of a blank node."""

    between: tuple[str, ...]
    marks: tuple[tuple[str, int | str], ...]

    @classmethod
    def of(cls, line: str) -> "_Statement":
        between, marks, end = [], list[tuple[str, int | str]](), 0
        for found in _MARK.finditer(line):
            between.append(line[end : found.start()])
            end = found.end()
            address, literal, blank = found.groups()
            if blank:
                marks.append(("blank", blank))
            elif address:
                marks.append(("address", int(address)))
            else:
                marks.append(("literal", int(literal)))
        return cls((*between, line[end:]), tuple(marks))


@dataclass(frozen=True)
class _Shape:
    statements: tuple[_Statement, ...]

    def filled(self, texts: list[str]) -> bytes:
        """The canonical form with these texts. Raises _Unlike."""
        lines: set[str] = set()
        of_blank: defaultdict[str, set[str]] = defaultdict(set)
        for statement in self.statements:
            line, blanks = _written(statement, texts)
            if not blanks:
                lines.add(line)
            for blank in blanks:
                of_blank[blank].add(line)
        names = _names(of_blank)
        for said in of_blank.values():
            for line in said:
                lines.add(_BLANK.sub(lambda found: names[found[0]], line))
        return "".join(sorted(lines)).encode()


_BLANK = re.compile(r"\x00_:c14n\d+")  # marked by what no text holds


def _written(statement: _Statement, texts: list[str]) -> tuple[str, set[str]]:
    parts, blanks = [statement.between[0]], set()
    for (kind, which), after in zip(statement.marks, statement.between[1:], strict=True):
        if isinstance(which, str):
            name = f"\x00{which}"
            blanks.add(name)
            parts.append(name)
        elif kind == "address":
            parts.append(f"<{_address(texts[which])}>")
        else:
            parts.append(f'"{_escaped(texts[which])}"')
        parts.append(after)
    return "".join(parts), blanks


def _address(text: str) -> str:
    if not _PLAIN_ADDRESS.match(text):
        raise _Unlike
    return text


def _escaped(text: str) -> str:
    return (
        text.replace("\\", "\\\\")
        .replace("\t", "\\t")
        .replace("\n", "\\n")
        .replace("\r", "\\r")
        .replace('"', '\\"')
    )


def _names(of_blank: Mapping[str, set[str]]) -> dict[str, str]:
    """The canonical names of blank nodes that are told apart by what is said of each. Raises
    _Unlike when that is not enough."""
    hashes: dict[str, str] = {}
    for blank, said in of_blank.items():
        seen = sorted(
            _BLANK.sub(lambda found, own=blank: "_:a" if found[0] == own else "_:z", line)  # type: ignore[misc]
            for line in said
        )
        hashes[hashlib.sha256("".join(seen).encode()).hexdigest()] = blank
    if len(hashes) < len(of_blank):
        raise _Unlike
    return {hashes[key]: f"_:c14n{number}" for number, key in enumerate(sorted(hashes))}


class Filling:
    """A `Canonicaliser` that remembers shapes. Threads may share it."""

    def __init__(self, whole: Canonicaliser = canonicalise) -> None:
        self._whole = whole
        self._shapes: dict[str, _Shape] = {}

    def __call__(self, document: Mapping[str, Any]) -> bytes:
        """The same bytes as `canonicalise`, some twenty times as fast for a shape seen before.
        Raises NotCanonical."""
        texts: list[str] = []
        try:
            marked = {name: _marked(name, value, texts) for name, value in document.items()}
            return self._shape(marked).filled(texts)
        except _Unlike:
            return self._whole(document)

    def _shape(self, marked: Mapping[str, Any]) -> _Shape:
        key = dumps(marked)
        shape = self._shapes.get(key)
        if shape is None:
            lines = self._whole(marked).decode().splitlines(keepends=True)
            shape = _Shape(tuple(_Statement.of(line) for line in lines))
            if len(self._shapes) >= MOST_SHAPES:
                self._shapes.clear()
            self._shapes[key] = shape
        return shape


def _marked(name: str, value: Any, texts: list[str]) -> Any:
    """The value with a mark in the place of each text, which goes to `texts`. Raises _Unlike."""
    if name in _KEPT:
        return value
    if isinstance(value, str):
        if not value or _NOT_PLAIN.search(value):
            raise _Unlike
        texts.append(value)
        return f"https://mark.invalid/{len(texts) - 1}"
    if isinstance(value, Mapping):
        return {key: _marked(key, each, texts) for key, each in value.items()}
    if isinstance(value, list):
        return [_marked(name, each, texts) for each in value]
    return value
