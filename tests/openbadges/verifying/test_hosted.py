"""Badges before 3.0 that count because their host says so."""

import json
from typing import Any

import pytest

from recognition.openbadges import png as baking
from recognition.openbadges.verdict import Form, Kind, Outcome, Version
from recognition.openbadges.verifying.reasons import Reason
from tests.openbadges.pictures import png
from tests.openbadges.verifying.hosts import (
    ASSERTION,
    BADGE,
    HOST,
    ISSUER,
    OB2,
    assertion,
    badge_class,
    host,
    issuer,
)
from tests.openbadges.verifying.issuers import CONTEXTS, HOLDER, Folder, told, verified, verified_at

WORDS = f"{HOST}/endorsement"
SVG_BADGE = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="http://openbadges.org">'
    '<openbadges:assertion verify="{1}"><![CDATA[{0}]]></openbadges:assertion></svg>'
)


def test_a_hosted_badge_is_verified_with_its_class_and_its_issuer() -> None:
    verdict = verified(assertion(), host(), HOLDER)
    assert verdict.outcome is Outcome.VERIFIED
    assert {state for state, _ in told(verdict).values()} == {"holds"}
    assert (verdict.version, verdict.kind, verdict.id) == (Version.OB2, Kind.AWARD, ASSERTION)
    assert (verdict.name, verdict.criteria) == ("Accueillir", "Avoir accueilli.")
    assert (verdict.issuer.name, verdict.issuer.host) == ("Atelier des communs", "atelier.example")


def test_what_the_host_says_is_what_is_kept() -> None:
    hosted = assertion(narrative="Depuis dix ans.")
    verdict = verified(assertion(), host(**{ASSERTION: hosted}))
    assert verdict.narrative == "Depuis dix ans."
    assert json.loads(verdict.document) == hosted


def test_a_host_that_does_not_answer_leaves_the_badge_unverified() -> None:
    verdict = verified(assertion(), Folder())
    assert verdict.outcome is Outcome.UNVERIFIED
    assert told(verdict)["signature"] == ("unknown", Reason.HOST_UNREACHABLE)
    assert told(verdict)["issuer"] == ("unknown", Reason.BADGE_UNREACHABLE)


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("recipient", {"type": "email", "hashed": False, "identity": "moi@exemple.fr"}),
        ("badge", f"{HOST}/another"),
        ("issuedOn", "2020-10-01T00:00:00Z"),
        ("expires", "2040-10-01T00:00:00Z"),
    ],
)
def test_a_badge_that_was_changed_is_not_what_its_host_says(member: str, value: Any) -> None:
    verdict = verified(assertion(**{member: value}), host())
    assert verdict.outcome is Outcome.INVALID
    assert told(verdict)["signature"] == ("fails", Reason.HOSTED_DIFFERS)
    assert verdict.steps[2].detail == member


def test_a_class_that_was_written_into_the_badge_is_asked_at_its_own_address() -> None:
    embedded = badge_class(name="Docteure", issuer=f"{HOST}/mit")
    verdict = verified(assertion(badge=embedded), host())
    assert (verdict.name, verdict.issuer.name) == ("Accueillir", "Atelier des communs")
    changed = verified(
        assertion(badge=embedded), host(**{ASSERTION: assertion(badge=badge_class())})
    )
    assert told(changed)["signature"] == ("fails", Reason.HOSTED_DIFFERS)


def test_the_same_moment_written_otherwise_is_no_difference() -> None:
    brought = assertion(issuedOn="2026-10-01T02:00:00+02:00", badge={**badge_class()})
    assert verified(brought, host()).outcome is Outcome.VERIFIED


def test_a_badge_that_was_taken_away_is_invalid_and_says_why() -> None:
    folder = host()
    folder.takes_away(ASSERTION, id=ASSERTION, revoked=True, revocationReason="Erreur")
    for verdict in (verified(assertion(), folder), verified_at(ASSERTION, folder)):
        assert verdict.outcome is Outcome.INVALID
        assert told(verdict)["revocation"] == ("fails", Reason.GONE)
        [step] = [each for each in verdict.steps if each.reason == Reason.GONE]
        assert step.detail == "Erreur"


def test_a_badge_whose_host_says_revoked_is_invalid() -> None:
    page = {"@context": OB2, "id": ASSERTION, "revoked": True, "revocationReason": "Erreur"}
    verdict = verified(assertion(), host(**{ASSERTION: page}))
    assert told(verdict)["revocation"] == ("fails", Reason.REVOKED)
    assert verdict.outcome is Outcome.INVALID
    assert verified_at(ASSERTION, host(**{ASSERTION: page})).outcome is Outcome.INVALID


