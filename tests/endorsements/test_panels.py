"""What other rooms ask of this one: panels, counts, what waits, what is « à arroser »."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import Session, col

from recognition.badges.models import Badge
from recognition.collectives.queries import standing_of
from recognition.endorsements.lines import EndorsementPanel, OnBehalfOf
from recognition.endorsements.mine import my_endorsements, waiting_for
from recognition.endorsements.queries import (
    MOST_LINES,
    award_endorsements,
    badge_endorsements,
    endorsement_counts,
    issuer_endorsements,
    unendorsed,
)
from recognition.errors import NotFound
from recognition.people.models import Person
from recognition.permissions import ANYONE, Actor
from tests.endorsements.conftest import World
from tests.factories import (
    AT,
    join,
    make_badge,
    make_endorsement,
    make_organisation,
    make_person,
)


def _actor(session: Session, person: Person) -> Actor:
    return standing_of(session, person.id).actor


def _statements(panel: EndorsementPanel) -> list[str]:
    return [line.statement for line in panel.lines]


def _three(session: Session, **target: Any) -> None:
    for day in range(3):
        make_endorsement(session, statement=f"jour {day}", given_at=AT + timedelta(day), **target)


def test_an_award_tells_a_story_and_a_badge_begins_with_the_latest(
    world: World, session: Session
) -> None:
    _three(session, award=world.award)
    _three(session, badge=world.badge)
    _three(session, issuer_id=world.collective.id)
    days = ["jour 0", "jour 1", "jour 2"]
    assert _statements(award_endorsements(session, ANYONE, world.award.id)) == days
    assert _statements(badge_endorsements(session, ANYONE, world.badge.id)) == days[::-1]
    assert _statements(issuer_endorsements(session, ANYONE, world.collective.id)) == days[::-1]


def test_a_line_says_who_with_which_thread_and_in_whose_name(
    world: World, session: Session
) -> None:
    organisation = make_organisation(session, "La Chambre à Air")
    make_endorsement(
        session, endorser=world.endorser, badge=world.badge, on_behalf_of_id=organisation.id
    )
    nowhere = make_person(session, "Hélène Passerose", profile_visibility="private")
    make_endorsement(session, endorser=nowhere, badge=world.badge, given_at=AT + timedelta(days=1))
    panel = badge_endorsements(session, ANYONE, world.badge.id)
    alone, named = panel.lines
    assert (named.endorser_name, named.endorser_handle) == (
        "Raphaël Mésange",
        world.endorser.handle,
    )
    assert named.on_behalf_of == OnBehalfOf("La Chambre à Air", "organisation", organisation.slug)
    assert (alone.endorser_name, alone.endorser_handle, alone.on_behalf_of) == (
        "Hélène Passerose",
        None,
        None,
    )
    assert (alone.initials, named.initials) == ("HP", "RM")
    assert panel.threads == ("pastel", "noyer")  # oldest first


def test_the_panel_says_why_one_may_not_write(world: World, session: Session) -> None:
    make_endorsement(session, endorser=world.other, badge=world.badge)

    def objection(actor: Actor) -> str | None:
        return badge_endorsements(session, actor, world.badge.id).objection

    assert objection(ANYONE) == "endorsement.sign_in"
    assert objection(_actor(session, world.proposer)) == "endorsement.own_badge"
    assert objection(_actor(session, world.other)) == "endorsement.twice"
    assert objection(_actor(session, world.endorser)) is None


def test_a_panel_of_what_one_may_not_see_is_not_found(world: World, session: Session) -> None:
    world.award.visibility = "private"
    session.add(world.award)
    session.flush()
    make_endorsement(session, award=world.award)
    with pytest.raises(NotFound):
        award_endorsements(session, ANYONE, world.award.id)
    giver = award_endorsements(session, _actor(session, world.giver), world.award.id)
    assert (giver.lines, giver.count, giver.threads) == ((), 0, ())
    holder = award_endorsements(session, _actor(session, world.holder), world.award.id)
    assert (len(holder.lines), holder.count) == (1, 1)


def test_what_waits_or_ended_is_neither_counted_nor_threaded(
    world: World, session: Session
) -> None:
    make_endorsement(session, award=world.award, state="offered")
    make_endorsement(session, award=world.award, state="ended", ended_at=AT)
    actor = _actor(session, world.holder)
    panel = award_endorsements(session, actor, world.award.id)
    assert (panel.lines, panel.count, panel.threads) == ((), 0, ())
    assert [line.may_decide for line in panel.waiting] == [True]
    assert [(line.statement, line.was_shown) for line in panel.ended] == [("", True)]
    for stranger in (ANYONE, _actor(session, world.other)):
        panel = award_endorsements(session, stranger, world.award.id)
        assert (panel.lines, panel.waiting, panel.ended) == ((), (), ())


def test_a_long_list_shows_the_latest_and_says_how_many_more(
    world: World, session: Session
) -> None:
    for day in range(MOST_LINES + 2):
        make_endorsement(
            session, badge=world.badge, statement=f"jour {day}", given_at=AT + timedelta(day)
        )
    panel = badge_endorsements(session, ANYONE, world.badge.id)
    assert _statements(panel)[0] == f"jour {MOST_LINES + 1}"
    assert (len(panel.lines), panel.more_count) == (MOST_LINES, 2)
    assert len(panel.threads) == MOST_LINES + 2


@pytest.mark.parametrize("kind", ["award", "badge", "issuer"])
def test_a_panel_costs_the_same_for_one_and_three(
    kind: str, world: World, session: Session, statements: Any
) -> None:
    actor = _actor(session, world.endorser)

    def cost() -> int:
        session.commit()
        session.expunge_all()
        with statements() as sent:
            if kind == "award":
                award_endorsements(session, actor, world.award.id)
            elif kind == "badge":
                badge_endorsements(session, actor, world.badge.id)
            else:
                issuer_endorsements(session, actor, world.holder.id)
        session.commit()
        return len(sent)

    def add() -> None:
        target: dict[str, Any] = {
            "award": {"award": world.award},
            "badge": {"badge": world.badge},
            "issuer": {"issuer_id": world.holder.id},
        }[kind]
        endorser = make_person(session)
        join(session, endorser, world.collective)
        make_endorsement(session, endorser=endorser, **target)

    add()
    one = cost()
    add()
    add()
    assert cost() == one
    assert one <= 8


def test_ones_own_page_costs_the_same_for_one_and_three(
    world: World, session: Session, statements: Any
) -> None:
    actor = _actor(session, world.holder)

    def cost() -> int:
        session.commit()
        session.expunge_all()
        with statements() as sent:
            my_endorsements(session, actor)
        session.commit()
        return len(sent)

    def add() -> None:
        make_endorsement(session, award=world.award, state="offered", decided_at=None)
        make_endorsement(session, award=world.award)
        make_endorsement(session, endorser=world.holder, badge=make_badge(session))

    add()
    one = cost()
    add()
    add()
    assert cost() == one


def test_what_waits_for_me_is_about_what_i_hold_and_about_me(
    world: World, session: Session
) -> None:
    first = make_endorsement(session, award=world.award, state="offered", decided_at=None)
    later = AT + timedelta(days=2)
    second = make_endorsement(
        session, issuer_id=world.holder.id, state="offered", decided_at=None, given_at=later
    )
    make_endorsement(session, award=world.award)  # accepted
    make_endorsement(session, award=world.award, state="declined")
    waiting = waiting_for(session, _actor(session, world.holder))
    assert [each.id for each in waiting] == [first.id, second.id]
    assert [each.target.title for each in waiting] == ["Oreille attentive", "Solène Bruyère"]
    assert all(each.line.may_decide for each in waiting)
    for person in (world.giver, world.colleague, world.coordinator):
        assert waiting_for(session, _actor(session, person)) == []
    assert waiting_for(session, ANYONE) == []


def test_counts_are_of_the_badge_itself_and_of_what_the_visitor_may_see(
    world: World, session: Session
) -> None:
    discussed = make_badge(session, world.collective, state="discussion")
    alone = make_badge(session, world.collective)
    for badge in (world.badge, world.badge, discussed):
        make_endorsement(session, badge=badge)
    make_endorsement(session, award=world.award)
    make_endorsement(session, badge=world.badge, state="withdrawn", ended_at=AT)
    ids = [world.badge.id, discussed.id, alone.id]
    assert endorsement_counts(session, ANYONE, ids) == {world.badge.id: 2}
    member = _actor(session, world.other)
    assert endorsement_counts(session, member, ids) == {world.badge.id: 2, discussed.id: 1}


def test_a_badge_without_words_of_its_own_is_to_be_watered(world: World, session: Session) -> None:
    watered = make_badge(session, world.collective)
    make_endorsement(session, badge=watered)
    ended = make_badge(session, world.collective)
    make_endorsement(session, badge=ended, state="ended", ended_at=AT)
    make_endorsement(session, award=world.award)  # of an award of it, not of the badge
    dry = session.scalars(select(col(Badge.id)).where(unendorsed(col(Badge.id)))).all()
    assert set(dry) == {world.badge.id, ended.id}


def test_older_endorsements_are_read_page_by_page(
    world: World, session: Session, visitor: Any
) -> None:
    for day in range(MOST_LINES + 2):
        make_endorsement(
            session, badge=world.badge, statement=f"jour-{day}.", given_at=AT + timedelta(day)
        )
    session.commit()
    path = f"/badges/{world.badge.slug}/endossements"
    assert f"{path}?page=2" in visitor.get(f"/badges/{world.badge.slug}").text
    first, second = visitor.get(path).text, visitor.get(f"{path}?page=2").text
    assert [f"jour-{day}." in first for day in (0, 1, 2)] == [False, False, True]
    assert [f"jour-{day}." in second for day in (0, 1, 2)] == [True, True, False]
    assert f"{path}?page=2" in first
    assert f"{path}?page=3" not in second
    for odd in ("0", "-1", "x", "9" * 30, "٣", "99999"):
        assert visitor.get(path, params={"page": odd}).status_code == 200


def test_the_pages_of_an_award_and_an_issuer_are_found_or_absent(
    world: World, session: Session, visitor: Any
) -> None:
    for target in ({"award": world.award}, {"issuer_id": world.collective.id}):
        make_endorsement(session, statement="Bien dit.", **target)  # type: ignore[arg-type]
    session.commit()
    pages = (
        f"/recus/{world.award.id}/endossements",
        f"/endosser/collectif/{world.collective.slug}/tous",
    )
    for page in pages:
        assert "Bien dit." in visitor.get(page).text
    world.award.visibility = "private"
    session.add(world.award)
    session.commit()
    assert visitor.get(pages[0]).status_code == 404
    assert visitor.get("/endosser/rien/rien/tous").status_code == 404
