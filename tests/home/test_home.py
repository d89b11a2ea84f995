"""Home: what it shows to whom, and how many statements it takes."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

from sqlmodel import Session

from recognition.awards.models import AwardState
from recognition.badges.models import BadgeState, Position, Stance
from recognition.clock import now
from recognition.collectives.models import Membership, MembershipState, Representative
from recognition.endorsements.models import EndorsementState
from recognition.people.models import Person
from tests.conftest import Visitor
from tests.factories import (
    AT,
    join,
    make_award,
    make_badge,
    make_collective,
    make_endorsement,
    make_organisation,
    make_person,
    make_proposal,
)

SignedInAs = Callable[[Person], Visitor]
Statements = Callable[[], AbstractContextManager[list[str]]]


def text_of(html: str) -> str:
    """What a page says, on one line."""
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def test_a_visitor_reads_what_this_is_and_real_words_about_three_badges(
    session: Session, visitor: Visitor
) -> None:
    collective = make_collective(session, "Occitanie")
    for number in range(4):
        badge = make_badge(session, collective, title=f"Badge dit {number}")
        make_endorsement(session, badge=badge, statement=f"Voix numéro {number}.")
    make_badge(session, collective, title="Badge muet")
    session.commit()
    html = visitor.get("/").text
    assert len(set(re.findall(r"Voix numéro \d", html))) == 3
    assert "Badge muet" not in html
    assert "Occitanie" in html
    assert "Recevoir mon premier badge" in html
    again = visitor.get("/").text  # drawn for the day, not for each visit
    assert text_of(again) == text_of(html)


def test_the_words_shown_to_visitors_are_those_that_were_accepted_for_badges_in_force(
    session: Session, visitor: Visitor
) -> None:
    shown, waiting, retired = (make_badge(session) for _ in range(3))
    make_endorsement(session, badge=shown, statement="Des mots acceptés.")
    make_endorsement(
        session, badge=shown, statement="Des mots retirés.", state=EndorsementState.WITHDRAWN
    )
    make_endorsement(
        session, badge=waiting, statement="Des mots en attente.", state=EndorsementState.OFFERED
    )
    retired.state = BadgeState.RETIRED
    make_endorsement(session, badge=retired, statement="Des mots d’hier.")
    session.commit()
    html = visitor.get("/").text
    assert re.findall(r"Des mots [^.]*\.", html) == ["Des mots acceptés."]


def test_an_empty_platform_still_says_what_it_is(visitor: Visitor) -> None:
    answer = visitor.get("/")
    assert answer.status_code == 200
    assert "Ce que nous ne faisons jamais" in answer.text
    assert "Tirés au sort" not in answer.text


def test_what_waits_is_listed_oldest_first_with_its_action(
    session: Session, signed_in_as: SignedInAs
) -> None:
    collective = make_collective(session)
    me, other, asking = (make_person(session, name) for name in ("Moi", "Autrui", "Nadia"))
    join(session, me, collective, coordinator=True)
    join(session, other, collective)
    held = make_award(session, holder=me)

    def days(count: int) -> timedelta:
        return timedelta(days=count)

    offer = make_award(
        session, holder=me, state=AwardState.OFFERED, decided_at=None, awarded_at=AT + days(2)
    )
    words = make_endorsement(
        session,
        award=held,
        endorser=other,
        state=EndorsementState.OFFERED,
        decided_at=None,
        given_at=AT + days(1),
    )
    request = Membership(
        collective_id=collective.id,
        person_id=asking.id,
        state=MembershipState.REQUESTED,
        sentence="J’aimerais venir.",
        requested_at=AT + days(4),
    )
    organisation = make_organisation(session, "La Chambre à Air")
    naming = Representative(
        organisation_id=organisation.id,
        person_id=me.id,
        named_by_id=other.id,
        named_at=AT + days(3),
    )
    session.add_all([request, naming])
    theirs = make_badge(
        session, collective, other, state=BadgeState.DISCUSSION, adopted_at=None, title="Leur idée"
    )
    make_proposal(session, theirs, opened_at=AT + days(5), closes_at=now() + days(9))
    mine = make_badge(
        session, collective, me, state=BadgeState.DISCUSSION, adopted_at=None, title="Mon idée"
    )
    opened = make_proposal(session, mine, closes_at=now() + days(9))
    session.add(
        Position(
            proposal_id=opened.id,
            person_id=other.id,
            stance=Stance.OBJECTION,
            reason="Un critère ne se vérifie pas.",
            stated_at=AT + days(6),
        )
    )
    session.flush()
    html = signed_in_as(me).get("/").text
    expected = [
        f"/endossements/{words.id}/acceptation",
        f"/recus/{offer.id}/acceptation",
        f"/nominations/{naming.id}/acceptation",
        f"/collectifs/{collective.slug}/adhesions/{request.id}/acceptation",
        f"/badges/{theirs.slug}/discussion",
        f"/badges/{mine.slug}/discussion",
    ]
    found = [path for path in re.findall(r'(?:action|href)="([^"]+)"', html) if path in expected]
    assert found == expected
    assert "6 réponses vous attendent" in text_of(html)