def test_a_badge_hosted_elsewhere_in_the_name_of_an_issuer_is_invalid() -> None:
    elsewhere = "https://copie.example/assertion"
    forged = assertion(id=elsewhere)
    verdict = verified(forged, host(**{elsewhere: forged}))
    assert told(verdict)["issuer"] == ("fails", Reason.NOT_ALLOWED)
    assert verdict.outcome is Outcome.INVALID


@pytest.mark.parametrize(
    ("policy", "allowed"),
    [
        ({"allowedOrigins": "badges.example"}, True),
        ({"allowedOrigins": ["atelier.example", "badges.example"]}, True),
        ({"allowedOrigins": "https://badges.example"}, True),
        ({"allowedOrigins": "atelier.example"}, False),
        ({"startsWith": "https://badges.example/a"}, True),
        ({"startsWith": ["https://badges.example/b"]}, False),
        ({"startsWith": "https://badges.example/a", "allowedOrigins": "x.example"}, False),
        ({}, False),
    ],
)
def test_an_issuer_says_where_its_badges_may_be_hosted(
    policy: dict[str, Any], allowed: bool
) -> None:
    elsewhere = "https://badges.example/a/1"
    hosted = assertion(id=elsewhere)
    folder = host(**{elsewhere: hosted, ISSUER: issuer(verification=policy)})
    assert (verified(hosted, folder).outcome is Outcome.VERIFIED) is allowed


def test_a_policy_that_the_badge_brings_itself_counts_for_nothing() -> None:
    elsewhere = "https://copie.example/assertion"
    profile = issuer(verification={"allowedOrigins": "copie.example"})
    forged = assertion(id=elsewhere, badge=badge_class(id=None, issuer=profile))
    del forged["badge"]["id"]
    verdict = verified(forged, host(**{elsewhere: forged}))
    assert verdict.outcome is Outcome.INVALID


def test_a_profile_that_says_to_be_of_another_host_must_be_found_there() -> None:
    copy = "https://copie.example/issuer"
    badge = badge_class(id="https://copie.example/badge", issuer=copy)
    forged = assertion(id="https://copie.example/a", badge=badge["id"])
    pages = {forged["id"]: forged, badge["id"]: badge, copy: issuer()}
    verdict = verified(forged, host(**pages))
    assert told(verdict)["issuer"] == ("fails", Reason.NOT_ALLOWED)
    assert verified(forged, Folder(pages)).outcome is Outcome.UNVERIFIED


def test_who_copies_the_name_of_an_issuer_is_told_by_the_host_that_answered() -> None:
    there = "https://copie.example"
    badge = badge_class(id=f"{there}/badge", issuer=f"{there}/issuer")
    copied = assertion(id=f"{there}/a", badge=badge["id"])
    pages = {
        copied["id"]: copied,
        badge["id"]: badge,
        f"{there}/issuer": issuer(id=f"{there}/issuer"),
    }
    verdict = verified(copied, Folder(pages))
    assert (verdict.outcome, verdict.issuer.name) == (Outcome.VERIFIED, "Atelier des communs")
    assert verdict.issuer.host == "copie.example"


def test_an_issuer_with_no_address_of_its_own_is_not_confirmed() -> None:
    profile = {"type": "Issuer", "name": "MIT", "url": HOST, "email": "a@b.example"}
    badge = badge_class(issuer=profile)
    verdict = verified(assertion(), host(**{BADGE: badge}))
    assert verdict.outcome is not Outcome.VERIFIED
    assert verdict.issuer.host == ""


def test_a_redirect_to_another_site_proves_nothing_and_is_told() -> None:
    """Many sites send whoever asks wherever their address says."""
    folder = Folder(host().pages, moved={ASSERTION: "https://cdn.example/1"})
    folder.pages["https://cdn.example/1"] = assertion()
    verdict = verified(assertion(), folder)
    assert verdict.outcome is Outcome.UNVERIFIED
    assert told(verdict)["signature"] == ("unknown", Reason.HOSTED_ELSEWHERE)
    assert verdict.steps[2].detail == "cdn.example"


def test_an_expired_badge_is_invalid() -> None:
    expired = assertion(expires="2026-11-20T00:00:00Z")
    verdict = verified(expired, host(**{ASSERTION: expired}))
    assert told(verdict)["dates"] == ("fails", Reason.EXPIRED)
    assert verdict.outcome is Outcome.INVALID


def test_a_picture_that_carries_an_address_is_verified_where_it_leads() -> None:
    picture = baking.bake(png(), "openbadges", ASSERTION)
    verdict = verified(picture, host(), HOLDER)
    assert (verdict.outcome, verdict.form, verdict.picture) == (Outcome.VERIFIED, Form.PNG, picture)
    silent = verified(picture, Folder())
    assert (silent.outcome, silent.id) == (Outcome.UNVERIFIED, ASSERTION)
    assert told(silent) == {"readable": ("unknown", Reason.ADDRESS_UNREACHABLE)}


