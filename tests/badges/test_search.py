"""Full-text search on either database."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from recognition.badges.gallery import GallerySearch, Order, gallery_cards
from recognition.badges.models import Badge, BadgeState
from recognition.badges.search import index_badge, reindex
from recognition.permissions import ANYONE
from tests.factories import make_badge, make_version


def found(session: Session, text: str) -> list[str]:
    search = GallerySearch(text=text, order=Order.TITLE)
    return [card.title for card in gallery_cards(session, ANYONE, search).cards]


@pytest.fixture
def library(session: Session) -> Session:
    make_badge(session, title="Oreille attentive", definition="Une écoute patiente.", skills=())
    make_badge(
        session,
        title="Réparer un vélo",
        definition="Remettre une bicyclette en route.",
        skills=("mécanique",),
    )
    make_badge(
        session,
        title="L’égalité d’abord",
        definition="Faire une place à chacune et chacun.",
        criteria=("Avoir animé des réunions",),
        skills=(),
    )
    reindex(session)
    return session


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ("écoute", ["Oreille attentive"]),
        ("écouter", ["Oreille attentive"]),
        ("ECOUTER", ["Oreille attentive"]),
        ("ecoutes", ["Oreille attentive"]),
        ("oreilles", ["Oreille attentive"]),
        ("oreil", ["Oreille attentive"]),
        ("velo", ["Réparer un vélo"]),
        ("réparation vélo", ["Réparer un vélo"]),
        ("bicyclettes", ["Réparer un vélo"]),
        ("mecanique", ["Réparer un vélo"]),
        ("egalite", ["L’égalité d’abord"]),
        ("l'egalité", ["L’égalité d’abord"]),
        ("réunion animer", ["L’égalité d’abord"]),
        ("écouter vélo", []),
        ("une place à chacun", ["L’égalité d’abord"]),
        ("savoir-etre", ["L’égalité d’abord", "Oreille attentive", "Réparer un vélo"]),
        ("zzz", []),
    ],
)
def test_french_words_find_badges(library: Session, asked: str, titles: list[str]) -> None:
    assert found(library, asked) == titles


@pytest.mark.parametrize("asked", ["", "   ", "***", "\"'()", "%", "%%_", "—"])
def test_a_query_without_a_word_asks_for_nothing_in_particular(
    library: Session, asked: str
) -> None:
    assert len(found(library, asked)) == 3


@pytest.mark.parametrize(
    "asked",
    [
        '"',
        'vélo"',
        "vélo*",
        "NOT vélo",
        "vélo AND",
        "vélo OR (",
        "title:vélo",
        "vélo' OR 1=1 --",
        "a & | !b <-> c",
        "NEAR(a b)",
        "mot " * 1250,
        "x" * 5000,
        "½ ² ① ﬁ",
        "\x00vélo",
        "\ud800",
        "مرحبا 漢字 😀",
    ],
)
def test_no_query_breaks_the_search(library: Session, asked: str) -> None:
    assert set(found(library, asked)) <= {
        "Oreille attentive",
        "Réparer un vélo",
        "L’égalité d’abord",
    }


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=60) | st.text(alphabet="aé\"'*:()&|!<>-^~{}[]%_ NOTANDRE", max_size=40))
def test_any_text_at_all_can_be_searched(library: Session, asked: str) -> None:
    assert len(found(library, asked)) <= 3


def test_hostile_signs_do_not_hide_the_word_beside_them(library: Session) -> None:
    assert found(library, "\"(vélo)*'") == ["Réparer un vélo"]


def test_a_badge_is_found_by_its_current_version_only(session: Session) -> None:
    badge = make_badge(session, title="Tricoter", skills=())
    index_badge(session, badge.id)
    make_version(session, badge, number=2, title="Crocheter", definition="Autrement.")
    badge.current_version = 2
    session.add(badge)
    index_badge(session, badge.id)

    assert (found(session, "tricoter"), found(session, "crocheter")) == ([], ["Crocheter"])


def test_a_badge_that_is_not_adopted_is_taken_out_of_the_index(session: Session) -> None:
    badge = make_badge(session, title="Tricoter")
    index_badge(session, badge.id)
    badge.state = BadgeState.RETIRED
    session.add(badge)

    index_badge(session, badge.id)
    badge.state = BadgeState.ADOPTED  # as if a page forgot to ask for the state
    session.add(badge)
    session.flush()

    assert found(session, "tricoter") == []


def test_reindexing_counts_adopted_badges(session: Session) -> None:
    make_badge(session)
    make_badge(session, state=BadgeState.DISCUSSION, adopted_at=None)

    assert reindex(session) == 1
    assert len(session.exec(select(Badge)).all()) == 2
