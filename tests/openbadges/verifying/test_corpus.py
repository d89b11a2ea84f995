"""Real badge files by others, each judged as its source judges it (corpus/manifest.json)."""

import json
from pathlib import Path
from typing import Any

import pytest

from recognition.openbadges.reading import read
from recognition.openbadges.resolving import DOCUMENT_BYTES, Fetched, Unreachable
from recognition.openbadges.verdict import Outcome, State, Verdict
from recognition.openbadges.verifying.reasons import Reason
from tests.openbadges.verifying.issuers import Folder, told, verified

CORPUS = Path(__file__).parents[1] / "corpus"
FILES = CORPUS / "files"
ASSETS = FILES / "ob20-assets"
ITEMS: list[dict[str, Any]] = json.loads((CORPUS / "manifest.json").read_text())["items"]
NAMES = [item["file"] for item in ITEMS]
OB2 = [item for item in ITEMS if item["version"] == "2.0"]

# What each verdict of the manifest leaves to a verifier that cannot reach the hosts.
ALLOWED = {
    "valid": {Outcome.VERIFIED, Outcome.UNVERIFIED},
    "valid-with-warning": {Outcome.VERIFIED, Outcome.UNVERIFIED},
    "invalid": {Outcome.INVALID, Outcome.NO_BADGE, Outcome.UNVERIFIED},
    "structure-only": {Outcome.UNVERIFIED, Outcome.INVALID},
    "url-only": {Outcome.UNVERIFIED, Outcome.INVALID},
    "status-list": {Outcome.UNVERIFIED, Outcome.INVALID, Outcome.NO_BADGE},
}
# Proved wrong by the file alone: a structure, a date, a signature, nothing to check.
PROVED_OFFLINE = {
    "dcpv__ob20__basic-assertion-expired.json": ("dates", Reason.EXPIRED),
    "dcpv__ob20__basic-assertion-in-future.json": ("dates", Reason.NOT_YET),
    "dcpv__ob20__basic-assertion-invalid-context.json": ("readable", Reason.STRUCTURE),
    "dcpv__ob30__simple-err-context.json": ("readable", Reason.STRUCTURE),
    "dcpv__ob30__simple-err-issuer.json": ("readable", Reason.STRUCTURE),
    "dcpv__ob30__simple-err-evidence-type.json": ("readable", Reason.STRUCTURE),
    "dcpv__ob30__simple-err-issuer-parentorg-type.json": ("readable", Reason.STRUCTURE),
    "dcpv__ob30__simple-err-proof-value.json": ("signature", Reason.BROKEN),
    "dcpv__ob30__simple-multiple-proofs.json": ("signature", Reason.MALFORMED),
    "dcpv__ob30__simple-noproof.json": ("signature", Reason.NOT_SIGNED),
    "dcpv__ob30__velocity.jwt": ("issuer", Reason.OTHER_KEY),
}


class Hosted:
    """The assets of the corpus at example.org, and one assertion at its own id."""

    def __init__(self, content: bytes) -> None:
        carried = read(content)
        self.own: dict[str, bytes] = {}
        if carried.document and carried.document.get("type") == "Assertion":
            self.own[carried.document["id"]] = carried.text.encode()

    def fetch(self, url: str, *, accept: str, limit: int = DOCUMENT_BYTES) -> Fetched:
        if url in self.own:
            return Fetched(self.own[url], "application/json", url)
        scheme, _, path = url.partition("://example.org/")
        file = ASSETS / (path if "." in path else f"{path}.json")
        if scheme not in ("http", "https") or not path or not file.is_file():
            raise Unreachable
        return Fetched(file.read_bytes(), "application/json", url)


def judged(item: dict[str, Any]) -> Verdict:
    return verified((FILES / item["file"]).read_bytes(), Folder())


@pytest.mark.parametrize("item", ITEMS, ids=NAMES)
def test_the_verdict_is_that_of_the_manifest(item: dict[str, Any]) -> None:
    verdict = judged(item)
    assert verdict.outcome in ALLOWED[item["verdict"]]
    if item["version"] == "none":
        assert verdict.outcome in {Outcome.NO_BADGE, Outcome.INVALID}
    if item["verdict"].startswith("valid"):
        assert verdict.name or verdict.version


def test_the_whole_corpus_is_judged_and_nothing_of_it_breaks_a_check() -> None:
    reasons = [step.reason for item in ITEMS for step in judged(item).steps]
    assert len(ITEMS) == 47
    assert reasons.count(Reason.FAILED) == 0


@pytest.mark.parametrize(("name", "proof"), PROVED_OFFLINE.items(), ids=PROVED_OFFLINE)
def test_what_the_file_alone_proves_wrong_is_refused_without_asking_anyone(
    name: str, proof: tuple[str, Reason]
) -> None:
    verdict = verified((FILES / name).read_bytes(), Folder())
    failing = {(step.check, step.reason) for step in verdict.steps if step.state is State.FAILS}
    assert verdict.outcome is Outcome.INVALID
    assert proof in failing


@pytest.mark.parametrize("item", OB2, ids=[item["file"] for item in OB2])
def test_with_its_host_at_hand_a_badge_of_2_0_is_verified_or_invalid(item: dict[str, Any]) -> None:
    content = (FILES / item["file"]).read_bytes()
    verdict = verified(content, Hosted(content))
    expected = Outcome.INVALID if item["verdict"] == "invalid" else Outcome.VERIFIED
    assert verdict.outcome is expected
    if expected is Outcome.VERIFIED:
        assert verdict.name in {"Awesome Robotics Badge", "Example Badge", "Insignia fantastica"}
        assert verdict.issuer.host == "example.org"


def test_a_key_in_the_fragment_of_its_address_proves_the_text_and_not_the_issuer() -> None:
    verdict = judged(ITEMS[NAMES.index("dcpv__ob30__simple.json")])
    steps = told(verdict)
    assert steps["signature"] == ("holds", "")
    assert steps["issuer"] == ("unknown", Reason.NOT_CONFIRMED)
    assert verdict.issuer.host == ""


def test_the_status_list_of_the_corpus_revokes_the_badge_that_it_is_for() -> None:
    listed = (FILES / "dcpv__ob30__bit-string-list__testlist").read_bytes()
    name = "dcpv__ob30__bit-string-list__credential-status-revoked.json"
    document = json.loads((FILES / name).read_text())
    folder = Folder({document["credentialStatus"]["statusListCredential"]: listed})
    verdict = verified(document, folder)
    assert verdict.outcome is Outcome.INVALID
    assert [s.reason for s in verdict.steps if s.state is State.FAILS] == [Reason.REVOKED]


def test_the_endorsements_of_the_large_example_are_told_one_by_one() -> None:
    verdict = judged(ITEMS[NAMES.index("dcpv__ob30__complete.json")])
    assert verdict.outcome is Outcome.UNVERIFIED
    assert [(seen.target, seen.outcome) for seen in verdict.endorsements] == [
        ("issuer", Outcome.INVALID)
    ] * 3
    assert {seen.endorser.name for seen in verdict.endorsements} == {"Example Accrediting Agency"}
