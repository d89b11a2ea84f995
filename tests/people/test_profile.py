"""A person's page: who sees it, what is on it, and what never is."""

import re
from typing import Any

import pytest
from sqlmodel import Session, select

from recognition.collectives.models import Collective
from recognition.people.models import Person
from tests.factories import (
    join,
    make_award,
    make_badge,
    make_collective,
    make_endorsement,
    make_meeting,
    make_met,
    make_organisation,
    make_person,
    make_representative,
)

NOINDEX = '<meta name="robots" content="noindex">'


@pytest.fixture
def people(session: Session) -> dict[str, Person]:
    """Someone whose page it is, and everyone who may look at it."""
    collective, elsewhere = make_collective(session, "Le Nôtre"), make_collective(session)
    people = {
        name: make_person(session, name.capitalize(), handle=name)
        for name in ("owner", "colleague", "coordinator", "stranger", "other_coordinator")
    }
    join(session, people["owner"], collective)
    join(session, people["colleague"], collective)
    join(session, people["coordinator"], collective, coordinator=True)
    join(session, people["stranger"], elsewhere)
    join(session, people["other_coordinator"], elsewhere, coordinator=True)
    people["owner"].display_name = "Théo Luzerne"
    session.add(people["owner"])
    session.flush()
    return people


def _eyes(name: str, people: dict[str, Person], signed_in_as: Any, visitor: Any) -> Any:
    return visitor if name == "visitor" else signed_in_as(people[name])


EVERYBODY = ["visitor", "stranger", "other_coordinator", "colleague", "coordinator", "owner"]
SEEN_BY = {
    "public": EVERYBODY,
    "first_name_only": EVERYBODY,
    "collective": ["colleague", "coordinator", "owner"],
    "private": ["coordinator", "owner"],
}


@pytest.mark.parametrize("visibility", SEEN_BY)
@pytest.mark.parametrize("eyes", EVERYBODY)
def test_a_hidden_page_answers_like_an_unknown_one(
    visibility: str,
    eyes: str,
    people: dict[str, Person],
    session: Session,
    signed_in_as: Any,
    visitor: Any,
) -> None:
    people["owner"].profile_visibility = visibility
    session.add(people["owner"])
    session.commit()
    browser = _eyes(eyes, people, signed_in_as, visitor)
    page, nobody = browser.get("/@owner"), browser.get("/@nobody")
    assert nobody.status_code == 404
    if eyes in SEEN_BY[visibility]:
        assert page.status_code == 200
        assert "<h1>Théo Luzerne</h1>" in page.text
    else:
        assert page.status_code == 404
        assert _bare(page) == _bare(nobody)
        assert dict(page.headers).keys() == dict(nobody.headers).keys()


def _bare(page: Any) -> str:
    """The page without what changes each time it is asked for, nor its own address."""
    text = re.sub(r'value="[^"]{20,}"|"X-CSRF-Token": "\w+"', "", page.text)
    return re.sub("nobody|owner", "X", text)


@pytest.mark.parametrize(
    ("visibility", "is_minor", "is_indexed"),
    [
        ("public", False, True),
        ("public", True, False),
        ("first_name_only", True, False),
        ("first_name_only", False, False),
    ],
)
def test_search_engines_keep_only_what_a_grown_up_made_public(
    visibility: str, is_minor: bool, is_indexed: bool, session: Session, visitor: Any
) -> None:
    make_person(session, "Kenza", handle="kenza", profile_visibility=visibility, is_minor=is_minor)
    session.commit()
    page = visitor.get("/@kenza").text
    assert (NOINDEX not in page) is is_indexed
    assert ("seul son prénom est affiché" in page) is (visibility == "first_name_only")


