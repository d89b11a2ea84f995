"""The mailboxes of a person: adding, choosing, removing (requirements E1 and E4)."""

from typing import Any
from uuid import uuid4

import pytest
from sqlmodel import Session, col, select

from recognition.people.models import EmailAddress, Person
from tests.factories import AT, make_award, make_person
from tests.people.conftest import who_is

OWN, NEW = "leila@exemple.org", "sauge@exemple.org"
TAKEN = "appartient déjà à un compte"


@pytest.fixture
def leila(session: Session) -> Person:
    return make_person(session, "Leïla Sauge", handle="leila")


@pytest.fixture
def addresses(session: Session) -> Any:
    """Whose address is whose: handle, address, whether mails go there."""

    def read() -> list[tuple[str, str, bool]]:
        rows = session.exec(
            select(Person.handle, EmailAddress.address, EmailAddress.is_primary)
            .join(EmailAddress, col(EmailAddress.person_id) == col(Person.id))
            .order_by(Person.handle, EmailAddress.address)
        ).all()
        session.commit()
        return [(row[0], row[1], row[2]) for row in rows]

    return read


def _second(session: Session, person: Person, address: str = NEW) -> EmailAddress:
    row = EmailAddress(person_id=person.id, address=address, verified_at=AT)
    session.add(row)
    session.flush()
    return row


@pytest.mark.parametrize("way", ["code", "link"])
def test_an_address_is_added_when_its_mailbox_has_answered(
    way: str, leila: Person, signed_in_as: Any, letters: Any, addresses: Any
) -> None:
    elsewhere, here = signed_in_as(leila), signed_in_as(leila)
    answer = here.post("/moi/adresses", {"address": NEW.upper()})
    assert answer.headers["location"] == "/connexion/code"
    assert addresses() == [("leila", OWN, True)]
    letter = letters()[-1]
    assert letter.recipient == NEW

    if way == "code":
        done = here.post("/connexion/code", {"code": letter.code})
    else:
        done = here.post(letter.link)

    assert done.headers["location"] == "/moi/reglages#adresses"
    assert "Les autres navigateurs ont été déconnectés" in here.get("/moi/reglages").text
    assert addresses() == [("leila", OWN, True), ("leila", NEW, False)]
    assert (who_is(here), who_is(elsewhere)) == ("Leïla Sauge", "")


@pytest.mark.parametrize("way", ["code", "link"])
def test_an_address_of_another_account_is_refused_to_whoever_reads_its_mailbox_only(
    way: str, leila: Person, session: Session, signed_in_as: Any, letters: Any, addresses: Any
) -> None:
    make_person(session, "Sauge", handle="sauge")
    here = signed_in_as(leila)
    asked = here.post("/moi/adresses", {"address": NEW})
    free = here.post("/moi/adresses", {"address": "libre@exemple.org"})
    assert (asked.status_code, asked.headers["location"]) == (
        free.status_code,
        free.headers["location"],
    )
    taken, unknown = letters()
    assert taken.without_key == unknown.without_key
    here.post("/moi/adresses", {"address": NEW})
    letter = letters()[-1]

    if way == "code":
        done = here.post("/connexion/code", {"code": letter.code})
    else:
        done = here.post(letter.link)

    assert done.status_code in {409, 422}
    assert TAKEN in done.text
    assert "Leïla Sauge" in done.text  # a whole page, that knows who is there
    assert addresses() == [("leila", OWN, True), ("sauge", NEW, True)]


def test_asking_to_add_an_address_costs_the_same_whosever_it_is(
    leila: Person, session: Session, signed_in_as: Any, statements: Any
) -> None:
    make_person(session, "Sauge", handle="sauge")
    here = signed_in_as(leila)
    counts = []
    for address in (NEW, "libre@exemple.org"):
        with statements() as sent:
            here.post("/moi/adresses", {"address": address})
        counts.append([" ".join(one.split()[:3]) for one in sent if "rate_count" not in one])
    assert counts[0] == counts[1]


def test_a_key_asked_to_add_an_address_adds_it_to_nobody_else(
    leila: Person, session: Session, signed_in_as: Any, letters: Any, addresses: Any
) -> None:
    other = make_person(session, "Autre", handle="autre")
    here = signed_in_as(leila)
    here.post("/moi/adresses", {"address": NEW})
    letter = letters()[-1]
    browser = here.client.cookies["browser"]
    there = signed_in_as(other)
    there.client.cookies.set("browser", browser)
    assert there.post(letter.link).status_code == 404
    assert there.post("/connexion/code", {"code": letter.code}).status_code == 404
    assert addresses() == [("autre", "autre@exemple.org", True), ("leila", OWN, True)]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Ce champ est nécessaire"),
        ("sauge", "pas la forme d’une adresse"),
        (OWN.upper(), "déjà la vôtre"),
    ],
)
def test_an_address_that_cannot_be_added_is_shown_again_with_its_fault(
    typed: str, said: str, leila: Person, signed_in_as: Any, letters: Any
) -> None:
    answer = signed_in_as(leila).post("/moi/adresses", {"address": typed})
    assert answer.status_code == 422
    assert said in answer.text
    assert 'aria-describedby="address-error address-hint" aria-invalid="true"' in answer.text
    assert f'value="{typed}"' in answer.text
    assert letters() == []


