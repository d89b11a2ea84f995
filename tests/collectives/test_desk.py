"""What coordination does, what is noted of it, and how it is undone (requirement F4)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from recognition.clock import now
from recognition.collectives.models import JournalEntry, MembershipRole, MembershipState
from recognition.people.models import LoginSession, Person
from recognition.people.sessions import start_session
from tests.collectives.conftest import Circle
from tests.factories import join, make_collective, make_person

Browser = Callable[[Person], Any]


def _act(circle: Circle, browser: Any, person: Person, verb: str, **data: str) -> Any:
    membership = circle.membership_of(person)
    return browser.post(f"{circle.path}/adhesions/{membership.id}/{verb}", data)


def _reverse(circle: Circle, browser: Any, entry: JournalEntry) -> Any:
    return browser.post(f"{circle.path}/journal/{entry.id}/annulation")


@pytest.mark.parametrize("who", ["member", "outsider"])
def test_the_desk_is_for_the_coordination(circle: Circle, signed_in_as: Browser, who: str) -> None:
    browser = signed_in_as(getattr(circle, who))

    assert browser.get(f"{circle.path}/adhesions").status_code == 403
    assert _act(circle, browser, circle.member, "role", role="coordinator").status_code == 403
    assert circle.membership_of(circle.member).role == MembershipRole.MEMBER


def test_a_coordinator_of_elsewhere_decides_nothing_here(
    circle: Circle, signed_in_as: Browser
) -> None:
    join(circle.session, circle.outsider, make_collective(circle.session), coordinator=True)
    browser = signed_in_as(circle.outsider)

    assert browser.get(f"{circle.path}/adhesions").status_code == 403
    assert _act(circle, browser, circle.member, "fin", reason="Non.").status_code == 403


def test_coordination_is_given_noted_and_makes_open_sessions_rest_for_less_long(
    circle: Circle, signed_in_as: Browser
) -> None:
    start_session(circle.session, circle.member.id, browser_label="Firefox", at=now())
    browser = signed_in_as(circle.coordinator)

    answer = _act(circle, browser, circle.member, "role", role="coordinator")

    assert answer.status_code == 303
    assert circle.membership_of(circle.member).role == MembershipRole.COORDINATOR
    entry = circle.journal()[0]
    assert (entry.act, entry.actor_id, entry.owner_id) == (
        "role.given",
        circle.coordinator.id,
        circle.member.id,
    )
    of_member = select(LoginSession.is_guarded).where(LoginSession.person_id == circle.member.id)
    assert circle.session.exec(of_member).all() == [True]


def test_the_last_coordinator_cannot_step_down(circle: Circle, signed_in_as: Browser) -> None:
    browser = signed_in_as(circle.coordinator)

    answer = _act(circle, browser, circle.coordinator, "role", role="member")

    assert answer.status_code == 409
    assert circle.membership_of(circle.coordinator).role == MembershipRole.COORDINATOR


def test_who_steps_down_is_led_back_to_the_page_and_nothing_is_noted_of_ones_own_act(
    circle: Circle, signed_in_as: Browser
) -> None:
    join(circle.session, make_person(circle.session), circle.collective, coordinator=True)
    browser = signed_in_as(circle.coordinator)

    answer = _act(circle, browser, circle.coordinator, "role", role="member")

    assert answer.headers["location"] == circle.path
    assert circle.journal() == []


def test_a_role_that_does_not_exist_is_refused_beside_its_form(
    circle: Circle, signed_in_as: Browser
) -> None:
    browser = signed_in_as(circle.coordinator)

    answer = _act(circle, browser, circle.member, "role", role="owner")

    assert answer.status_code == 422
    assert circle.membership_of(circle.member).role == MembershipRole.MEMBER


def test_a_membership_ends_with_a_reason_that_its_person_reads(
    circle: Circle, signed_in_as: Browser
) -> None:
    browser = signed_in_as(circle.coordinator)
    without = _act(circle, browser, circle.member, "fin", reason=" ")
    assert without.status_code == 422
    field = f"reason-{circle.membership_of(circle.member).id}"
    assert f'id="{field}"' in without.text
    assert f'href="#{field}"' in without.text
    assert f'id="{field}-error"' in without.text

    _act(circle, browser, circle.member, "fin", reason="Deux comptes pour une personne.")

    assert circle.membership_of(circle.member).state == MembershipState.LEFT
    assert "Deux comptes pour une personne." in circle.mails_to(circle.member)[0].body
    assert (
        "Deux comptes pour une personne." in signed_in_as(circle.member).get("/moi/reglages").text
    )


@pytest.mark.parametrize(
    ("verb", "data", "before"),
    [
        ("fin", {"reason": "Erreur."}, ("accepted", "member")),
        ("role", {"role": "coordinator"}, ("accepted", "member")),
    ],
)
def test_an_act_on_a_member_is_undone_for_thirty_days(
    circle: Circle,
    signed_in_as: Browser,
    verb: str,
    data: dict[str, str],
    before: tuple[str, str],
) -> None:
    browser = signed_in_as(circle.coordinator)
    _act(circle, browser, circle.member, verb, **data)
    entry = circle.journal()[0]
    assert "Revenir en arrière" in browser.get(f"{circle.path}/adhesions").text

    answer = _reverse(circle, browser, entry)

    assert answer.status_code == 303
    membership = circle.membership_of(circle.member)
    assert (membership.state, membership.role) == before
    assert circle.journal()[0].reversed_at is not None
    assert "Revenir en arrière" not in browser.get(f"{circle.path}/adhesions").text
    assert _reverse(circle, browser, entry).status_code == 409


@pytest.mark.parametrize("verb", ["acceptation", "refus"])
def test_an_answer_is_undone_and_waits_again(
    circle: Circle, signed_in_as: Browser, verb: str
) -> None:
    signed_in_as(circle.outsider).post(f"{circle.path}/adhesions", {"sentence": "Bonjour."})
    browser = signed_in_as(circle.coordinator)
    _act(circle, browser, circle.outsider, verb)

    _reverse(circle, browser, circle.journal()[0])

    assert circle.membership_of(circle.outsider).state == MembershipState.REQUESTED


def test_who_waits_again_has_no_role_left_from_before(
    circle: Circle, signed_in_as: Browser
) -> None:
    """Else the next welcome would make a coordinator without a word in the journal (F4)."""
    signed_in_as(circle.outsider).post(f"{circle.path}/adhesions", {"sentence": "Bonjour."})
    browser = signed_in_as(circle.coordinator)
    _act(circle, browser, circle.outsider, "acceptation")
    entry = circle.journal()[0]
    _act(circle, browser, circle.outsider, "role", role="coordinator")

    assert _reverse(circle, browser, entry).status_code == 303

    membership = circle.membership_of(circle.outsider)
    assert (membership.state, membership.role) == ("requested", "member")


def test_after_thirty_days_an_act_stays(circle: Circle, signed_in_as: Browser) -> None:
    browser = signed_in_as(circle.coordinator)
    _act(circle, browser, circle.member, "fin", reason="Erreur.")
    entry = circle.journal()[0]
    entry.done_at -= timedelta(days=30, minutes=1)
    circle.session.add(entry)
    circle.session.commit()

    assert _reverse(circle, browser, entry).status_code == 409
    assert circle.membership_of(circle.member).state == MembershipState.LEFT


def test_what_changed_again_since_is_not_undone(circle: Circle, signed_in_as: Browser) -> None:
    browser = signed_in_as(circle.coordinator)
    _act(circle, browser, circle.member, "fin", reason="Erreur.")
    entry = circle.journal()[0]
    signed_in_as(circle.member).post(f"{circle.path}/adhesions", {"sentence": "Me revoilà."})

    answer = _reverse(circle, browser, entry)

    assert answer.status_code == 409
    assert "La situation a changé" in answer.text
    assert circle.membership_of(circle.member).state == MembershipState.REQUESTED


def test_undoing_never_leaves_a_collective_without_coordination(
    circle: Circle, signed_in_as: Browser
) -> None:
    browser = signed_in_as(circle.coordinator)
    _act(circle, browser, circle.member, "role", role="coordinator")
    entry = circle.journal()[0]
    browser.post(f"{circle.path}/depart")

    answer = _reverse(circle, signed_in_as(circle.member), entry)

    assert answer.status_code == 409
    assert circle.membership_of(circle.member).role == MembershipRole.COORDINATOR


def test_an_entry_of_another_journal_is_not_found(circle: Circle, signed_in_as: Browser) -> None:
    _act(circle, signed_in_as(circle.coordinator), circle.member, "fin", reason="Erreur.")
    elsewhere = make_collective(circle.session)
    join(circle.session, circle.outsider, elsewhere, coordinator=True)

    answer = signed_in_as(circle.outsider).post(
        f"/collectifs/{elsewhere.slug}/journal/{circle.journal()[0].id}/annulation"
    )

    assert answer.status_code == 404
    assert circle.membership_of(circle.member).state == MembershipState.LEFT


def test_the_desk_searches_its_members_and_asks_as_much_for_three_as_for_one(
    circle: Circle, signed_in_as: Browser, statements: Callable[[], Any]
) -> None:
    browser = signed_in_as(circle.coordinator)
    with statements() as few:
        browser.get(f"{circle.path}/adhesions")
    for name in ("Alix", "Basile", "Chloé"):
        person = make_person(circle.session, name)
        join(circle.session, person, circle.collective)
        asking = make_person(circle.session)
        signed_in_as(asking).post(f"{circle.path}/adhesions", {"sentence": "Bonjour."})
    with statements() as many:
        page = browser.get(f"{circle.path}/adhesions").text

    assert "Basile" in page
    assert page.count("Bonjour.") == 3
    assert len(many) - len(few) == 1  # the dyes of who asks: none to fetch when nobody does
    found = browser.get(f"{circle.path}/adhesions?q=chloe").text
    assert "Chloé" in found
    assert "Basile" not in found
