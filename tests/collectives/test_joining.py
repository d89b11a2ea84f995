"""Asking to join a collective, being answered, leaving."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from recognition.collectives.commands import leave, request_membership
from recognition.collectives.models import Membership, MembershipRole, MembershipState
from recognition.db import writing
from recognition.errors import Refused
from recognition.people.models import Person, ProfileVisibility
from tests.collectives.conftest import Circle
from tests.factories import AT, join, make_collective, make_person

Browser = Callable[[Person], Any]


def test_a_sentence_asks_to_join_and_waits_for_the_coordination(
    circle: Circle, signed_in_as: Browser
) -> None:
    browser = signed_in_as(circle.outsider)

    answer = browser.post(f"{circle.path}/adhesions", {"sentence": "J’anime un café badge."})

    assert (answer.status_code, answer.headers["location"]) == (303, f"{circle.path}#rejoindre")
    membership = circle.membership_of(circle.outsider)
    assert membership.state == MembershipState.REQUESTED
    assert membership.sentence == "J’anime un café badge."
    assert "Votre demande est partie" in browser.get(circle.path).text
    mail = circle.mails_to(circle.coordinator)[0]
    assert mail.subject == "Odile Dehors demande à rejoindre Badgeons le Nord"
    assert f"http://127.0.0.1:8000{circle.path}/adhesions" in mail.body
    assert "café badge" not in mail.body


def test_a_sentence_is_read_by_the_coordination_and_by_nobody_else(
    circle: Circle, signed_in_as: Browser, visitor: Any
) -> None:
    signed_in_as(circle.outsider).post(f"{circle.path}/adhesions", {"sentence": "Rien qu’à vous."})

    assert (
        "Rien qu’à vous." in signed_in_as(circle.coordinator).get(f"{circle.path}/adhesions").text
    )
    for reader in (visitor, signed_in_as(circle.member), signed_in_as(circle.outsider)):
        assert "Rien qu’à vous." not in reader.get(circle.path).text
        assert reader.get(f"{circle.path}/adhesions").status_code in {303, 403}


def test_an_empty_sentence_is_shown_again_with_its_fault_and_asks_nothing(
    circle: Circle, signed_in_as: Browser
) -> None:
    answer = signed_in_as(circle.outsider).post(f"{circle.path}/adhesions", {"sentence": "  "})

    assert answer.status_code == 422
    assert 'id="sentence-error"' in answer.text
    assert circle.session.exec(select(Membership).where(Membership.sentence != "")).all() == []


def test_a_sentence_too_long_is_kept_in_its_field(circle: Circle, signed_in_as: Browser) -> None:
    answer = signed_in_as(circle.outsider).post(
        f"{circle.path}/adhesions", {"sentence": "mot " * 120}
    )

    assert answer.status_code == 422
    assert "400 caractères au plus" in answer.text
    assert "mot mot mot" in answer.text


def test_asking_twice_says_that_the_first_one_arrived(
    circle: Circle, signed_in_as: Browser
) -> None:
    browser = signed_in_as(circle.outsider)
    browser.post(f"{circle.path}/adhesions", {"sentence": "Une fois."})

    again = browser.post(f"{circle.path}/adhesions", {"sentence": "Deux fois."})

    assert again.status_code == 409
    assert "Votre demande est bien arrivée" in again.text
    assert len(circle.mails_to(circle.coordinator)) == 1


def test_a_member_has_nothing_to_ask(circle: Circle, signed_in_as: Browser) -> None:
    answer = signed_in_as(circle.member).post(f"{circle.path}/adhesions", {"sentence": "Encore."})

    assert answer.status_code == 409
    assert "Vous êtes déjà membre" in answer.text


def test_two_requests_at_once_leave_one_that_waits(circle: Circle, engine: Engine) -> None:
    def ask(_: int) -> str:
        with writing(engine) as session:
            try:
                request_membership(session, circle.collective.id, circle.outsider.id, "Moi.", at=AT)
                session.commit()
            except Refused as refused:
                return refused.reason
        return "asked"

    with ThreadPoolExecutor(4) as pool:
        answers = sorted(pool.map(ask, range(4)))

    assert answers == ["asked", *["membership.asked_already"] * 3]


def test_htmx_gets_the_part_that_changed_and_hears_about_it(
    circle: Circle, signed_in_as: Browser
) -> None:
    answer = signed_in_as(circle.outsider).post(
        f"{circle.path}/adhesions", {"sentence": "Bonjour."}, htmx=True
    )

    assert answer.status_code == 200
    assert answer.text.lstrip().startswith('<section class="card stack g-12" id="rejoindre"')
    assert "data-announce" in answer.text
    assert "Demande envoyée" in answer.text


def test_a_request_can_be_taken_back_and_made_again(circle: Circle, signed_in_as: Browser) -> None:
    browser = signed_in_as(circle.outsider)
    browser.post(f"{circle.path}/adhesions", {"sentence": "Une fois."})

    browser.post(f"{circle.path}/depart")

    assert circle.membership_of(circle.outsider).state == MembershipState.LEFT
    again = browser.post(f"{circle.path}/adhesions", {"sentence": "Finalement si."})
    assert again.status_code == 303


def test_a_welcome_makes_a_member_and_tells_them(circle: Circle, signed_in_as: Browser) -> None:
    signed_in_as(circle.outsider).post(f"{circle.path}/adhesions", {"sentence": "Bonjour."})
    asked = circle.membership_of(circle.outsider)

    answer = signed_in_as(circle.coordinator).post(
        f"{circle.path}/adhesions/{asked.id}/acceptation"
    )

    assert answer.status_code == 303
    membership = circle.membership_of(circle.outsider)
    assert (membership.state, membership.role) == (MembershipState.ACCEPTED, MembershipRole.MEMBER)
    assert membership.decided_by_id == circle.coordinator.id
    assert "vous accueille" in circle.mails_to(circle.outsider)[0].subject
    entry = circle.journal()[0]
    assert (entry.act, entry.owner_id) == ("membership.accepted", circle.outsider.id)


def test_a_decline_is_kind_says_what_the_coordination_wrote_and_closes_no_door(
    circle: Circle, signed_in_as: Browser
) -> None:
    browser = signed_in_as(circle.outsider)
    browser.post(f"{circle.path}/adhesions", {"sentence": "Bonjour."})
    asked = circle.membership_of(circle.outsider)

    signed_in_as(circle.coordinator).post(
        f"{circle.path}/adhesions/{asked.id}/refus", {"reason": "Rencontrons-nous d’abord."}
    )

    assert circle.membership_of(circle.outsider).state == MembershipState.DECLINED
    mail = circle.mails_to(circle.outsider)[0].body
    assert "Rencontrons-nous d’abord." in mail
    assert "vous pouvez demander de nouveau" in mail
    assert browser.post(f"{circle.path}/adhesions", {"sentence": "Merci."}).status_code == 303


def test_an_answer_is_given_once(circle: Circle, signed_in_as: Browser) -> None:
    signed_in_as(circle.outsider).post(f"{circle.path}/adhesions", {"sentence": "Bonjour."})
    asked = circle.membership_of(circle.outsider)
    browser = signed_in_as(circle.coordinator)
    browser.post(f"{circle.path}/adhesions/{asked.id}/refus")

    second = browser.post(f"{circle.path}/adhesions/{asked.id}/acceptation")

    assert second.status_code == 409
    assert circle.membership_of(circle.outsider).state == MembershipState.DECLINED
    assert len(circle.mails_to(circle.outsider)) == 1


def test_a_request_to_another_collective_is_not_found_here(
    circle: Circle, signed_in_as: Browser
) -> None:
    signed_in_as(circle.outsider).post(f"{circle.path}/adhesions", {"sentence": "Bonjour."})
    asked = circle.membership_of(circle.outsider)
    stranger = make_person(circle.session)
    elsewhere = make_collective(circle.session)
    join(circle.session, stranger, elsewhere, coordinator=True)

    answer = signed_in_as(stranger).post(
        f"/collectifs/{elsewhere.slug}/adhesions/{asked.id}/acceptation"
    )

    assert answer.status_code == 404
    assert circle.membership_of(circle.outsider).state == MembershipState.REQUESTED


def test_htmx_gets_the_requests_that_are_left(circle: Circle, signed_in_as: Browser) -> None:
    signed_in_as(circle.outsider).post(f"{circle.path}/adhesions", {"sentence": "Bonjour."})
    asked = circle.membership_of(circle.outsider)

    answer = signed_in_as(circle.coordinator).post(
        f"{circle.path}/adhesions/{asked.id}/acceptation", htmx=True
    )

    assert answer.text.lstrip().startswith('<section id="demandes"')
    assert "Odile Dehors" not in answer.text
    assert "La file est vide" in answer.text


def test_a_private_person_who_asks_is_named_without_a_link(
    circle: Circle, signed_in_as: Browser
) -> None:
    circle.outsider.profile_visibility = ProfileVisibility.PRIVATE
    circle.session.add(circle.outsider)
    signed_in_as(circle.outsider).post(f"{circle.path}/adhesions", {"sentence": "Bonjour."})

    page = signed_in_as(circle.coordinator).get(f"{circle.path}/adhesions").text

    assert "Odile Dehors" in page
    assert f"/@{circle.outsider.handle}" not in page


def test_a_member_leaves_when_they_like(circle: Circle, signed_in_as: Browser) -> None:
    answer = signed_in_as(circle.member).post(f"{circle.path}/depart")

    assert answer.status_code == 303
    assert circle.membership_of(circle.member).state == MembershipState.LEFT
    assert circle.journal() == []


def test_the_last_coordinator_cannot_leave_and_one_of_two_can(
    circle: Circle, signed_in_as: Browser
) -> None:
    browser = signed_in_as(circle.coordinator)

    alone = browser.post(f"{circle.path}/depart")

    assert alone.status_code == 409
    assert "garde toujours une personne à sa coordination" in alone.text
    assert circle.membership_of(circle.coordinator).state == MembershipState.ACCEPTED
    second = make_person(circle.session)
    join(circle.session, second, circle.collective, coordinator=True)
    circle.session.commit()
    assert browser.post(f"{circle.path}/depart").status_code == 303


def test_two_coordinators_who_leave_at_once_leave_one_behind(
    circle: Circle, engine: Engine
) -> None:
    second = make_person(circle.session)
    join(circle.session, second, circle.collective, coordinator=True)
    circle.session.commit()

    def depart(person: Person) -> str:
        with writing(engine) as session:
            try:
                leave(session, circle.collective.id, person.id, at=AT)
                session.commit()
            except Refused as refused:
                return refused.reason
        return "left"

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(depart, [circle.coordinator, second]))

    assert answers == ["left", "membership.last_coordinator"]


@pytest.mark.parametrize("who", ["visitor", "member", "coordinator"])
def test_the_page_of_a_collective_asks_as_much_of_the_database_for_three_members_as_for_one(
    circle: Circle,
    signed_in_as: Browser,
    visitor: Any,
    who: str,
    statements: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    browser = {"visitor": lambda: visitor}.get(who, lambda: signed_in_as(getattr(circle, who)))()
    with statements() as few:
        assert browser.get(circle.path).status_code == 200
    for name in ("Alix", "Basile", "Chloé"):
        join(circle.session, make_person(circle.session, name), circle.collective)
    circle.session.commit()

    with statements() as many:
        page = browser.get(circle.path)

    assert "Basile" in page.text
    assert len(many) == len(few)
