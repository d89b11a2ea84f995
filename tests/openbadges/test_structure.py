"""What a document claims to be, and what is wrong with it."""

import json
import time
from base64 import urlsafe_b64decode
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recognition.openbadges.older import Fault
from recognition.openbadges.reading import NotABadge, read
from recognition.openbadges.safejson import loads
from recognition.openbadges.shapes import Shape, shape_of
from recognition.openbadges.structure import FAULTS, VALUES, faults, warnings
from recognition.openbadges.verdict import Kind, Version
from tests.openbadges.pictures import CORPUS, FILES

Document = dict[str, Any]
MANIFEST = {it["file"]: it for it in json.loads((CORPUS / "manifest.json").read_text())["items"]}


def document(name: str) -> Document:
    """The document of a file of the corpus, out of its picture or its token."""
    carried = read((FILES / name).read_bytes())
    if carried.token is None:
        assert carried.document is not None
        return carried.document
    payload = loads(_decoded(carried.token.split(".")[1]))
    found: Document = payload.get("vc", payload)
    return found


def _decoded(part: str) -> bytes:
    return urlsafe_b64decode(part + "=" * (-len(part) % 4))


def _all() -> dict[str, Document]:
    found = {}
    for name in MANIFEST:
        try:
            found[name] = document(name)
        except (NotABadge, AssertionError):  # a picture with an address, or none
            continue
    return found


DOCUMENTS = _all()
ACHIEVEMENT = "credentialSubject.achievement"
SIMPLE = DOCUMENTS["dcpv__ob30__simple.json"]
ASSERTION = DOCUMENTS["dcpv__ob20__basic-assertion.json"]
BADGE = DOCUMENTS["dcpv__ob20__assets__badge-with-data-image.json"]
EARLY = DOCUMENTS["dcpv__ob30__simple_v1.json"]
OLD = DOCUMENTS["openbadges-bakery__openbadges_bakery__testfiles__baked_heart.png"]
OLDEST = DOCUMENTS["openbadges-bakery-service__test__data__assertions__test-0.5.json"]


def asset(name: str) -> Document:
    found: Document = loads((FILES / "ob20-assets" / name).read_bytes())
    return found


def with_member(whole: Document, path: str, value: Any) -> Document:
    """A copy with the member at this path set; `...` takes it away."""
    copy = deepcopy(whole)
    *way, last = path.split(".")
    holder = copy
    for each in way:
        holder = holder[each]
    if value is ...:
        del holder[last]
    else:
        holder[last] = value
    return copy


def told(whole: Document, kind: Kind | None = None) -> list[tuple[str, str]]:
    return [(each.reason.removeprefix("structure."), each.where) for each in faults(whole, kind)]


def test_every_document_of_the_corpus_is_told_what_it_is() -> None:
    for name, whole in DOCUMENTS.items():
        shape, said = shape_of(whole), MANIFEST[name]["version"]
        assert shape.version == said.removesuffix("-vc1.1"), name
        assert shape.is_early == (
            said.endswith("-vc1.1")
            or name in {"dcpv__ob30__simple.jwt", "dcpv__ob30__simple-noproof.json"}
        ), name
    kinds = {name: shape_of(whole).kind for name, whole in DOCUMENTS.items()}
    assert {name: kind for name, kind in kinds.items() if kind is not Kind.AWARD} == {
        "dcpv__ob20__assets__badge-with-data-image.json": Kind.BADGE,
        "dcpv__ob30__bit-string-list__testlist": Kind.STATUS_LIST,
        "dcpv__ob30__endorsement-valid.json": Kind.ENDORSEMENT,
    }


def test_what_is_sound_in_the_corpus_is_without_fault() -> None:
    sound = {"valid", "valid-with-warning", "status-list"}
    found = {
        name: told(whole) for name, whole in DOCUMENTS.items() if MANIFEST[name]["verdict"] in sound
    }
    assert len(found) == 18
    assert {name: each for name, each in found.items() if each} == {}