def test_a_ninth_address_is_one_too_many(
    leila: Person, session: Session, signed_in_as: Any, letters: Any
) -> None:
    for number in range(7):
        _second(session, leila, f"a{number}@exemple.org")
    here = signed_in_as(leila)
    assert 'name="address"' not in here.get("/moi/reglages").text
    answer = here.post("/moi/adresses", {"address": NEW})
    assert answer.status_code == 422
    assert "Huit adresses au plus" in answer.text
    assert letters() == []


def test_mails_follow_the_address_that_was_chosen_and_other_browsers_are_out(
    leila: Person, session: Session, signed_in_as: Any, addresses: Any
) -> None:
    row = _second(session, leila)
    path = f"/moi/adresses/{row.id}/principale"
    elsewhere, here = signed_in_as(leila), signed_in_as(leila)
    answer = here.post(path, {"form_key": "one-key"})
    assert answer.headers["location"] == "/moi/reglages#adresses"
    assert "Les autres navigateurs ont été déconnectés" in here.get("/moi/reglages").text
    here.post(path, {"form_key": "one-key"})
    assert addresses() == [("leila", OWN, False), ("leila", NEW, True)]
    assert (who_is(here), who_is(elsewhere)) == ("Leïla Sauge", "")


def test_a_removed_address_opens_no_door_any_more(
    leila: Person, session: Session, signed_in_as: Any, addresses: Any, ask: Any
) -> None:
    row = _second(session, leila)
    path = f"/moi/adresses/{row.id}/retrait"
    elsewhere, here = signed_in_as(leila), signed_in_as(leila)
    assert here.post(path).headers["location"] == "/moi/reglages#adresses"
    assert addresses() == [("leila", OWN, True)]
    assert (who_is(here), who_is(elsewhere)) == ("Leïla Sauge", "")
    visitor, letter = ask(NEW)
    answer = visitor.post("/connexion/code", {"code": letter.code})
    assert answer.headers["location"] == "/inscription"
    assert here.post(path).status_code == 404


def test_the_address_of_mails_stays_until_another_is_chosen(
    leila: Person, session: Session, signed_in_as: Any, addresses: Any
) -> None:
    own = session.exec(select(EmailAddress.id)).one()
    answer = signed_in_as(leila).post(f"/moi/adresses/{own}/retrait")
    assert answer.status_code == 409
    assert addresses() == [("leila", OWN, True)]


@pytest.mark.parametrize("act", ["principale", "retrait"])
def test_anothers_address_is_as_unknown_as_no_address(
    act: str, leila: Person, session: Session, signed_in_as: Any, addresses: Any
) -> None:
    other = make_person(session, "Autre", handle="autre")
    row = _second(session, other)
    path, nowhere = f"/moi/adresses/{row.id}/{act}", f"/moi/adresses/{uuid4()}/{act}"
    here = signed_in_as(leila)
    before = addresses()
    assert [here.post(p).status_code for p in (path, nowhere, f"/moi/adresses/x/{act}")] == [
        404
    ] * 3
    assert addresses() == before


def test_a_badge_that_waits_at_the_address_comes_with_it(
    leila: Person, session: Session, signed_in_as: Any, letters: Any
) -> None:
    award = make_award(session, state="offered", decided_at=None)
    award.holder_id, award.recipient_address = None, NEW
    session.add(award)
    leila_id = leila.id
    here = signed_in_as(leila)
    here.post("/moi/adresses", {"address": NEW})
    here.post("/connexion/code", {"code": letters()[-1].code})
    session.refresh(award)
    assert award.holder_id == leila_id


def test_a_sixth_address_in_a_quarter_of_an_hour_waits_beside_its_field(
    leila: Person, signed_in_as: Any, letters: Any
) -> None:
    here = signed_in_as(leila)
    answers = [here.post("/moi/adresses", {"address": NEW}) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [303] * 5 + [429]
    assert int(answers[-1].headers["retry-after"]) > 0
    assert f'value="{NEW}"' in answers[-1].text
    assert len(letters()) == 5
