"""A proposal discussed and adopted by consent."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from recognition.badges.adopting import close_due_proposals
from recognition.badges.models import (
    Badge,
    BadgeVersion,
    Contribution,
    Criterion,
    Position,
    Proposal,
)
from recognition.clock import now
from recognition.collectives.models import JournalEntry, Membership
from recognition.mail.models import Mail
from recognition.people.models import Person
from tests.factories import join, make_badge, make_collective, make_person, make_proposal

Browsing = Callable[[Person], Any]
TALK = "/badges/oreille/discussion"


@pytest.fixture
def author(session: Session) -> Person:
    return make_person(session, "Leïla", handle="leila")


@pytest.fixture
def colleague(session: Session) -> Person:
    return make_person(session, "Samir", handle="samir")


@pytest.fixture
def coordinator(session: Session) -> Person:
    return make_person(session, "Amina", handle="amina")


@pytest.fixture
def talk(session: Session, author: Person, colleague: Person, coordinator: Person) -> Proposal:
    """A badge under discussion for three more days, at /badges/oreille."""
    collective = make_collective(session, "Ici")
    join(session, author, collective)
    join(session, colleague, collective)
    join(session, coordinator, collective, coordinator=True)
    badge = make_badge(
        session,
        collective,
        author,
        title="Oreille attentive",
        slug="oreille",
        state="discussion",
        adopted_at=None,
    )
    proposal = make_proposal(
        session,
        badge,
        opened_at=now() - timedelta(days=7),
        closes_at=now() + timedelta(days=3),
    )
    session.commit()
    return proposal


@pytest.fixture
def read(session: Session) -> Callable[[Any], list[Any]]:
    """The rows of a table, read aside so that browsers can go on writing."""

    def rows(table: Any) -> list[Any]:
        with Session(session.get_bind().execution_options(writes=False)) as aside:
            return list(aside.exec(select(table)).all())

    return rows


def days_pass(session: Session, days: int) -> None:
    """The discussion closes that many days earlier."""
    for proposal in session.exec(select(Proposal)):
        proposal.closes_at -= timedelta(days=days)
        session.add(proposal)
    session.commit()


def past_its_date(session: Session) -> None:
    days_pass(session, 4)


def test_the_page_says_until_when_and_what_comes_next(
    talk: Proposal, colleague: Person, signed_in_as: Browsing
) -> None:
    page = signed_in_as(colleague).get(TALK).text

    assert "En discussion jusqu’au" in page
    assert "S’il ne reste aucune objection argumentée" in page
    assert "Personne n’a encore réagi." in page


def test_visitors_sign_in_first_and_an_unknown_discussion_looks_no_different(
    talk: Proposal, visitor: Any
) -> None:
    known, unknown = visitor.get(TALK), visitor.get("/badges/inconnu/discussion")

    assert (known.status_code, unknown.status_code) == (303, 303)
    assert "/connexion" in known.headers["location"]


def test_the_badge_itself_is_the_same_404_as_an_unknown_one_for_a_visitor(
    talk: Proposal, visitor: Any
) -> None:
    pages = [visitor.get(path) for path in ("/badges/oreille", "/badges/inconnu")]

    assert [page.status_code for page in pages] == [404, 404]
    assert "Oreille attentive" not in pages[0].text


def test_any_member_takes_part_and_only_the_collective_takes_position(
    session: Session, talk: Proposal, signed_in_as: Browsing, read: Any
) -> None:
    browser = signed_in_as(make_person(session, "Zoé"))

    said = browser.post(
        f"{TALK}/paroles", {"kind": "question", "about": "title", "text": "Pourquoi « oreille » ?"}
    )
    refused = browser.post(f"{TALK}/avis", {"stance": "objection", "reason": "Non."})

    assert said.headers["location"].startswith(TALK)
    page = browser.get(TALK).text
    assert "Pourquoi « oreille » ?" in page
    assert "pose une question, à propos de : titre" in page
    assert refused.status_code == 403
    assert read(Position) == []


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"kind": "question", "text": " "}, "text"),
        ({"kind": "change", "text": "J’ai tout changé"}, "kind"),
        ({"kind": "cri", "text": "Ah"}, "kind"),
        ({"kind": "support", "about": "price", "text": "Oui"}, "about"),
        ({"kind": "support", "text": "x" * 1201}, "text"),
    ],
)
def test_a_wrong_contribution_is_shown_again(
    talk: Proposal, colleague: Person, signed_in_as: Browsing, read: Any, form: Any, field: str
) -> None:
    response = signed_in_as(colleague).post(f"{TALK}/paroles", form)

    assert response.status_code == 422
    assert f'id="{field}-error"' in response.text
    assert form["text"].strip() in response.text
    assert read(Contribution) == []


@pytest.mark.parametrize("stance", ["concern", "question", "objection"])
def test_all_but_support_is_said_with_words(
    talk: Proposal, colleague: Person, signed_in_as: Browsing, read: Any, stance: str
) -> None:
    response = signed_in_as(colleague).post(f"{TALK}/avis", {"stance": stance, "reason": " "})

    assert response.status_code == 422
    assert "Dites en quelques mots pourquoi" in response.text
    assert re.search(rf'value="{stance}"[^>]* checked', response.text)
    assert read(Position) == []


def test_changing_one_s_mind_changes_the_position(
    talk: Proposal, colleague: Person, signed_in_as: Browsing, read: Any
) -> None:
    browser = signed_in_as(colleague)

    browser.post(f"{TALK}/avis", {"stance": "objection", "reason": "Trop vague."})
    browser.post(f"{TALK}/avis", {"stance": "support"})

    (position,) = read(Position)
    assert (position.stance, position.reason) == ("support", "")


def test_at_its_date_a_proposal_without_objection_is_adopted(
    session: Session, talk: Proposal, colleague: Person, signed_in_as: Browsing, read: Any
) -> None:
    browser = signed_in_as(colleague)
    browser.post(f"{TALK}/avis", {"stance": "concern", "reason": "Un peu long."})
    closes_at = talk.closes_at

    early = close_due_proposals(session, at=closes_at - timedelta(seconds=1))
    due = close_due_proposals(session, at=closes_at, base_url="https://trame.example")
    again = close_due_proposals(session, at=closes_at + timedelta(days=1))
    session.commit()

    assert (early, due, again) == (0, 1, 0)
    (badge,), (version,), (proposal,) = read(Badge), read(BadgeVersion), read(Proposal)
    assert (badge.state, badge.adopted_at, badge.current_version) == ("adopted", closes_at, 1)
    assert (version.adopted_at, proposal.state, proposal.ended_at) == (
        closes_at,
        "adopted",
        closes_at,
    )


def test_adoption_is_written_to_those_who_took_part_and_makes_the_badge_findable(
    session: Session,
    talk: Proposal,
    author: Person,
    colleague: Person,
    signed_in_as: Browsing,
    visitor: Any,
    read: Any,
) -> None:
    signed_in_as(colleague).post(f"{TALK}/paroles", {"kind": "support", "text": "Oui."})
    close_due_proposals(session, at=now() + timedelta(days=9), base_url="https://trame.example")
    session.commit()

    mails = read(Mail)

    assert {mail.recipient for mail in mails} == {"leila@exemple.org", "samir@exemple.org"}
    assert "https://trame.example/badges/oreille" in mails[0].body
    assert "Oreille attentive" in visitor.get("/badges?graine=a&q=oreilles").text
    assert visitor.get("/badges/oreille").status_code == 200


def test_an_objection_holds_adoption_and_lifting_it_after_the_date_adopts_at_once(
    session: Session, talk: Proposal, colleague: Person, signed_in_as: Browsing, read: Any
) -> None:
    browser = signed_in_as(colleague)
    browser.post(f"{TALK}/avis", {"stance": "objection", "reason": "Cela exclut."})
    before = browser.get(TALK).text
    past_its_date(session)

    closed = close_due_proposals(session, at=now())
    session.commit()
    held = browser.get(TALK).text
    lifted = browser.post(f"{TALK}/avis", {"stance": "support"}, follow=True)

    assert closed == 0
    assert "Une objection est posée" in before
    assert "Une objection tient encore" in held
    assert "C’est adopté." in lifted.text
    assert read(Badge)[0].state == "adopted"


def test_the_objection_of_someone_who_left_the_collective_no_longer_counts(
    session: Session, talk: Proposal, colleague: Person, signed_in_as: Browsing
) -> None:
    colleague_id = colleague.id
    signed_in_as(colleague).post(f"{TALK}/avis", {"stance": "objection", "reason": "Non."})
    membership = session.exec(select(Membership).where(Membership.person_id == colleague_id)).one()
    membership.state = "left"
    session.add(membership)

    assert close_due_proposals(session, at=now() + timedelta(days=9)) == 1


def test_after_its_date_it_is_too_late_to_object(
    session: Session, talk: Proposal, colleague: Person, signed_in_as: Browsing, read: Any
) -> None:
    past_its_date(session)

    response = signed_in_as(colleague).post(
        f"{TALK}/avis", {"stance": "objection", "reason": "Attendez."}
    )

    assert response.status_code == 409
    assert "La discussion de ce badge est terminée" in response.text
    assert read(Position) == []


def test_coordination_notes_the_adoption_after_the_date_and_not_before(
    session: Session, talk: Proposal, coordinator: Person, signed_in_as: Browsing, read: Any
) -> None:
    browser = signed_in_as(coordinator)

    too_soon = browser.post(f"{TALK}/adoption")
    past_its_date(session)
    offered = "Constater l’adoption" in browser.get(TALK).text
    done = browser.post(f"{TALK}/adoption")

    assert too_soon.status_code == 409
    assert offered
    assert done.headers["location"] == "/badges/oreille"
    assert read(Badge)[0].state == "adopted"


def test_a_colleague_decides_nothing(
    talk: Proposal, colleague: Person, signed_in_as: Browsing, read: Any
) -> None:
    browser = signed_in_as(colleague)

    answers = [
        browser.post(f"{TALK}/{act}", {"more_days": "7"}).status_code
        for act in ("adoption", "prolongation", "retrait")
    ]
    edited = browser.post("/badges/oreille/modifier", {"title": "À moi"})

    assert answers == [403, 403, 403]
    assert edited.status_code == 403
    assert read(BadgeVersion)[0].title == "Oreille attentive"


def test_a_discussion_is_prolonged_and_says_so(
    talk: Proposal, author: Person, signed_in_as: Browsing, read: Any
) -> None:
    closes_at = talk.closes_at
    browser = signed_in_as(author)

    wrong = browser.post(f"{TALK}/prolongation", {"more_days": "31"})
    browser.post(f"{TALK}/prolongation", {"more_days": "7"})

    assert (wrong.status_code, 'id="more_days-error"' in wrong.text) == (422, True)
    assert read(Proposal)[0].closes_at == closes_at + timedelta(days=7)
    assert "La discussion est prolongée jusqu’au" in browser.get(TALK).text


def test_its_author_takes_a_proposal_back_and_nobody_else_sees_it_any_more(
    talk: Proposal, author: Person, colleague: Person, signed_in_as: Browsing, read: Any
) -> None:
    mine, theirs = signed_in_as(author), signed_in_as(colleague)
    theirs.post(f"{TALK}/paroles", {"kind": "support", "text": "Oui."})

    mine.post(f"{TALK}/retrait")

    assert [mail.recipient for mail in read(Mail)] == ["samir@exemple.org"]
    assert (read(Badge)[0].state, read(Proposal)[0].state) == ("withdrawn", "withdrawn")
    assert "Proposition retirée le" in mine.get(TALK).text
    assert theirs.get(TALK).status_code == 404
    assert mine.post(f"{TALK}/paroles", {"kind": "support", "text": "Oui"}).status_code == 403


REVISED = {
    "title": "Oreille attentive",
    "definition": "Savoir écouter quelqu’un longtemps.",
    "criteria": ["Raconter une situation", "Dire ce que vous avez fait"],
    "family": "savoir-etre",
    "skills": "écoute",
    "evidence_hint": "",
    "shape": "rond",
    "dye": "garance",
    "icon": "ear",
    "alt_text": "Une oreille",
    "change_note": "Pour répondre à Samir.",
}


def test_the_text_changes_in_place_and_the_discussion_says_what(
    talk: Proposal, author: Person, colleague: Person, signed_in_as: Browsing, read: Any
) -> None:
    signed_in_as(colleague).post(f"{TALK}/avis", {"stance": "support"})
    browser = signed_in_as(author)

    browser.post("/badges/oreille/modifier", {**REVISED, "criteria": ["Raconter une situation"]})

    (version,) = read(BadgeVersion)
    assert (version.number, version.definition) == (1, "Savoir écouter quelqu’un longtemps.")
    assert [row.text for row in read(Criterion)] == ["Raconter une situation"]
    (change,) = read(Contribution)
    assert (change.kind, change.text) == (
        "change",
        "Modifié : définition, critères.\nPour répondre à Samir.",
    )
    assert "Avis donné avant le dernier changement du texte." in browser.get(TALK).text


def test_a_text_changed_on_the_last_day_stays_open_long_enough_to_be_read(
    session: Session, talk: Proposal, author: Person, signed_in_as: Browsing, read: Any
) -> None:
    days_pass(session, 2)
    browser = signed_in_as(author)
    asked_at = now()

    browser.post("/badges/oreille/modifier", REVISED)

    left = read(Proposal)[0].closes_at - asked_at
    assert timedelta(days=3) <= left < timedelta(days=3, minutes=5)


def test_what_everyone_consented_to_is_no_longer_changed(
    session: Session, talk: Proposal, author: Person, signed_in_as: Browsing, read: Any
) -> None:
    past_its_date(session)
    browser = signed_in_as(author)

    changed = browser.post("/badges/oreille/modifier", REVISED)
    prolonged = browser.post(f"{TALK}/prolongation", {"more_days": "7"})

    assert (changed.status_code, prolonged.status_code) == (409, 409)
    assert read(BadgeVersion)[0].definition == "Savoir écouter quelqu’un jusqu’au bout."


def test_saving_without_a_change_says_nothing_in_the_discussion(
    talk: Proposal, author: Person, signed_in_as: Browsing, read: Any
) -> None:
    same = {**REVISED, "definition": "Savoir écouter quelqu’un jusqu’au bout."}

    page = signed_in_as(author).post("/badges/oreille/modifier", same, follow=True)

    assert "Rien n’a changé" in page.text
    assert read(Contribution) == []


def test_a_wrong_revision_keeps_every_word(
    talk: Proposal, author: Person, signed_in_as: Browsing, read: Any
) -> None:
    response = signed_in_as(author).post("/badges/oreille/modifier", {**REVISED, "title": ""})

    assert response.status_code == 422
    assert 'id="title-error"' in response.text
    assert "Savoir écouter quelqu’un longtemps." in response.text
    assert read(Contribution) == []


def test_as_many_statements_for_one_voice_as_for_three(
    session: Session, talk: Proposal, author: Person, signed_in_as: Browsing, statements: Any
) -> None:
    proposal_id = talk.id
    browser = signed_in_as(author)

    def voice() -> None:
        person = make_person(session)
        session.add(
            Contribution(
                proposal_id=proposal_id,
                author_id=person.id,
                kind="support",
                text="Oui",
                written_at=now(),
            )
        )
        session.add(
            Position(
                proposal_id=proposal_id, person_id=person.id, stance="support", stated_at=now()
            )
        )

    def count() -> int:
        session.commit()
        with statements() as seen:
            assert browser.get(TALK).status_code == 200
        return len(seen)

    voice()
    one = count()
    voice()
    voice()

    assert count() == one


def test_the_text_of_people_is_never_markup(
    talk: Proposal, colleague: Person, signed_in_as: Browsing
) -> None:
    browser = signed_in_as(colleague)

    browser.post(f"{TALK}/paroles", {"kind": "question", "text": "<img src=x onerror=alert(1)>"})

    assert "<img src=x" not in browser.get(TALK).text


def test_what_coordination_does_to_another_s_proposal_is_written_in_the_journal(
    talk: Proposal, author: Person, coordinator: Person, signed_in_as: Browsing, read: Any
) -> None:
    author_id, coordinator_id = author.id, coordinator.id
    signed_in_as(author).post(f"{TALK}/prolongation", {"more_days": "2"})

    signed_in_as(coordinator).post(f"{TALK}/prolongation", {"more_days": "3"})

    (entry,) = read(JournalEntry)
    assert (entry.act, entry.actor_id, entry.owner_id) == (
        "badge.extended",
        coordinator_id,
        author_id,
    )
