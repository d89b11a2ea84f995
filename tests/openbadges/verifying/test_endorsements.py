"""Endorsements that a badge carries: each is checked on its own, and none changes the badge."""

from typing import Any

from recognition.openbadges.did import did_web_url
from recognition.openbadges.verdict import Outcome, State
from recognition.openbadges.verifying.asking import FETCHES, FETCHES_OF_ENDORSEMENTS
from recognition.openbadges.verifying.endorsing import CHECKED
from recognition.openbadges.verifying.reasons import Reason
from tests.openbadges.verifying.hosts import OB2, jws, signed_host
from tests.openbadges.verifying.hosts import issuer as issuer_of_older
from tests.openbadges.verifying.issuers import (
    STATUS_URL,
    Folder,
    Issuer,
    award,
    changed,
    endorsement,
    status_entry,
    status_list,
    verified,
)

ISSUER = Issuer()
FRIEND = Issuer("did:web:amie.example", name="Une amie")
FOLDER = Folder()
ISSUER.publish(FOLDER)
FRIEND.publish(FOLDER)
ACHIEVEMENT = award(ISSUER)["credentialSubject"]["achievement"]["id"]
AWARD = award(ISSUER)["id"]


def carrying(*, badge: Any = (), issuer: Any = (), own: Any = (), jwt: Any = ()) -> dict[str, Any]:
    """A signed award with these endorsements in it."""
    document = award(ISSUER)
    for holder, name, carried in (
        (document["credentialSubject"]["achievement"], "endorsement", badge),
        (document["issuer"], "endorsement", issuer),
        (document, "endorsement", own),
        (document, "endorsementJwt", jwt),
    ):
        if carried:
            holder[name] = list(carried)
    return document


def signed(about: str = ACHIEVEMENT, number: int = 1, **values: Any) -> dict[str, Any]:
    return FRIEND.sign(endorsement(FRIEND, about, number, **values))


def test_good_endorsements_are_told_with_their_author_their_words_and_what_they_are_about() -> None:
    document = carrying(
        badge=[signed()], issuer=[signed(ISSUER.did, 2)], own=[signed("did:web:x.example", 3)]
    )
    verdict = verified(ISSUER.sign(document), FOLDER)
    assert verdict.outcome is Outcome.VERIFIED
    assert [(seen.target, seen.comment, seen.outcome) for seen in verdict.endorsements] == [
        ("did:web:x.example", "Un mot, le 3.", Outcome.VERIFIED),
        ("badge", "Un mot, le 1.", Outcome.VERIFIED),
        ("issuer", "Un mot, le 2.", Outcome.VERIFIED),
    ]
    assert {seen.endorser.name for seen in verdict.endorsements} == {"Une amie"}
    assert {seen.endorser.host for seen in verdict.endorsements} == {"amie.example"}


def test_a_broken_endorsement_is_told_and_does_not_break_the_badge() -> None:
    broken = changed(signed(), "Une éloge", "credentialSubject", "endorsementComment")
    verdict = verified(ISSUER.sign(carrying(badge=[broken, signed(number=2)])), FOLDER)
    assert verdict.outcome is Outcome.VERIFIED
    assert [seen.outcome for seen in verdict.endorsements] == [Outcome.INVALID, Outcome.VERIFIED]
    failing = [s.reason for s in verdict.endorsements[0].steps if s.state is State.FAILS]
    assert failing == [Reason.BROKEN]


def test_an_endorsement_signed_by_another_than_who_it_names_is_invalid() -> None:
    forged = {**ISSUER.sign(endorsement(FRIEND, ACHIEVEMENT))}
    verdict = verified(ISSUER.sign(carrying(badge=[forged])), FOLDER)
    [seen] = verdict.endorsements
    assert (seen.outcome, seen.endorser.host) == (Outcome.INVALID, "")
    assert [s.reason for s in seen.steps if s.state is State.FAILS] == [Reason.OTHER_KEY]


def test_a_withdrawn_endorsement_is_invalid() -> None:
    withdrawn = signed(credentialStatus=status_entry(5))
    folder = Folder({**FOLDER.pages, STATUS_URL: status_list(FRIEND, 5)})
    verdict = verified(ISSUER.sign(carrying(badge=[withdrawn])), folder)
    assert (verdict.outcome, verdict.endorsements[0].outcome) == (
        Outcome.VERIFIED,
        Outcome.INVALID,
    )


