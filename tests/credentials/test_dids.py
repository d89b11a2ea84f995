"""What verifiers ask at the addresses of an issuer, and who has such addresses."""

from uuid import UUID, uuid4

import pytest
from sqlmodel import Session
from starlette.applications import Starlette

from recognition.awards.models import Award, AwardState, Visibility
from recognition.clock import now
from recognition.credentials.models import Credential
from recognition.credentials.status import build_due
from recognition.endorsements.models import EndorsementState
from recognition.openbadges.addresses import Addresses
from recognition.openbadges.canonical import canonicalise
from recognition.openbadges.did import did_web_url, verification_key
from recognition.openbadges.integrity import check_proof
from recognition.openbadges.jose import check_compact, check_times, read_compact
from recognition.openbadges.statuslist import is_set
from recognition.people.models import ProfileVisibility
from tests.conftest import Visitor
from tests.factories import (
    make_award,
    make_collective,
    make_endorsement,
    make_organisation,
    make_person,
)

BASE = "http://127.0.0.1:8000"
ADDRESSES = Addresses(BASE)
PATHS = ("did.json", "jwks.json")


@pytest.fixture(autouse=True)
def _serving(app: Starlette) -> None:
    """Credentials begin where a platform is served."""


def answers(visitor: Visitor, issuer_id: UUID) -> list[int]:
    return [visitor.get(f"/issuers/{issuer_id}/{path}").status_code for path in PATHS]


def test_the_document_is_where_the_did_says(visitor: Visitor, session: Session) -> None:
    award = make_award(session)
    session.commit()
    did = ADDRESSES.issuer_did(award.issuer_id)
    assert did == f"did:web:127.0.0.1%3A8000:issuers:{award.issuer_id}"
    path = did_web_url(did).removeprefix("https://127.0.0.1:8000")
    told = visitor.get(path)
    assert told.status_code == 200
    assert told.headers["content-type"] == "application/did+json"
    document = told.json()
    assert document["id"] == did
    assert [method["type"] for method in document["verificationMethod"]] == [
        "JsonWebKey",
        "Multikey",
    ]
    assert document["assertionMethod"] == [f"{did}#rs256-1", f"{did}#ed25519-1"]


def test_the_key_set_has_each_key_under_its_did_url(visitor: Visitor, session: Session) -> None:
    award = make_award(session)
    session.commit()
    told = visitor.get(f"/issuers/{award.issuer_id}/jwks.json")
    assert told.headers["content-type"] == "application/json"
    did = ADDRESSES.issuer_did(award.issuer_id)
    assert [(key["kid"], key["kty"], key["alg"], sorted(key)) for key in told.json()["keys"]] == [
        (f"{did}#rs256-1", "RSA", "RS256", ["alg", "e", "kid", "kty", "n", "use"]),
        (f"{did}#ed25519-1", "OKP", "EdDSA", ["alg", "crv", "kid", "kty", "use", "x"]),
    ]


@pytest.mark.parametrize("path", PATHS)
def test_any_site_may_read_it_without_cookies(
    visitor: Visitor, session: Session, path: str
) -> None:
    award = make_award(session)
    session.commit()
    told = visitor.get(f"/issuers/{award.issuer_id}/{path}")
    assert told.headers["access-control-allow-origin"] == "*"
    assert "set-cookie" not in told.headers
    again = visitor.client.get(
        f"/issuers/{award.issuer_id}/{path}", headers={"If-None-Match": told.headers["etag"]}
    )
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("application/did+ld+json", "application/did+ld+json"),
        ("application/ld+json, application/json", "application/ld+json"),
        ("text/html", "application/did+json"),
    ],
)
def test_the_document_is_called_what_was_asked_for(
    visitor: Visitor, session: Session, accept: str, media_type: str
) -> None:
    award = make_award(session)
    session.commit()
    told = visitor.client.get(f"/issuers/{award.issuer_id}/did.json", headers={"Accept": accept})
    assert (told.status_code, told.headers["content-type"]) == (200, media_type)


def test_who_never_signed_anything_has_no_keys(visitor: Visitor, session: Session) -> None:
    """Requirement G4: nobody learns here whether there is such an account."""
    silent = make_person(session)
    collective, organisation = make_collective(session), make_organisation(session)
    offering = make_award(session, state=AwardState.OFFERED, decided_at=None)
    waiting = make_endorsement(session, award=make_award(session), state=EndorsementState.OFFERED)
    received = make_award(session)
    session.commit()
    assert received.holder_id is not None
    for id_ in (
        silent.id,
        collective.id,
        organisation.id,
        offering.issuer_id,
        waiting.endorser_id,
        received.holder_id,
    ):
        assert answers(visitor, id_) == [404, 404]
    known = visitor.get(f"/issuers/{silent.id}/did.json")
    unknown = visitor.get(f"/issuers/{uuid4()}/did.json")
    assert known.content == unknown.content


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("word", ["x", "0", "../../etc/passwd", "%00", "1" * 5000])
def test_what_is_no_identifier_is_unknown(visitor: Visitor, word: str, path: str) -> None:
    assert visitor.get(f"/issuers/{word}/{path}").status_code == 404


def test_whoever_signed_once_keeps_their_keys(visitor: Visitor, session: Session) -> None:
    collective = make_collective(session)
    given = make_award(session, issuer_id=collective.id, visibility=Visibility.PRIVATE)
    endorser = make_person(session, profile_visibility=ProfileVisibility.PRIVATE)
    said = make_endorsement(session, award=given, endorser=endorser)
    session.commit()
    assert answers(visitor, collective.id) == answers(visitor, endorser.id) == [200, 200]
    given.state, said.state = AwardState.REVOKED, EndorsementState.WITHDRAWN
    session.commit()
    assert answers(visitor, collective.id) == answers(visitor, endorser.id) == [200, 200]


