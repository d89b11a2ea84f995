"""Where invitations are met: at home, on the collective's page, on the desk and its list."""

from datetime import timedelta
from typing import Any

import pytest

from recognition.clock import now
from recognition.invitations.models import Answer, Invitation, InvitationGuest
from recognition.people.models import Person
from tests.factories import make_invitation
from tests.invitations.conftest import Circle, SignedInAs

SOON = timedelta(days=9)


def _sent(circle: Circle, *guests: Person, ago: timedelta = SOON, **values: Any) -> Invitation:
    return make_invitation(
        circle.session,
        circle.collective,
        circle.coordinator,
        *guests,
        **{"sent_at": now() - ago, **values},
    )


def _said(circle: Circle, invitation: Invitation, person: Person, said: Answer) -> None:
    guest = circle.session.get_one(InvitationGuest, (invitation.id, person.id))
    guest.answer = said
    circle.session.add(guest)


def _order(page: str, *titles: str) -> list[str]:
    """Those titles that a page shows, in its order."""
    return sorted((title for title in titles if title in page), key=page.index)


def test_home_shows_what_waits_and_the_dates_said_yes_to_the_next_first(
    circle: Circle, signed_in_as: SignedInAs
) -> None:
    workshop = {"kind": "workshop"}
    _sent(circle, circle.ada, words="Un mot sans date")
    later = _sent(circle, circle.ada, **workshop, title="Le second", starts_at=now() + 2 * SOON)
    _sent(circle, circle.ada, **workshop, title="Le premier", starts_at=now() + SOON)
    no = _sent(circle, circle.ada, **workshop, title="Décliné", starts_at=now() + SOON)
    read = _sent(circle, circle.ada, words="Déjà lu")
    _sent(circle, circle.ada, **workshop, title="Passé", starts_at=now() - timedelta(hours=1))
    _sent(
        circle, circle.ada, **workshop, title="Annulé", starts_at=now() + SOON, cancelled_at=now()
    )
    _sent(circle, circle.ada, words="Un vieux mot", ago=timedelta(days=61))
    _sent(circle, circle.bea, words="Pour quelqu’un d’autre")
    _said(circle, later, circle.ada, Answer.YES)
    _said(circle, no, circle.ada, Answer.NO)
    _said(circle, read, circle.ada, Answer.YES)
    browser = signed_in_as(circle.ada)

    page = browser.get("/").text

    shown = _order(
        page,
        "Le premier",
        "Le second",
        "Un mot sans date",
        "Décliné",
        "Déjà lu",
        "Passé",
        "Annulé",
        "Un vieux mot",
        "Pour quelqu’un d’autre",
    )
    assert shown == ["Le premier", "Le second", "Un mot sans date"]
    assert page.count("Vous venez.") == 1


def test_home_says_nothing_of_invitations_to_whom_none_waits_for(
    circle: Circle, signed_in_as: SignedInAs
) -> None:
    _sent(circle, circle.ada)
    for person in (circle.bea, circle.coordinator):
        assert "On vous invite" not in signed_in_as(person).get("/").text


@pytest.mark.parametrize("who", ["ada", "bea", "coordinator", "neighbour", "outsider"])
def test_the_next_workshops_are_on_the_page_of_the_collective_for_its_members(
    circle: Circle, signed_in_as: SignedInAs, visitor: Any, who: str
) -> None:
    for title, starts_in, cancelled_at in (
        ("Le second", 2 * SOON, None),
        ("Le premier", SOON, None),
        ("Passé", -SOON, None),
        ("Annulé", SOON, now()),
    ):
        _sent(
            circle,
            circle.ada,
            kind="workshop",
            title=title,
            starts_at=now() + starts_in,
            cancelled_at=cancelled_at,
        )
    _sent(circle, circle.ada, kind="meeting", place="Le café", starts_at=now() + SOON)
    path = f"/collectifs/{circle.collective.slug}"
    titles = "Le premier", "Le second", "Passé", "Annulé", "Le café"

    page = signed_in_as(getattr(circle, who)).get(path).text

    is_of_it = who in {"ada", "bea", "coordinator"}
    assert _order(page, *titles) == (["Le premier", "Le second"] if is_of_it else [])
    assert _order(visitor.get(path).text, *titles) == []


def test_the_desk_lists_what_was_sent_without_its_words(
    circle: Circle, signed_in_as: SignedInAs
) -> None:
    word = _sent(circle, circle.ada, words="Entre nous", ago=timedelta(hours=1))
    workshop = _sent(
        circle, circle.ada, circle.bea, kind="workshop", title="Café", starts_at=now() + SOON
    )
    _said(circle, workshop, circle.ada, Answer.LAST)
    _said(circle, workshop, circle.bea, Answer.NO)
    browser = signed_in_as(circle.other_coordinator)

    page = browser.get(f"/collectifs/{circle.collective.slug}/adhesions").text

    section = page.partition('id="invitations"')[2].partition("</section>")[0]
    links = [f"/invitations/{word.id}", f"/invitations/{workshop.id}"]
    assert _order(section, *links) == links
    assert "à Ada Membre" in section
    assert "2 personnes · une personne vient" in section
    assert "Entre nous" not in section
    for kind in ("word", "meeting", "round", "workshop"):
        assert f"/inviter?pour={kind}" in section


def test_the_list_of_all_is_read_in_pieces(circle: Circle, signed_in_as: SignedInAs) -> None:
    sent = [_sent(circle, circle.ada, ago=timedelta(days=number)) for number in range(1, 33)]
    browser = signed_in_as(circle.coordinator)
    path = f"/collectifs/{circle.collective.slug}/invitations"

    pages = [browser.get(path).text, browser.get(f"{path}?page=2").text]

    links = [f'href="/invitations/{invitation.id}"' for invitation in sent]
    assert _order(pages[0], *links) == links[:30]
    assert _order(pages[1], *links) == links[30:]
    assert "?page=2" in pages[0]
    assert "?page=3" not in pages[1]
    for strange in ("0", "-1", "x", "٣", "9" * 30):
        assert browser.get(f"{path}?page={strange}").status_code == 200
    assert signed_in_as(circle.ada).get(path).status_code == 403


@pytest.mark.parametrize(
    ("who", "path"),
    [("ada", "/"), ("ada", "/collectifs/{}"), ("coordinator", "/collectifs/{}/invitations")],
)
def test_a_list_asks_the_database_as_often_for_one_invitation_as_for_three(
    circle: Circle, signed_in_as: SignedInAs, statements: Any, who: str, path: str
) -> None:
    def more() -> None:
        _sent(circle, circle.ada, kind="workshop", title="Café", starts_at=now() + SOON)
        circle.session.commit()

    more()
    browser = signed_in_as(getattr(circle, who))
    path = path.format(circle.collective.slug)
    counts = []
    for _ in range(2):
        with statements() as seen:
            assert browser.get(path).status_code == 200
        counts.append(len(seen))
        more()
        more()

    assert counts[0] == counts[1]
