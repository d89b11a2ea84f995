"""The same verifiers before what must be refused, so that their yes means something."""

import base64
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import select

from recognition.awards.models import Award, AwardState, Visibility
from recognition.clock import now
from recognition.credentials.signing import Signer
from recognition.db import writing
from recognition.keys import Algorithm
from recognition.openbadges import ob3, png
from recognition.openbadges.carrying import OB3_KEYWORD
from recognition.openbadges.jose import sign_compact
from recognition.people.models import EmailAddress, Person
from tests.validators.issued import Issued, carried
from tests.validators.judging import Case, answer, judged, refused

OB2, OB3, OTHERS = "openbadges", "openbadgeslib", "digitalbazaar and jose"
HOSTED = ("/ob2/", "/images/", "/issuers/")


@pytest.fixture(scope="module")
def award(issued: Issued) -> Award:
    """One that anyone may see."""
    return issued.session.exec(
        select(Award)
        .join(Person, Person.id == Award.holder_id)
        .where(
            Award.state == AwardState.ACCEPTED,
            Award.visibility == Visibility.PUBLIC,
            Person.profile_visibility == "public",
        )
        .order_by(Award.id)
    ).first()


def changed(case: Case, change: Callable[[dict[str, Any]], None]) -> Case:
    """The case with something else in it, and its signature as it was."""
    if case.form == "token":
        head, _, signature = case.content.decode().split(".")
        said = json.loads(carried(case))
        change(said)
        middle = base64.urlsafe_b64encode(json.dumps(said).encode()).decode().rstrip("=")
        return Case(case.name, case.form, f"{head}.{middle}.{signature}".encode(), case.recipient)
    said = json.loads(carried(case))
    change(said)
    text = json.dumps(said)
    content = png.bake(case.content, OB3_KEYWORD, text) if case.form == "image" else text.encode()
    return Case(case.name, case.form, content, case.recipient)


def another_name(said: dict[str, Any]) -> None:
    said["credentialSubject"]["achievement"]["name"] = "Un autre badge"


@pytest.mark.parametrize(
    ("judge", "form"),
    [
        (OTHERS, "ob3.json"),
        (OTHERS, "ob3.jwt"),
        (OB3, "ob3.json"),
        (OB3, "ob3.jwt"),
        (OB3, "ob3.png"),
    ],
)
def test_a_badge_with_one_word_changed_is_refused(
    issued: Issued, award: Award, judge: str, form: str
) -> None:
    good = issued.taken(award.id, form)
    web = issued.web([good])
    assert refused(judged(judge, [good], web)) == {}
    assert refused(judged(judge, [changed(good, another_name)], web)).keys() == {good.name}


@pytest.mark.parametrize("judge", [OTHERS, OB3])
def test_an_expired_badge_is_refused(issued: Issued, award: Award, judge: str) -> None:
    """Ours have no end; another that the same keys sign has one."""
    unsigned = json.loads(carried(issued.taken(award.id, "ob3.json")))
    del unsigned["proof"]
    at, issuer_id = now(), award.issuer_id
    cases = []
    for name, end in (("over", at - timedelta(days=1)), ("not over", at + timedelta(days=1))):
        document = {**unsigned, "validUntil": end.strftime("%Y-%m-%dT%H:%M:%SZ")}
        signer = Signer(issued.issuing)
        signed = signer.document(document, issuer_id, at - timedelta(days=2)).encode()
        cases.append(Case(f"{name}, proof", "document", signed))
        if judge == OTHERS:
            claims = {**ob3.claims(document), "exp": int(end.timestamp())}
            key = issued.issuing.ring.signing(Algorithm.RS256)
            kid = f"{issued.did(issuer_id)}#{key.id}"
            token = sign_compact(claims, key.private, kid=kid, typ="JWT")
            cases.append(Case(f"{name}, token", "token", token.encode()))
    said = judged(judge, cases, issued.web(cases))
    assert set(refused(said)) == {name for name in said if name.startswith("over")}


def test_the_badge_of_somebody_else_is_refused(issued: Issued, award: Award) -> None:
    assert award.holder_id is not None
    other = issued.session.exec(select(Person.id).where(Person.id != award.holder_id)).first()
    assert other is not None
    for form in ("ob3.json", "ob3.jwt", "ob3.png"):
        mine = issued.taken(award.id, form, issued.did(award.holder_id))
        theirs = issued.taken(award.id, form, issued.did(other))
        web = issued.web([mine])
        assert refused(judged(OB3, [mine], web)) == {}
        assert refused(judged(OB3, [theirs], web)).keys() == {theirs.name}


def address_of(issued: Issued, person_id: UUID) -> str:
    return issued.session.exec(
        select(EmailAddress.address).where(
            EmailAddress.person_id == person_id, EmailAddress.is_primary
        )
    ).one()


def test_a_hosted_badge_is_refused_to_another_address_after_its_end_and_when_its_host_says_so(
    issued: Issued, award: Award
) -> None:
    assert award.holder_id is not None
    good = issued.taken(award.id, "ob2.png", address_of(issued, award.holder_id))
    web = issued.web([good], *HOSTED)
    assert refused(judged(OB2, [good], web)) == {}

    theirs = Case(good.name, good.form, good.content, "quelqu-un@ailleurs.example")
    assert refused(judged(OB2, [theirs], web)).keys() == {good.name}

    address = issued.issuing.addresses.ob2_assertion(award.id)
    hosted = json.loads(carried(good))
    over = {**hosted, "expires": "2026-01-01T00:00:00Z"}
    assert refused(
        judged(OB2, [good], {**web, address: answer(json.dumps(over).encode())})
    ).keys() == {good.name}
    elsewhere = {**hosted, "badge": "https://ailleurs.example/badge"}
    assert refused(
        judged(OB2, [good], {**web, address: answer(json.dumps(elsewhere).encode())})
    ).keys() == {good.name}


def test_a_badge_taken_back_is_refused_in_every_copy_that_went_out(
    issued: Issued, award: Award
) -> None:
    assert award.holder_id is not None
    before = [issued.taken(award.id, form) for form in ("ob3.json", "ob3.jwt", "ob3.png")]
    hosted = issued.taken(award.id, "ob2.png", address_of(issued, award.holder_id))
    with writing(issued.engine) as session:
        row = session.get_one(Award, award.id)
        row.state, row.ended_at, row.ended_reason = AwardState.REVOKED, now(), "donné par erreur"
        session.commit()
    try:
        issued.worker.round()
        web = issued.web(before)
        assert refused(judged(OB3, before, web)).keys() == {case.name for case in before}
        assert refused(judged(OTHERS, before[:1], web)).keys() == {before[0].name}
        web = issued.web([hosted], *HOSTED)
        assert refused(judged(OB2, [hosted], web)).keys() == {hosted.name}
    finally:
        with writing(issued.engine) as session:
            row = session.get_one(Award, award.id)
            row.state, row.ended_at, row.ended_reason = AwardState.ACCEPTED, None, ""
            session.commit()
        issued.worker.round()