def test_no_name_is_in_what_says_the_keys(visitor: Visitor, session: Session) -> None:
    giver = make_person(session, "Ambroise Paré-Fontaine")
    make_award(session, giver=giver)
    session.commit()
    for path in PATHS:
        text = visitor.get(f"/issuers/{giver.id}/{path}").text
        assert str(giver.id) in text
        for word in ("Ambroise", "Fontaine", giver.handle, "exemple.org"):
            assert word not in text


class _Listed:
    """An award whose place is known, and the addresses of its list."""

    def __init__(self, session: Session, award: Award) -> None:
        credential = session.get_one(Credential, award.id)
        self.award, self.place = award, credential.status_index
        self.address = ADDRESSES.status_list(credential.status_list, award.issuer_id)
        self.path = self.address.removeprefix(BASE)
        self.did = ADDRESSES.issuer_did(award.issuer_id)


@pytest.fixture
def listed(session: Session) -> _Listed:
    found = _Listed(session, make_award(session))
    session.commit()
    return found


def test_a_status_list_is_signed_by_the_issuer_of_what_it_is_about(
    visitor: Visitor, listed: _Listed
) -> None:
    told = visitor.get(listed.path)
    assert told.headers["content-type"] == "application/ld+json"
    document = told.json()
    assert document["id"] == listed.address
    assert document["type"] == ["VerifiableCredential", "BitstringStatusListCredential"]
    assert document["issuer"] == {"id": listed.did}
    subject = document["credentialSubject"]
    assert (subject["type"], subject["statusPurpose"]) == ("BitstringStatusList", "revocation")
    published = visitor.get(f"/issuers/{listed.award.issuer_id}/did.json").json()
    method = document["proof"]["verificationMethod"]
    key = verification_key(published, method, did=listed.did)
    check_proof(document, document["proof"], key, canonicalise, at=now())


def test_a_status_list_is_to_be_had_as_a_token(visitor: Visitor, listed: _Listed) -> None:
    told = visitor.client.get(listed.path, headers={"Accept": "application/vc+jwt"})
    assert told.headers["content-type"] == "application/vc+jwt"
    (key,) = (
        key
        for key in visitor.get(f"/issuers/{listed.award.issuer_id}/jwks.json").json()["keys"]
        if key["alg"] == "RS256"
    )
    token = check_compact(told.text, key)
    check_times(token.payload, now())
    assert token.header == {"alg": "RS256", "kid": key["kid"], "typ": "JWT"}
    subject = visitor.get(listed.path).json()["credentialSubject"]
    assert token.payload["credentialSubject"]["encodedList"] == subject["encodedList"]
    assert (token.payload["iss"], token.payload["jti"]) == (listed.did, f"{listed.address}?as=jwt")


def test_a_token_names_a_list_that_is_a_token(
    visitor: Visitor, session: Session, listed: _Listed
) -> None:
    """Verifiers of tokens refuse a list with an embedded proof, and the other way round."""
    path = f"/ob3/credentials/{listed.award.id}"
    token = read_compact(visitor.get(f"{path}?as=jwt").text)
    status = token.payload["credentialStatus"]
    assert status["id"] == f"{status['statusListCredential']}#{listed.place}"
    told = visitor.get(status["statusListCredential"].removeprefix(BASE))
    assert told.headers["content-type"] == "application/vc+jwt"
    assert read_compact(told.text).payload["jti"] == status["statusListCredential"]
    embedded = visitor.get(path).json()["credentialStatus"]
    assert embedded["statusListCredential"] == listed.address
    assert visitor.get(listed.path).json()["id"] == listed.address


def bit(visitor: Visitor, listed: _Listed) -> bool:
    return is_set(visitor.get(listed.path).json()["credentialSubject"]["encodedList"], listed.place)


def test_what_is_revoked_is_set_at_once(
    visitor: Visitor, session: Session, listed: _Listed
) -> None:
    assert bit(visitor, listed) is False
    listed.award.state = AwardState.REVOKED
    session.commit()
    assert bit(visitor, listed) is True


def test_what_is_made_on_the_way_is_what_the_worker_keeps(
    visitor: Visitor, session: Session, listed: _Listed
) -> None:
    on_the_way = visitor.get(listed.path).content
    assert build_due(session) == 1
    session.commit()
    assert visitor.get(listed.path).content == on_the_way


def test_one_list_is_signed_by_each_of_those_who_are_in_it(
    visitor: Visitor, session: Session, listed: _Listed
) -> None:
    other = _Listed(session, make_award(session))
    session.commit()
    mine, theirs = (visitor.get(each.path).json() for each in (listed, other))
    assert mine["credentialSubject"]["encodedList"] == theirs["credentialSubject"]["encodedList"]
    assert (mine["issuer"]["id"], theirs["issuer"]["id"]) == (listed.did, other.did)


@pytest.mark.parametrize("number", ["0", "2", "01", "-1", "1.0", "x", "9" * 30])
def test_there_is_no_other_list(visitor: Visitor, listed: _Listed, number: str) -> None:
    path = f"/ob3/status/{number}/{listed.award.issuer_id}"
    assert visitor.get(path).status_code == 404


def test_nobody_else_has_lists(visitor: Visitor, session: Session, listed: _Listed) -> None:
    silent = make_person(session)
    session.commit()
    for id_ in (silent.id, uuid4()):
        assert visitor.get(f"/ob3/status/1/{id_}").status_code == 404