def test_what_is_unsound_in_the_corpus_is_found_where_it_is() -> None:
    faulty = {
        name.removeprefix("dcpv__").removesuffix(".json"): told(whole)
        for name, whole in DOCUMENTS.items()
        if faults(whole)
    }
    result = "ob30__simple-err-credential-subject-achievement-result-description-type"
    assert faulty == {
        "ob20__basic-assertion-invalid-context": [("context", "@context")],
        "ob30__simple-err-context": [
            ("missing", "validFrom"),
            ("context", "@context"),
            ("context", "@context[0]"),
            ("missing", "credentialSubject.achievement"),
        ],
        result: [("type", "credentialSubject.achievement.resultDescription[2].type")],
        "ob30__simple-err-credential-subject-identifier-type": [
            ("type", "credentialSubject.identifier[0].type")
        ],
        "ob30__simple-err-evidence-type": [("type", "evidence[1].type")],
        "ob30__simple-err-issued": [("missing", "credentialSubject.achievement")],
        "ob30__simple-err-issuer": [
            ("missing", "issuer"),
            ("missing", "credentialSubject.achievement"),
        ],
        "ob30__simple-err-issuer-parentorg-type": [("type", "issuer.parentOrg.type")],
        "openbadges-bakery-service__test__data__assertions__test-1.0": [
            ("address", "badge"),
            ("address", "verify.url"),
        ],
    }


def test_what_older_badges_point_to_is_judged_alone() -> None:
    for name, kind in (
        ("robotics-badge.json", Kind.BADGE),
        ("badgeclass-with-complex-image.json", Kind.BADGE),
        ("badgeclass-with-endorsements.json", Kind.BADGE),
        ("badgeclass-with-language.json", Kind.BADGE),
        ("organization.json", Kind.ISSUER),
        ("issuer-with-allowed-origins.json", Kind.ISSUER),
        ("endorsement-1.json", Kind.ENDORSEMENT),
    ):
        assert told(asset(name), kind) == [], name
    for name in ("issuer-invalid-type.json", "key1.json", "revocation-list.json"):
        assert told(asset(name), Kind.ISSUER) == [("unknown", "")], name


@pytest.mark.parametrize(
    ("path", "value", "fault"),
    [
        ("@context", SIMPLE["@context"][::-1], ("context", "@context[0]")),
        ("@context", SIMPLE["@context"][0], ("context", "@context")),
        ("@context", [*SIMPLE["@context"], 3], ("context", "@context[2]")),
        ("id", ..., ("missing", "id")),
        ("id", "not an address", ("address", "id")),
        ("id", "https://example.org/\n", ("address", "id")),
        ("id", ["https://example.org/"], ("kind", "id")),
        ("type", "OpenBadgeCredential", ("kind", "type")),
        ("type", ["OpenBadgeCredential"], ("type", "type")),
        ("issuer", 3, ("kind", "issuer")),
        ("issuer.id", ..., ("missing", "issuer.id")),
        ("issuer.type", "Organization", ("type", "issuer.type")),
        ("validFrom", "2026-02-30T00:00:00Z", ("date", "validFrom")),
        ("validFrom", "2026-02-28T00:00:00", ("date", "validFrom")),
        ("validFrom", "2026-02-28", ("date", "validFrom")),
        ("validFrom", 1373681532, ("kind", "validFrom")),
        ("validUntil", "99999-01-01T00:00:00Z", ("date", "validUntil")),
        ("credentialSubject", [SIMPLE["credentialSubject"]], ("kind", "credentialSubject")),
        ("credentialSubject.id", ..., ("missing", "credentialSubject.id")),
        (f"{ACHIEVEMENT}.name", "", None),
        (f"{ACHIEVEMENT}.name", ["a"], ("kind", f"{ACHIEVEMENT}.name")),
        (f"{ACHIEVEMENT}.criteria", ..., ("missing", f"{ACHIEVEMENT}.criteria")),
        (f"{ACHIEVEMENT}.achievementType", "Medal",
         ("value", f"{ACHIEVEMENT}.achievementType")),
        (f"{ACHIEVEMENT}.achievementType", "ext:Medal", None),
        ("image", {"id": "https://a/b.png", "type": "Image", "more": 1}, ("extra", "image")),
        ("evidence", {"type": "Evidence"}, ("kind", "evidence")),
        ("proof", {"type": "DataIntegrityProof"}, None),
        ("proof", [], ("value", "proof")),
        ("evidence", [], None),
        ("evidence", None, None),
        ("issuer.email", None, None),
        ("issuer.id", None, ("missing", "issuer.id")),
        ("issuer", "https://example.org/issuer", None),
        (f"{ACHIEVEMENT}.type", "Achievement", None),
        ("x-extension", {"anything": [1]}, None),
    ],
)  # fmt: skip
def test_a_credential_that_says_one_thing_wrongly(
    path: str, value: Any, fault: tuple[str, str] | None
) -> None:
    assert told(with_member(SIMPLE, path, value))[:1] == ([fault] if fault else [])


