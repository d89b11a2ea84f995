"""A first visit: a name, an age that is declared, nothing shown (requirements H1, H2, E6)."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from recognition.app import create_app
from recognition.clock import now
from recognition.db import writing
from recognition.people.accounts import invite_administrator
from recognition.people.models import EmailAddress, Person, SignInToken
from recognition.people.queries import addresses_of
from tests.conftest import Visitor
from tests.factories import make_award, make_person
from tests.people.conftest import who_is

NEW = "nouvelle@exemple.org"
NAMED = {"display_name": "Leïla Sauge", "old_enough": "on"}


@pytest.fixture
def proven(ask: Any) -> Any:
    """A browser that has just proven an address nobody has."""
    visitor, letter = ask(NEW, next_path="/badges")
    answer = visitor.post("/connexion/code", {"code": letter.code})
    assert answer.headers["location"] == "/inscription"
    return visitor


def test_a_new_address_opens_an_account_that_shows_nothing(proven: Any, session: Session) -> None:
    assert who_is(proven) == ""
    assert proven.get("/inscription").status_code == 200

    answer = proven.post("/inscription", NAMED)

    assert (answer.status_code, answer.headers["location"]) == (303, "/badges")
    assert who_is(proven) == "Leïla Sauge"
    person = session.exec(select(Person)).one()
    address = session.exec(select(EmailAddress)).one()
    assert (person.handle, person.profile_visibility) == ("leila-sauge", "private")
    assert (address.address, address.is_primary, address.person_id) == (NEW, True, person.id)


def test_an_account_that_came_for_nothing_in_particular_begins_with_first_steps(ask: Any) -> None:
    visitor, letter = ask(NEW)
    visitor.post(letter.link)
    answer = visitor.post("/inscription", NAMED)
    assert answer.headers["location"] == "/bienvenue"


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"display_name": "Leïla"}, "Avant quinze ans"),
        ({"display_name": "  ", "old_enough": "on"}, "Ce champ est nécessaire"),
        ({"display_name": "a" * 81, "old_enough": "on"}, "80 caractères au plus"),
    ],
)
def test_what_is_missing_is_said_kindly_and_opens_nothing(
    typed: dict[str, str], fault: str, proven: Any, session: Session
) -> None:
    answer = proven.post("/inscription", typed)
    assert answer.status_code == 422
    assert fault in answer.text
    assert typed["display_name"].strip() in answer.text
    assert session.exec(select(Person)).all() == []


def test_without_a_proven_address_no_account_is_opened(
    visitor: Any, ask: Any, session: Session
) -> None:
    waiting, _ = ask(NEW)
    for browser in (visitor, waiting):
        assert browser.get("/inscription").status_code == 409
        assert browser.post("/inscription", NAMED).status_code == 409
    assert session.exec(select(Person)).all() == []


def test_a_proof_is_forgotten_after_half_an_hour(proven: Any, session: Session) -> None:
    token = session.exec(select(SignInToken)).one()
    assert token.used_at is not None
    token.used_at -= timedelta(minutes=31)
    session.add(token)
    session.commit()
    assert proven.post("/inscription", NAMED).status_code == 409
    assert session.exec(select(Person)).all() == []


def test_the_form_sent_twice_opens_one_account(proven: Any, session: Session) -> None:
    form = {**NAMED, "form_key": "the-key-of-this-form"}
    first = proven.post("/inscription", form)
    assert first.status_code == 303
    second = proven.post("/inscription", form)
    assert second.status_code < 500
    assert len(session.exec(select(Person)).all()) == 1


def test_people_of_one_name_have_addresses_of_their_own(session: Session, proven: Any) -> None:
    make_person(session, "Leïla Sauge", handle="leila-sauge")
    make_person(session, "Leïla Sauge", handle="leila-sauge-2")
    session.commit()
    proven.post("/inscription", NAMED)
    handles = session.exec(select(Person.handle)).all()
    assert sorted(handles) == ["leila-sauge", "leila-sauge-2", "leila-sauge-3"]


def test_a_badge_given_to_the_address_waits_in_the_new_account(
    proven: Any, session: Session
) -> None:
    giver, other = make_person(session), make_person(session)
    award = make_award(session, giver=giver, holder=other, state="offered", decided_at=None)
    award.holder_id, award.recipient_address = None, NEW
    session.add(award)
    session.commit()
    proven.post("/inscription", NAMED)
    session.refresh(award)
    assert (
        award.holder_id
        == session.exec(select(Person.id).where(Person.display_name == "Leïla Sauge")).one()
    )


def test_an_invitation_signs_the_first_coordinator_in_once_from_any_browser(
    engine: Any, browser: Any, session: Session
) -> None:
    with writing(engine) as own:
        link = invite_administrator(own, NEW, display_name="Solène Bruyère", at=now())
        own.commit()
    path = f"/connexion/invitation/{link}"
    visitor = browser("laptop")
    assert visitor.get(path).status_code == 200
    assert who_is(visitor) == ""
    answer = visitor.post(path)
    assert (answer.status_code, answer.headers["location"]) == (303, "/bienvenue")
    assert who_is(visitor) == "Solène Bruyère"

    again = browser("someone else")
    assert "a déjà servi" in again.get(path).text
    assert again.post(path).status_code == 409
    assert who_is(again) == ""


def test_an_invitation_is_good_for_a_day_and_for_the_person_who_is_there(
    engine: Any, browser: Any, session: Session
) -> None:
    make_person(session, "Leïla Sauge", handle="leila")
    session.commit()
    with writing(engine) as own:
        link = invite_administrator(own, "leila@exemple.org", display_name="x", at=now())
        own.commit()
    assert session.exec(select(Person.display_name)).all() == ["Leïla Sauge"]
    token = session.exec(select(SignInToken)).one()
    token.created_at -= timedelta(hours=25)
    token.expires_at -= timedelta(hours=25)
    session.add(token)
    session.commit()
    assert browser("laptop").post(f"/connexion/invitation/{link}").status_code == 409


def test_a_mailed_link_is_no_invitation(ask: Any, browser: Any, session: Session) -> None:
    """The invitation's address binds nothing to a browser: it must not open what is bound."""
    make_person(session, "Leïla Sauge", handle="leila")
    session.commit()
    _, letter = ask("leila@exemple.org")
    path = letter.link.replace("/lien/", "/invitation/")
    other = browser("thief")
    assert other.post(path).status_code == 409
    assert who_is(other) == ""


def test_the_door_of_the_demo_is_there_in_the_demo_only(
    settings: Any, engine: Any, session: Session, visitor: Any
) -> None:
    leila = make_person(session, "Leïla Sauge", handle="leila")
    make_person(session, "Odile Nouvelle", handle="odile")  # signed up in the demo
    [address] = addresses_of(session, leila.id)
    address.address = "leila@demo.invalid"
    session.commit()
    assert visitor.get("/demo").status_code == 404
    assert visitor.post("/demo", {"handle": "leila"}).status_code == 404
    assert who_is(visitor) == ""

    demo = settings.model_copy(update={"demo": True})
    guest = Visitor(create_app(demo, engine), demo)
    assert "Leïla Sauge" in guest.get("/demo").text
    assert "Odile Nouvelle" not in guest.get("/demo").text
    for handle in ("nobody", "odile"):
        assert guest.post("/demo", {"handle": handle}).status_code == 404
    assert guest.post("/demo", {"handle": "leila"}).status_code == 303
    assert who_is(guest) == "Leïla Sauge"
