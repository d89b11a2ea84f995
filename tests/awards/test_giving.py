"""Awarding a badge: to whom, and by whom."""

from collections.abc import Callable

import pytest
from sqlmodel import Session

from recognition.awards.commands import claim_waiting_awards
from recognition.awards.models import AwardMode, AwardState
from recognition.people.models import Person
from tests.awards.giving import WORDS, awards, given_badge, mails
from tests.conftest import Visitor
from tests.factories import (
    join,
    make_award,
    make_badge,
    make_collective,
    make_organisation,
    make_person,
    make_representative,
)

SignIn = Callable[[Person], Visitor]


def test_a_member_is_given_a_badge_which_waits_for_their_answer(
    session: Session, signed_in_as: SignIn
) -> None:
    giver, form = given_badge(session)
    recipient = make_person(session, "Théo Luzerne")
    handle, address = recipient.handle, f"{recipient.handle}@exemple.org"

    answer = signed_in_as(giver).post(form, {"recipient": f"@{handle}", "sentence": WORDS})

    assert answer.status_code == 303
    [award] = awards(session)
    assert answer.headers["location"] == f"/recus/{award.id}"
    assert (award.holder_id, award.giver_id, award.issuer_id) == (
        recipient.id,
        giver.id,
        giver.id,
    )
    assert (award.state, award.mode, award.visibility) == ("offered", "peer", "private")
    assert award.sentence == WORDS
    [mail] = mails(session)
    assert mail.recipient == address
    assert mail.subject == "Leïla Sauge vous a attribué le badge « Oreille attentive »"
    assert f"«\u00a0{WORDS}\u00a0»" in mail.body


def test_a_person_is_found_by_name_and_picked(session: Session, signed_in_as: SignIn) -> None:
    giver, form = given_badge(session)
    first = make_person(session, "Amina Ravenelle")
    make_person(session, "Amina Ravenelle")
    handle = first.handle
    browser = signed_in_as(giver)

    suggested = browser.get(f"{form}?recipient=ravenelle", htmx=True)
    searched = browser.post(form, {"recipient": "ravenelle", "sentence": WORDS, "search": "1"})
    unsure = browser.post(form, {"recipient": "Amina Ravenelle", "sentence": WORDS})
    picked = browser.post(
        form, {"recipient": "Amina Ravenelle", "chosen": handle, "sentence": WORDS}
    )

    assert suggested.text.count('name="chosen"') == 2
    assert "<html" not in suggested.text
    assert searched.status_code == 200
    assert searched.text.count('name="chosen"') == 2
    assert WORDS in searched.text
    assert unsure.status_code == 422
    assert "Choisissez la personne parmi celles trouvées" in unsure.text
    assert picked.status_code == 303
    assert [award.holder_id for award in awards(session)] == [first.id]


def test_one_person_of_exactly_that_name_needs_no_picking(
    session: Session, signed_in_as: SignIn
) -> None:
    giver, form = given_badge(session)
    recipient = make_person(session, "Théo Luzerne")

    signed_in_as(giver).post(form, {"recipient": "théo luzerne", "sentence": WORDS})

    assert [award.holder_id for award in awards(session)] == [recipient.id]


def test_an_address_that_nobody_has_proven_waits_and_is_claimed_when_proven(
    session: Session, signed_in_as: SignIn
) -> None:
    giver, form = given_badge(session)
    newcomer = make_person(session)
    browser = signed_in_as(giver)

    browser.post(form, {"recipient": " Nouvelle@Exemple.ORG ", "sentence": WORDS})

    [award] = awards(session)
    assert (award.holder_id, award.recipient_address) == (None, "nouvelle@exemple.org")
    assert [mail.recipient for mail in mails(session)] == ["nouvelle@exemple.org"]
    claim_waiting_awards(session, newcomer.id, "nouvelle@exemple.org")
    session.commit()
    assert [award.holder_id for award in awards(session)] == [newcomer.id]


def test_two_clicks_make_one_award(session: Session, signed_in_as: SignIn) -> None:
    giver, form = given_badge(session)
    handle = make_person(session).handle
    browser = signed_in_as(giver)
    sent = {"recipient": f"@{handle}", "sentence": WORDS, "form_key": "la même page"}

    answers = [browser.post(form, sent) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].headers["location"] == answers[1].headers["location"]
    assert len(awards(session)) == 1
    assert len(mails(session)) == 1


def test_a_badge_is_not_given_to_oneself_by_name_or_by_address(
    session: Session, signed_in_as: SignIn
) -> None:
    giver, form = given_badge(session)
    handle = giver.handle
    browser = signed_in_as(giver)

    for recipient in (f"@{handle}", f"{handle}@exemple.org"):
        answer = browser.post(form, {"recipient": recipient, "sentence": WORDS})
        assert answer.status_code == 422
        assert "Je me reconnais" in answer.text
        assert 'id="recipient-error"' in answer.text
    assert awards(session) == []


