"""Signing: always the same bytes, by the worker or on the way, and nothing that is stale."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session, col, select, update

from recognition.awards.models import Award, AwardState, Visibility
from recognition.cli_keys import take_keys
from recognition.credentials.changes import watch_credentials
from recognition.credentials.commands import keep_signed
from recognition.credentials.documents import award_credential
from recognition.credentials.issuing import Issuing
from recognition.credentials.models import Credential, CredentialKind, StatusList
from recognition.credentials.queries import due
from recognition.credentials.renewing import (
    emptied,
    is_any_from_elsewhere,
    renew_from_elsewhere,
)
from recognition.credentials.signing import signed
from recognition.db import reading, writing
from recognition.errors import NotFound
from recognition.keys import Algorithm, KeyRing
from recognition.openbadges.canonical import canonicalise
from recognition.openbadges.integrity import check_proof
from recognition.openbadges.jose import check_compact
from recognition.permissions import Actor
from recognition.settings import Settings
from recognition.storage import Storage
from recognition.worker import make_worker
from tests.credentials.signing import make_issuing, sign_all
from tests.factories import AT, make_award, make_badge, make_endorsement, make_evidence, make_person

watch_credentials()


def test_a_credential_is_signed_by_the_keys_of_the_platform_in_the_name_of_its_issuer(
    session: Session, issuing: Issuing
) -> None:
    award = make_award(session)
    made = signed(session, issuing, [award.id])[award.id]
    proof_key, token_key = (issuing.ring.signing(each) for each in Algorithm)

    document = json.loads(made.document)
    public = proof_key.private.public_key()
    check_proof(document, document["proof"], public, canonicalise, at=AT)  # type: ignore[arg-type]
    did = issuing.addresses.issuer_did(award.giver_id)
    assert document["proof"]["verificationMethod"] == f"{did}#{proof_key.id}"
    token = check_compact(made.token, token_key.public_jwk)
    assert token.header == {"alg": "RS256", "kid": f"{did}#{token_key.id}", "typ": "JWT"}
    assert token.payload["id"] == document["id"]


def test_signing_twice_gives_the_same_bytes(session: Session, issuing: Issuing) -> None:
    award = make_award(session)
    make_endorsement(session, issuer_id=award.giver_id)
    assert signed(session, issuing, [award.id]) == signed(session, issuing, [award.id])


def test_a_reader_before_the_worker_reads_what_the_worker_keeps(
    session: Session, issuing: Issuing
) -> None:
    award = make_award(session)
    make_endorsement(session, issuer_id=award.giver_id)
    before = award_credential(session, issuing, award.id)
    assert session.exec(select(Credential.document)).all() == ["", ""]

    assert sign_all(session, issuing) == 2
    assert award_credential(session, issuing, award.id) == before


def test_a_credential_that_changed_while_it_was_signed_is_not_kept(
    session: Session, issuing: Issuing
) -> None:
    """Requirement G2: what somebody hides meanwhile must not come back."""
    award = make_award(session)
    evidence = make_evidence(session, award)
    made = signed(session, issuing, [award.id])
    assert evidence.title in made[award.id].document

    evidence.visibility = Visibility.PRIVATE
    session.flush()
    assert keep_signed(session, made.values()) == 0
    sign_all(session, issuing)
    assert evidence.title not in award_credential(session, issuing, award.id).document


def test_who_keeps_what_was_signed_waits_for_nobody(
    session: Session, engine: Engine, issuing: Issuing, on_postgresql: bool
) -> None:
    """Else two who wait for each other: whoever changes several badges would be turned away."""
    if not on_postgresql:
        pytest.skip("SQLite has one writer at a time")
    awards = [make_award(session), make_award(session)]
    session.commit()
    made = signed(session, issuing, [award.id for award in awards])
    session.rollback()
    with writing(engine) as other:
        other.execute(
            update(Credential).where(col(Credential.id) == awards[1].id).values(revision=7)
        )
        session.execute(text("SET LOCAL lock_timeout = '1s'"))
        assert keep_signed(session, made.values()) == 1
        other.execute(update(Credential).where(col(Credential.id) == awards[1].id).values(salt=""))
        session.commit()
        other.commit()
    waiting = session.exec(select(Credential.id).where(Credential.document == "")).all()
    assert waiting == [awards[1].id]


def test_a_new_endorsement_makes_a_newer_award_of_the_same_id(
    session: Session, issuing: Issuing
) -> None:
    award = make_award(session)
    session.execute(update(Credential).values(changed_at=AT))
    first = json.loads(award_credential(session, issuing, award.id).document)

    said = make_endorsement(session, issuer_id=award.giver_id)
    second = json.loads(award_credential(session, issuing, award.id).document)

    assert first["id"] == second["id"]
    assert first["validFrom"] < second["validFrom"]
    assert [each["id"] for each in second["issuer"]["endorsement"]] == [
        issuing.addresses.ob3_endorsement(said.id)
    ]


def test_the_newest_twenty_stand_inside_and_none_about_the_award_or_another_version(
    session: Session, issuing: Issuing
) -> None:
    award = make_award(session)
    badge_id, version_id = award.badge_id, award.version_id
    about_award = make_endorsement(session, award=award)
    other = make_endorsement(session, badge=make_badge(session))
    said = []
    for day in range(1, 23):
        each = make_endorsement(session, issuer_id=award.giver_id, given_at=AT.replace(day=day))
        said.append(issuing.addresses.ob3_endorsement(each.id))
    make_endorsement(session, badge_id=badge_id, version_id=version_id)
    document = json.loads(award_credential(session, issuing, award.id).document)
    assert [each["id"] for each in document["issuer"]["endorsement"]] == said[:1:-1]
    achievement = document["credentialSubject"]["achievement"]
    assert len(achievement["endorsement"]) == 1
    for absent in (about_award, other):
        assert str(absent.id) not in json.dumps(document)


def test_a_token_stays_small_enough_for_its_readers(session: Session, issuing: Issuing) -> None:
    """Requirement C9: 64 KiB."""
    award = make_award(session)
    for _ in range(20):
        make_endorsement(session, issuer_id=award.giver_id, statement="é" * 1200)
    kept = award_credential(session, issuing, award.id)
    assert len(kept.token) < 64 << 10
    assert check_compact(kept.token, issuing.ring.signing(Algorithm.RS256).public_jwk)
    assert len(json.loads(kept.document)["issuer"]["endorsement"]) == 20


def test_the_worker_signs_what_is_due_and_builds_the_lists(
    session: Session, engine: Engine, settings: Settings
) -> None:
    awards = [make_award(session) for _ in range(3)]
    make_award(session, state=AwardState.OFFERED)
    make_endorsement(session, award=awards[0])
    session.commit()

    worker = make_worker(engine, settings)
    worker.round()

    with reading(engine) as reader:
        rows = reader.exec(select(Credential)).all()
        assert len(rows) == 4
        assert all(row.document and row.token and row.hosted for row in rows)
        assert "" not in reader.exec(select(StatusList.bits)).all()
        assert due(reader, CredentialKind.AWARD, 10) == []
        here = Issuing.of(settings, KeyRing(settings), Storage(settings.media_dir))
        made = signed(reader, here, [row.id for row in rows])
        assert {each.document for each in made.values()} == {row.document for row in rows}


def test_one_that_cannot_be_signed_keeps_no_other_from_being_signed(
    session: Session, issuing: Issuing
) -> None:
    broken, sound = make_award(session, narrative="\x1f"), make_award(session)
    made = signed(session, issuing, [broken.id, sound.id])
    assert list(made) == [sound.id]
    with pytest.raises(NotFound):
        award_credential(session, issuing, broken.id)


def test_what_ended_is_no_longer_signed(session: Session, issuing: Issuing) -> None:
    make_award(session, state=AwardState.OFFERED)
    award = make_award(session)
    award.state = AwardState.REVOKED
    session.flush()
    assert due(session, CredentialKind.AWARD, 10) == []
    assert sign_all(session, issuing) == 0


def test_signing_many_asks_no_more_of_the_database_than_signing_one(
    session: Session, issuing: Issuing, statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    badge, giver = make_badge(session), make_person(session)
    counts = []
    for _ in range(2):
        for _ in range(3):
            award = make_award(session, badge, giver=giver)
            make_evidence(session, award)
            make_endorsement(session, award=award)
        make_endorsement(session, badge=badge)
        make_endorsement(session, issuer_id=giver.id)
        session.commit()
        ids = session.exec(select(Credential.id)).all()
        with statements() as sent:
            signed(session, issuing, ids)
        counts.append(len(sent))
    assert counts[0] == counts[1] <= 26


def test_a_signed_award_is_read_in_one_statement(
    session: Session, issuing: Issuing, statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    award = make_award(session)
    sign_all(session, issuing)
    session.commit()
    for actor in (Actor(), Actor(person_id=award.holder_id)):
        with statements() as sent:
            award_credential(session, issuing, award.id, actor)
        assert len(sent) == 1


def test_a_reader_that_is_nobody_changes_nothing(session: Session, issuing: Issuing) -> None:
    award = make_award(session)
    award_credential(session, issuing, award.id)
    assert session.exec(select(Award.id).where(col(Award.id) == award.id)).one() == award.id
    assert session.exec(select(Credential.document)).all() == [""]


def test_what_was_signed_at_another_address_is_signed_anew(
    session: Session, issuing: Issuing, tmp_path: Path
) -> None:
    """The address of a platform is its name: one that was tried out elsewhere first, or moved,
    says what it is called now."""
    award = make_award(session, sentence=f'On disait "{issuing.base_url}/ob3/" ici.')
    make_endorsement(session, issuer_id=award.giver_id)
    sign_all(session, issuing)
    assert is_any_from_elsewhere(session, issuing.base_url) is False
    assert renew_from_elsewhere(session, issuing.base_url, at=AT) == 0

    moved = make_issuing(tmp_path, "https://badges_exemple.test/trame")
    lookalike = make_issuing(tmp_path, "https://badges-exemple.test/trame")
    assert is_any_from_elsewhere(session, moved.base_url) is True
    assert renew_from_elsewhere(session, moved.base_url, at=AT) == 2
    assert is_any_from_elsewhere(session, moved.base_url) is False  # due is from nowhere
    sign_all(session, lookalike)
    assert renew_from_elsewhere(session, moved.base_url, at=AT) == 2
    sign_all(session, moved)

    kept = award_credential(session, moved, award.id)
    document = json.loads(kept.document)
    assert document["id"] == moved.addresses.ob3_award(award.id)
    assert document["issuer"]["endorsement"][0]["id"].startswith(moved.base_url)
    assert json.loads(kept.hosted)["id"] == moved.addresses.ob2_assertion(award.id)
    assert renew_from_elsewhere(session, moved.base_url, at=AT) == 0


def test_what_is_signed_anew_never_says_that_it_is_older(
    session: Session, issuing: Issuing
) -> None:
    """Requirement J5: also where the clocks of the database and of the platform disagree."""
    award = make_award(session)
    credential = session.get_one(Credential, award.id)
    changed_at = credential.changed_at
    session.connection().execute(emptied(changed_at - timedelta(hours=1)))
    session.refresh(credential)
    assert credential.changed_at == changed_at
    session.connection().execute(emptied(changed_at + timedelta(hours=1)))
    session.refresh(credential)
    assert credential.changed_at == changed_at + timedelta(hours=1)


def test_a_platform_that_starts_at_another_address_signs_for_it(
    session: Session, engine: Engine, settings: Settings, issuing: Issuing
) -> None:
    award = make_award(session)
    sign_all(session, issuing)
    session.commit()
    take_keys(engine, settings)
    make_worker(engine, settings).round()
    session.expire_all()
    document = json.loads(session.get_one(Credential, award.id).document)
    assert document["id"] == f"{settings.base_url}/ob3/credentials/{award.id}"
