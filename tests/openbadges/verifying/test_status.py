"""Whether a badge of 3.0 was taken back since it was signed."""

from typing import Any

import pytest

from recognition.openbadges.resolving import Unreachable
from recognition.openbadges.statuslist import encode
from recognition.openbadges.verdict import Outcome
from recognition.openbadges.verifying.reasons import Reason
from tests.openbadges.verifying.issuers import (
    CONTEXTS,
    STATUS_URL,
    Folder,
    Issuer,
    award,
    changed,
    status_entry,
    status_list,
    told,
    verified,
)

ISSUER = Issuer()
EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
REVOCATIONS = "https://atelier.example/revocations"


def folder(listed: Any = None) -> Folder:
    pages = Folder({STATUS_URL: listed} if listed else {})
    ISSUER.publish(pages)
    return pages


def badge(*entries: dict[str, Any]) -> dict[str, Any]:
    status = entries[0] if len(entries) == 1 else list(entries)
    return ISSUER.sign(award(ISSUER, credentialStatus=status))


def test_a_badge_that_the_list_leaves_alone_is_verified() -> None:
    verdict = verified(badge(status_entry(7)), folder(status_list(ISSUER, 8)))
    assert verdict.outcome is Outcome.VERIFIED
    assert told(verdict)["revocation"] == ("holds", "")


def test_a_revoked_badge_is_invalid() -> None:
    verdict = verified(badge(status_entry(7)), folder(status_list(ISSUER, 7)))
    assert verdict.outcome is Outcome.INVALID
    assert told(verdict)["revocation"] == ("fails", Reason.REVOKED)


def test_a_list_in_a_token_counts_as_one_with_a_proof() -> None:
    unsigned = {k: v for k, v in status_list(ISSUER, 7).items() if k != "proof"}
    token = ISSUER.token(unsigned).encode()
    assert told(verified(badge(status_entry(7)), folder(token)))["revocation"][0] == "fails"
    assert told(verified(badge(status_entry(6)), folder(token)))["revocation"][0] == "holds"


def test_a_list_that_does_not_answer_leaves_the_badge_unverified() -> None:
    verdict = verified(badge(status_entry()), folder(Unreachable()))
    assert verdict.outcome is Outcome.UNVERIFIED
    assert told(verdict)["revocation"] == ("unknown", Reason.LIST_UNREACHABLE)


def test_a_list_by_another_issuer_says_nothing() -> None:
    other = Issuer("did:web:ailleurs.example")
    pages = folder(status_list(other))
    other.publish(pages)
    verdict = verified(badge(status_entry()), pages)
    assert verdict.outcome is Outcome.UNVERIFIED
    assert told(verdict)["revocation"] == ("unknown", Reason.LIST_OTHER_ISSUER)


def test_a_list_that_somebody_signed_in_the_name_of_the_issuer_says_nothing() -> None:
    forged = status_list(Issuer(ISSUER.did))
    verdict = verified(badge(status_entry()), folder(forged))
    assert told(verdict)["revocation"] == ("unknown", Reason.LIST_BROKEN)


def test_a_changed_list_says_nothing() -> None:
    revoked = status_list(ISSUER, 7)
    cleared = changed(revoked, encode([]), "credentialSubject", "encodedList")
    verdict = verified(badge(status_entry(7)), folder(cleared))
    assert verdict.outcome is Outcome.UNVERIFIED


@pytest.mark.parametrize(
    ("member", "value"),
    [("validUntil", "2026-11-20T00:00:00Z"), ("validFrom", "2026-12-20T00:00:00Z")],
)
def test_a_list_outside_its_dates_says_nothing(member: str, value: str) -> None:
    verdict = verified(badge(status_entry()), folder(status_list(ISSUER, **{member: value})))
    assert told(verdict)["revocation"] == ("unknown", Reason.LIST_OLD)


@pytest.mark.parametrize(
    "entry",
    [
        status_entry(131_072),
        status_entry(statusListIndex="-1"),
        status_entry(statusListIndex="7x"),
        status_entry(statusPurpose="suspension"),  # the list is of revocations
    ],
)
def test_an_entry_that_the_list_does_not_hold_says_nothing(entry: dict[str, Any]) -> None:
    verdict = verified(badge(entry), folder(status_list(ISSUER)))
    assert told(verdict)["revocation"] == ("unknown", Reason.LIST_BROKEN)


def test_a_suspended_badge_is_invalid_while_it_is_suspended() -> None:
    listed = status_list(
        ISSUER,
        credentialSubject={
            "id": f"{STATUS_URL}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "suspension",
            "encodedList": encode([7]),
        },
    )
    verdict = verified(badge(status_entry(7, statusPurpose="suspension")), folder(listed))
    assert told(verdict)["revocation"] == ("fails", Reason.SUSPENDED)


def test_an_unknown_kind_of_status_leaves_the_badge_unverified() -> None:
    entry = {"id": "https://x.example/1", "type": "BitstringStatusList"}
    verdict = verified(ISSUER.sign(award(ISSUER, credentialStatus=entry)), folder())
    assert told(verdict)["revocation"] == ("unknown", Reason.UNKNOWN_STATUS)


@pytest.mark.parametrize("purpose", [["revocation", "message"], {}, [], 1])
def test_a_purpose_that_is_no_word_is_no_accident(purpose: Any) -> None:
    entry = status_entry(statusPurpose=purpose)
    token = ISSUER.token(award(ISSUER, credentialStatus=entry))
    assert Reason.FAILED not in {step.reason for step in verified(token, folder()).steps}


def test_a_status_that_only_carries_a_message_takes_nothing_back() -> None:
    verdict = verified(badge(status_entry(statusPurpose="message")), folder())
    assert (verdict.outcome, told(verdict)["revocation"]) == (Outcome.VERIFIED, ("none", ""))


def revocable() -> dict[str, Any]:
    entry = {"id": REVOCATIONS, "type": "1EdTechRevocationList"}
    document = award(ISSUER, credentialStatus=entry)
    return ISSUER.sign({**document, "@context": [*CONTEXTS, EXTENSIONS]})


@pytest.mark.parametrize(
    ("revoked", "expected"),
    [
        ([], ("holds", "")),
        ([{"id": "https://atelier.example/ob3/credentials/2"}], ("holds", "")),
        (
            [{"id": "https://atelier.example/ob3/credentials/1", "revocationReason": "Erreur"}],
            ("fails", Reason.REVOKED),
        ),
    ],
)
def test_a_list_of_1edtech_names_what_is_revoked(
    revoked: list[Any], expected: tuple[str, str]
) -> None:
    pages = folder()
    pages.pages[REVOCATIONS] = {
        "id": REVOCATIONS,
        "issuer": ISSUER.did,
        "revokedCredential": revoked,
    }
    assert told(verified(revocable(), pages))["revocation"] == expected


def test_a_list_of_1edtech_of_another_issuer_says_nothing() -> None:
    pages = folder()
    pages.pages[REVOCATIONS] = {"issuer": "did:web:ailleurs.example", "revokedCredential": []}
    assert told(verified(revocable(), pages))["revocation"][1] == Reason.LIST_OTHER_ISSUER
    pages.pages[REVOCATIONS] = {"issuer": ISSUER.did}
    assert told(verified(revocable(), pages))["revocation"][1] == Reason.LIST_BROKEN
