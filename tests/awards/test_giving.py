"""Awarding a badge: to whom, by whom, and what nobody can learn from it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session, col, select

from recognition.awards.commands import claim_waiting_awards
from recognition.awards.models import Award, AwardMode, AwardState
from recognition.awards.views.mails import without_links
from recognition.mail.models import Mail
from recognition.people.models import EmailAddress, Person
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
WORDS = "Ce jour-là, vous avez laissé chacun finir sa phrase."


def awards(session: Session) -> list[Award]:
    session.expire_all()
    return list(session.exec(select(Award).order_by(col(Award.awarded_at))))


def mails(session: Session) -> list[Mail]:
    return list(session.exec(select(Mail).order_by(col(Mail.queued_at))))


def given_badge(session: Session, **values: Any) -> tuple[Person, str]:
    """Someone who may give a badge since they proposed it, and the address of the form."""
    giver = make_person(session, "Leïla Sauge")
    badge = make_badge(session, proposer=giver, title="Oreille attentive", **values)
    return giver, f"/badges/{badge.slug}/attribuer"


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


def answers_to(browser: Visitor, form: str, address: str) -> tuple[Any, ...]:
    """All that a giver is told on giving to an address: the answer, then the page, then their
    list, without what must differ."""
    answer = browser.post(form, {"recipient": address, "sentence": WORDS})
    place = answer.headers.get("location", "")
    page = browser.get(place) if place else answer
    listed = browser.get("/moi/badges")
    told = [
        text.replace(place, "PLACE").replace(address, "ADDRESS")
        for text in (_without_keys(page.text), _without_keys(listed.text))
    ]
    return answer.status_code, page.status_code, *told


def _without_keys(page: str) -> str:
    """A page without the random values that its forms carry."""
    lines = page.split("\n")
    return "\n".join(line for line in lines if 'name="form_key"' not in line)


def test_no_answer_tells_whether_an_address_is_registered(
    session: Session, signed_in_as: SignIn
) -> None:
    """Requirement G4: known, unknown, hidden profile, minor from afar: one and the same."""
    giver = make_person(session, "Leïla Sauge")
    forms = [
        f"/badges/{make_badge(session, proposer=giver, title='Oreille').slug}/attribuer"
        for _ in range(4)
    ]
    known = make_person(session, "Théo Luzerne")
    hidden = make_person(session, "Cachée", profile_visibility="private")
    minor = make_person(session, "Idriss", is_minor=True)
    addresses = ["personne@exemple.org"]
    addresses += [f"{person.handle}@exemple.org" for person in (known, hidden, minor)]
    browser = signed_in_as(giver)
    slugs = [form.split("/")[2] for form in forms]

    told = []
    for form, slug, address in zip(forms, slugs, addresses, strict=True):
        answer = answers_to(browser, form, address)
        told.append([str(part).replace(slug, "SLUG") for part in answer[:3]])
        for stranger in ("Théo Luzerne", "Cachée", "Idriss"):
            assert stranger not in "".join(map(str, answer))

    strip_ids = [[_without_ids(part) for part in parts] for parts in told]
    assert strip_ids[1:] == [strip_ids[0]] * 3
    assert sorted(mail.recipient for mail in mails(session)) == sorted(addresses[:3])


def _without_ids(text: str) -> str:
    """A text without the version and criterion ids in it."""
    return "".join(
        part for part in text.replace('"', "|").replace("/", "|").split("|") if not _is_id(part)
    )


def _is_id(text: str) -> bool:
    try:
        UUID(text.split(".")[0])
    except ValueError:
        return False
    return True


def test_giving_twice_is_answered_alike_whatever_became_of_the_first(
    session: Session, signed_in_as: SignIn
) -> None:
    giver, form = given_badge(session)
    people = [make_person(session) for _ in range(3)]
    handles = [person.handle for person in people]
    browser = signed_in_as(giver)
    for handle, state in zip(handles, ("offered", "accepted", "declined"), strict=True):
        browser.post(form, {"recipient": f"@{handle}", "sentence": WORDS})
        latest = awards(session)[-1]
        latest.state = state
        session.add(latest)
        session.commit()

    again = [browser.post(form, {"recipient": f"@{h}", "sentence": WORDS}) for h in handles]

    assert [answer.status_code for answer in again] == [422, 422, 422]
    for answer in again:
        assert "Vous lui avez déjà attribué ce badge" in answer.text
        assert WORDS in answer.text
    assert len(awards(session)) == 3


def test_a_second_way_to_the_same_person_does_not_tell_that_it_is_the_same(
    session: Session, signed_in_as: SignIn
) -> None:
    giver, form = given_badge(session)
    person = make_person(session)
    handle, first = person.handle, f"{person.handle}@exemple.org"
    session.add(
        EmailAddress(person_id=person.id, address="autre@exemple.org", verified_at=person.joined_at)
    )
    browser = signed_in_as(giver)

    by_addresses = [
        browser.post(form, {"recipient": address, "sentence": WORDS}).status_code
        for address in (first, "autre@exemple.org")
    ]
    assert by_addresses == [303, 303]
    assert [award.holder_id for award in awards(session)] == [person.id, None]
    session.commit()

    by_name = browser.post(form, {"recipient": f"@{handle}", "sentence": WORDS})
    assert by_name.status_code == 303
    held = [award for award in awards(session) if award.holder_id == person.id]
    assert [award.recipient_address for award in held] == [""]
    claim_waiting_awards(session, person.id, first)
    session.flush()
    assert len([award for award in awards(session) if award.holder_id == person.id]) == 1


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
    ("profile", "sentence"),
    [
        ("private", "Nous ne trouvons personne de ce nom"),
        ("collective", "Nous ne trouvons personne de ce nom"),
        ("first_name_only", "Mina reçoit des badges des personnes de son collectif"),
    ],
)
def test_who_does_not_receive_from_afar_is_not_reached_by_name(
    profile: str, sentence: str, session: Session, signed_in_as: SignIn
) -> None:
    giver, form = given_badge(session)
    handle = make_person(session, "Mina", profile_visibility=profile).handle
    browser = signed_in_as(giver)

    absent = browser.post(form, {"recipient": "@personne-d-autre", "sentence": WORDS})
    answer = browser.post(form, {"recipient": f"@{handle}", "sentence": WORDS})

    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Nous ne trouvons personne de ce nom" in absent.text
    assert awards(session) == []


def test_a_minor_is_reached_by_address_from_their_collective_only(
    session: Session, signed_in_as: SignIn
) -> None:
    giver, form = given_badge(session)
    minor = make_person(session, is_minor=True)
    address = f"{minor.handle}@exemple.org"
    browser = signed_in_as(giver)

    browser.post(form, {"recipient": address, "sentence": WORDS})
    assert [award.holder_id for award in awards(session)] == [None]
    assert mails(session) == []
    claim_waiting_awards(session, minor.id, address)
    assert [award.holder_id for award in awards(session)] == [None]

    here = make_collective(session)
    join(session, minor, here)
    join(session, giver, here)
    claim_waiting_awards(session, minor.id, address)
    assert [award.holder_id for award in awards(session)] == [minor.id]


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


def test_a_mail_holds_nothing_of_its_giver_to_click(session: Session, signed_in_as: SignIn) -> None:
    """Requirement B4."""
    giver, form = given_badge(session)
    giver.display_name = "Voir https://piege.example"
    session.add(giver)
    words = "Cliquez http://piege.example/x ou www.piege.example, ou piege.example/y tout de suite"

    signed_in_as(giver).post(form, {"recipient": "nouvelle@exemple.org", "sentence": words})

    [mail] = mails(session)
    told = mail.body + mail.subject
    assert "piege.example" not in told
    assert "tout de suite" in mail.body


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Bravo pour hier. Et merci", "Bravo pour hier. Et merci"),
        ("fini.Ensuite", "fini. Ensuite"),
        ("javascript://x", "(…)"),
        ("moi@exemple.org", "moi@ exemple. org"),
        ("3,5 km", "3,5 km"),
    ],
)
def test_only_what_would_become_a_link_is_opened_up(text: str, told: str) -> None:
    assert without_links(text) == told


def test_a_visitor_signs_in_first_and_comes_back(session: Session, visitor: Visitor) -> None:
    _, form = given_badge(session)
    session.commit()

    answer = visitor.get(form)

    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/connexion?next=/badges/")
