"""Home: what it shows to whom, and how many statements it takes."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from html import unescape

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


def test_a_proposal_waits_until_one_has_said_where_one_stands_or_until_its_end_is_near(
    session: Session, signed_in_as: SignedInAs
) -> None:
    collective, elsewhere = make_collective(session), make_collective(session)
    me, other = make_person(session), make_person(session)
    join(session, me, collective)

    def proposed(title: str, days: float, *, where: object = collective, said: bool) -> None:
        badge = make_badge(
            session, where, other, state=BadgeState.DISCUSSION, adopted_at=None, title=title
        )
        proposal = make_proposal(session, badge, closes_at=now() + timedelta(days=days))
        if said:
            session.add(
                Position(
                    proposal_id=proposal.id, person_id=me.id, stance=Stance.SUPPORT, stated_at=AT
                )
            )

    proposed("Sans avis", 9, said=False)
    proposed("Avec avis", 9, said=True)
    proposed("Avec avis et bientôt close", 2, said=True)
    proposed("D’un autre collectif", 9, where=elsewhere, said=False)
    session.flush()
    html = signed_in_as(me).get("/").text
    found = re.findall(r"«\s([^»]+?)\s» est en discussion", unescape(html))
    assert sorted(found) == ["Avec avis et bientôt close", "Sans avis"]


def test_words_that_wait_are_answered_in_place(session: Session, signed_in_as: SignedInAs) -> None:
    me = make_person(session)
    words = make_endorsement(
        session,
        award=make_award(session, holder=me),
        state=EndorsementState.OFFERED,
        decided_at=None,
        statement="Elle écoute jusqu’au bout.",
    )
    path = f"/endossements/{words.id}/acceptation"
    member = signed_in_as(me)
    form = re.search(
        rf'<form method="post" action="{path}"[^>]*>(.*?)</form>', member.get("/").text
    )
    assert form is not None
    assert f'hx-post="{path}"' in form[0]
    fields = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form[1]))
    answer = member.post(path, fields, htmx=True)
    assert answer.status_code == 200
    assert answer.text.strip().startswith("<li")
    assert path not in member.get("/").text


def test_who_asks_to_join_is_welcomed_in_place(session: Session, signed_in_as: SignedInAs) -> None:
    collective = make_collective(session)
    me, asking = make_person(session), make_person(session)
    join(session, me, collective, coordinator=True)
    request = Membership(
        collective_id=collective.id,
        person_id=asking.id,
        state=MembershipState.REQUESTED,
        sentence="J’aimerais venir.",
        requested_at=AT,
    )
    session.add(request)
    session.flush()
    path = f"/collectifs/{collective.slug}/adhesions/{request.id}/acceptation"
    member = signed_in_as(me)
    html = member.get("/").text
    form = re.search(rf'<form method="post" action="{path}"[^>]*>(.*?)</form>', html)
    assert form is not None
    assert 'hx-select="[data-focus]"' in form[0]
    fields = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form[1]))
    told = [member.post(path, {**fields, "form_key": key}, htmx=True) for key in ("a", "b")]
    assert [answer.status_code for answer in told] == [200, 409]
    # What htmx picks out of the answer, be it a confirmation or a refusal.
    assert [len(re.findall(r"<div[^>]* data-focus\b", answer.text)) for answer in told] == [1, 1]
    assert path not in member.get("/").text


def test_a_newcomer_is_led_to_receive_and_not_to_create(
    session: Session, signed_in_as: SignedInAs
) -> None:
    me = make_person(session)
    session.flush()
    html = signed_in_as(me).get("/").text
    main = html[html.index("<main") : html.index("</main>")]
    steps = re.findall(r'<h\d class="h-m">([^<]+)</h\d>', main)
    assert [unescape(step) for step in steps] == [
        "Rejoignez un collectif",
        "Ouvrez un badge",
        "Avec qui venez-vous\u00a0?",
        "Racontez un moment où vous avez été utile",
    ]
    assert "/badges/nouveau" not in main


def test_the_first_step_is_the_one_that_is_next(
    session: Session, signed_in_as: SignedInAs, visitor: Visitor
) -> None:
    collective = make_collective(session, "Badgeons l’Occitanie")
    asked, belongs, offered, holds = (make_person(session) for _ in range(4))
    session.add(
        Membership(
            collective_id=collective.id,
            person_id=asked.id,
            state=MembershipState.REQUESTED,
            requested_at=AT,
        )
    )
    join(session, belongs, collective)
    make_award(session, holder=offered, state=AwardState.OFFERED, decided_at=None)
    make_award(session, holder=holds)
    browsers = [visitor, *(signed_in_as(one) for one in (asked, belongs, offered, holds))]
    first = [
        unescape(re.findall(r'<h\d class="h-m">([^<]+)</h\d>', browser.get("/bienvenue").text)[0])
        for browser in browsers
    ]
    assert first == [
        "Entrez avec votre adresse",
        "Votre demande est partie",
        "Recevez un premier badge",
        "Un badge vous attend",
        "Vous avez reçu un badge",
    ]


def test_with_nothing_that_waits_three_badges_ask_for_words(
    session: Session, signed_in_as: SignedInAs
) -> None:
    me = make_person(session)
    endorsed = make_badge(session, title="Déjà dit")
    make_award(session, endorsed, holder=me)
    make_endorsement(session, badge=endorsed)
    for number in range(4):
        make_badge(session, title=f"À arroser {number}")
    session.flush()
    html = signed_in_as(me).get("/").text
    assert "Rien ne presse" in html
    empty = html[html.index("Rien ne presse") : html.index('id="fil"')]
    assert len(re.findall(r"À arroser \d", empty)) == 3
    assert "Déjà dit" not in empty


def test_home_takes_as_many_statements_for_three_of_everything_as_for_one(
    session: Session, signed_in_as: SignedInAs, visitor: Visitor, statements: Statements
) -> None:
    collective = make_collective(session)
    me = make_person(session)
    join(session, me, collective, coordinator=True)

    def add_one_of_everything() -> None:
        other, asking = make_person(session), make_person(session)
        join(session, other, collective)
        badge = make_badge(session, collective, other)
        make_badge(session, collective, other)
        held = make_award(session, badge, me, other)
        make_award(session, holder=me, state=AwardState.OFFERED, decided_at=None)
        make_endorsement(session, badge=badge, endorser=other)
        make_endorsement(session, award=held, endorser=other)
        make_endorsement(session, issuer_id=me.id, endorser=other)
        make_endorsement(
            session,
            award=held,
            endorser=asking,
            state=EndorsementState.OFFERED,
            decided_at=None,
        )
        session.add(
            Membership(
                collective_id=collective.id,
                person_id=asking.id,
                state=MembershipState.REQUESTED,
                requested_at=AT,
            )
        )
        for proposer in (me, other):
            discussed = make_badge(
                session, collective, proposer, state=BadgeState.DISCUSSION, adopted_at=None
            )
            proposal = make_proposal(session, discussed, closes_at=now() + timedelta(days=9))
            if proposer is me:
                session.add(
                    Position(
                        proposal_id=proposal.id,
                        person_id=other.id,
                        stance=Stance.OBJECTION,
                        reason="Ce critère ne se vérifie pas.",
                        stated_at=AT,
                    )
                )
        session.flush()

    add_one_of_everything()
    member = signed_in_as(me)
    with statements() as for_one:
        assert member.get("/").status_code == 200
    with statements() as for_one_visitor:
        visitor.get("/")
    me, collective = session.get_one(Person, me.id), session.merge(collective)
    add_one_of_everything()
    add_one_of_everything()
    session.commit()
    with statements() as for_three:
        html = member.get("/").text
    with statements() as for_three_visitor:
        visitor.get("/")
    assert "15 réponses vous attendent" in text_of(html)
    assert len(for_three) == len(for_one)
    assert len(for_three_visitor) == len(for_one_visitor)
    assert len(for_three) <= 32