def test_an_endorser_who_does_not_answer_leaves_the_word_unverified() -> None:
    folder = Folder({k: v for k, v in FOLDER.pages.items() if k != did_web_url(FRIEND.did)})
    verdict = verified(ISSUER.sign(carrying(badge=[signed()])), folder)
    assert verdict.outcome is Outcome.VERIFIED
    assert verdict.endorsements[0].outcome is Outcome.UNVERIFIED


def test_endorsements_in_tokens_are_checked_too() -> None:
    good = FRIEND.token(endorsement(FRIEND, ACHIEVEMENT))
    verdict = verified(ISSUER.token(carrying(jwt=[good, good[:-6] + "AAAAAA", "x.y.z"])), FOLDER)
    assert verdict.outcome is Outcome.VERIFIED
    assert [seen.outcome for seen in verdict.endorsements] == [
        Outcome.VERIFIED,
        Outcome.INVALID,
        Outcome.INVALID,
    ]


def test_an_award_in_the_place_of_an_endorsement_is_none() -> None:
    document = ISSUER.token(carrying(jwt=[ISSUER.token(award(ISSUER))]))
    [seen] = verified(document, FOLDER).endorsements
    assert seen.outcome is Outcome.INVALID


def test_an_endorsement_alone_is_verified_as_one() -> None:
    verdict = verified(signed(), FOLDER)
    assert (verdict.kind, verdict.outcome) == ("endorsement", Outcome.VERIFIED)
    assert verdict.narrative == "Un mot, le 1."


def test_praise_of_somebody_else_s_badge_is_not_praise_of_one_that_borrows_its_id() -> None:
    praised = "https://mit.example/achievements/1"
    document = carrying(badge=[signed(praised)])
    document["credentialSubject"]["achievement"]["id"] = praised
    verdict = verified(ISSUER.sign(document), FOLDER)
    assert [(seen.target, seen.outcome) for seen in verdict.endorsements] == [
        (praised, Outcome.VERIFIED)
    ]


def test_one_endorsement_carried_twice_is_told_once() -> None:
    verdict = verified(ISSUER.sign(carrying(badge=[signed()], own=[signed()])), FOLDER)
    assert len(verdict.endorsements) == 1


def test_beyond_forty_they_are_told_as_not_checked() -> None:
    document = carrying(badge=[signed(number=n) for n in range(CHECKED + 3)])
    verdict = verified(ISSUER.sign(document), FOLDER)
    outcomes = [seen.outcome for seen in verdict.endorsements]
    assert outcomes == [Outcome.VERIFIED] * CHECKED + [Outcome.UNVERIFIED] * 3
    assert verdict.endorsements[-1].steps[0].reason == Reason.TOO_MANY


def test_the_hosts_asked_for_all_of_them_are_few() -> None:
    authors = [Issuer(f"did:web:h{n}.example") for n in range(CHECKED)]
    words = []
    for number, each in enumerate(authors):
        status = status_entry(statusListCredential=f"https://s{number}.example/")
        words.append(each.sign(endorsement(each, ACHIEVEMENT, number, credentialStatus=status)))
    folder = Folder()
    ISSUER.publish(folder)
    for each in authors:
        each.publish(folder)
    verdict = verified(ISSUER.sign(carrying(badge=words)), folder)
    assert verdict.outcome is Outcome.VERIFIED
    assert len(folder.asked) == len(set(folder.asked)) <= FETCHES + FETCHES_OF_ENDORSEMENTS
    assert {Reason.ISSUER_NOT_ASKED} <= {
        step.reason for seen in verdict.endorsements for step in seen.steps
    }


def test_words_about_somebody_else_s_assertion_are_not_about_one_that_takes_its_id() -> None:
    theirs, words = "https://ecole.example/assertions/1", "https://amie.example/words"
    friend = issuer_of_older(id="https://amie.example/issuer", url="https://amie.example/")
    folder = signed_host(
        **{
            "https://amie.example/issuer": friend,
            words: {
                "@context": OB2,
                "type": "Endorsement",
                "id": words,
                "claim": {"id": theirs, "endorsementComment": "Magnifique."},
                "issuer": friend["id"],
                "issuedOn": "2026-10-02T00:00:00Z",
                "verification": {"type": "hosted"},
            },
        }
    )
    [seen] = verified(jws(id=theirs, endorsement=words), folder).endorsements
    assert (seen.outcome, seen.comment) == (Outcome.VERIFIED, "Magnifique.")
    assert seen.target == theirs
