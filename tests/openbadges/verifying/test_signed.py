"""Badges before 3.0 that are signed: the payload of a JWS, and a key that the issuer lists."""

from typing import Any

import pytest

from recognition.openbadges.resolving import Unreachable
from recognition.openbadges.verdict import Form, Outcome, Version
from recognition.openbadges.verifying.reasons import Reason
from tests.openbadges.verifying.hosts import (
    ASSERTION,
    ISSUER,
    KEY,
    REVOCATIONS,
    assertion,
    host,
    issuer,
    jws,
    key,
    pem,
    signed_host,
)
from tests.openbadges.verifying.issuers import HOLDER, Folder, told, verified


def test_a_badge_signed_with_a_key_of_its_issuer_is_verified() -> None:
    verdict = verified(jws(), signed_host(), HOLDER)
    assert {state for state, _ in told(verdict).values()} == {"holds"}
    assert (verdict.outcome, verdict.version) == (Outcome.VERIFIED, Version.OB2)
    assert (verdict.form, verdict.name) == (Form.JWT, "Accueillir")
    assert verdict.issuer.host == "atelier.example"


def test_another_payload_under_the_same_signature_is_invalid() -> None:
    head, _, signature = jws().split(".")
    body = jws(expires="2040-01-01T00:00:00Z").split(".")[1]
    verdict = verified(f"{head}.{body}.{signature}", signed_host())
    assert told(verdict)["signature"] == ("fails", Reason.BROKEN)
    assert verdict.outcome is Outcome.INVALID


@pytest.mark.parametrize(
    ("revoked", "state"),
    [
        ([ASSERTION], "fails"),
        ([{"id": ASSERTION, "revocationReason": "Erreur"}], "fails"),
        ([{"id": f"{ASSERTION}2"}, f"{ASSERTION}3"], "holds"),
    ],
)
def test_a_badge_in_the_list_of_its_issuer_is_revoked(revoked: list[Any], state: str) -> None:
    listed = {"id": REVOCATIONS, "type": "RevocationList", "revokedAssertions": revoked}
    verdict = verified(jws(), signed_host(**{REVOCATIONS: listed}))
    assert told(verdict)["revocation"][0] == state
    assert (verdict.outcome is Outcome.INVALID) is (state == "fails")


def test_a_list_that_does_not_answer_leaves_the_badge_unverified() -> None:
    for page, reason in ((Unreachable(), Reason.LIST_UNREACHABLE), (b"[]", Reason.LIST_BROKEN)):
        verdict = verified(jws(), signed_host(**{REVOCATIONS: page}))
        assert verdict.outcome is Outcome.UNVERIFIED
        assert told(verdict)["revocation"] == ("unknown", reason)


def test_a_key_that_its_issuer_does_not_list_is_refused() -> None:
    verdict = verified(jws(), signed_host(**{ISSUER: issuer()}))
    assert told(verdict)["issuer"] == ("fails", Reason.KEY_NOT_LISTED)
    assert (verdict.outcome, verdict.issuer.host) == (Outcome.INVALID, "")


def test_a_key_of_another_owner_is_refused() -> None:
    verdict = verified(jws(), signed_host(**{KEY: key(owner="https://copie.example/issuer")}))
    assert told(verdict)["issuer"] == ("fails", Reason.OTHER_KEY)


def test_a_key_of_a_stranger_who_says_to_be_the_issuer_is_refused() -> None:
    theirs = "https://copie.example/key"
    token = jws(verification={"type": "signed", "creator": theirs})
    verdict = verified(token, signed_host(**{theirs: key(id=theirs)}))
    assert told(verdict)["issuer"] == ("fails", Reason.KEY_NOT_LISTED)


def test_a_key_that_does_not_answer_leaves_the_badge_unverified() -> None:
    verdict = verified(jws(), signed_host(**{KEY: Unreachable()}))
    assert verdict.outcome is Outcome.UNVERIFIED
    assert told(verdict)["signature"] == ("unknown", Reason.KEY_UNREACHABLE)


@pytest.mark.parametrize(
    "text", ["", "x", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"]
)
def test_a_key_that_cannot_be_read_does_not_verify(text: str) -> None:
    verdict = verified(jws(), signed_host(**{KEY: key(publicKeyPem=text)}))
    assert verdict.outcome is Outcome.INVALID


def test_the_one_key_of_an_issuer_need_not_be_named() -> None:
    verdict = verified(jws(verification={"type": "signed"}), signed_host())
    assert verdict.outcome is Outcome.VERIFIED


def test_a_badge_that_says_to_be_signed_is_nothing_without_its_signature() -> None:
    said = {"type": "signed", "creator": KEY}
    verdict = verified(assertion(verification=said), host())
    assert verdict.outcome is Outcome.INVALID
    assert told(verdict)["signature"] == ("fails", Reason.NOT_SIGNED)


def test_an_expired_badge_is_invalid() -> None:
    verdict = verified(jws(expires="2026-11-20T00:00:00Z"), signed_host())
    assert told(verdict)["dates"] == ("fails", Reason.EXPIRED)


def test_a_badge_of_1_0_is_signed_with_a_key_that_its_host_serves() -> None:
    bare = {"@context": None, "type": None, "id": None, "verification": None, "uid": "u1"}
    token = jws(**bare, verify={"type": "signed", "url": KEY})
    pages = signed_host(**{KEY: pem().encode(), REVOCATIONS: {"u2": "Erreur"}})
    pages.pages[ISSUER] = issuer(revocationList=REVOCATIONS)
    assert verified(token, pages).outcome is Outcome.VERIFIED
    pages.pages[REVOCATIONS] = {"u1": "Erreur"}
    verdict = verified(token, pages)
    assert told(verdict)["revocation"] == ("fails", Reason.REVOKED)
    assert verdict.steps[3].detail == "Erreur"


def test_nothing_at_all_answers() -> None:
    assert verified(jws(), Folder()).outcome is Outcome.UNVERIFIED


def test_a_badge_in_one_of_several_lists_of_its_issuer_is_revoked() -> None:
    older = f"{REVOCATIONS}/older"
    lists = {"revokedAssertions": [ASSERTION]}
    profile = issuer(publicKey=KEY, revocationList=[REVOCATIONS, older])
    verdict = verified(jws(), signed_host(**{ISSUER: profile, older: lists}))
    assert told(verdict)["revocation"] == ("fails", Reason.REVOKED)
