"""A badge of 3.0 with its proof: who signed it, and whether it was changed since (C8, C9)."""

import json
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from recognition.openbadges.integrity import with_proof
from recognition.openbadges.multikey import multikey_of
from recognition.openbadges.verdict import Kind, Outcome, Version
from recognition.openbadges.verifying.reasons import Reason
from tests.openbadges.verifying.issuers import (
    AT,
    HOLDER,
    SIGNED_AT,
    Folder,
    Issuer,
    award,
    changed,
    identity,
    status_entry,
    status_list,
    told,
    verified,
)

ISSUER = Issuer()
FOLDER = Folder()
ISSUER.publish(FOLDER)
GOOD = ISSUER.sign(award(ISSUER))


def test_a_badge_that_its_issuer_signed_is_verified() -> None:
    verdict = verified(GOOD, FOLDER, HOLDER)
    assert verdict.outcome is Outcome.VERIFIED
    assert told(verdict) == {
        "readable": ("holds", ""),
        "issuer": ("holds", ""),
        "signature": ("holds", ""),
        "revocation": ("none", ""),
        "dates": ("holds", ""),
        "recipient": ("holds", ""),
    }
    assert (verdict.version, verdict.kind) == (Version.OB3, Kind.AWARD)
    assert (verdict.id, verdict.name) == (GOOD["id"], "Accueillir")
    assert (verdict.description, verdict.criteria) == ("Accueillir qui arrive.", "Avoir accueilli.")
    assert (verdict.issuer.name, verdict.issuer.host) == (ISSUER.name, "atelier.example")
    assert verdict.issued_at == datetime(2026, 10, 1, tzinfo=UTC)
    assert verdict.document == json.dumps(GOOD)
    assert not verdict.is_self


def test_the_same_badge_is_for_nobody_else() -> None:
    verdict = verified(GOOD, FOLDER, "somebody@else.example")
    assert told(verdict)["recipient"] == ("fails", Reason.SOMEBODY_ELSE)
    assert verdict.outcome is Outcome.VERIFIED  # it is true, and theirs
    assert not verdict.belongs_to(["somebody@else.example"])


def test_a_badge_that_someone_recognised_themselves_says_so() -> None:
    own = award(ISSUER)
    own["credentialSubject"]["id"] = ISSUER.did
    assert verified(ISSUER.sign(own), FOLDER).is_self


def leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths of all texts of a document."""
    if isinstance(value, dict):
        return [found for name, each in value.items() for found in leaves(each, (*path, name))]
    if isinstance(value, list):
        return [found for place, each in enumerate(value) for found in leaves(each, (*path, place))]
    return [path] if isinstance(value, str) else []


@pytest.mark.parametrize("path", leaves(GOOD), ids=lambda path: ".".join(map(str, path)))
def test_no_text_of_it_can_be_changed_by_one_letter(path: tuple[Any, ...]) -> None:
    text: Any = GOOD
    for step in path:
        text = text[step]
    for place in {0, len(text) // 2, len(text) - 1}:
        letter = chr(ord(text[place]) ^ 1)
        other = changed(GOOD, text[:place] + letter + text[place + 1 :], *path)
        assert verified(other, FOLDER).outcome is not Outcome.VERIFIED


def test_no_byte_of_it_can_be_changed() -> None:
    """Every seventh here; all 2,520 changes of two bits of each were tried once."""
    content = json.dumps(GOOD).encode()
    for place in range(0, len(content), 7):
        for bit in (1, 32):
            other = bytearray(content)
            other[place] ^= bit
            assert verified(bytes(other), FOLDER).outcome is not Outcome.VERIFIED


@pytest.mark.parametrize("name", sorted(GOOD))
def test_no_member_of_it_can_be_left_out(name: str) -> None:
    less = {key: value for key, value in GOOD.items() if key != name}
    assert verified(less, FOLDER).outcome is not Outcome.VERIFIED


def test_a_changed_badge_is_invalid_and_the_signature_is_named() -> None:
    path = ("credentialSubject", "achievement", "name")
    verdict = verified(changed(GOOD, "Diriger", *path), FOLDER)
    assert verdict.outcome is Outcome.INVALID
    assert told(verdict)["signature"] == ("fails", Reason.BROKEN)
    assert told(verdict)["issuer"] == ("holds", "")


def test_a_member_that_nobody_signed_cannot_be_added() -> None:
    verdict = verified({**GOOD, "mention": "très bien"}, FOLDER)
    assert verdict.outcome is Outcome.INVALID
    assert told(verdict)["signature"] == ("fails", Reason.UNDEFINED)
    assert verdict.steps[2].detail == "mention"


def test_a_badge_signed_with_the_key_of_somebody_else_is_invalid() -> None:
    stranger = Issuer("did:web:ailleurs.example").publish(folder := Folder(dict(FOLDER.pages)))
    document = with_proof(
        award(ISSUER), stranger.key, verification_method=stranger.method, created=SIGNED_AT
    )
    verdict = verified(document, folder)
    assert verdict.outcome is Outcome.INVALID
    assert told(verdict)["issuer"] == ("fails", Reason.OTHER_KEY)
    assert verdict.issuer.host == ""


def test_a_key_swapped_under_the_name_of_the_issuer_s_is_invalid() -> None:
    document = with_proof(
        award(ISSUER),
        Ed25519PrivateKey.generate(),
        verification_method=ISSUER.method,
        created=SIGNED_AT,
    )
    assert told(verified(document, FOLDER))["signature"] == ("fails", Reason.BROKEN)


def test_who_copies_the_name_of_an_issuer_is_told_by_the_host_that_answered() -> None:
    copy = Issuer("did:web:copie.example", name=ISSUER.name).publish(folder := Folder())
    verdict = verified(copy.sign(award(copy)), folder)
    assert verdict.outcome is Outcome.VERIFIED
    assert (verdict.issuer.name, verdict.issuer.host) == (ISSUER.name, "copie.example")


def test_a_key_that_the_issuer_lists_no_more_is_refused() -> None:
    document = ISSUER.document()
    folder = Folder({"https://atelier.example/issuers/1/did.json": document})
    document["assertionMethod"] = [f"{ISSUER.did}#rsa-1"]
    verdict = verified(GOOD, folder)
    assert verdict.outcome is Outcome.INVALID
    assert told(verdict)["issuer"] == ("fails", Reason.KEY_NOT_LISTED)


def test_a_key_that_the_issuer_revoked_is_refused() -> None:
    document = ISSUER.document()
    document["verificationMethod"][0]["revoked"] = "2026-11-20T00:00:00Z"
    folder = Folder({"https://atelier.example/issuers/1/did.json": document})
    assert told(verified(GOOD, folder))["issuer"] == ("fails", Reason.KEY_REVOKED)


def test_a_document_of_somebody_else_at_the_issuer_s_address_is_refused() -> None:
    folder = Folder(
        {"https://atelier.example/issuers/1/did.json": Issuer("did:web:x.y").document()}
    )
    assert told(verified(GOOD, folder))["issuer"] == ("fails", Reason.OTHER_DOCUMENT)


def test_an_issuer_that_does_not_answer_leaves_the_badge_unverified() -> None:
    verdict = verified(GOOD, Folder())
    assert verdict.outcome is Outcome.UNVERIFIED
    assert told(verdict)["issuer"] == ("unknown", Reason.ISSUER_UNREACHABLE)
    assert told(verdict)["signature"] == ("unknown", Reason.KEY_UNREACHABLE)
    assert verdict.issuer.host == ""


def test_an_issuer_moved_by_a_redirect_is_told() -> None:
    here, there = "https://atelier.example/issuers/1/did.json", "https://b.example/did.json"
    folder = Folder({there: ISSUER.document()}, moved={here: there})
    verdict = verified(GOOD, folder)
    assert told(verdict)["issuer"] == ("unknown", Reason.REDIRECTED)
    assert (verdict.steps[1].detail, verdict.issuer.host) == ("b.example", "")
    assert verdict.outcome is Outcome.UNVERIFIED


def test_an_issuer_that_answers_with_www_before_its_name_is_the_same() -> None:
    here, there = (f"https://{www}atelier.example/issuers/1/did.json" for www in ("", "www."))
    folder = Folder({there: ISSUER.document()}, moved={here: there})
    assert verified(GOOD, folder).outcome is Outcome.VERIFIED


def test_a_did_key_proves_the_text_and_not_who_issued_it() -> None:
    key = Ed25519PrivateKey.generate()
    did = f"did:key:{multikey_of(key.public_key())}"
    issuer = Issuer(did, key=key)
    document = with_proof(award(issuer), key, verification_method=did, created=SIGNED_AT)
    verdict = verified(document, Folder())
    assert verdict.outcome is Outcome.UNVERIFIED
    assert told(verdict)["signature"] == ("holds", "")
    assert told(verdict)["issuer"] == ("unknown", Reason.NOT_CONFIRMED)


def test_a_broken_did_key_signature_is_invalid_without_asking_anyone() -> None:
    key = Ed25519PrivateKey.generate()
    did = f"did:key:{multikey_of(key.public_key())}"
    document = with_proof(award(Issuer(did)), key, verification_method=did, created=SIGNED_AT)
    folder = Folder()
    assert verified(changed(document, "Autre", "name"), folder).outcome is Outcome.INVALID
    assert folder.asked == []


def test_a_did_key_cannot_sign_for_a_did_web() -> None:
    key = Ed25519PrivateKey.generate()
    did = f"did:key:{multikey_of(key.public_key())}"
    document = with_proof(award(ISSUER), key, verification_method=did, created=SIGNED_AT)
    assert told(verified(document, FOLDER))["issuer"] == ("fails", Reason.OTHER_KEY)


def test_an_issuer_known_by_its_address_is_confirmed_when_its_document_lists_the_key() -> None:
    issuer = Issuer("https://ecole.example/issuers/9")
    document = with_proof(
        award(issuer), issuer.key, verification_method=issuer.method, created=SIGNED_AT
    )
    listed = Folder({issuer.did: issuer.document()})
    assert verified(document, listed).outcome is Outcome.VERIFIED
    assert verified(document, listed).issuer.host == "ecole.example"
    other = Folder({issuer.did: Issuer(issuer.did).document()})
    assert verified(document, other).outcome is Outcome.INVALID
    assert verified(document, Folder()).outcome is Outcome.UNVERIFIED


def test_all_of_several_proofs_must_hold() -> None:
    second = with_proof(award(ISSUER), ISSUER.key, verification_method=ISSUER.method, created=AT)[
        "proof"
    ]
    both = {**GOOD, "proof": [GOOD["proof"], second]}
    assert verified(both, FOLDER).outcome is Outcome.VERIFIED
    broken = {**second, "proofValue": GOOD["proof"]["proofValue"]}
    assert verified({**GOOD, "proof": [GOOD["proof"], broken]}, FOLDER).outcome is Outcome.INVALID
    unknown = {**second, "type": "SomeProof"}
    assert told(verified({**GOOD, "proof": [GOOD["proof"], unknown]}, FOLDER))["signature"] == (
        "unknown",
        Reason.UNKNOWN_SUITE,
    )


def test_a_badge_without_proof_is_invalid() -> None:
    verdict = verified(award(ISSUER), FOLDER)
    assert verdict.outcome is Outcome.INVALID
    assert told(verdict)["signature"] == ("fails", Reason.NOT_SIGNED)


@pytest.mark.parametrize(
    ("member", "value", "reason"),
    [
        ("validUntil", "2026-11-20T00:00:00Z", Reason.EXPIRED),
        ("validFrom", "2026-12-24T00:00:00Z", Reason.NOT_YET),
    ],
)
def test_a_badge_outside_its_dates_is_invalid(member: str, value: str, reason: Reason) -> None:
    verdict = verified(ISSUER.sign(award(ISSUER, **{member: value})), FOLDER)
    assert verdict.outcome is Outcome.INVALID
    assert told(verdict)["dates"] == ("fails", reason)
    assert verdict.steps[4].detail == value.replace("Z", "+00:00")


def test_a_badge_whose_structure_is_wrong_is_told_no_further() -> None:
    wrong = deepcopy(award(ISSUER))
    del wrong["credentialSubject"]["achievement"]["criteria"]
    verdict = verified(ISSUER.sign(wrong), FOLDER)
    assert verdict.outcome is Outcome.INVALID
    assert told(verdict) == {"readable": ("fails", Reason.STRUCTURE)}
    assert verdict.steps[0].detail == "credentialSubject.achievement.criteria"


def test_a_badge_that_names_no_mail_address_is_nobody_s_for_sure() -> None:
    document = award(ISSUER)
    document["credentialSubject"]["identifier"] = [{**identity(), "identityType": "userName"}]
    verdict = verified(ISSUER.sign(document), FOLDER, HOLDER)
    assert told(verdict)["recipient"] == ("unknown", Reason.NAMES_NOBODY)
    assert verdict.outcome is Outcome.VERIFIED


def test_a_signed_status_list_is_a_document_that_can_be_verified() -> None:
    verdict = verified(status_list(ISSUER), FOLDER)
    assert (verdict.kind, verdict.outcome) == (Kind.STATUS_LIST, Outcome.VERIFIED)


def test_an_achievement_alone_counts_when_its_address_says_the_same() -> None:
    achievement = {"@context": GOOD["@context"], **GOOD["credentialSubject"]["achievement"]}
    folder = Folder({achievement["id"]: achievement})
    assert verified(achievement, Folder()).outcome is Outcome.UNVERIFIED
    assert verified(achievement, folder).outcome is Outcome.VERIFIED
    assert verified(achievement, folder).kind is Kind.BADGE
    verdict = verified({**achievement, "name": "Autre"}, folder)
    assert told(verdict)["signature"] == ("fails", Reason.HOSTED_DIFFERS)


def test_what_is_refused_already_is_not_asked_after() -> None:
    stranger = Issuer("did:web:ailleurs.example")
    document = with_proof(
        award(ISSUER, credentialStatus=status_entry()),
        stranger.key,
        verification_method=stranger.method,
        created=SIGNED_AT,
    )
    folder = Folder()
    assert told(verified(document, folder))["revocation"][1] == Reason.STATUS_NOT_CHECKED
    assert folder.asked == []


def test_the_host_of_an_issuer_is_not_told_beside_what_it_did_not_sign() -> None:
    verdict = verified(changed(GOOD, "Une école", "issuer", "name"), FOLDER)
    assert told(verdict)["signature"] == ("fails", Reason.BROKEN)
    assert (verdict.issuer.name, verdict.issuer.host) == ("Une école", "")
