"""The gallery through the browser."""

import re
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from recognition.badges.gallery import GallerySearch, gallery_cards
from recognition.badges.models import Badge, BadgeState
from recognition.badges.queries import badge_seen_by, badge_subject
from recognition.badges.search import reindex
from recognition.permissions import ANYONE, Action, Actor, may
from tests.factories import AT, join, make_badge, make_collective, make_endorsement, make_person


def titles(page: str) -> list[str]:
    return re.findall(r'<a class="cover" href="[^"]*">([^<]*)</a>', page)


def test_the_first_visit_is_given_a_seed_in_its_address(session: Session, visitor: Any) -> None:
    make_badge(session)
    session.commit()

    response = visitor.get("/badges?famille=savoir-etre")

    assert response.status_code == 303
    assert re.fullmatch(
        r"/badges\?famille=savoir-etre&graine=[0-9a-f]{6}", response.headers["location"]
    )


def test_one_seed_is_one_order_and_pages_do_not_overlap(session: Session, visitor: Any) -> None:
    for number in range(30):
        make_badge(session, title=f"Badge numéro {number:02}")
    session.commit()

    first = visitor.get("/badges?graine=abc")
    again = visitor.get("/badges?graine=abc")
    other = visitor.get("/badges?graine=abd")
    after = visitor.get("/badges?graine=abc&suite=24")

    assert titles(first.text) == titles(again.text)
    assert titles(first.text) != titles(other.text)
    assert "Voir la suite (6)" in first.text
    assert sorted(titles(first.text) + titles(after.text)) == [
        f"Badge numéro {number:02}" for number in range(30)
    ]


def test_a_badge_adopted_meanwhile_does_not_move_the_others(session: Session) -> None:
    for _ in range(6):
        make_badge(session)
    search = GallerySearch(seed="abc")
    before = [card.id for card in gallery_cards(session, ANYONE, search).cards]

    new = make_badge(session)

    after = [card.id for card in gallery_cards(session, ANYONE, search).cards]
    assert [badge_id for badge_id in after if badge_id != new.id] == before


def test_orders(session: Session, visitor: Any) -> None:
    for day, title in enumerate(["Écrire", "zoom", "Danser", "eau"]):
        badge = make_badge(session, title=title, adopted_at=AT + timedelta(days=day))
        if title in ("zoom", "eau"):
            make_endorsement(session, badge=badge)
    session.commit()

    def shown(order: str) -> list[str]:
        return titles(visitor.get(f"/badges?graine=a&ordre={order}").text)

    assert shown("alphabetique") == ["Danser", "eau", "Écrire", "zoom"]
    assert shown("recents") == ["eau", "Danser", "zoom", "Écrire"]
    assert sorted(shown("a-arroser")) == ["Danser", "Écrire"]
    assert sorted(shown("les-plus-endosses")) == ["Danser", "eau", "zoom", "Écrire"]


def test_filters_narrow_together(session: Session, visitor: Any) -> None:
    here = make_collective(session, "Ici", slug="ici")
    make_badge(session, here, title="Un", family="savoir", skills=("Écoute active",))
    make_badge(session, here, title="Deux", family="projet", skills=("Écoute active",))
    make_badge(session, title="Trois", family="savoir", skills=("Écoute active",))
    make_badge(session, here, title="Quatre", family="savoir", skills=("vélo",))
    reindex(session)
    session.commit()

    page = visitor.get(
        "/badges?graine=a&famille=savoir&collectif=ici&competence=ecoute+active&q=raconter"
    )

    assert titles(page.text) == ["Un"]


def test_a_search_without_answer_leads_to_the_composer_with_its_words(
    session: Session, visitor: Any
) -> None:
    make_badge(session)
    session.commit()

    page = visitor.get("/badges", params={"q": "four solaire & « co »", "graine": "a"})

    assert 'href="/badges/nouveau?titre=four+solaire+%26+%C2%AB+co+%C2%BB"' in page.text


def test_only_adopted_badges_are_found_by_anyone(
    session: Session, visitor: Any, signed_in_as: Any
) -> None:
    author = make_person(session)
    for state in BadgeState:
        make_badge(session, proposer=author, title=str(state), state=state)
    reindex(session)
    browser = signed_in_as(author)

    for browsing in (visitor, browser):
        assert titles(browsing.get("/badges?graine=a").text) == ["adopted"]


def test_htmx_is_sent_the_results_alone(session: Session, visitor: Any) -> None:
    make_badge(session, title="Un badge")
    session.commit()

    part = visitor.get("/badges?graine=a&q=", htmx=True)

    assert titles(part.text) == ["Un badge"]
    assert part.text.lstrip().startswith('<section id="results"')


@pytest.mark.parametrize(
    "query", ["suite=-1", "suite=x", "suite=99999999999", "suite=²", "graine=%00", "q=%FF%FE"]
)
def test_any_address_answers(session: Session, visitor: Any, query: str) -> None:
    make_badge(session)
    session.commit()

    response = visitor.get(f"/badges?ordre=recents&{query}")

    assert response.status_code == 200


def test_what_is_searched_is_shown_again_without_harm(session: Session, visitor: Any) -> None:
    page = visitor.get("/badges", params={"q": '"><script>x</script>', "graine": "a"})

    assert "<script>x" not in page.text
    assert page.status_code == 200


def test_one_or_three_badges_take_as_many_statements(
    session: Session, visitor: Any, statements: Any
) -> None:
    def count() -> int:
        session.commit()
        with statements() as seen:
            assert visitor.get("/badges?graine=a&q=raconter").status_code == 200
        return len(seen)

    make_endorsement(session, badge=make_badge(session))
    reindex(session)
    one = count()
    for _ in range(2):
        make_endorsement(session, badge=make_badge(session, skills=("un", "deux")))
    reindex(session)

    assert count() == one


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_the_query_shows_what_the_table_of_permissions_allows(
    session: Session, data: st.DataObject
) -> None:
    people = [make_person(session) for _ in range(2)]
    collectives = [make_collective(session) for _ in range(2)]
    for person in people:
        for collective in data.draw(st.sets(st.sampled_from(range(2)))):
            join(session, person, collectives[collective], coordinator=data.draw(st.booleans()))
    badges = [
        make_badge(
            session,
            data.draw(st.sampled_from(collectives)),
            data.draw(st.sampled_from(people)),
            state=data.draw(st.sampled_from(list(BadgeState))),
        )
        for _ in range(3)
    ]
    actor = data.draw(
        st.sampled_from(
            [
                ANYONE,
                *(
                    Actor(
                        person.id,
                        frozenset(data.draw(st.sets(st.sampled_from([c.id for c in collectives])))),
                    )
                    for person in people
                ),
            ]
        )
    )
    ids = [badge.id for badge in badges]

    seen = set(
        session.exec(
            select(Badge.id).where(Badge.id.in_(ids), badge_seen_by(actor))  # type: ignore[attr-defined]
        )
    )

    assert seen == {badge.id for badge in badges if may(actor, Action.SEE, badge_subject(badge))}
    session.rollback()