@pytest.mark.parametrize(
    ("rule", "who_may"),
    [
        ("self", {"holder", "by_oneself", "proposer", "coordinator"}),
        ("holders", {"holder", "proposer", "coordinator"}),
        ("event", {"proposer", "coordinator"}),
        ("coordinator", {"coordinator"}),
    ],
)
def test_the_rule_of_the_badge_says_who_gives_it(
    rule: str, who_may: set[str], session: Session, signed_in_as: SignIn
) -> None:
    collective = make_collective(session)
    people = {
        name: make_person(session)
        for name in ("member", "holder", "by_oneself", "proposer", "coordinator", "left")
    }
    badge = make_badge(session, collective, people["proposer"], award_rule=rule)
    join(session, people["coordinator"], collective, coordinator=True)
    join(session, people["member"], collective)
    make_award(session, badge, people["holder"])
    make_award(session, badge, people["by_oneself"], people["by_oneself"])
    make_award(session, badge, people["left"], state="removed")
    recipient = make_person(session)
    form, handle = f"/badges/{badge.slug}/attribuer", recipient.handle
    browsers = {name: signed_in_as(person) for name, person in people.items()}

    shown = {name for name, b in browsers.items() if b.get(form).status_code == 200}
    done = {
        name
        for name, b in browsers.items()
        if b.post(form, {"recipient": f"@{handle}", "sentence": WORDS}).status_code == 303
    }

    assert (shown, done) == (who_may, who_may)
    given = [award for award in awards(session) if award.holder_id == recipient.id]
    modes = {award.mode for award in given}
    expected = {"event": AwardMode.EVENT, "coordinator": AwardMode.COORDINATOR}
    assert modes == {expected.get(rule, AwardMode.PEER)}


@pytest.mark.parametrize(
    ("state", "status"), [("discussion", 409), ("retired", 409), ("withdrawn", 409)]
)
def test_a_badge_that_is_not_adopted_is_not_given(
    state: str, status: int, session: Session, signed_in_as: SignIn
) -> None:
    giver, form = given_badge(session, state=state)
    handle = make_person(session).handle
    browser = signed_in_as(giver)

    assert browser.get(form).status_code == status
    sent = browser.post(form, {"recipient": f"@{handle}", "sentence": WORDS})

    assert sent.status_code == status
    assert awards(session) == []


def test_one_gives_for_those_one_speaks_for_and_for_nobody_else(
    session: Session, signed_in_as: SignIn
) -> None:
    giver, form = given_badge(session)
    mine, other = make_organisation(session, "L’Atelier"), make_organisation(session)
    make_representative(session, giver, mine)
    mine_id, other_id = mine.id, other.id
    handles = [make_person(session).handle for _ in range(2)]
    browser = signed_in_as(giver)

    refused = [
        browser.post(
            form, {"recipient": f"@{handles[0]}", "sentence": WORDS, "issuer": str(issuer)}
        )
        for issuer in (other_id, "n’importe quoi")
    ]
    given = browser.post(
        form, {"recipient": f"@{handles[1]}", "sentence": WORDS, "issuer": str(mine_id)}
    )

    assert [answer.status_code for answer in refused] == [422, 422]
    assert given.status_code == 303
    assert [award.issuer_id for award in awards(session)] == [mine_id]
    assert "Leïla Sauge (L’Atelier) vous a attribué" in mails(session)[0].body


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("sentence", "   "),
        ("sentence", "x" * 601),
        ("recipient", ""),
        ("recipient", "a@b"),
        ("recipient", "x" * 300),
        ("recipient", "Personne de ce nom"),
    ],
)
def test_a_faulty_field_is_said_beside_it_and_the_rest_is_kept(
    field: str, value: str, session: Session, signed_in_as: SignIn
) -> None:
    giver, form = given_badge(session)
    handle = make_person(session).handle
    sent = {"recipient": f"@{handle}", "sentence": WORDS, field: value}

    answer = signed_in_as(giver).post(form, sent)

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    kept = "sentence" if field == "recipient" else "recipient"
    assert sent[kept] in answer.text
    assert awards(session) == []


@pytest.mark.parametrize("text", ["a\x00b", "\u202eabc", "x" * 5000, "%' OR 1=1 --", "@\x00"])
def test_words_that_nobody_types_find_nobody(
    text: str, session: Session, signed_in_as: SignIn
) -> None:
    """Requirements A2 and A7."""
    giver, form = given_badge(session)
    browser = signed_in_as(giver)

    shown = browser.get(form, params={"recipient": text, "to": text})
    answers = [
        browser.post(form, {"recipient": text, "sentence": WORDS}),
        browser.post(form, {"recipient": "", "chosen": text, "sentence": WORDS}),
    ]

    assert shown.status_code == 200
    assert [answer.status_code for answer in answers] == [422, 422]
    assert awards(session) == []


def test_what_a_form_says_of_owner_state_or_visibility_is_not_taken(
    session: Session, signed_in_as: SignIn
) -> None:
    giver, form = given_badge(session)
    recipient = make_person(session)
    handle = recipient.handle
    forged = {
        "giver_id": str(recipient.id),
        "state": "accepted",
        "visibility": "public",
        "mode": "coordinator",
    }

    signed_in_as(giver).post(form, {"recipient": f"@{handle}", "sentence": WORDS, **forged})

    [award] = awards(session)
    assert (award.giver_id, award.state, award.visibility, award.mode) == (
        giver.id,
        AwardState.OFFERED,
        "private",
        AwardMode.PEER,
    )


def test_the_twenty_first_mail_of_a_day_waits(session: Session, signed_in_as: SignIn) -> None:
    giver, form = given_badge(session)
    browser = signed_in_as(giver)

    statuses = [
        browser.post(form, {"recipient": f"n{n}@exemple.org", "sentence": WORDS}).status_code
        for n in range(21)
    ]

    assert statuses == [303] * 20 + [429]
    assert len(mails(session)) == 20


def test_a_visitor_signs_in_first_and_comes_back(session: Session, visitor: Visitor) -> None:
    _, form = given_badge(session)
    session.commit()

    answer = visitor.get(form)

    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/connexion?next=/badges/")
