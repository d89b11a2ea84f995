"""What nobody learns by giving a badge, and what reaches nobody (requirements B4, G4, H1)."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session

from recognition.awards.commands import claim_waiting_awards
from recognition.awards.views.mails import without_links
from recognition.people.models import EmailAddress, Person
from tests.awards.giving import WORDS, awards, given_badge, mails
from tests.conftest import Visitor
from tests.factories import (
    join,
    make_badge,
    make_collective,
    make_person,
)

SignIn = Callable[[Person], Visitor]


def answers_to(browser: Visitor, form: str, address: str) -> tuple[Any, ...]:
    """All that a giver is told on giving to an address: the answer, then the page, then their
    list, without what must differ."""
    answer = browser.post(form, {"recipient": address, "sentence": WORDS})
    place = answer.headers.get("location", "")
    page = browser.get(place) if place else answer
    listed = browser.get("/moi/badges")
    told = [
        text.replace(place, "PLACE").replace(address, "ADDRESS")
        for text in (_without_keys(page.text), _without_keys(listed.text))
    ]
    return answer.status_code, page.status_code, *told


def _without_keys(page: str) -> str:
    """A page without the random values that its forms carry."""
    lines = page.split("\n")
    return "\n".join(line for line in lines if 'name="form_key"' not in line)


def test_no_answer_tells_whether_an_address_is_registered(
    session: Session, signed_in_as: SignIn
) -> None:
    """Requirement G4: known, unknown, hidden profile, minor from afar: one and the same."""
    giver = make_person(session, "Leïla Sauge")
    forms = [
        f"/badges/{make_badge(session, proposer=giver, title='Oreille').slug}/attribuer"
        for _ in range(4)
    ]
    known = make_person(session, "Théo Luzerne")
    hidden = make_person(session, "Cachée", profile_visibility="private")
    minor = make_person(session, "Idriss", is_minor=True)
    addresses = ["personne@exemple.org"]
    addresses += [f"{person.handle}@exemple.org" for person in (known, hidden, minor)]
    browser = signed_in_as(giver)
    slugs = [form.split("/")[2] for form in forms]

    told = []
    for form, slug, address in zip(forms, slugs, addresses, strict=True):
        answer = answers_to(browser, form, address)
        told.append([str(part).replace(slug, "SLUG") for part in answer[:3]])
        for stranger in ("Théo Luzerne", "Cachée", "Idriss"):
            assert stranger not in "".join(map(str, answer))

    strip_ids = [[_without_ids(part) for part in parts] for parts in told]
    assert strip_ids[1:] == [strip_ids[0]] * 3
    assert sorted(mail.recipient for mail in mails(session)) == sorted(addresses[:3])


def _without_ids(text: str) -> str:
    """A text without the version and criterion ids in it."""
    return "".join(
        part for part in text.replace('"', "|").replace("/", "|").split("|") if not _is_id(part)
    )


def _is_id(text: str) -> bool:
    try:
        UUID(text.split(".")[0])
    except ValueError:
        return False
    return True


def test_giving_twice_is_answered_alike_whatever_became_of_the_first(
    session: Session, signed_in_as: SignIn
) -> None:
    giver, form = given_badge(session)
    people = [make_person(session) for _ in range(3)]
    handles = [person.handle for person in people]
    browser = signed_in_as(giver)
    for handle, state in zip(handles, ("offered", "accepted", "declined"), strict=True):
        browser.post(form, {"recipient": f"@{handle}", "sentence": WORDS})
        latest = awards(session)[-1]
        latest.state = state
        session.add(latest)
        session.commit()

    again = [browser.post(form, {"recipient": f"@{h}", "sentence": WORDS}) for h in handles]

    assert [answer.status_code for answer in again] == [422, 422, 422]
    for answer in again:
        assert "Vous lui avez déjà attribué ce badge" in answer.text
        assert WORDS in answer.text
    assert len(awards(session)) == 3


def test_a_second_way_to_the_same_person_does_not_tell_that_it_is_the_same(
    session: Session, signed_in_as: SignIn
) -> None:
    giver, form = given_badge(session)
    person = make_person(session)
    handle, first = person.handle, f"{person.handle}@exemple.org"
    session.add(
        EmailAddress(person_id=person.id, address="autre@exemple.org", verified_at=person.joined_at)
    )
    browser = signed_in_as(giver)

    by_addresses = [
        browser.post(form, {"recipient": address, "sentence": WORDS}).status_code
        for address in (first, "autre@exemple.org")
    ]
    assert by_addresses == [303, 303]
    assert [award.holder_id for award in awards(session)] == [person.id, None]
    session.commit()

    by_name = browser.post(form, {"recipient": f"@{handle}", "sentence": WORDS})
    assert by_name.status_code == 303
    held = [award for award in awards(session) if award.holder_id == person.id]
    assert [award.recipient_address for award in held] == [""]
    claim_waiting_awards(session, person.id, first)
    session.flush()
    assert len([award for award in awards(session) if award.holder_id == person.id]) == 1


@pytest.mark.parametrize(
    ("profile", "sentence"),
    [
        ("private", "Nous ne trouvons personne de ce nom"),
        ("collective", "Nous ne trouvons personne de ce nom"),
        ("first_name_only", "Mina reçoit des badges des personnes de son collectif"),
    ],
)
def test_who_does_not_receive_from_afar_is_not_reached_by_name(
    profile: str, sentence: str, session: Session, signed_in_as: SignIn
) -> None:
    giver, form = given_badge(session)
    handle = make_person(session, "Mina", profile_visibility=profile).handle
    browser = signed_in_as(giver)

    absent = browser.post(form, {"recipient": "@personne-d-autre", "sentence": WORDS})
    answer = browser.post(form, {"recipient": f"@{handle}", "sentence": WORDS})

    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Nous ne trouvons personne de ce nom" in absent.text
    assert awards(session) == []


def test_a_minor_is_reached_by_address_from_their_collective_only(
    session: Session, signed_in_as: SignIn
) -> None:
    giver, form = given_badge(session)
    minor = make_person(session, is_minor=True)
    address = f"{minor.handle}@exemple.org"
    browser = signed_in_as(giver)

    browser.post(form, {"recipient": address, "sentence": WORDS})
    assert [award.holder_id for award in awards(session)] == [None]
    assert mails(session) == []
    claim_waiting_awards(session, minor.id, address)
    assert [award.holder_id for award in awards(session)] == [None]

    here = make_collective(session)
    join(session, minor, here)
    join(session, giver, here)
    claim_waiting_awards(session, minor.id, address)
    assert [award.holder_id for award in awards(session)] == [minor.id]


def test_a_mail_holds_nothing_of_its_giver_to_click(session: Session, signed_in_as: SignIn) -> None:
    """Requirement B4."""
    giver, form = given_badge(session)
    giver.display_name = "Voir https://piege.example"
    session.add(giver)
    words = "Cliquez http://piege.example/x ou www.piege.example, ou piege.example/y tout de suite"

    signed_in_as(giver).post(form, {"recipient": "nouvelle@exemple.org", "sentence": words})

    [mail] = mails(session)
    told = mail.body + mail.subject
    assert "piege.example" not in told
    assert "tout de suite" in mail.body


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Bravo pour hier. Et merci", "Bravo pour hier. Et merci"),
        ("fini.Ensuite", "fini. Ensuite"),
        ("javascript://x", "(…)"),
        ("moi@exemple.org", "moi@ exemple. org"),
        ("3,5 km", "3,5 km"),
    ],
)
def test_only_what_would_become_a_link_is_opened_up(text: str, told: str) -> None:
    assert without_links(text) == told