def test_a_page_says_who_the_person_is(session: Session, visitor: Any) -> None:
    person = make_person(
        session,
        "Théo <b>Luzerne</b>",
        handle="theo",
        pronoun="il",
        city="Montpellier",
        headline="Cuisinier, bientôt développeur",
        bio="De la cuisine *au code*.\n\n<script>alert(1)</script>\n\n[x](javascript:alert(1))",
    )
    collective = make_collective(session, "Badgeons l’Occitanie", slug="occitanie")
    join(session, person, collective)
    organisation = make_organisation(session, "Les Mésanges", slug="mesanges")
    make_representative(session, person, organisation)
    session.commit()
    page = visitor.get("/@theo").text
    for shown in (
        "<h1>Théo &lt;b&gt;Luzerne&lt;/b&gt;</h1>",
        "Montpellier",
        "Cuisinier, bientôt développeur",
        "<em>au code</em>",
        '<a href="/collectifs/occitanie">Badgeons l’Occitanie</a>',
        '<a href="/organisations/mesanges">Les Mésanges</a>',
    ):
        assert shown in page
    assert "alert(1)</script>" not in page
    assert 'href="javascript' not in page


@pytest.mark.parametrize("eyes", EVERYBODY)
def test_each_sees_the_badges_that_were_shown_to_them_and_no_trace_of_the_others(
    eyes: str, people: dict[str, Person], session: Session, signed_in_as: Any, visitor: Any
) -> None:
    giver = make_person(session)
    for width in ("public", "collective", "private"):
        badge = make_badge(session, title=f"Badge {width}")
        make_award(session, badge, people["owner"], giver, visibility=width)
    for state in ("offered", "declined", "revoked", "removed"):
        badge = make_badge(session, title=f"Badge {state}")
        make_award(session, badge, people["owner"], giver, state=state)
    session.commit()
    page = _eyes(eyes, people, signed_in_as, visitor).get("/@owner").text
    seen = set(re.findall(r"Badge (\w+)</a>", page))
    expected = {"public"}
    if eyes in {"colleague", "coordinator", "owner"}:
        expected.add("collective")
    if eyes == "owner":
        expected.add("private")
    assert seen == expected


def test_a_person_bears_no_value_and_no_count(
    people: dict[str, Person], session: Session, visitor: Any
) -> None:
    for _ in range(7):
        badge = make_badge(session, title="Titre", collective=make_collective(session, "Collectif"))
        award = make_award(session, badge, people["owner"], make_person(session, "Giver"))
        make_endorsement(session, award=award, endorser=make_person(session, "Endorser"))
        make_endorsement(
            session,
            issuer_id=people["owner"].id,
            endorser=make_person(session, "Endorser"),
            statement="Des mots.",
        )
    session.commit()
    page = visitor.get("/@owner").text
    main = page[page.index("<main") : page.index("</main>")]
    unread = r"<svg.*?</svg>|<time.*?</time>|<code.*?</code>|Open Badges \d\.\d|<[^>]+>"
    words = re.sub(unread, " ", main, flags=re.DOTALL)
    assert main.count('class="acard"') == 7
    assert re.findall(r"\d+", words) == []
    assert "valeur" not in words.lower()


def test_endorsements_of_the_person_are_read_and_another_may_be_written(
    people: dict[str, Person], session: Session, signed_in_as: Any, visitor: Any
) -> None:
    make_endorsement(
        session,
        issuer_id=people["owner"].id,
        endorser=people["colleague"],
        statement="Il prend le temps de regarder.",
    )
    session.commit()
    form = 'href="/endosser/personne/owner"'
    for eyes, offered in (
        ("visitor", True),  # it leads to the door, and back
        ("stranger", True),
        ("colleague", False),  # wrote already
        ("owner", False),
    ):
        page = _eyes(eyes, people, signed_in_as, visitor).get("/@owner").text
        assert "Il prend le temps de regarder." in page
        assert (form in page) is offered, eyes


@pytest.mark.parametrize("visibility", ["first_name_only", "collective"])
def test_strangers_are_not_led_to_endorse_who_is_not_public(
    visibility: str,
    people: dict[str, Person],
    session: Session,
    signed_in_as: Any,
    visitor: Any,
) -> None:
    people["owner"].profile_visibility = visibility
    session.add(people["owner"])
    session.commit()
    for eyes in ("visitor", "stranger"):
        page = _eyes(eyes, people, signed_in_as, visitor).get("/@owner").text
        assert "/endosser/personne/owner" not in page
    page = _eyes("colleague", people, signed_in_as, visitor).get("/@owner").text
    assert 'href="/endosser/personne/owner"' in page


