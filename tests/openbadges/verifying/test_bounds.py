"""Whatever is sent, and whatever the hosts it names answer, is told soon and without accident."""

import json
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import cycle
from typing import Any

import pytest

from recognition.openbadges.canonical import CanonicaliserProcess, canonicalise
from recognition.openbadges.reasons import NotCanonical
from recognition.openbadges.reasons import Reason as Core
from recognition.openbadges.resolving import DOCUMENT_BYTES, Fetched, Gone, Unreachable
from recognition.openbadges.verdict import Check, Outcome, State, Step, outcome_of
from recognition.openbadges.verifying import asking, verify_address, verify_file
from recognition.openbadges.verifying.asking import FETCHES, Asking, host_of
from recognition.openbadges.verifying.plain import sentence
from recognition.openbadges.verifying.reasons import Reason
from tests.openbadges.mutations import mutations
from tests.openbadges.verifying.hosts import assertion, badge_class, host
from tests.openbadges.verifying.issuers import (
    AT,
    CONTEXTS,
    Folder,
    Issuer,
    award,
    endorsement,
    told,
    verified,
)

SLOW = 1.0  # seconds of processor time for one file


class Malice:
    """A web where every address answers with some broken file, is gone, or does not answer."""

    def __init__(self, pages: list[bytes]) -> None:
        self._pages = cycle([*pages, None, b"gone"])
        self.asked = 0

    def fetch(self, url: str, *, accept: str, limit: int = DOCUMENT_BYTES) -> Fetched:
        self.asked += 1
        page = next(self._pages)
        if page is None:
            raise Unreachable
        if page == b"gone":
            raise Gone(b'{"revoked": true, "id": []}')
        return Fetched(page[:limit], "", url, hops=self.asked % 2)


@pytest.fixture(scope="module")
def canonicaliser() -> Iterator[CanonicaliserProcess]:
    process = CanonicaliserProcess(workers=1)
    yield process
    process.close()


def test_broken_files_are_told_soon_and_none_of_them_is_verified(
    canonicaliser: CanonicaliserProcess,
) -> None:
    files = list(mutations(600))
    answers = [each.content for each in files if each.content.lstrip().startswith(b"{")]
    outcomes: Counter[Outcome] = Counter()
    slow, accidents = {}, []
    for mutation in files:
        web, started = Malice(answers), time.process_time()
        verdict = verify_file(mutation.content, web, at=AT, canonicalise=canonicaliser.canonicalise)
        if (took := time.process_time() - started) > SLOW:
            slow[mutation.name] = took
        if any(step.reason == Reason.FAILED for step in verdict.steps):
            accidents.append(mutation.name)
        outcomes[verdict.outcome] += 1
        assert web.asked <= FETCHES + asking.FETCHES_OF_ENDORSEMENTS
        assert verdict.outcome in {outcome_of(verdict.steps), Outcome.NO_BADGE}
        assert all(sentence(step) for step in verdict.steps)
    assert (slow, accidents) == ({}, [])
    assert outcomes[Outcome.VERIFIED] == 0
    assert min(outcomes[each] for each in (Outcome.INVALID, Outcome.NO_BADGE)) > 50


def test_broken_answers_to_an_address_are_told_soon(canonicaliser: CanonicaliserProcess) -> None:
    for mutation in mutations(150):
        folder = Folder({"https://a.example/1": mutation.content})
        verdict = verify_address(
            "https://a.example/1", folder, at=AT, canonicalise=canonicaliser.canonicalise
        )
        assert verdict.outcome is not Outcome.VERIFIED
        assert Reason.FAILED not in {step.reason for step in verdict.steps}


def test_objects_of_any_shape_in_the_place_of_class_issuer_and_key_are_no_accident() -> None:
    odd: list[Any] = [None, 0, "", [], {}, [[]], {"id": []}, {"id": {}}, "x", ["https://a.example"]]
    for value in odd:
        pages = host()
        for page in list(pages.pages):
            pages.pages[page] = {**pages.pages[page], "issuer": value, "endorsement": value}
        for brought in (assertion(badge=value), badge_class(issuer=value), assertion(id=value)):
            verdict = verified(brought, pages)
            assert Reason.FAILED not in {step.reason for step in verdict.steps}
            assert verdict.outcome is not Outcome.VERIFIED


def test_what_takes_too_long_once_is_not_tried_again() -> None:
    tried: list[int] = []

    def slow(document: Mapping[str, Any]) -> bytes:
        tried.append(1)
        raise NotCanonical(Core.TOO_LONG)

    friend = Issuer("did:web:amie.example")
    folder = Folder()
    friend.publish(folder)
    document = award(issuer := Issuer())
    issuer.publish(folder)
    about = document["credentialSubject"]["achievement"]["id"]
    words = [friend.sign(endorsement(friend, about, n)) for n in range(5)]
    document["credentialSubject"]["achievement"]["endorsement"] = words
    content = json.dumps(issuer.sign(document)).encode()
    verdict = verify_file(content, folder, at=AT, canonicalise=slow)
    assert verdict.outcome is Outcome.UNVERIFIED
    assert told(verdict)["signature"] == ("unknown", Reason.TOO_COMPLEX)
    assert len(tried) == 1


def test_all_that_is_signed_shares_one_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "CANONICALISING_SECONDS", 0.02)

    def slow(document: Mapping[str, Any]) -> bytes:
        time.sleep(0.03)
        return canonicalise(document)

    questions = Asking(Folder(), at=AT, canonicalise=slow)
    document = {"@context": CONTEXTS[0], "id": "urn:x:1", "type": ["VerifiableCredential"]}
    assert questions.canonicalise(document)
    with pytest.raises(NotCanonical):
        questions.canonicalise(document)


def test_no_question_is_begun_once_the_time_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "SECONDS", -1.0)
    folder = host()
    assert verified(assertion(), folder).outcome is Outcome.UNVERIFIED
    assert folder.asked == []


def test_an_address_is_asked_once() -> None:
    folder = host()
    verified(assertion(), folder)
    assert len(folder.asked) == len(set(folder.asked)) == 3


def test_a_resolver_that_breaks_down_does_not_break_the_page() -> None:
    class Broken:
        def fetch(self, url: str, *, accept: str, limit: int = DOCUMENT_BYTES) -> Fetched:
            raise RuntimeError("out of order")

    verdict = verified(assertion(), Broken())
    assert verdict.outcome is Outcome.UNVERIFIED
    assert told(verdict) == {"readable": ("unknown", Reason.FAILED)}


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://Atelier.Example/a", "atelier.example"),
        ("http://atelier.example:80/", "atelier.example"),
        ("https://atelier.example:8443/", "atelier.example:8443"),
        ("https://moi@atelier.example/", "atelier.example"),
        ("https://[::1", ""),
        ("https://a:99999/", ""),
        ("did:web:atelier.example", ""),
        ("//atelier.example", ""),
        ("", ""),
    ],
)
def test_a_host_is_compared_with_its_port(address: str, expected: str) -> None:
    assert host_of(address) == expected


def test_every_reason_has_a_plain_sentence() -> None:
    for reason in Reason:
        said = sentence(Step(Check.SIGNATURE, State.FAILS, reason))
        assert not said.startswith("It cannot be read (")