def test_an_address_is_verified_as_what_it_answers() -> None:
    verdict = verified_at(ASSERTION, host())
    assert (verdict.outcome, verdict.form, verdict.name) == (
        Outcome.VERIFIED,
        Form.ADDRESS,
        "Accueillir",
    )
    picture = baking.bake(png(), "openbadges", json.dumps(assertion()))
    baked = verified_at(f"{HOST}/badge.png", host(**{f"{HOST}/badge.png": picture}))
    assert (baked.outcome, baked.form) == (Outcome.VERIFIED, Form.ADDRESS)


@pytest.mark.parametrize("page", [b"<html><body>Bonjour</body></html>", b"", b"{}", b"Bonjour"])
def test_an_address_without_badge_says_so(page: bytes) -> None:
    verdict = verified_at(ASSERTION, Folder({ASSERTION: page}))
    assert verdict.outcome in {Outcome.NO_BADGE, Outcome.INVALID}


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://a.example", "https://", "x", ""])
def test_what_is_no_address_of_the_web_is_not_asked(url: str) -> None:
    folder = Folder({url: assertion()})
    assert verified_at(url, folder).outcome is Outcome.UNVERIFIED
    assert folder.asked == []


@pytest.mark.parametrize(
    ("document", "kind"),
    [(badge_class(), Kind.BADGE), (issuer(), Kind.ISSUER)],
    ids=["class", "issuer"],
)
def test_a_class_or_an_issuer_alone_is_verified_at_its_address(
    document: dict[str, Any], kind: Kind
) -> None:
    verdict = verified(document, host())
    assert (verdict.outcome, verdict.kind) == (Outcome.VERIFIED, kind)
    assert verified({**document, "name": "Autre"}, host()).outcome is Outcome.INVALID
    assert verified(document, Folder()).outcome is Outcome.UNVERIFIED


def endorsement(**changed: Any) -> dict[str, Any]:
    return {
        "@context": OB2,
        "type": "Endorsement",
        "id": WORDS,
        "claim": {"id": BADGE, "endorsementComment": "Très bien."},
        "issuer": ISSUER,
        "issuedOn": "2026-10-02T00:00:00Z",
        "verification": {"type": "hosted"},
        **changed,
    }


def test_endorsements_of_a_class_are_checked_where_they_are_hosted() -> None:
    gone, silent = f"{HOST}/gone", f"{HOST}/silent"
    listed = badge_class(endorsement=[WORDS, gone, silent, endorsement(claim={"id": BADGE})])
    folder = host(**{BADGE: listed, WORDS: endorsement()})
    folder.takes_away(gone)
    verdict = verified(assertion(), folder)
    assert verdict.outcome is Outcome.VERIFIED
    assert [(seen.outcome, seen.target) for seen in verdict.endorsements] == [
        (Outcome.VERIFIED, "badge"),
        (Outcome.INVALID, ""),
        (Outcome.UNVERIFIED, ""),
        (Outcome.INVALID, "badge"),
    ]
    assert verdict.endorsements[0].comment == "Très bien."


@pytest.mark.parametrize(
    ("other", "target"),
    [(f"{HOST}/badges/1", "badge"), ("https://mit.example/1", "https://mit.example/1")],
)
def test_a_class_speaks_for_its_other_addresses_on_its_own_host_only(
    other: str, target: str
) -> None:
    listed = badge_class(related={"id": other, "type": "BadgeClass"}, endorsement=[WORDS])
    words = endorsement(claim={"id": other})
    verdict = verified(assertion(), host(**{BADGE: listed, WORDS: words}))
    assert [(seen.target, seen.outcome) for seen in verdict.endorsements] == [
        (target, Outcome.VERIFIED)
    ]


def first_badge(**changed: Any) -> dict[str, Any]:
    """A badge of 1.0."""
    return {
        "uid": "1",
        "recipient": {"identity": HOLDER, "type": "email", "hashed": False},
        "badge": BADGE,
        "issuedOn": 1759276800,
        "verify": {"type": "hosted", "url": ASSERTION},
        **changed,
    }


def test_a_badge_of_1_0_is_verified_where_it_says_to_be_hosted() -> None:
    badge = {k: v for k, v in badge_class(criteria=f"{HOST}/c").items() if k[0] not in "@t"}
    profile = {"name": "Atelier des communs", "url": HOST}
    del badge["id"]
    folder = Folder({ASSERTION: first_badge(), BADGE: badge, ISSUER: profile})
    verdict = verified(first_badge(), folder, HOLDER)
    assert (verdict.version, verdict.outcome) == (Version.OB1, Outcome.VERIFIED)
    assert told(verdict)["recipient"] == ("holds", "")
    assert verified(first_badge(uid="2"), folder).outcome is Outcome.INVALID


