"""Proposing a badge, with nothing but forms."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from recognition.badges.models import Badge, BadgeState, BadgeVersion, Criterion, Proposal, Skill
from recognition.collectives.queries import collectives_of
from recognition.people.models import Person
from tests.factories import join, make_badge, make_collective, make_person

WORDS: dict[str, Any] = {
    "title": "Parent qui navigue",
    "definition": "Négocier, planifier, consoler, improviser.",
    "criteria": ["Raconter une journée où tout a dévié", "", "Nommer ce que vous avez su faire"],
    "family": "savoir-etre",
    "skills": "organisation, Organisation, négociation",
    "evidence_hint": "Un récit",
    "award_rule": "self",
    "days": "10",
}


@pytest.fixture
def member(session: Session) -> Person:
    """A member of one collective, whose slug is ici."""
    person = make_person(session, "Inès")
    join(session, person, make_collective(session, "Ici", slug="ici"))
    return person


@pytest.fixture
def words(session: Session, member: Person) -> dict[str, Any]:
    """A form that can be sent."""
    (collective_id,) = collectives_of(session, member.id)
    return {**WORDS, "collective": str(collective_id)}


def kept(session: Session, table: Any) -> list[Any]:
    """The rows of a table, read aside so that the browser can go on writing."""
    reader = session.get_bind().execution_options(writes=False)
    with Session(reader) as aside:
        return list(aside.exec(select(table)).all())


def test_a_proposal_becomes_a_badge_under_discussion(
    session: Session, member: Person, words: dict[str, Any], signed_in_as: Callable[..., Any]
) -> None:
    browser = signed_in_as(member)

    response = browser.post("/badges/nouveau", words)

    assert response.headers["location"] == "/badges/parent-qui-navigue/discussion"
    (badge,), (version,), (proposal,) = (
        kept(session, table) for table in (Badge, BadgeVersion, Proposal)
    )
    assert (badge.state, badge.proposer_id, badge.award_rule) == ("discussion", member.id, "self")
    assert (version.number, version.title, version.adopted_at) == (1, words["title"], None)
    assert proposal.closes_at - proposal.opened_at == timedelta(days=10)
    assert [row.text for row in kept(session, Criterion)] == [
        words["criteria"][0],
        words["criteria"][2],
    ]
    assert sorted(row.label for row in kept(session, Skill)) == ["négociation", "organisation"]


def test_what_was_not_chosen_in_the_image_is_the_family_s(
    session: Session, member: Person, words: dict[str, Any], signed_in_as: Callable[..., Any]
) -> None:
    signed_in_as(member).post("/badges/nouveau", {**words, "family": "engagement", "dye": "gaude"})

    (version,) = kept(session, BadgeVersion)
    assert (version.shape, version.dye, version.icon) == ("bouclier", "gaude", "sprout")
    assert version.alt_text == "Un bouclier jaune portant une jeune pousse"


def test_two_badges_of_one_title_have_two_addresses(
    session: Session, member: Person, words: dict[str, Any], signed_in_as: Callable[..., Any]
) -> None:
    browser = signed_in_as(member)

    browser.post("/badges/nouveau", words)
    browser.post("/badges/nouveau", words)
    browser.post("/badges/nouveau", {**words, "title": "Nouveau"})
    browser.post("/badges/nouveau", {**words, "title": "???"})

    assert sorted(badge.slug for badge in kept(session, Badge)) == [
        "badge",
        "nouveau-2",
        "parent-qui-navigue",
        "parent-qui-navigue-2",
    ]


def test_the_same_form_sent_twice_makes_one_badge(
    session: Session, member: Person, words: dict[str, Any], signed_in_as: Callable[..., Any]
) -> None:
    browser = signed_in_as(member)
    twice = {**words, "form_key": "the same form"}

    first, second = (browser.post("/badges/nouveau", twice) for _ in range(2))

    assert first.headers["location"] == second.headers["location"]
    assert len(kept(session, Badge)) == 1


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("title", "", "Ce champ est nécessaire."),
        ("title", "x" * 81, "80 caractères au plus"),
        ("definition", "", "Ce champ est nécessaire."),
        ("definition", "y" * 401, "400 caractères au plus : il y en a 401."),
        ("criteria", ["", " "], "Écrivez au moins un critère."),
        ("criteria", ["c"] * 9, "8 critères au plus"),
        ("criteria", ["bien", "z" * 241], "Critère 2"),
        ("family", "talent", "Choisissez une des réponses proposées."),
        ("skills", ",".join("abcdefghi"), "8 compétences au plus."),
        ("skills", "w" * 61, "60 caractères au plus par compétence"),
        ("shape", "étoile", "Choisissez une des réponses proposées."),
        ("icon", "../../etc", "Choisissez une des réponses proposées."),
        ("word", "onze signes", "10 caractères au plus"),
        ("word", "漢字", "l’image ne sait pas dessiner"),
        ("award_rule", "anyone", "Choisissez une des réponses proposées."),
        ("days", "6", "entre 7 et 30"),
        ("days", "31", "entre 7 et 30"),
        ("days", "dix", "entre 7 et 30"),
        ("days", "²", "entre 7 et 30"),
        ("days", "0000303099", "entre 7 et 30"),
        ("days", "000030999999999", "entre 7 et 30"),
        ("collective", "ici", "Choisissez une des réponses proposées."),
    ],
)
def test_a_fault_is_named_beside_its_field_and_every_word_is_kept(
    session: Session,
    member: Person,
    words: dict[str, Any],
    signed_in_as: Callable[..., Any],
    field: str,
    value: Any,
    sentence: str,
) -> None:
    response = signed_in_as(member).post("/badges/nouveau", {**words, field: value})

    assert response.status_code == 422
    fault = re.search(rf'id="{field}-error">.*?<span>([^<]*)</span>', response.text)
    assert fault is not None
    assert sentence in fault[1]
    for name, text in words.items():
        if name not in (field, "criteria", "collective", "award_rule", "family"):
            assert text in response.text
    assert kept(session, Badge) == []


def test_one_proposes_to_one_s_own_collectives_only(
    session: Session, member: Person, words: dict[str, Any], signed_in_as: Callable[..., Any]
) -> None:
    elsewhere = make_collective(session, "Ailleurs")
    elsewhere_id = str(elsewhere.id)
    browser = signed_in_as(member)

    response = browser.post("/badges/nouveau", {**words, "collective": elsewhere_id})

    assert response.status_code == 422
    assert "Choisissez un collectif dont vous êtes membre." in response.text
    assert kept(session, Badge) == []


def test_a_member_of_no_collective_is_shown_where_to_find_one(
    session: Session, signed_in_as: Callable[..., Any]
) -> None:
    page = signed_in_as(make_person(session)).get("/badges/nouveau")

    assert "Un badge se propose à un collectif" in page.text
    assert '<form class="form' not in page.text


def test_a_visitor_is_led_to_sign_in(visitor: Any) -> None:
    assert "/connexion" in visitor.get("/badges/nouveau").headers["location"]


def rows(page: str) -> list[str]:
    return re.findall(r'name="criteria" value="([^"]*)"', page)


def test_criteria_come_and_go_without_a_script(
    member: Person, words: dict[str, Any], session: Session, signed_in_as: Callable[..., Any]
) -> None:
    browser = signed_in_as(member)
    words["criteria"] = ["un", "deux", "trois"]

    more = browser.post("/badges/nouveau", {**words, "add_criterion": "1"})
    fewer = browser.post("/badges/nouveau", {**words, "remove_criterion": "1"})
    absurd = browser.post("/badges/nouveau", {**words, "remove_criterion": "-1"})
    full = browser.post("/badges/nouveau", {**words, "criteria": ["c"] * 8, "add_criterion": "1"})

    assert rows(more.text) == ["un", "deux", "trois", ""]
    assert rows(fewer.text) == ["un", "trois"]
    assert rows(absurd.text) == ["un", "deux", "trois"]
    assert rows(full.text) == ["c"] * 8
    assert words["definition"] in more.text
    assert kept(session, Badge) == []


def test_looking_and_searching_keep_what_is_typed_and_write_nothing(
    member: Person, words: dict[str, Any], session: Session, signed_in_as: Callable[..., Any]
) -> None:
    browser = signed_in_as(member)

    seen = browser.post("/badges/nouveau", {**words, "title": "", "preview": "1"})
    searched = browser.post(
        "/badges/nouveau", {**words, "icon_query": "bateau", "icon": "ear", "search_icon": "1"}
    )

    assert (seen.status_code, searched.status_code) == (200, 200)
    icons = re.findall(r'name="icon" value="([^"]*)"', searched.text)
    assert icons[0] == "ear"
    assert "sailboat" in icons
    assert words["title"] in searched.text
    assert kept(session, Badge) == []


def test_the_preview_is_drawn_from_whatever_is_typed(
    member: Person, session: Session, signed_in_as: Callable[..., Any]
) -> None:
    make_badge(session, title="Parents qui naviguent")
    browser = signed_in_as(member)

    part = browser.post(
        "/badges/nouveau/apercu",
        {"title": "Parent qui navigue", "family": "projet", "word": "漢", "shape": "étoile"},
        htmx=True,
    )

    assert part.status_code == 200
    assert part.text.lstrip().startswith('<aside class="preview" id="preview"')
    assert "#956746" in part.text  # noyer, the dye of the family
    assert "« Parents qui naviguent »" in part.text


def test_a_title_without_end_is_compared_by_what_a_title_may_hold(
    member: Person, session: Session, signed_in_as: Callable[..., Any]
) -> None:
    """Requirement A8: comparing a full form of title with every other took seconds."""
    title = "Parents qui naviguent entre école, travail, famille et vie associative".ljust(80, "s")
    make_badge(session, title=title)

    part = signed_in_as(member).post(
        "/badges/nouveau/apercu", {"title": title + "x" * 50_000}, htmx=True
    )

    assert part.status_code == 200
    assert f"«\u00a0{title}\u00a0»" in part.text


def test_pictograms_are_searched_in_french_on_their_own(
    member: Person, session: Session, signed_in_as: Callable[..., Any]
) -> None:
    browser = signed_in_as(member)

    part = browser.get("/badges/nouveau/pictogrammes?icon_query=v%C3%A9lo", htmx=True)
    none = browser.get("/badges/nouveau/pictogrammes?icon_query=zzzz", htmx=True)

    assert 'value="bike"' in part.text
    assert "Aucun pictogramme pour ce mot" in none.text


def test_a_badge_made_from_another_names_it(
    member: Person, words: dict[str, Any], session: Session, signed_in_as: Callable[..., Any]
) -> None:
    source = make_badge(session, title="Oreille attentive", slug="oreille")
    browser = signed_in_as(member)

    filled = browser.get("/badges/nouveau?depuis=oreille")
    browser.post("/badges/nouveau", {**words, "based_on": "oreille"})

    assert 'value="Oreille attentive"' in filled.text
    made = next(badge for badge in kept(session, Badge) if badge.id != source.id)
    assert made.based_on_id == source.id


def test_one_cannot_start_from_what_one_may_not_see(
    member: Person, words: dict[str, Any], session: Session, signed_in_as: Callable[..., Any]
) -> None:
    hidden = make_badge(session, title="Retiré", slug="retire", state=BadgeState.WITHDRAWN)
    browser = signed_in_as(member)

    filled = browser.get("/badges/nouveau?depuis=retire")
    browser.post("/badges/nouveau", {**words, "based_on": "retire"})

    assert "Retiré" not in filled.text
    made = next(badge for badge in kept(session, Badge) if badge.id != hidden.id)
    assert made.based_on_id is None
