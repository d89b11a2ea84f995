"""« Emporter ce badge »: the files of an award, for its holder and nobody else."""

import json
from base64 import urlsafe_b64decode
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from sqlmodel import Session

from recognition.awards.models import AwardState, Visibility
from recognition.endorsements.models import EndorsementState
from recognition.openbadges.reading import Carried, read
from recognition.people.models import Person
from tests.conftest import Visitor
from tests.credentials.worlds import OpenWorld, make_open_world
from tests.factories import make_award, make_evidence, make_person

SignedInAs = Callable[[Person], Visitor]
Counted = Callable[[], AbstractContextManager[list[str]]]
FORMS = {
    "ob3.png": "image/png",
    "ob3.svg": "image/svg+xml",
    "ob3.json": "application/ld+json",
    "ob3.jwt": "application/vc+jwt",
    "ob2.png": "image/png",
    "ob2.svg": "image/svg+xml",
    "ob2.json": "application/ld+json",
}


@pytest.fixture
def world(session: Session, visitor: Visitor) -> OpenWorld:
    return make_open_world(session)


def said(carried: Carried) -> dict[str, Any]:
    """The credential or assertion, wherever it was."""
    if carried.document is not None:
        return carried.document
    assert carried.token is not None
    payload = carried.token.split(".")[1]
    document: dict[str, Any] = json.loads(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return document


@pytest.mark.parametrize("form", FORMS)
def test_a_file_is_an_attachment_that_holds_the_award(
    signed_in_as: SignedInAs, world: OpenWorld, form: str
) -> None:
    answer = signed_in_as(world.holder).get(f"/recus/{world.award.id}/emporter/{form}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == FORMS[form]
    name = answer.headers["content-disposition"]
    assert name.startswith('attachment; filename="')
    assert name.endswith(f'.{form}"')
    assert name.isascii()
    assert answer.headers["cache-control"] == "private, no-store"
    assert "access-control-allow-origin" not in answer.headers
    kind = "assertion" if form.startswith("ob2") else "award"
    assert said(read(answer.content))["id"].endswith(world.paths[kind])


@pytest.mark.parametrize("form", ["ob3.svg", "ob2.svg"])
def test_a_drawing_can_do_nothing_where_it_is_opened(
    signed_in_as: SignedInAs, world: OpenWorld, form: str
) -> None:
    """Requirement C4."""
    answer = signed_in_as(world.holder).get(f"/recus/{world.award.id}/emporter/{form}")
    policy = answer.headers["content-security-policy"]
    assert policy == "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def test_what_the_holder_keeps_to_themselves_is_in_no_file(
    session: Session, signed_in_as: SignedInAs, world: OpenWorld
) -> None:
    """Requirement G2, and G4: no address in clear."""
    award = session.merge(world.award)
    for width in (Visibility.PRIVATE, Visibility.COLLECTIVE):
        make_evidence(session, award, title=f"Gardée {width}", visibility=width)
    browser = signed_in_as(world.holder)
    for form in FORMS:
        content = browser.get(f"/recus/{world.award.id}/emporter/{form}").content
        text = json.dumps(said(read(content)), ensure_ascii=False)
        assert "La fiche de contrôle" in text
        assert "Gardée" not in text
        assert "sha256$" in text
        assert "@exemple" not in text
        assert "@example" not in text


def test_an_award_that_nobody_else_sees_can_be_taken_along(
    session: Session, signed_in_as: SignedInAs, visitor: Visitor
) -> None:
    holder = make_person(session)
    award = make_award(session, holder=holder, visibility=Visibility.PRIVATE)
    browser = signed_in_as(holder)
    page = browser.get(f"/recus/{award.id}/emporter")
    assert page.status_code == 200
    assert "Le vôtre ne l’est pas pour l’instant" in page.text
    for form in FORMS:
        assert browser.get(f"/recus/{award.id}/emporter/{form}").status_code == 200
        assert visitor.get(f"/recus/{award.id}/emporter/{form}").status_code == 303


@pytest.mark.parametrize("path", ["emporter", "emporter/ob3.png"])
def test_the_files_are_the_holders(
    session: Session, signed_in_as: SignedInAs, visitor: Visitor, world: OpenWorld, path: str
) -> None:
    address = f"/recus/{world.award.id}/{path}"
    assert visitor.get(address).headers["location"].startswith("/connexion?next=")
    assert signed_in_as(world.giver).get(address).status_code == 403
    assert signed_in_as(make_person(session)).get(address).status_code == 403
    assert signed_in_as(world.holder).get(address).status_code == 200


@pytest.mark.parametrize("state", [AwardState.OFFERED, AwardState.REVOKED, AwardState.REMOVED])
def test_what_is_not_or_no_longer_held_is_not_taken_along(
    session: Session, signed_in_as: SignedInAs, state: AwardState
) -> None:
    holder = make_person(session)
    award = make_award(session, holder=holder, state=state)
    browser = signed_in_as(holder)
    assert browser.get(f"/recus/{award.id}/emporter").status_code == 403
    assert browser.get(f"/recus/{award.id}/emporter/ob3.png").status_code == 403
    assert "Emporter" not in browser.get(f"/recus/{award.id}").text


@pytest.mark.parametrize("form", ["ob1.png", "ob3.PNG", "ob3.pdf", "..%2Fob3.png", "png"])
def test_a_form_that_does_not_exist_is_not_there(
    signed_in_as: SignedInAs, world: OpenWorld, form: str
) -> None:
    answer = signed_in_as(world.holder).get(f"/recus/{world.award.id}/emporter/{form}")
    assert answer.status_code == 404


def test_the_badge_lives_a_later_file_has_the_words_that_came(
    session: Session, signed_in_as: SignedInAs, world: OpenWorld
) -> None:
    """The same id, a later `validFrom`."""
    browser = signed_in_as(world.holder)
    address = f"/recus/{world.award.id}/emporter/ob3.json"
    before = browser.get(address).json()
    assert len(before["credentialSubject"]["achievement"]["endorsement"]) == 1
    praise = session.merge(world.praise)
    praise.state, praise.ended_at = EndorsementState.WITHDRAWN, praise.given_at
    session.commit()
    after = browser.get(address).json()
    assert after["id"] == before["id"]
    assert after["validFrom"] >= before["validFrom"]
    assert "endorsement" not in after["credentialSubject"]["achievement"]


def test_the_page_leads_to_every_file_and_says_when_they_changed(
    signed_in_as: SignedInAs, world: OpenWorld
) -> None:
    page = signed_in_as(world.holder).get(f"/recus/{world.award.id}/emporter").text
    for form in FORMS:
        assert page.count(f'href="/recus/{world.award.id}/emporter/{form}"') == 1
    assert page.index("ob3.png") < min(page.index(form) for form in FORMS if form != "ob3.png")
    assert "Tenu à jour" in page
    assert 'href="/verifier"' in page
    assert "ne peut pas être rappelé" in page
    assert "Le vôtre ne l’est pas" not in page


def test_the_page_asks_as_much_of_a_badge_with_many_words_as_of_one(
    signed_in_as: SignedInAs, world: OpenWorld, statements: Counted
) -> None:
    browser = signed_in_as(world.holder)
    path = f"/recus/{world.award.id}/emporter"
    browser.get(path)
    with statements() as seen:
        browser.get(path)
    assert len(seen) <= 9