@pytest.mark.parametrize(
    ("path", "value", "fault"),
    [
        ("@context", ..., ("missing", "@context")),
        ("@context", "http://w3id.org/openbadges/v2", None),
        ("id", ..., ("missing", "id")),
        ("id", "a b", ("address", "id")),
        ("recipient", "mail@example.org", ("kind", "recipient")),
        ("recipient.hashed", ..., ("missing", "recipient.hashed")),
        ("recipient.hashed", "true", ("kind", "recipient.hashed")),
        ("recipient.identity", ..., ("missing", "recipient.identity")),
        ("recipient.identity", 3, ("kind", "recipient.identity")),
        ("recipient.salt", None, None),
        ("recipient.salt", 3, ("kind", "recipient.salt")),
        ("recipient.type", ..., ("missing", "recipient.type")),
        ("badge", ..., ("missing", "badge")),
        ("badge", ["https://example.org/"], ("kind", "badge")),
        ("badge", BADGE, None),
        ("badge", BADGE | {"name": ""}, ("missing", "badge.name")),
        ("badge", BADGE | {"issuer": {"type": "Issuer", "id": "a:b"}},
         ("missing", "badge.issuer.name")),
        ("verification", ..., ("missing", "verification")),
        ("verification", "hosted", ("kind", "verification")),
        ("verification", {}, ("missing", "verification.type")),
        ("verification", {"type": "blessed"}, ("value", "verification.type")),
        ("verification", {"type": ["HostedBadge"]}, None),
        ("verification", {"type": "signed", "creator": "key"}, ("address", "verification.creator")),
        ("issuedOn", ..., ("missing", "issuedOn")),
        ("issuedOn", "2017-10-01T00:00Z", None),
        ("issuedOn", "2017-10-01", ("date", "issuedOn")),
        ("issuedOn", 1373681532, ("date", "issuedOn")),
        ("issuedOn", "0000-00-00T00:00:00Z", ("date", "issuedOn")),
        ("expires", "tomorrow", ("date", "expires")),
        ("expires", None, None),
        ("evidence", [{"id": "_:b1"}, "https://example.org/"], None),
        ("evidence", [3], ("kind", "evidence")),
        ("narrative", {"en": "a"}, ("kind", "narrative")),
    ],
)  # fmt: skip
def test_an_assertion_that_says_one_thing_wrongly(
    path: str, value: Any, fault: tuple[str, str] | None
) -> None:
    assert told(with_member(ASSERTION, path, value))[:1] == ([fault] if fault else [])


def test_a_badge_that_says_verify_as_before_is_read() -> None:
    moved = with_member(ASSERTION, "verification", ...)
    assert told(moved | {"verify": {"type": "hosted", "url": "https://example.org/"}}) == []


def test_what_was_taken_away_says_no_more() -> None:
    gone = {"@context": "https://w3id.org/openbadges/v2", "id": "https://a/b", "revoked": True}
    assert shape_of(gone) == Shape(Version.OB2, Kind.AWARD)
    assert told(gone) == []
    assert told({"revoked": True}) == []


def test_the_oldest_badges_say_days_and_seconds_and_hold_everything() -> None:
    assert shape_of(OLDEST) == Shape(Version.OB05, Kind.AWARD)
    assert told(OLDEST) == []
    assert told(with_member(OLDEST, "issued_on", "2013-02-30")) == [("date", "issued_on")]
    assert told(with_member(OLDEST, "badge.issuer", ...)) == [("missing", "badge.issuer")]
    assert shape_of(OLD) == Shape(Version.OB1, Kind.AWARD)
    assert told(with_member(OLD, "issuedOn", 1373681532)) == []
    assert told(with_member(OLD, "issuedOn", 10**15)) == [("date", "issuedOn")]
    assert told(with_member(OLD, "verify", ...)) == [("missing", "verify")]


def test_a_badge_on_the_earlier_model_is_forgiven_what_it_lacks_and_no_wrong_kind() -> None:
    lacking = with_member(EARLY, f"{ACHIEVEMENT}.criteria", ...)
    assert told(lacking) == []
    assert warnings(lacking) == (
        Fault("structure.early", "@context"),
        Fault("structure.missing", f"{ACHIEVEMENT}.criteria"),
    )
    assert told(with_member(EARLY, "issuer.image", "https://example.org/a.png")) == []
    assert told(with_member(EARLY, "issuanceDate", "2010-13-01T00:00:00Z")) == [
        ("date", "issuanceDate")
    ]
    assert told(with_member(EARLY, "issuer", ...)) == [("missing", "issuer")]
    assert told(with_member(EARLY, "name", 3)) == [("kind", "name")]
    assert told(with_member(EARLY, "@context", EARLY["@context"][:1])) == [("context", "@context")]
    assert told(with_member(EARLY, "type", ["VerifiableCredential", "Other"])) == [("type", "type")]


