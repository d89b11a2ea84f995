"""Writing an invitation: who may, to whom, read again before it leaves, and how much a day."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select, update

from recognition.clock import now
from recognition.collectives.models import Membership, MembershipState
from recognition.invitations.models import Invitation, InvitationKind
from recognition.invitations.rules import HERE, MOST_BADGES, MOST_SENT_A_DAY
from recognition.invitations.views.wording import PROPOSED
from recognition.people.models import Person
from tests.conftest import Visitor
from tests.factories import (
    join,
    make_badge,
    make_endorsement,
    make_invitation,
    make_person,
    version_of,
)
from tests.invitations.conftest import Circle, SignedInAs


def _letter(
    *people: Person, kind: str = "word", step: str = "send", **values: Any
) -> dict[str, Any]:
    soon = now().astimezone(HERE) + timedelta(days=30)
    dated = {"title": "Café badge", "day": soon.date().isoformat(), "hour": "18:30"}
    return {
        "kind": kind,
        "step": step,
        "people": [person.handle for person in people],
        "words": "Je pensais à vous, tout simplement.",
        **({**dated, "place": "Albi"} if kind == "workshop" else {}),
        **values,
    }


def _faults(page: Any) -> list[str]:
    """The fields that the summary of errors leads to, in its order."""
    summary = page.text.partition('id="error-summary"')[2].partition("</ul>")[0]
    return [piece.partition('"')[0] for piece in summary.split('href="#')[1:]]


@pytest.mark.parametrize("who", ["ada", "outsider"])
def test_only_the_coordination_invites(circle: Circle, signed_in_as: SignedInAs, who: str) -> None:
    browser = signed_in_as(getattr(circle, who))

    assert browser.get(circle.path).status_code == 403
    assert browser.post(circle.path, _letter(circle.bea)).status_code == 403
    assert circle.invitations() == []


@pytest.mark.parametrize("kind", list(InvitationKind))
def test_the_form_begins_with_whom_and_what_the_address_names(
    circle: Circle, signed_in_as: SignedInAs, kind: InvitationKind
) -> None:
    badge = make_badge(circle.session, circle.collective, title="Four solaire")
    browser = signed_in_as(circle.coordinator)

    page = browser.get(f"{circle.path}?pour={kind}&personne={circle.ada.handle}&badge={badge.slug}")

    assert page.status_code == 200
    assert f'name="people" value="{circle.ada.handle}" checked' in page.text
    assert (f'name="badges" value="{badge.slug}" checked' in page.text) == (kind == "round")
    assert PROPOSED[kind].splitlines()[2][:40] in page.text
    assert f'name="kind" value="{kind}"' in page.text


def test_what_is_proposed_to_be_written_tells_nothing_of_anybody() -> None:
    told = "\n".join(PROPOSED.values()).casefold()
    for word in ("carte", "isolé", "seul", "manque", "aucun", "jamais", "lien", "valeur", "nombre"):
        assert word not in told


def test_a_name_of_nobody_in_the_address_is_told(circle: Circle, signed_in_as: SignedInAs) -> None:
    browser = signed_in_as(circle.coordinator)

    page = browser.get(f"{circle.path}?personne=personne-du-tout&personne={circle.ada.handle}")

    assert page.status_code == 200
    assert "sous ce nom : personne-du-tout." in page.text
    assert f'value="{circle.ada.handle}" checked' in page.text


def test_nothing_leaves_before_it_was_read_again_to_the_letter(
    circle: Circle, signed_in_as: SignedInAs
) -> None:
    browser = signed_in_as(circle.coordinator)

    page = browser.post(circle.path, _letter(circle.ada, step=""))

    assert page.status_code == 200
    assert circle.invitations() == []
    assert circle.mail_count() == 0
    shown = page.text
    browser.post(circle.path, _letter(circle.ada))
    mail = circle.mails_to(circle.ada)[0]
    assert mail.subject in shown
    for line in mail.body.splitlines():
        if "/invitations/" not in line:
            assert line in shown
    assert shown.count("Je pensais à vous, tout simplement.") == 3  # page, mail, hidden field


def test_going_back_to_change_keeps_every_word(circle: Circle, signed_in_as: SignedInAs) -> None:
    browser = signed_in_as(circle.coordinator)

    page = browser.post(circle.path, _letter(circle.ada, kind="workshop", step="change"))

    assert page.status_code == 200
    assert 'value="Café badge"' in page.text
    assert 'value="18:30"' in page.text
    assert 'value="Albi"' in page.text
    assert f'value="{circle.ada.handle}" checked' in page.text
    assert "Je pensais à vous, tout simplement." in page.text


def test_a_word_is_written_to_each_and_noted_without_its_words(
    circle: Circle, signed_in_as: SignedInAs
) -> None:
    browser = signed_in_as(circle.coordinator)

    answer = browser.post(circle.path, _letter(circle.ada, circle.bea))

    sent = circle.invitations()[0]
    assert answer.headers["location"] == f"/invitations/{sent.id}"
    assert (sent.kind, sent.author_id) == ("word", circle.coordinator.id)
    assert circle.guests() == {circle.ada.id, circle.bea.id}
    mail = circle.mails_to(circle.ada)[0]
    assert mail.subject == "Coralie Coordination vous écrit un mot"
    assert "Coralie Coordination, à la coordination de Badgeons le Nord, vous écrit" in mail.body
    assert "« Je pensais à vous, tout simplement. »" in mail.body
    assert f"/invitations/{sent.id}\n" in mail.body
    assert "Pour qu’elle ne vous en envoie plus" in mail.body
    assert "Béa" not in mail.body
    assert circle.mail_count() == 2
    noted = circle.journal()
    assert {entry.owner_id for entry in noted} == {circle.ada.id, circle.bea.id}
    assert {(entry.act, entry.reason, entry.subject_id) for entry in noted} == {
        ("invitation.sent", "", sent.id)
    }


def test_two_clicks_send_one_invitation(circle: Circle, signed_in_as: SignedInAs) -> None:
    browser = signed_in_as(circle.coordinator)
    letter = _letter(circle.ada, form_key="the key of one page")

    first, second = browser.post(circle.path, letter), browser.post(circle.path, letter)

    assert first.headers["location"] == second.headers["location"]
    assert len(circle.invitations()) == 1
    assert len(circle.mails_to(circle.ada)) == 1


def test_a_workshop_for_all_members_has_its_date_in_paris_and_no_line_in_the_journal(
    circle: Circle, signed_in_as: SignedInAs
) -> None:
    browser = signed_in_as(circle.coordinator)
    summer = now().year + 1

    browser.post(
        circle.path,
        _letter(kind="workshop", audience="members", day=f"14/07/{summer}", hour="18 h 30"),
    )

    sent = circle.invitations()[0]
    assert sent.starts_at is not None
    assert sent.starts_at.isoformat() == f"{summer}-07-14T16:30:00+00:00"
    everyone = {p.id for p in (circle.ada, circle.bea, circle.shy, circle.other_coordinator)}
    assert circle.guests() == everyone
    mail = circle.mails_to(circle.ada)[0]
    assert mail.subject == "Atelier : Café badge"
    facts = f"Café badge\n14 juillet {summer}, 18 h 30 (heure de Paris)\nAlbi\n"
    assert facts in mail.body
    assert circle.journal() == []


def test_a_workshop_may_be_for_those_who_read_of_it(
    circle: Circle, signed_in_as: SignedInAs
) -> None:
    browser = signed_in_as(circle.coordinator)

    assert browser.post(circle.path, _letter(kind="workshop")).status_code == 303
    assert circle.mail_count() == 0


@pytest.mark.parametrize(
    ("kind", "values", "fields"),
    [
        ("word", {"words": "  ", "people": ["personne-du-tout"]}, ["people", "words"]),
        ("word", {"people": []}, ["people"]),
        ("word", {"words": "a" * 2001}, ["words"]),
        ("meeting", {"day": "2999-01-01", "hour": "10:00"}, ["day"]),
        ("meeting", {"day": "2020-01-01", "hour": "10:00"}, ["day"]),
        ("meeting", {"day": "demain"}, ["day"]),
        ("meeting", {"day": "2027-01-01"}, ["hour"]),
        ("meeting", {"hour": "10:00"}, ["day"]),
        ("meeting", {"day": "2027-01-01", "hour": "25:00"}, ["hour"]),
        ("meeting", {"day": "2027-03-28", "hour": "2h30"}, ["hour"]),
        ("round", {"badges": []}, ["badges"]),
        ("round", {"badges": ["rien-du-tout"]}, ["badges"]),
        ("round", {"badges": [f"badge-x{n}" for n in range(MOST_BADGES + 1)]}, ["badges"]),
        ("workshop", {"title": "", "day": "", "hour": "", "place": " "},
         ["title", "day", "hour", "place"]),
        ("workshop", {"hour": "18 heures"}, ["hour"]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_beside_its_field_and_nothing_typed_is_lost(
    circle: Circle,
    signed_in_as: SignedInAs,
    kind: str,
    values: dict[str, Any],
    fields: list[str],
) -> None:
    browser = signed_in_as(circle.coordinator)

    page = browser.post(
        circle.path, _letter(circle.ada, kind=kind, **{"place": "Place du marché", **values})
    )

    assert page.status_code == 422
    assert _faults(page) == fields
    assert values.get("words", "Je pensais à vous, tout simplement.") in page.text
    if kind == "meeting":
        assert 'value="Place du marché"' in page.text
    for name in values.get("people", []) + values.get("badges", [])[:1]:
        assert name in page.text or len(values["badges"]) > MOST_BADGES
    assert circle.invitations() == []


def test_whom_a_collective_may_invite(circle: Circle, signed_in_as: SignedInAs) -> None:
    browser = signed_in_as(circle.coordinator)

    def status(kind: str, *people: Person) -> int:
        return int(browser.post(circle.path, _letter(*people, kind=kind, step="")).status_code)

    assert status("word", circle.ada, circle.shy) == 200
    assert status("word", circle.neighbour) == 200
    assert status("meeting", circle.ada, circle.neighbour) == 200
    assert status("workshop", circle.neighbour) == 422
    assert status("word", circle.outsider) == 422
    assert status("word", circle.coordinator) == 422


def test_who_left_or_only_asked_to_join_is_not_invited(
    circle: Circle, signed_in_as: SignedInAs
) -> None:
    circle.session.exec(
        update(Membership)
        .where(col(Membership.person_id) == circle.ada.id)
        .values(state=MembershipState.LEFT)
    )
    circle.session.exec(
        update(Membership)
        .where(col(Membership.person_id) == circle.bea.id)
        .values(state=MembershipState.REQUESTED)
    )
    browser = signed_in_as(circle.coordinator)

    page = browser.post(circle.path, _letter(circle.ada, circle.bea))

    assert page.status_code == 422
    assert f"sous ce nom : {circle.ada.handle}, {circle.bea.handle}." in page.text


def test_a_neighbour_who_is_not_shown_to_all_answers_like_nobody(
    circle: Circle, signed_in_as: SignedInAs
) -> None:
    hidden = make_person(circle.session, "Cachée", profile_visibility="collective")
    elsewhere = circle.session.get_one(Membership, _membership_id(circle, circle.neighbour))
    circle.session.add(
        Membership(
            collective_id=elsewhere.collective_id,
            person_id=hidden.id,
            state=MembershipState.ACCEPTED,
            requested_at=now(),
        )
    )
    browser = signed_in_as(circle.coordinator)

    page = browser.post(circle.path, _letter(hidden))

    assert page.status_code == 422
    assert f"sous ce nom : {hidden.handle}." in page.text
    assert "Cachée" not in page.text
    assert "Cachée" not in browser.get(f"{circle.path}?personne={hidden.handle}").text


def _membership_id(circle: Circle, person: Person) -> Any:
    return circle.session.exec(select(Membership.id).where(Membership.person_id == person.id)).one()


def test_a_minor_meets_members_only(circle: Circle, signed_in_as: SignedInAs) -> None:
    young = make_person(circle.session, "Lila", is_minor=True, profile_visibility="collective")
    join(circle.session, young, circle.collective)
    browser = signed_in_as(circle.coordinator)

    mixed = browser.post(circle.path, _letter(young, circle.neighbour, kind="meeting"))
    among_members = browser.post(circle.path, _letter(young, circle.ada, kind="meeting"))

    assert mixed.status_code == 422
    assert "se propose entre membres de votre collectif" in mixed.text
    assert among_members.status_code == 303
    assert len(circle.mails_to(young)) == 1


def test_a_round_names_its_badges_and_offers_those_without_words(
    circle: Circle, signed_in_as: SignedInAs
) -> None:
    dry = make_badge(circle.session, circle.collective, title="Sans un mot")
    said = make_badge(circle.session, circle.collective, title="Déjà raconté")
    make_endorsement(circle.session, badge=said)
    browser = signed_in_as(circle.coordinator)

    offered = browser.get(f"{circle.path}?pour=round").text
    browser.post(circle.path, _letter(circle.ada, kind="round", badges=[dry.slug, said.slug]))

    assert f'name="badges" value="{dry.slug}"' in offered
    assert f'name="badges" value="{said.slug}"' not in offered
    page = signed_in_as(circle.ada).get(f"/invitations/{circle.invitations()[0].id}")
    for badge in (dry, said):
        assert f"/badges/{badge.slug}/endosser" in page.text
        assert str(version_of(circle.session, badge).id) in page.text


@pytest.mark.parametrize("htmx", [False, True])
def test_searching_a_person_keeps_those_chosen_and_every_word(
    circle: Circle, signed_in_as: SignedInAs, htmx: bool
) -> None:
    browser = signed_in_as(circle.coordinator)

    found = browser.post(circle.path, _letter(circle.ada, step="people", q="bea"), htmx=htmx)

    assert found.status_code == 200
    assert f'value="{circle.ada.handle}" checked' in found.text
    assert f'value="{circle.bea.handle}"><span' in found.text
    assert circle.shy.handle not in found.text
    assert ("Je pensais à vous" in found.text) != htmx
    assert circle.invitations() == []


def test_the_enter_key_in_a_search_field_searches_once(
    circle: Circle, signed_in_as: SignedInAs
) -> None:
    browser = signed_in_as(circle.coordinator)

    searched = browser.post(circle.path, _letter(circle.ada, step="", q="bea"))
    read = browser.post(circle.path, _letter(circle.ada, step="", q="bea", searched="bea"))

    assert f'value="{circle.bea.handle}"' in searched.text
    assert "Rien n’est encore parti." not in searched.text
    assert "Rien n’est encore parti." in read.text


def _earlier(circle: Circle, *guests: Person, ago: timedelta, **values: Any) -> Invitation:
    return make_invitation(
        circle.session,
        circle.collective,
        circle.coordinator,
        *guests,
        sent_at=now() - ago,
        **values,
    )


def test_a_sixth_invitation_in_a_day_is_refused_with_when_and_what_was_typed(
    circle: Circle, signed_in_as: SignedInAs
) -> None:
    for hours in range(1, MOST_SENT_A_DAY + 1):
        _earlier(circle, ago=timedelta(hours=hours), kind="workshop", title="x")
    browser = signed_in_as(circle.coordinator)

    page = browser.post(circle.path, _letter(circle.ada))
    other = signed_in_as(circle.other_coordinator).post(circle.path, _letter(circle.ada))

    assert page.status_code == 429
    assert 18 * 3600 < int(page.headers["retry-after"]) <= 19 * 3600
    assert "De nouveau possible le " in page.text
    assert "Je pensais à vous, tout simplement." in page.text
    assert other.status_code == 303


def test_two_hundred_people_a_day_are_written_to_at_most(
    circle: Circle, signed_in_as: SignedInAs
) -> None:
    crowd = [make_person(circle.session) for _ in range(199)]
    _earlier(circle, *crowd, ago=timedelta(hours=3))
    browser = signed_in_as(circle.coordinator)

    refused = browser.post(circle.path, _letter(circle.ada, circle.bea))
    taken = browser.post(circle.path, _letter(circle.ada))

    assert refused.status_code == 429
    assert 20 * 3600 < int(refused.headers["retry-after"]) <= 21 * 3600
    assert taken.status_code == 303


def test_a_collective_writes_a_word_to_the_same_person_once_a_week(
    circle: Circle, signed_in_as: SignedInAs
) -> None:
    _earlier(circle, circle.ada, ago=timedelta(days=6))
    _earlier(circle, circle.bea, ago=timedelta(days=7, seconds=1))
    _earlier(circle, circle.shy, ago=timedelta(days=1), kind="meeting")
    browser: Visitor = signed_in_as(circle.other_coordinator)

    page = browser.post(circle.path, _letter(circle.ada, circle.bea))
    meeting = browser.post(circle.path, _letter(circle.ada, kind="meeting"))
    word = browser.post(circle.path, _letter(circle.bea, circle.shy))

    assert page.status_code == 429
    assert "Vous avez déjà écrit un mot à Ada Membre." in page.text
    assert int(page.headers["retry-after"]) <= 24 * 3600
    assert meeting.status_code == 303
    assert word.status_code == 303


def test_all_the_members_are_written_to_up_to_two_hundred(
    circle: Circle, signed_in_as: SignedInAs
) -> None:
    for _ in range(197):  # with the four others that are members, one too many
        join(circle.session, make_person(circle.session), circle.collective)
    browser = signed_in_as(circle.coordinator)

    page = browser.post(circle.path, _letter(kind="workshop", audience="members"))

    assert page.status_code == 422
    assert "200 personnes au plus : il y en a 201." in page.text
    assert circle.mail_count() == 0


def test_two_dozen_people_are_chosen_at_most(circle: Circle, signed_in_as: SignedInAs) -> None:
    browser = signed_in_as(circle.coordinator)
    letter = _letter(kind="workshop") | {"people": [f"personne-x{n}" for n in range(25)]}

    page = browser.post(circle.path, letter)

    assert page.status_code == 422
    assert "24 personnes au plus : il y en a 25." in page.text
