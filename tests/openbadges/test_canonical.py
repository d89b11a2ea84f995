"""Canonical forms: those of the W3C, and what is refused because it would be left out of them."""

import hashlib
import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from recognition.openbadges.canonical import canonicalise
from recognition.openbadges.contexts import CREDENTIALS_EXAMPLES, CREDENTIALS_V2, ED25519_2020, OB3
from recognition.openbadges.reasons import NotCanonical, Reason
from tests.openbadges.vectors import badge, clique, vector, vector_json

EXAMPLES = [CREDENTIALS_V2, CREDENTIALS_EXAMPLES]
Change = Callable[[dict[str, Any]], object]


def refusal(document: Any) -> Reason:
    with pytest.raises(NotCanonical) as refused:
        canonicalise(document)
    return refused.value.reason


@pytest.mark.parametrize(
    ("document", "form", "digest"),
    [
        ("unsigned.json", "canonDocDataInt.txt", "docHashDataInt.txt"),
        ("proofConfigDataInt.json", "proofCanonDataInt.txt", "proofHashDataInt.txt"),
    ],
)
def test_the_forms_of_the_standard_come_out_to_the_byte(
    document: str, form: str, digest: str
) -> None:
    quads = canonicalise(vector_json(document))
    assert quads.decode() == vector(form)
    assert hashlib.sha256(quads).hexdigest() == vector(digest)


def test_the_order_of_members_and_of_items_does_not_matter() -> None:
    turned = json.loads(json.dumps(badge()), object_pairs_hook=lambda pairs: dict(reversed(pairs)))
    turned["type"].reverse()
    assert list(turned) == list(reversed(badge()))
    assert canonicalise(turned) == canonicalise(badge())


def test_canonicalising_leaves_the_document_as_it_was() -> None:
    document = badge()
    canonicalise(document)
    assert document == badge()


def put(*path: str | int, value: Any) -> Change:
    """A change that sets what stands at a path."""

    def change(document: dict[str, Any]) -> None:
        at: Any = document
        for step in path[:-1]:
            at = at[step]
        at[path[-1]] = value

    return change


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (put("colour", value="blue"), Reason.UNDEFINED_TERM),
        (put("credentialSubject", "colour", value="blue"), Reason.UNDEFINED_TERM),
        (put("evidence", 0, "colour", value={"id": "urn:x"}), Reason.UNDEFINED_TERM),
        (put("issuer", "type", value=["Profile", "Ministry"]), Reason.UNDEFINED_TYPE),
        (put("type", value="Ministry"), Reason.UNDEFINED_TERM),  # what its type would define
        (put("issuer", "type", value=["@any"]), Reason.MALFORMED),
        (put("issuer", "id", value="issuers/1"), Reason.RELATIVE_ADDRESS),
        (put("issuer", "id", value=""), Reason.RELATIVE_ADDRESS),
        (put("issuer", "id", value="@any"), Reason.RELATIVE_ADDRESS),
        (put("issuer", value="issuers/1"), Reason.RELATIVE_ADDRESS),
        (put("id", value='urn:x> <urn:p> "v" .\n<urn:x'), Reason.RELATIVE_ADDRESS),
        (put("id", value="urn:x\n"), Reason.RELATIVE_ADDRESS),
        (put("id", value="_:a b"), Reason.RELATIVE_ADDRESS),
        (put("@context", value=[CREDENTIALS_V2, {"colour": "urn:c"}]), Reason.INLINE_CONTEXT),
        (put("@context", value={"@vocab": "urn:"}), Reason.INLINE_CONTEXT),
        (put("@context", value=None), Reason.INLINE_CONTEXT),
        (put("@context", value=[]), Reason.UNKNOWN_CONTEXT),
        (put("@context", value=[CREDENTIALS_V2] * 11), Reason.UNKNOWN_CONTEXT),
        (put("@context", value=["https://example.org/c.json"]), Reason.UNKNOWN_CONTEXT),
        (put("issuer", "@context", value={"@vocab": "urn:"}), Reason.INLINE_CONTEXT),
        (put("issuer", "@context", value="https://example.org/c"), Reason.UNKNOWN_CONTEXT),
        (put("@graph", value=[]), Reason.KEYWORD),
        (put("@included", value=[{"id": "urn:x"}]), Reason.KEYWORD),
        (put("issuer", "@reverse", value={}), Reason.KEYWORD),
        (put("issuer", "@index", value="x"), Reason.KEYWORD),
        (put("issuer", "@id", value="urn:x"), Reason.KEYWORD),
        (put("https://www.w3.org/2018/credentials#validUntil", value="x"), Reason.KEYWORD),
        (put("name", value=None), Reason.VALUE),
        (put("evidence", 0, value=None), Reason.VALUE),
        (put("name", value="a\x08b"), Reason.VALUE),
        (put("name", value="a\ud800b"), Reason.VALUE),
        (put("name", value=2**53), Reason.VALUE),
        (put("name", value=float("nan")), Reason.VALUE),
        (put("name", value=float("inf")), Reason.VALUE),
        (put("name", value=[["a"]]), Reason.VALUE),
        (put("name", value={"@value": "a"}), Reason.VALUE),
        (put("name", value={"@language": "fr"}), Reason.VALUE),
        (put("name", value={"@value": None, "@language": "fr"}), Reason.VALUE),
        (put("name", value={"@value": "a", "@language": "f r"}), Reason.VALUE),
        (
            put("name", value={"@value": "a", "@language": "fr", "@direction": "rtl"}),
            Reason.VALUE,
        ),
        (put("type", value={"a": "b"}), Reason.UNDEFINED_TERM),
        (put("issuer", "type", value=5), Reason.MALFORMED),
        (put("issuer", "id", value=["urn:a", "urn:b"]), Reason.MALFORMED),
        (put("name", value="a" * 600_000), Reason.TOO_LARGE),
        (put("evidence", value=["urn:x"] * 251), Reason.TOO_MANY_NODES),
        (
            put("evidence", value=[{"id": f"urn:{n}", "name": "x"} for n in range(250)] * 2),
            Reason.TOO_MANY_NODES,
        ),
    ],
)
def test_what_would_be_left_out_or_read_otherwise_is_refused(
    change: Change, reason: Reason
) -> None:
    document = badge()
    change(document)
    assert refusal(document) == reason


