"""What a document claims to be: which version of Open Badges, and which of its things."""

from dataclasses import dataclass
from typing import Any

from recognition.openbadges.contexts import CREDENTIALS_V1, CREDENTIALS_V2, OB2
from recognition.openbadges.verdict import Kind, Version

OB1 = "https://w3id.org/openbadges/v1"
_OB2 = (OB2, "https://openbadgespec.org/v2/context.json")
_OB2_BEGINS = "https://purl.imsglobal.org/spec/ob/v2p"
_OB3_BEGINS = (
    "https://purl.imsglobal.org/spec/ob/v3p0/",
    "https://purl.imsglobal.org/spec/ob/v3p1/",
)
# Where the context of 3.0 stood before it was published.
_OB3_DRAFTS = (
    "https://imsglobal.github.io/openbadges-specification/",
    "https://1edtech.github.io/openbadges-specification/",
    "https://purl.imsglobal.org/spec/ob/v3p0/context/ob_v3p0.jsonld",
)
_OB3_KINDS = {
    "OpenBadgeCredential": Kind.AWARD,
    "AchievementCredential": Kind.AWARD,
    "EndorsementCredential": Kind.ENDORSEMENT,
    "BitstringStatusListCredential": Kind.STATUS_LIST,
    "StatusList2021Credential": Kind.STATUS_LIST,
}
_OB3_PARTS = {"Achievement": Kind.BADGE, "Profile": Kind.ISSUER}
_OB2_KINDS = {
    "Assertion": Kind.AWARD,
    "BadgeClass": Kind.BADGE,
    "Issuer": Kind.ISSUER,
    "Profile": Kind.ISSUER,
    "Endorsement": Kind.ENDORSEMENT,
}


@dataclass(frozen=True)
class Shape:
    """`is_early` is a 3.0 badge on version 1.1 of the W3C data model, as made before May 2024."""

    version: Version = Version.NONE
    kind: Kind = Kind.NONE
    is_early: bool = False


def shape_of(document: dict[str, Any]) -> Shape:
    """What it claims to be, by its contexts, its types and its members; believed of nothing."""
    contexts, types = contexts_of(document), types_of(document)
    is_ob3 = any(is_ob3_context(each) for each in contexts)
    if "VerifiableCredential" in types or "credentialSubject" in document:
        return _credential(document, contexts, types, is_ob3=is_ob3)
    if is_ob3 or "Achievement" in types:
        return Shape(Version.OB3, _first(types, _OB3_PARTS))
    if OB1 in contexts:
        return Shape(Version.OB1, _first(types, _OB2_KINDS))
    if kind := _first(types, _OB2_KINDS):
        return Shape(Version.OB2, kind)
    if any(is_ob2_context(each) for each in contexts):
        # What was taken away says no more than that.
        return Shape(Version.OB2, Kind.AWARD if document.get("revoked") is True else Kind.NONE)
    return _before_contexts(document)


def types_of(document: dict[str, Any]) -> list[str]:
    """Its types; one word and a list of one are the same."""
    return [each for each in listed(document.get("type")) if isinstance(each, str)]


def contexts_of(document: dict[str, Any]) -> list[str]:
    """The addresses among its contexts, http written as https, in their order."""
    return [
        "https://" + each.removeprefix("http://") if each.startswith("http://") else each
        for each in listed(document.get("@context"))
        if isinstance(each, str)
    ]


def listed(value: Any) -> list[Any]:
    """JSON-LD: a value and the list of that one value are the same, and none is no value."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def is_ob2_context(url: str) -> bool:
    return url in _OB2 or url.startswith(_OB2_BEGINS)


def is_ob3_context(url: str) -> bool:
    return url.startswith(_OB3_BEGINS) or is_draft_context(url)


def is_draft_context(url: str) -> bool:
    """Whether it is an address of the context of 3.0 from before its publication."""
    return url.startswith(_OB3_DRAFTS)


def _credential(
    document: dict[str, Any], contexts: list[str], types: list[str], *, is_ob3: bool
) -> Shape:
    kind = _first(types, _OB3_KINDS)
    subjects = listed(document.get("credentialSubject"))
    if not kind and any(isinstance(each, dict) and "achievement" in each for each in subjects):
        kind = Kind.AWARD
    if not kind and not is_ob3:
        return Shape()  # a credential of another trade
    is_early = CREDENTIALS_V1 in contexts and CREDENTIALS_V2 not in contexts
    return Shape(Version.OB3, kind, is_early)


def _before_contexts(document: dict[str, Any]) -> Shape:
    """0.5 and 1.0 had neither context nor type: they are known by what they say."""
    if "recipient" in document and "badge" in document:
        is_whole = isinstance(document["badge"], dict) and isinstance(document["recipient"], str)
        return Shape(Version.OB05 if is_whole else Version.OB1, Kind.AWARD)
    if "criteria" in document and "issuer" in document:
        return Shape(Version.OB1, Kind.BADGE)
    if document.get("revoked") is True:
        return Shape(Version.OB1, Kind.AWARD)
    return Shape(Version.OB1, Kind.ISSUER) if {"name", "url"} <= document.keys() else Shape()


def _first(types: list[str], kinds: dict[str, Kind]) -> Kind:
    return next((kinds[each] for each in types if each in kinds), Kind.NONE)