def test_an_endorsement_that_waits_is_seen_by_its_two_sides_only(
    people: dict[str, Person], session: Session, signed_in_as: Any, visitor: Any
) -> None:
    make_endorsement(
        session,
        issuer_id=people["owner"].id,
        endorser=people["colleague"],
        statement="En attente.",
        state="offered",
        decided_at=None,
    )
    session.commit()
    for eyes in EVERYBODY:
        page = _eyes(eyes, people, signed_in_as, visitor).get("/@owner").text
        assert ("En attente." in page) is (eyes in {"owner", "colleague"})


@pytest.mark.parametrize(
    ("visibility", "eyes", "shown"),
    [
        ("public", "tout-le-monde", {"public"}),
        ("public", "collectifs", {"public", "collective"}),
        ("collective", "tout-le-monde", None),
        ("collective", "collectifs", {"public", "collective"}),
        ("private", "tout-le-monde", None),
        ("private", "collectifs", None),
        ("public", "autre-chose", {"public", "collective", "private"}),
    ],
)
def test_one_sees_ones_page_with_the_eyes_of_others(
    visibility: str,
    eyes: str,
    shown: set[str] | None,
    people: dict[str, Person],
    session: Session,
    signed_in_as: Any,
) -> None:
    people["owner"].profile_visibility = visibility
    session.add(people["owner"])
    for width in ("public", "collective", "private"):
        make_award(
            session, make_badge(session, title=f"Badge {width}"), people["owner"], visibility=width
        )
    page = signed_in_as(people["owner"]).get(f"/@owner?vue={eyes}").text
    assert set(re.findall(r"Badge (\w+)</a>", page)) == (shown or set())
    assert ("Vue ainsi, votre page n’existe pas" in page) is (shown is None)
    if eyes == "tout-le-monde":
        assert NOINDEX in page


def test_nobody_borrows_eyes_on_anothers_page(
    people: dict[str, Person], session: Session, signed_in_as: Any
) -> None:
    make_award(
        session, make_badge(session, title="Entre nous"), people["owner"], visibility="collective"
    )
    page = signed_in_as(people["stranger"]).get("/@owner?vue=collectifs").text
    assert "Entre nous" not in page
    assert "Voir ma page comme" not in page


def test_a_meeting_is_read_by_its_person_and_the_collective_that_met_them(
    people: dict[str, Person], session: Session, signed_in_as: Any, visitor: Any
) -> None:
    collective = session.exec(select(Collective).where(Collective.name == "Le Nôtre")).one()
    meeting = make_meeting(session, people["owner"], collective)
    taking_back = f"/rencontres/{meeting.id}/retrait"
    for coordinator in ("coordinator", "other_coordinator"):
        make_met(session, people[coordinator])
    session.commit()
    for eyes in EVERYBODY:
        page = _eyes(eyes, people, signed_in_as, visitor).get("/@owner").text
        assert ("14 mars 2026" in page) is (eyes in {"owner", "colleague", "coordinator"}), eyes
        assert (taking_back in page) is (eyes == "coordinator"), eyes
        records = eyes in {"coordinator", "other_coordinator"}
        assert ('href="/@owner/rencontre"' in page) is records, eyes


def test_a_page_costs_the_same_for_one_thing_and_for_three(
    people: dict[str, Person], session: Session, signed_in_as: Any, visitor: Any, statements: Any
) -> None:
    browser = signed_in_as(people["stranger"])
    counts: dict[str, list[int]] = {"visitor": [], "stranger": []}
    for added in (1, 2):
        for _ in range(added):
            award = make_award(session, holder=people["owner"])
            make_endorsement(session, award=award)
            make_endorsement(session, issuer_id=people["owner"].id)
            join(session, people["owner"], make_collective(session))
        session.commit()
        for name, eyes in (("visitor", visitor), ("stranger", browser)):
            with statements() as sent:
                assert eyes.get("/@owner").status_code == 200
            counts[name].append(len(sent))
    for one, three in counts.values():
        assert one == three
        assert one <= 22