def test_a_draft_context_and_an_issuer_without_mail_are_told_as_warnings() -> None:
    drafted = warnings(DOCUMENTS["dcpv__ob30__simple.jwt"])
    assert Fault("structure.draft_context", "@context") in drafted
    nameless = BADGE | {"issuer": {"type": "Issuer", "id": "https://a/b", "name": "A"}}
    assert warnings(nameless) == (
        Fault("structure.missing", "issuer.url"),
        Fault("structure.missing", "issuer.email"),
    )
    inline = asset("issuer1.json")
    assert warnings(inline) == (Fault("structure.inline_context", "@context"),)
    assert told(inline) == []
    assert warnings(SIMPLE) == ()


@pytest.mark.parametrize(
    "other",
    [
        {},
        {"a": 1},
        {"@context": "https://www.w3.org/ns/credentials/v2", "type": "VerifiableCredential"},
        {"@context": ["https://w3id.org/openbadges/v2"], "type": "CryptographicKey"},
        {"@context": {}, "type": [[], {}, 3]},
        {"type": "VerifiableCredential", "credentialSubject": "x"},
    ],
)
def test_a_document_of_another_trade_is_no_badge(other: Document) -> None:
    assert shape_of(other).kind is Kind.NONE
    assert told(other) == [("unknown", "")]
    assert warnings(other) == ()


def test_a_sound_document_of_another_kind_than_asked_is_refused() -> None:
    assert told(SIMPLE, Kind.AWARD) == []
    assert told(SIMPLE, Kind.ENDORSEMENT) == [("unknown", "")]
    assert told(BADGE, Kind.ISSUER) == [("unknown", "")]


def test_an_endorsement_inside_is_judged_on_its_own() -> None:
    sound = DOCUMENTS["dcpv__ob30__endorsement-valid.json"]
    bad = with_member(sound, "issuer", ...)
    assert told(with_member(SIMPLE, "endorsement", [sound, bad])) == []
    assert told(bad, Kind.ENDORSEMENT) == [("missing", "issuer")]
    assert told(with_member(SIMPLE, "endorsement", ["a.b.c"])) == [("kind", "endorsement[0]")]


def test_a_status_list_without_its_list_or_its_purpose_is_refused() -> None:
    sound = DOCUMENTS["dcpv__ob30__bit-string-list__testlist"]
    for member in ("encodedList", "statusPurpose", "type"):
        path = f"credentialSubject.{member}"
        assert told(with_member(sound, path, ...)) == [("missing", path)]
    assert told(with_member(sound, "credentialSubject.encodedList", 3)) == [
        ("kind", "credentialSubject.encodedList")
    ]


WORDS = st.sampled_from(
    ["@context", "type", "id", "issuer", "credentialSubject", "achievement", "recipient", "badge",
     "verify", "verification", "claim", "image", "issuedOn", "validFrom", "issuanceDate", "revoked",
     "criteria", "name", "proof", "identifier", "evidence"]
)  # fmt: skip
SAID = st.sampled_from(
    [
        *SIMPLE["@context"],
        *SIMPLE["type"],
        *EARLY["@context"],
        ASSERTION["@context"],
        "https://w3id.org/openbadges/v1",
        *("EndorsementCredential", "BitstringStatusListCredential", "Achievement", "Profile"),
        *("Assertion", "BadgeClass", "Issuer", "Endorsement", "hosted", "2026-01-01", ""),
    ]
)
ODD = st.recursive(
    SAID | st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=6),
    max_leaves=20,
)


@given(st.dictionaries(WORDS, ODD, max_size=8))
def test_whatever_a_document_says_it_is_judged(whole: Document) -> None:
    shape = shape_of(whole)
    found = faults(whole)
    assert len(found) <= FAULTS
    assert (Fault("structure.unknown") in found) == (shape.kind is Kind.NONE)
    assert all(each.reason.startswith("structure.") for each in (*found, *warnings(whole)))


def test_a_document_made_of_faults_is_told_a_few_of_them_and_soon() -> None:
    many = with_member(SIMPLE, "evidence", [{}] * (VALUES - 100))
    endless = with_member(SIMPLE, "evidence", [{}] * VALUES)
    deep: Document = {}
    for _ in range(30):
        deep = {"parentOrg": deep, "otherIdentifier": [{}] * 500}
    started = time.process_time()
    assert len(faults(many)) == FAULTS
    assert told(endless) == [("too_large", "")]
    assert len(faults(with_member(SIMPLE, "issuer", deep))) == FAULTS
    assert told(with_member(EARLY, "issuer", deep))[-1] == ("too_large", "")
    assert time.process_time() - started < 1