@pytest.mark.parametrize(
    "change",
    [
        put("name", value={"@value": "Accueil", "@language": "fr"}),
        put("evidence", value=[]),
        put("issuer", value="did:web:badges.example.org"),
        put("id", value="_:b7"),
        put("credentialSubject", "achievement", "creditsAvailable", value=0),
        put("name", value='a\tb\nc\r\n"\\'),
    ],
)
def test_other_ways_that_the_standard_has_are_taken(change: Change) -> None:
    document = badge()
    change(document)
    assert canonicalise(document) != canonicalise(badge())


def test_a_context_we_know_may_be_named_again_within() -> None:
    document = badge()
    document["issuer"]["@context"] = OB3
    assert canonicalise(document) == canonicalise(badge())


def test_a_whole_number_is_an_integer_however_it_is_written() -> None:
    one, other = badge(), badge()
    one["credentialSubject"]["achievement"]["creditsAvailable"] = 5
    other["credentialSubject"]["achievement"]["creditsAvailable"] = 5.0
    assert canonicalise(one) == canonicalise(other)


@pytest.mark.parametrize("document", [None, [], "x", 5, [badge()]])
def test_what_is_no_object_has_no_form(document: Any) -> None:
    assert refusal(document) == Reason.NOT_AN_OBJECT


def test_a_document_needs_a_context_and_something_to_say() -> None:
    document = badge()
    del document["@context"]
    assert refusal(document) == Reason.NO_CONTEXT
    assert refusal({"@context": CREDENTIALS_V2, "id": "urn:x:alone"}) == Reason.MALFORMED


def test_redefining_what_a_context_protects_is_refused() -> None:
    document = badge() | {"@context": [CREDENTIALS_V2, OB3, ED25519_2020, CREDENTIALS_V2]}
    canonicalise(document)
    document["@context"] = [CREDENTIALS_V2, "https://www.w3.org/2018/credentials/v1"]
    assert refusal(document) == Reason.MALFORMED


def test_depth_and_number_are_bounded() -> None:
    deep: dict[str, Any] = {"type": "Thing"}
    for _ in range(40):
        deep = {"type": "Thing", "next": deep}
    assert refusal(deep | {"@context": EXAMPLES}) == Reason.TOO_DEEP
    wide = {"@context": EXAMPLES, "id": "urn:x", "type": "Thing"}
    wide |= {f"member{number}": "x" for number in range(2600)}
    assert refusal(wide) == Reason.TOO_MANY_NODES
    blank = {"@context": EXAMPLES, "id": "urn:x"}
    blank |= {f"m{n}": [{"type": "Thing"}] * 120 for n in range(9)}
    assert refusal(blank) == Reason.TOO_MANY_NODES


@pytest.mark.parametrize("size", [6, 8, 12])
def test_nodes_that_cannot_be_told_apart_are_given_up_in_time(size: int) -> None:
    started = time.process_time()
    assert refusal(clique(size)) == Reason.TOO_LONG
    assert time.process_time() - started < 1.5


def test_a_few_nodes_that_look_the_same_are_told_apart() -> None:
    quads = canonicalise(clique(4)).decode().splitlines()
    assert len(quads) == 4 + 4 * 3
