"""Reading an invitation, answering it, calling it off: who sees what, and who is told."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from recognition.clock import now
from recognition.invitations.models import (
    Answer,
    Invitation,
    InvitationBadge,
    InvitationGuest,
    InvitationKind,
)
from recognition.people.models import Person, ProfileVisibility
from tests.factories import join, make_badge, make_endorsement, make_invitation, make_person
from tests.invitations.conftest import Circle, SignedInAs
from tests.invitations.test_agenda import unfolded

SOON = timedelta(days=9)
KINDS = list(InvitationKind)


def _invited(circle: Circle, kind: str, *guests: Person, **values: Any) -> Invitation:
    """An invitation sent an hour ago; a workshop to come."""
    dated = {"title": "Café badge", "place": "Albi", "starts_at": now() + SOON}
    invitation = make_invitation(
        circle.session,
        circle.collective,
        circle.coordinator,
        *guests,
        **{
            "kind": kind,
            "sent_at": now() - timedelta(hours=1),
            **(dated if kind == "workshop" else {}),
            **values,
        },
    )
    circle.session.commit()
    return invitation


def _past(circle: Circle, kind: str, *guests: Person) -> Invitation:
    began = now() - timedelta(hours=2)
    return _invited(circle, kind, *guests, starts_at=began, sent_at=began - SOON)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("who", "reads"),
    [
        ("coordinator", True),
        ("other_coordinator", True),
        ("ada", True),
        ("bea", False),
        ("neighbour", False),
        ("outsider", False),
    ],
)
def test_an_invitation_is_read_by_its_author_the_coordination_and_its_guests(
    circle: Circle, signed_in_as: SignedInAs, kind: InvitationKind, who: str, reads: bool
) -> None:
    invitation = _invited(circle, kind, circle.ada)
    browser = signed_in_as(getattr(circle, who))
    is_member_at_workshop = kind == InvitationKind.WORKSHOP and who == "bea"

    page = browser.get(f"/invitations/{invitation.id}")

    expected = 200 if reads or is_member_at_workshop else 404
    assert page.status_code == expected
    for verb in ("annulation", "reponse", "arret", "reprise"):
        if expected == 404:
            assert browser.post(f"/invitations/{invitation.id}/{verb}").status_code == 404
    if kind == InvitationKind.WORKSHOP:
        calendar = browser.get(f"/invitations/{invitation.id}/rendez-vous.ics")
        assert calendar.status_code == expected


@pytest.mark.parametrize("kind", ["word", "round"])
def test_guests_of_a_word_and_of_a_round_never_read_of_each_other(
    circle: Circle, signed_in_as: SignedInAs, kind: str
) -> None:
    invitation = _invited(circle, kind, circle.ada, circle.bea)
    signed_in_as(circle.bea).post(f"/invitations/{invitation.id}/reponse", {"answer": "yes"})

    page = signed_in_as(circle.ada).get(f"/invitations/{invitation.id}").text

    assert "Béa" not in page
    assert "Personnes invitées" not in page
    assert (
        "Béa Membre" in signed_in_as(circle.coordinator).get(f"/invitations/{invitation.id}").text
    )


def test_guests_of_a_meeting_read_the_names_that_they_may_see_and_of_who_accepts(
    circle: Circle, signed_in_as: SignedInAs
) -> None:
    invitation = _invited(circle, "meeting", circle.ada, circle.bea, circle.shy)
    path = f"/invitations/{invitation.id}"
    ada = signed_in_as(circle.ada)

    before = ada.get(path).text
    signed_in_as(circle.shy).post(f"{path}/reponse", {"answer": "yes"})
    after = ada.get(path).text

    assert "Béa Membre" in before
    assert "Sacha Discret" not in before
    assert "et une autre personne" in before
    assert "Sacha Discret" in after
    assert f"/@{circle.shy.handle}" not in after
    assert "autre personne" not in after


def test_members_read_who_comes_to_a_workshop_and_nobody_else(
    circle: Circle, signed_in_as: SignedInAs
) -> None:
    invitation = _invited(circle, "workshop", circle.ada, circle.shy)
    path = f"/invitations/{invitation.id}"
    signed_in_as(circle.ada).post(f"{path}/reponse", {"answer": "yes"})
    bea = signed_in_as(circle.bea)

    page = bea.get(path).text
    bea.post(f"{path}/reponse", {"answer": "yes"})

    assert "Ada Membre" in page
    assert "Sacha" not in page
    assert "Béa Membre" in signed_in_as(circle.ada).get(path).text  # came unasked
    assert circle.answer_of(circle.bea) == Answer.YES


@pytest.mark.parametrize("htmx", [False, True])
@pytest.mark.parametrize("region", ["home", "page"])
def test_an_answer_is_given_where_it_is_asked_and_changed_until_the_date(
    circle: Circle, signed_in_as: SignedInAs, region: str, htmx: bool
) -> None:
    invitation = _invited(circle, "workshop", circle.ada)
    path = f"/invitations/{invitation.id}"
    ada = signed_in_as(circle.ada)

    yes = ada.post(f"{path}/reponse", {"answer": "yes", "region": region}, htmx=htmx)
    assert circle.answer_of(circle.ada) == Answer.YES
    no = ada.post(f"{path}/reponse", {"answer": "no", "region": region}, htmx=htmx)
    assert circle.answer_of(circle.ada) == Answer.NO

    if htmx:
        assert "C’est noté : vous venez." in yes.text
        assert 'value="no"' in yes.text
        assert "C’est noté : pas cette fois." in no.text
        assert f'id="reponse-{invitation.id}"' in no.text
        assert "<html" not in no.text
    else:
        assert yes.headers["location"] == ("/#invitations" if region == "home" else path)
        shown = ada.get(path).text
        assert "Pas cette fois." in shown


def test_what_has_been_cannot_be_answered_and_a_word_cannot_be_declined(
    circle: Circle, signed_in_as: SignedInAs
) -> None:
    past, word = _past(circle, "workshop", circle.ada), _invited(circle, "word", circle.ada)
    ada = signed_in_as(circle.ada)

    def status(invitation: Invitation, said: str) -> int:
        path = f"/invitations/{invitation.id}/reponse"
        return int(ada.post(path, {"answer": said}).status_code)

    assert status(past, "yes") == 409
    assert status(word, "no") == 409
    assert status(word, "stop") == 422
    assert status(word, "yes") == 303
    assert "La date est passée." in ada.get(f"/invitations/{past.id}").text


def test_the_coordination_does_not_answer_for_a_guest(
    circle: Circle, signed_in_as: SignedInAs
) -> None:
    invitation = _invited(circle, "meeting", circle.ada)
    coordinator = signed_in_as(circle.other_coordinator)

    for verb in ("reponse", "arret", "reprise"):
        answer = coordinator.post(f"/invitations/{invitation.id}/{verb}", {"answer": "yes"})
        assert answer.status_code == 403
    assert circle.guests() == {circle.ada.id}


def test_a_guest_does_not_call_off_what_they_are_invited_to(
    circle: Circle, signed_in_as: SignedInAs
) -> None:
    invitation = _invited(circle, "workshop", circle.ada)

    answer = signed_in_as(circle.ada).post(f"/invitations/{invitation.id}/annulation")

    assert answer.status_code == 403
    assert circle.invitations()[0].cancelled_at is None


def test_a_workshop_called_off_is_told_to_those_who_come_or_had_not_answered(
    circle: Circle, signed_in_as: SignedInAs
) -> None:
    invitation = _invited(circle, "workshop", circle.ada, circle.bea, circle.shy)
    path = f"/invitations/{invitation.id}"
    signed_in_as(circle.bea).post(f"{path}/reponse", {"answer": "no"})
    coming = signed_in_as(circle.shy)
    coming.post(f"{path}/reponse", {"answer": "yes"})
    coming.post(f"{path}/arret")
    other = signed_in_as(circle.other_coordinator)

    first, second = other.post(f"{path}/annulation"), other.post(f"{path}/annulation")

    assert (first.status_code, second.status_code) == (303, 409)
    assert circle.mails_to(circle.ada)[0].subject.startswith("Annulé : Café badge, ")
    assert (
        "Carl Coordination l’a annulé pour Badgeons le Nord" in circle.mails_to(circle.shy)[0].body
    )
    assert circle.mails_to(circle.bea) == []
    entry = circle.journal()[0]
    assert (entry.act, entry.owner_id) == ("invitation.cancelled", circle.coordinator.id)
    page = signed_in_as(circle.ada).get(path).text
    assert "Annulé le" in page
    assert 'name="answer"' not in page
    assert "STATUS:CANCELLED" in signed_in_as(circle.ada).get(f"{path}/rendez-vous.ics").text


def test_what_has_no_date_is_called_off_in_silence_and_what_has_been_stays(
    circle: Circle, signed_in_as: SignedInAs
) -> None:
    word, past = _invited(circle, "word", circle.ada), _past(circle, "workshop", circle.ada)
    browser = signed_in_as(circle.coordinator)

    assert browser.post(f"/invitations/{word.id}/annulation").status_code == 303
    assert browser.post(f"/invitations/{past.id}/annulation").status_code == 409
    assert circle.mail_count() == 0
    assert circle.journal() == []  # one's own
    assert signed_in_as(circle.ada).get(f"/invitations/{word.id}").status_code == 200


def _write(circle: Circle, signed_in_as: SignedInAs, *people: Person) -> None:
    letter = {"kind": "meeting", "step": "send", "words": "Un café ?"}
    browser = signed_in_as(circle.other_coordinator)
    path = f"/collectifs/{circle.collective.slug}/inviter"
    answer = browser.post(path, {**letter, "people": [person.handle for person in people]})
    assert answer.status_code == 303


def test_who_wants_no_further_mail_gets_none_and_nobody_is_told(
    circle: Circle, signed_in_as: SignedInAs
) -> None:
    first = _invited(circle, "word", circle.ada)
    ada = signed_in_as(circle.ada)
    ada.post(f"/invitations/{first.id}/arret")

    _write(circle, signed_in_as, circle.ada, circle.bea)

    assert circle.mails_to(circle.ada) == []
    assert len(circle.mails_to(circle.bea)) == 1
    assert "On vous invite" not in ada.get("/").text
    seen = signed_in_as(circle.coordinator).get(f"/invitations/{first.id}").text
    assert seen.count("Ada Membre") == 1
    assert "Pas cette fois" not in seen
    assert circle.journal()[0].act == "invitation.sent"

    assert "Vous ne recevez plus" in ada.get(f"/invitations/{first.id}").text
    ada.post(f"/invitations/{first.id}/reprise")
    _write(circle, signed_in_as, circle.ada)

    assert len(circle.mails_to(circle.ada)) == 1
    assert "On vous invite" in ada.get("/").text
    assert "Ne plus m’écrire par ce moyen" in ada.get(f"/invitations/{first.id}").text


def test_silence_is_asked_of_one_collective(circle: Circle, signed_in_as: SignedInAs) -> None:
    elsewhere = make_invitation(circle.session, circle.elsewhere, circle.neighbour, circle.ada)
    ada = signed_in_as(circle.ada)
    ada.post(f"/invitations/{elsewhere.id}/arret")

    _write(circle, signed_in_as, circle.ada)

    assert len(circle.mails_to(circle.ada)) == 1


def test_silence_asked_of_somebody_holds_in_any_name_they_write(
    circle: Circle, signed_in_as: SignedInAs
) -> None:
    """Else founding another collective would be a way to write again."""
    elsewhere = make_invitation(
        circle.session, circle.elsewhere, circle.other_coordinator, circle.ada
    )
    ada = signed_in_as(circle.ada)
    ada.post(f"/invitations/{elsewhere.id}/arret")

    _write(circle, signed_in_as, circle.ada)

    assert circle.mails_to(circle.ada) == []
    assert "On vous invite" not in ada.get("/").text


def test_after_the_date_the_coordination_notes_whom_it_met(
    circle: Circle, signed_in_as: SignedInAs
) -> None:
    to_come = _invited(circle, "workshop", circle.ada, title="À venir")
    for guest, said in (
        (circle.ada, Answer.YES),
        (circle.bea, Answer.NO),
        (circle.shy, Answer.NONE),
    ):
        _answered(circle, to_come, guest, said)
    to_come_page = signed_in_as(circle.coordinator).get(f"/invitations/{to_come.id}").text
    invitation = circle.session.get_one(Invitation, to_come.id)
    invitation.starts_at = now() - timedelta(hours=2)
    circle.session.add(invitation)
    circle.session.commit()

    page = signed_in_as(circle.coordinator).get(f"/invitations/{to_come.id}").text

    assert "Noter les rencontres" not in to_come_page
    assert f"/@{circle.ada.handle}/rencontre" in page
    assert f"/@{circle.bea.handle}/rencontre" not in page
    assert f"/@{circle.shy.handle}/rencontre" not in page
    assert f"/collectifs/{circle.collective.slug}/rencontres" in page
    assert (
        "Noter les rencontres"
        not in signed_in_as(circle.ada).get(f"/invitations/{to_come.id}").text
    )


def _answered(circle: Circle, invitation: Invitation, guest: Person, said: Answer) -> None:
    row = circle.session.get(InvitationGuest, (invitation.id, guest.id))
    row = row or InvitationGuest(invitation_id=invitation.id, person_id=guest.id)
    row.answer = said
    circle.session.add(row)
    circle.session.commit()


def test_the_coordination_reads_how_many_badges_of_a_round_got_their_first_words_since(
    circle: Circle, signed_in_as: SignedInAs
) -> None:
    badges = [make_badge(circle.session, circle.collective, title=f"Écrit {n}") for n in range(3)]
    make_endorsement(circle.session, badge=badges[0], given_at=now() - timedelta(days=3))
    invitation = _invited(circle, "round", circle.ada)
    for badge in badges:
        circle.session.add(InvitationBadge(invitation_id=invitation.id, badge_id=badge.id))
    circle.session.commit()
    path = f"/invitations/{invitation.id}"
    coordinator = signed_in_as(circle.coordinator)
    before = coordinator.get(path).text
    make_endorsement(circle.session, badge=badges[0], given_at=now())
    make_endorsement(circle.session, badge=badges[1], given_at=now())
    circle.session.commit()

    after = coordinator.get(path).text

    assert "Les premiers mots viendront" in before
    assert "Un de ces badges a reçu ses premiers mots depuis." in after
    assert "premiers mots depuis" not in signed_in_as(circle.ada).get(path).text


def test_the_calendar_file_holds_the_date_in_utc_and_the_words_escaped(
    circle: Circle, signed_in_as: SignedInAs
) -> None:
    starts_at = datetime(now().year + 1, 12, 3, 17, 0, tzinfo=UTC)
    words = "Une idée, même floue ; venez.\nÀ deux."
    invitation = _invited(circle, "workshop", circle.ada, starts_at=starts_at, words=words)
    meeting = _invited(circle, "meeting", circle.ada)
    ada = signed_in_as(circle.ada)

    file = ada.get(f"/invitations/{invitation.id}/rendez-vous.ics")

    assert file.headers["content-type"] == "text/calendar; charset=utf-8"
    assert file.headers["content-disposition"] == 'attachment; filename="rendez-vous.ics"'
    lines = unfolded(file.text)
    assert f"DTSTART:{starts_at.year}1203T170000Z" in lines
    assert "SUMMARY:Café badge" in lines
    assert "DESCRIPTION:Une idée\\, même floue \\; venez.\\nÀ deux." in lines
    assert any(line.startswith(f"UID:{invitation.id}@") for line in lines)
    assert ada.get(f"/invitations/{meeting.id}/rendez-vous.ics").status_code == 404


@pytest.mark.parametrize("who", ["coordinator", "ada"])
def test_a_page_asks_the_database_as_often_for_one_guest_as_for_three(
    circle: Circle, signed_in_as: SignedInAs, statements: Any, who: str
) -> None:
    few = _invited(circle, "meeting", circle.ada)
    crowd = [
        make_person(circle.session, profile_visibility=ProfileVisibility.PUBLIC) for _ in "123"
    ]
    for person in crowd:
        join(circle.session, person, circle.collective)
    many = _invited(circle, "meeting", circle.ada, *crowd)
    browser = signed_in_as(getattr(circle, who))

    counts = []
    for invitation in (few, many):
        with statements() as seen:
            assert browser.get(f"/invitations/{invitation.id}").status_code == 200
        counts.append(len(seen))

    assert counts[0] == counts[1] <= 9
