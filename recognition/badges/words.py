"""The words of a version as they are written, compared and advised upon. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from recognition.badges.drawing import DYES, ICONS, SHAPES, Picture
from recognition.badges.queries import VersionWords
from recognition.badges.search import SMALL_WORDS, plain_words, word_forms
from recognition.texts import fold


@dataclass(frozen=True)
class Words:
    """What somebody writes for a version. An empty `alt_text` means the one we propose."""

    title: str
    definition: str
    family: str
    criteria: tuple[str, ...]
    skills: tuple[str, ...]
    evidence_hint: str
    picture: Picture
    alt_text: str = ""


def words_of(version: VersionWords) -> Words:
    """A version as its author would write it again."""
    return Words(
        title=version.title,
        definition=version.definition,
        family=version.family.id,
        criteria=tuple(criterion.text for criterion in version.criteria),
        skills=version.skills,
        evidence_hint=version.evidence_hint,
        picture=version.picture,
        alt_text=version.alt_text,
    )


def proposed_alt_text(picture: Picture) -> str:
    """What the picture shows, in a French sentence: « Un rond rouge portant une oreille »."""
    alt = (
        f"{_ARTICLES.get(picture.shape, 'Un')} {SHAPES[picture.shape].label.lower()}"
        f" {_agreed(DYES[picture.dye].hue, picture.shape)} portant {ICONS[picture.icon].label}"
    )
    return f"{alt} et le mot « {picture.word} »" if picture.word else alt


_ARTICLES = {"fleur": "Une", "arche": "Une"}
_FEMININE = {"bleu": "bleue", "vert": "verte", "violet": "violette", "brun": "brune"}


def _agreed(hue: str, shape: str) -> str:
    return _FEMININE.get(hue, hue) if shape in _ARTICLES else hue


CHANGEABLE = (
    "title",
    "definition",
    "criteria",
    "family",
    "skills",
    "evidence_hint",
    "picture",
    "alt_text",
)
"""The parts of a version, in the order a reader meets them."""


def changed_parts(before: Words, after: Words) -> tuple[str, ...]:
    """Which parts of CHANGEABLE differ."""
    return tuple(name for name in CHANGEABLE if getattr(before, name) != getattr(after, name))


@dataclass(frozen=True)
class Piece:
    """A stretch of text: ``kept``, ``added`` or ``removed``."""

    kind: str
    text: str


@dataclass(frozen=True)
class PartDifference:
    """How one part of CHANGEABLE changed; `lines` holds one list of pieces a line of text."""

    part: str
    lines: tuple[tuple[Piece, ...], ...]


def differences(before: Words, after: Words) -> tuple[PartDifference, ...]:
    """What changed, word by word in texts and line by line in lists. The picture has no lines:
    the two pictures say it."""
    found = []
    for part in changed_parts(before, after):
        lines: tuple[tuple[Piece, ...], ...] = ()
        if part in ("criteria", "skills"):
            lines = _changed_lines(getattr(before, part), getattr(after, part))
        elif part not in ("picture", "family"):
            lines = (_changed_words(getattr(before, part), getattr(after, part)),)
        found.append(PartDifference(part, lines))
    return tuple(found)


def _changed_lines(before: Sequence[str], after: Sequence[str]) -> tuple[tuple[Piece, ...], ...]:
    lines: list[tuple[Piece, ...]] = []
    matcher = SequenceMatcher(a=before, b=after, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            lines.extend((Piece("kept", text),) for text in before[a:b])
        elif kind == "replace" and b - a == d - c:
            lines.extend(
                _changed_words(old, new) for old, new in zip(before[a:b], after[c:d], strict=True)
            )
        else:
            lines.extend((Piece("removed", text),) for text in before[a:b])
            lines.extend((Piece("added", text),) for text in after[c:d])
    return tuple(lines)


def _changed_words(before: str, after: str) -> tuple[Piece, ...]:
    old, new = re.findall(r"\S+\s*", before), re.findall(r"\S+\s*", after)
    pieces: list[Piece] = []
    matcher = SequenceMatcher(
        a=[word.rstrip() for word in old], b=[word.rstrip() for word in new], autojunk=False
    )
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            # The last word of a text has no space after it; the same word elsewhere has.
            same = zip(old[a:b], new[c:d], strict=True)
            pieces.append(Piece("kept", "".join(max(pair, key=len) for pair in same)))
            continue
        if b > a:
            pieces.append(Piece("removed", "".join(old[a:b])))
        if d > c:
            pieces.append(Piece("added", "".join(new[c:d])))
    return tuple(pieces)


NEAR = 0.74
"""Of 1: how much two titles must share, letter by letter, to be called near."""


def near_titles(title: str, others: Iterable[str]) -> list[str]:
    """Those of `others` that resemble `title`, the nearest first, three at most."""
    stems = _stems(title)
    if not stems:
        return []
    scored = []
    for other in others:
        letters = SequenceMatcher(a=fold(title), b=fold(other)).ratio()
        their_stems = _stems(other)
        shared = len(stems & their_stems) / max(1, min(len(stems), len(their_stems)))
        if letters >= NEAR or (shared >= 1 and len(stems & their_stems) > 0):
            scored.append((-max(letters, shared), other))
    return [other for _, other in sorted(scored)[:3]]


def _stems(words: str) -> frozenset[str]:
    return frozenset(
        word_forms(word)[-1]
        for word in plain_words(words)
        if word not in SMALL_WORDS and word_forms(word)
    )


LONG_SENTENCE = 32
"""Words: beyond, a sentence is hard to follow aloud."""


def advice(title: str, definition: str, criteria: Sequence[str]) -> list[str]:
    """Codes of what one might improve; none of them forbids anything."""
    whole = " ".join((title, definition, *criteria))
    codes = []
    if re.search(r"\b[A-ZÀ-Ý]{2,}\b", whole):
        codes.append("acronym")
    if any(len(sentence.split()) > LONG_SENTENCE for sentence in re.split(r"[.!?;]", definition)):
        codes.append("long_sentence")
    if any(_VAGUE.match(fold(criterion)) for criterion in criteria):
        codes.append("vague")
    elif sum(1 for criterion in criteria if criterion.strip()) > 1:
        codes.append("verifiable")
    if _CHILDREN & _stems(whole):
        codes.append("children")
    return codes


_VAGUE = re.compile(r"\s*(etre (bon|motive|capable|a l.aise)|maitriser|connaitre|bien )")
_CHILDREN = frozenset(
    word_forms(word)[-1] for word in ("enfant", "bébé", "élève", "mineur", "famille", "parent")
)