def oldest_badge() -> dict[str, Any]:
    """A badge of 0.5: all of it in one piece."""
    return {
        "recipient": HOLDER,
        "issued_on": "2011-06-01",
        "badge": {
            "version": "0.5.0",
            "name": "Accueillir",
            "image": "/badge.png",
            "description": "Accueillir qui arrive.",
            "criteria": "/criteria",
            "issuer": {"origin": HOST, "name": "Atelier des communs"},
        },
    }


def test_a_badge_of_0_5_is_read_and_counts_only_where_its_issuer_hosts_it() -> None:
    verdict = verified(oldest_badge(), Folder(), HOLDER)
    assert (verdict.version, verdict.outcome) == (Version.OB05, Outcome.UNVERIFIED)
    assert (verdict.name, verdict.issuer.name) == ("Accueillir", "Atelier des communs")
    assert told(verdict)["signature"] == ("unknown", Reason.NOT_HOSTED)
    assert told(verdict)["recipient"] == ("holds", "")
    hosted = verified_at(ASSERTION, Folder({ASSERTION: oldest_badge()}))
    assert (hosted.outcome, hosted.issuer.host) == (Outcome.VERIFIED, "atelier.example")
    elsewhere = "https://copie.example/1"
    copied = verified_at(elsewhere, Folder({elsewhere: oldest_badge()}))
    assert told(copied)["issuer"] == ("unknown", Reason.NOT_CONFIRMED)


def test_another_badge_where_an_old_one_says_to_be_hosted_is_not_that_one() -> None:
    picture = SVG_BADGE.format(json.dumps(oldest_badge()), ASSERTION).encode()
    verdict = verified(picture, host())
    assert verdict.outcome is Outcome.INVALID
    assert told(verdict)["signature"] == ("fails", Reason.HOSTED_DIFFERS)


@pytest.mark.parametrize(("beginning", "state"), [(HOST, "holds"), ("https://atelier", "fails")])
def test_where_badges_begin_to_be_hosted_is_of_a_host_and_not_of_its_letters(
    beginning: str, state: str
) -> None:
    profile = issuer(verification={"startsWith": beginning})
    verdict = verified(assertion(), host(**{ISSUER: profile}))
    assert told(verdict)["issuer"][0] == state


def test_a_host_in_letters_that_look_like_others_is_told_encoded() -> None:
    there = "https://аtelier.example"  # its first letter is Cyrillic
    pages = {
        f"{there}/assertion": assertion(id=f"{there}/assertion", badge=f"{there}/badge"),
        f"{there}/badge": badge_class(id=f"{there}/badge", issuer=f"{there}/issuer"),
        f"{there}/issuer": issuer(id=f"{there}/issuer"),
    }
    verdict = verified(pages[f"{there}/assertion"], Folder(pages))
    assert verdict.outcome is Outcome.VERIFIED
    assert verdict.issuer.host == "xn--telier-2nf.example"


@pytest.mark.parametrize(
    "forged",
    [
        {"creator": {"id": "https://ecole.example", "type": "Profile", "name": "Une école"}},
        {"criteria": {"id": f"{HOST}/criteria", "narrative": "Rien du tout."}},
        {"name": "Accueillir", "image": {"id": "data:image/png;base64,AAAA", "type": "Image"}},
    ],
)
def test_of_a_badge_of_3_0_that_stands_alone_what_its_host_says_is_told(
    forged: dict[str, Any],
) -> None:
    hosted = {
        "@context": CONTEXTS,
        "id": f"{HOST}/achievement",
        "type": ["Achievement"],
        "name": "Accueillir",
        "description": "Accueillir qui arrive.",
        "criteria": {"id": f"{HOST}/criteria", "narrative": "Avoir accueilli."},
        "creator": {"id": ISSUER, "type": ["Profile"], "name": "Atelier des communs"},
    }
    verdict = verified(hosted | forged, Folder({f"{HOST}/achievement": hosted}))
    assert verdict.outcome is Outcome.VERIFIED
    assert (verdict.issuer.name, verdict.criteria) == ("Atelier des communs", "Avoir accueilli.")
    assert verdict.picture is None
    assert json.loads(verdict.document) == hosted


def test_no_host_is_told_to_stand_for_a_badge_that_was_forged_in_its_name() -> None:
    there = "https://faux.example/assertion"
    elsewhere = assertion(id=there)
    nowhere = assertion(id=f"{HOST}/never-given")
    forged = [verified(elsewhere, host(**{there: elsewhere})), verified(nowhere, host())]
    assert [each.outcome for each in forged] == [Outcome.INVALID, Outcome.UNVERIFIED]
    assert {(each.issuer.name, each.issuer.host) for each in forged} == {
        ("Atelier des communs", "")
    }
