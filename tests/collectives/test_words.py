"""Two members whom their collective has met say of a third that they met them."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from recognition.clock import now
from recognition.collectives.commands import close_old_reports
from recognition.collectives.models import Meeting, MeetingReport, MeetingWitness, MembershipState
from recognition.collectives.queries import confirmed_people, reports_shown, standing_of
from recognition.collectives.rules import REPORT_COUNTS_FOR, MeetingReportSubject, month_of
from recognition.people.models import Person, ProfileVisibility
from recognition.permissions import ANYONE, Action, may
from tests.collectives.conftest import Circle
from tests.factories import (
    join,
    make_badge,
    make_collective,
    make_endorsement,
    make_meeting,
    make_person,
    make_report,
    make_witness,
)

Browser = Callable[[Person], Any]
TODAY = now().date()
BEFORE = TODAY - timedelta(days=9)
OLD = now() - REPORT_COUNTS_FOR - timedelta(hours=1)


def _confirmed(circle: Circle, name: str = "") -> Person:
    """A member whom the collective has met."""
    person = make_person(circle.session, name)
    join(circle.session, person, circle.collective)
    make_meeting(circle.session, person, circle.collective)
    return person


def _say(circle: Circle, browser: Any, person: Person, **data: str) -> Any:
    typed = {
        "collective": circle.collective.slug,
        "met_on": TODAY.isoformat(),
        "occasion": "Café badge",
        **data,
    }
    return browser.post(f"/@{person.handle}/rencontre", typed)


def _meetings(circle: Circle, person: Person) -> list[Meeting]:
    found = circle.session.exec(
        select(Meeting)
        .where(Meeting.person_id == person.id)
        .execution_options(populate_existing=True)
    ).all()
    circle.session.commit()
    return list(found)


def _words(circle: Circle) -> list[MeetingReport]:
    found = circle.session.exec(
        select(MeetingReport).execution_options(populate_existing=True)
    ).all()
    circle.session.commit()
    return list(found)


def _flash(browser: Any, answer: Any) -> str:
    assert answer.status_code == 303
    page: str = browser.get(answer.headers["location"].split("#")[0]).text
    return page


def test_one_word_waits_and_confirms_nobody(circle: Circle, signed_in_as: Browser) -> None:
    browser = signed_in_as(_confirmed(circle))

    page = _flash(browser, _say(circle, browser, circle.member))

    assert "La rencontre sera notée quand une deuxième personne la dira" in page
    assert [(word.met_on, word.closed_at) for word in _words(circle)] == [(TODAY, None)]
    assert _meetings(circle, circle.member) == []


def test_a_second_word_has_the_meeting_stand_on_the_earlier_day_with_both_as_witnesses(
    circle: Circle, signed_in_as: Browser
) -> None:
    first, second = _confirmed(circle, "Ada"), _confirmed(circle, "Bo")
    _say(circle, signed_in_as(first), circle.member)
    browser = signed_in_as(second)

    page = _flash(
        browser,
        _say(circle, browser, circle.member, met_on=BEFORE.isoformat(), occasion="Fête des vents"),
    )

    assert "Vous êtes deux à le dire" in page
    assert "Témoins\u00a0: Ada, Bo" in page
    [meeting] = _meetings(circle, circle.member)
    assert (meeting.basis, meeting.met_on, meeting.occasion) == (
        "two_members",
        BEFORE,
        "Fête des vents",
    )
    witnesses = set(
        circle.session.exec(
            select(MeetingWitness.person_id).where(MeetingWitness.meeting_id == meeting.id)
        )
    )
    circle.session.commit()
    assert witnesses == {first.id, second.id}
    assert all(word.closed_at for word in _words(circle))
    entry = circle.journal()[-1]
    assert (entry.act, entry.actor_id, entry.owner_id) == (
        "meeting.witnessed",
        second.id,
        circle.member.id,
    )


def test_saying_it_twice_is_one_word_and_a_kind_sentence(
    circle: Circle, signed_in_as: Browser
) -> None:
    browser = signed_in_as(_confirmed(circle))
    _say(circle, browser, circle.member)

    page = _flash(browser, _say(circle, browser, circle.member, occasion="Autre"))

    assert "Vous l’aviez déjà dit" in page
    assert [word.occasion for word in _words(circle)] == ["Café badge"]
    assert _meetings(circle, circle.member) == []


@pytest.mark.parametrize("why", ["never met", "taken back", "met elsewhere", "left"])
def test_only_a_member_whom_this_collective_has_met_is_heard(
    circle: Circle, signed_in_as: Browser, why: str
) -> None:
    speaker = make_person(circle.session)
    membership = join(circle.session, speaker, circle.collective)
    elsewhere = make_collective(circle.session)
    if why == "met elsewhere":
        make_meeting(circle.session, speaker, elsewhere)
    elif why != "never met":
        meeting = make_meeting(circle.session, speaker, circle.collective)
        meeting.taken_back_at = now() if why == "taken back" else None
        circle.session.add(meeting)
    if why == "left":
        membership.state = MembershipState.LEFT
        circle.session.add(membership)
    browser = signed_in_as(speaker)

    assert browser.get(f"/@{circle.member.handle}/rencontre").status_code == 403
    assert _say(circle, browser, circle.member).status_code == 403
    assert _words(circle) == []
    assert "Dites-le" not in browser.get(f"/@{circle.member.handle}").text


def test_a_first_word_counts_as_long_as_its_author_is_confirmed(
    circle: Circle, signed_in_as: Browser
) -> None:
    """And again once they are: who said it already only has to say so once more."""
    first, second = _confirmed(circle), _confirmed(circle)
    [own] = _meetings(circle, first)
    _say(circle, signed_in_as(first), circle.member)
    own.taken_back_at = now()
    circle.session.add(own)
    circle.session.commit()
    browser = signed_in_as(second)

    _say(circle, browser, circle.member)
    assert _meetings(circle, circle.member) == []
    make_meeting(circle.session, first, circle.collective)
    circle.session.commit()
    _say(circle, browser, circle.member)

    assert len(_meetings(circle, circle.member)) == 1
    assert len(_words(circle)) == 2


def test_words_to_two_collectives_do_not_meet(circle: Circle, signed_in_as: Browser) -> None:
    other = make_collective(circle.session)
    speaker = make_person(circle.session)
    join(circle.session, speaker, other)
    make_meeting(circle.session, speaker, other)
    _say(circle, signed_in_as(_confirmed(circle)), circle.member)

    _say(circle, signed_in_as(speaker), circle.member, collective=other.slug)

    assert _meetings(circle, circle.member) == []


def test_an_old_word_does_not_count_and_may_be_said_again(
    circle: Circle, signed_in_as: Browser
) -> None:
    first, second = _confirmed(circle), _confirmed(circle)
    make_report(circle.session, circle.member, circle.collective, first, reported_at=OLD)
    assert (
        "Sans elle, votre parole" not in signed_in_as(first).get(f"/@{circle.member.handle}").text
    )

    _say(circle, signed_in_as(second), circle.member)
    assert _meetings(circle, circle.member) == []
    _say(circle, signed_in_as(first), circle.member)

    assert len(_meetings(circle, circle.member)) == 1
    assert all(word.closed_at for word in _words(circle))


def test_the_sweep_closes_old_words_only(circle: Circle) -> None:
    for at in (OLD, now()):
        make_report(
            circle.session, circle.member, circle.collective, _confirmed(circle), reported_at=at
        )

    close_old_reports(circle.session, at=now())

    closed = {word.reported_at: word.closed_at is not None for word in _words(circle)}
    assert [closed[at] for at in sorted(closed)] == [True, False]


def test_nobody_is_a_witness_of_themself(circle: Circle, signed_in_as: Browser) -> None:
    oneself = _confirmed(circle)
    other = make_collective(circle.session)
    join(circle.session, oneself, other)
    make_meeting(circle.session, oneself, other)

    answer = _say(circle, signed_in_as(oneself), oneself, collective=other.slug)

    assert answer.status_code == 409
    assert _words(circle) == []


def test_someone_in_no_collective_is_not_confirmed_by_two(
    circle: Circle, signed_in_as: Browser
) -> None:
    answer = _say(circle, signed_in_as(_confirmed(circle)), circle.outsider)

    assert answer.status_code == 409
    assert _words(circle) == []


def test_a_member_met_already_needs_no_further_word(circle: Circle, signed_in_as: Browser) -> None:
    make_meeting(circle.session, circle.member, circle.collective)
    browser = signed_in_as(_confirmed(circle))

    answer = _say(circle, browser, circle.member)

    assert answer.status_code == 422
    assert "déjà noté une rencontre" in answer.text
    assert 'value="Café badge"' in answer.text
    assert "Dites-le" not in browser.get(f"/@{circle.member.handle}").text
    assert _words(circle) == []


# Who is told of a word that waits


def _people_around(circle: Circle) -> Iterator[tuple[str, Person]]:
    other = make_person(circle.session)
    join(circle.session, other, make_collective(circle.session), coordinator=True)
    colleague = make_person(circle.session)
    join(circle.session, colleague, circle.collective)
    yield "coordinator", circle.coordinator
    yield "concerned", circle.member
    yield "colleague", colleague
    yield "confirmed", _confirmed(circle)
    yield "coordinator elsewhere", other
    yield "outsider", circle.outsider


def test_a_word_that_waits_is_told_to_its_author_whom_it_is_about_and_coordination_only(
    circle: Circle, signed_in_as: Browser, visitor: Any
) -> None:
    reporter = _confirmed(circle, "Nora Parole")
    people = {"reporter": reporter, **dict(_people_around(circle))}
    _say(circle, signed_in_as(reporter), circle.member, occasion="Sous le noyer")
    page = f"/@{circle.member.handle}"

    told = {
        who for who, them in people.items() if "Sous le noyer" in signed_in_as(them).get(page).text
    }

    assert told == {"reporter", "coordinator", "concerned"}
    assert "Sous le noyer" not in visitor.get(page).text
    subject = MeetingReportSubject("open", circle.collective.id, circle.member.id, reporter.id)
    for them in people.values():
        actor = standing_of(circle.session, them.id).actor
        shown = reports_shown(circle.session, actor, at=now())
        assert bool(shown) == may(actor, Action.SEE, subject)
    assert reports_shown(circle.session, ANYONE, at=now()) == []


def test_the_invitation_to_say_it_does_not_tell_that_somebody_did(
    circle: Circle, signed_in_as: Browser
) -> None:
    browser = signed_in_as(_confirmed(circle))

    def asked() -> str:
        page: str = browser.get(f"/@{circle.member.handle}").text
        return page.split('id="rencontres"')[1].split("</section>")[0]

    before = asked()
    _say(circle, signed_in_as(_confirmed(circle)), circle.member)

    assert "Vous vous êtes rencontré·es" in before
    assert f'href="/@{circle.member.handle}/rencontre"' in before
    assert asked() == before
    assert "Dites-le" not in browser.get(f"/@{circle.outsider.handle}").text


def test_whom_it_is_about_says_that_it_is_not_exact_and_it_is_not_said_again(
    circle: Circle, signed_in_as: Browser
) -> None:
    reporter, second = _confirmed(circle), _confirmed(circle)
    _say(circle, signed_in_as(reporter), circle.member)
    [word] = _words(circle)
    browser = signed_in_as(circle.member)
    path = f"/rencontres/paroles/{word.id}/refus"
    assert path in browser.get(f"/@{circle.member.handle}").text

    page = _flash(browser, browser.post(path))

    assert "cette parole ne compte plus" in page
    assert [word.closed_at is None for word in _words(circle)] == [False]
    assert (circle.journal()[-1].act, circle.journal()[-1].owner_id) == (
        "meeting.word_declined",
        reporter.id,
    )
    again = _say(circle, signed_in_as(reporter), circle.member)
    assert again.status_code == 422
    assert "pas exact" in again.text
    assert browser.post(path).status_code == 404
    _say(circle, signed_in_as(second), circle.member)
    assert _meetings(circle, circle.member) == []


def test_a_word_is_taken_back_by_its_author_before_a_second_is_there(
    circle: Circle, signed_in_as: Browser
) -> None:
    reporter = _confirmed(circle)
    browser = signed_in_as(reporter)
    _say(circle, browser, circle.member)
    path = f"/rencontres/paroles/{_words(circle)[0].id}/retrait"

    page = _flash(browser, browser.post(path))

    assert "Votre parole est reprise" in page
    _say(circle, signed_in_as(_confirmed(circle)), circle.member)
    assert _meetings(circle, circle.member) == []
    assert browser.post(path).status_code == 404


@pytest.mark.parametrize(
    ("who", "refusal", "withdrawal"),
    [("coordinator", 403, 403), ("member", 303, 403), ("outsider", 404, 404)],
)
def test_nobody_closes_a_word_that_is_not_theirs(
    circle: Circle, signed_in_as: Browser, who: str, refusal: int, withdrawal: int
) -> None:
    word = make_report(
        circle.session,
        circle.member,
        circle.collective,
        _confirmed(circle),
        reported_at=now(),
    )
    browser = signed_in_as(getattr(circle, who))

    path = f"/rencontres/paroles/{word.id}"
    assert browser.post(f"{path}/retrait").status_code == withdrawal
    assert browser.post(f"{path}/refus").status_code == refusal


# Taking back


def _witnessed(circle: Circle) -> tuple[Meeting, Person, Person]:
    first, second = _confirmed(circle, "Ada"), _confirmed(circle, "Bo")
    meeting = make_meeting(circle.session, circle.member, circle.collective)
    meeting.basis = "two_members"
    circle.session.add(meeting)
    for witness in (first, second):
        make_witness(circle.session, meeting, witness)
    return meeting, first, second


def test_a_witness_takes_back_their_word_and_no_coordinator_gives_it_back(
    circle: Circle, signed_in_as: Browser
) -> None:
    meeting, witness, _ = _witnessed(circle)
    browser = signed_in_as(witness)
    path = f"/rencontres/{meeting.id}/retrait"
    assert path in browser.get(f"/@{circle.member.handle}").text
    assert "Retirer ma parole" in browser.get(path).text
    assert browser.post(path, {"reason": " "}).status_code == 422

    assert browser.post(path, {"reason": "Je l’ai pris pour un autre."}).status_code == 303

    assert circle.member.id not in confirmed_people(circle.session)
    circle.session.commit()
    entry = circle.journal()[-1]
    assert (entry.act, entry.reason) == ("meeting.word_taken_back", "Je l’ai pris pour un autre.")
    told = signed_in_as(circle.member).get("/moi/reglages").text
    assert "a repris sa parole" in told
    assert "Je l’ai pris pour un autre." in told
    coordinator = signed_in_as(circle.coordinator)
    assert "Revenir en arrière" not in coordinator.get(f"{circle.path}/adhesions").text
    reversal = coordinator.post(f"{circle.path}/journal/{entry.id}/annulation")
    assert reversal.status_code == 409
    assert circle.member.id not in confirmed_people(circle.session)


def test_a_witness_who_left_still_may_take_back_their_word(
    circle: Circle, signed_in_as: Browser
) -> None:
    meeting, witness, _ = _witnessed(circle)
    browser = signed_in_as(witness)
    browser.post(f"{circle.path}/depart")

    assert f"/rencontres/{meeting.id}/retrait" in browser.get(f"/@{circle.member.handle}").text
    answer = browser.post(f"/rencontres/{meeting.id}/retrait", {"reason": "Erreur."})
    assert answer.status_code == 303


def test_a_witness_beside_a_coordinator_has_no_such_say(
    circle: Circle, signed_in_as: Browser
) -> None:
    """What a coordinator said is taken back by coordination, whoever else was there."""
    meeting, witness, _ = _witnessed(circle)
    meeting.basis = "coordinator"
    circle.session.add(meeting)

    assert signed_in_as(witness).get(f"/rencontres/{meeting.id}/retrait").status_code == 404


def test_a_coordinator_takes_back_a_meeting_of_two_members_and_may_put_it_back(
    circle: Circle, signed_in_as: Browser
) -> None:
    meeting, _, _ = _witnessed(circle)
    browser = signed_in_as(circle.coordinator)

    browser.post(f"/rencontres/{meeting.id}/retrait", {"reason": "À revoir."})
    entry = circle.journal()[-1]
    assert entry.act == "meeting.taken_back"
    assert browser.post(f"{circle.path}/journal/{entry.id}/annulation").status_code == 303

    assert circle.member.id in confirmed_people(circle.session)


def test_no_coordinator_gives_themself_their_own_meeting_back(
    circle: Circle, signed_in_as: Browser
) -> None:
    second = make_person(circle.session)
    join(circle.session, second, circle.collective, coordinator=True)
    meeting = make_meeting(circle.session, circle.coordinator, circle.collective)
    signed_in_as(second).post(f"/rencontres/{meeting.id}/retrait", {"reason": "Erreur."})
    path = f"{circle.path}/journal/{circle.journal()[-1].id}/annulation"

    assert signed_in_as(circle.coordinator).post(path).status_code == 409
    assert confirmed_people(circle.session) == set()
    circle.session.commit()
    assert signed_in_as(second).post(path).status_code == 303


def test_coordination_is_told_when_a_meeting_rests_on_a_word_that_no_longer_stands(
    circle: Circle, signed_in_as: Browser
) -> None:
    meeting, first, _ = _witnessed(circle)
    browser = signed_in_as(circle.coordinator)
    desk = f"{circle.path}/adhesions"
    assert "Rencontres à revoir" not in browser.get(desk).text
    [own] = _meetings(circle, first)

    browser.post(f"/rencontres/{own.id}/retrait", {"reason": "Ce n’était pas elle."})

    page = browser.get(desk).text
    assert "Rencontres à revoir" in page
    assert "Parole à revoir\u00a0: Ada" in page
    assert f"/rencontres/{meeting.id}/retrait" in page
    assert circle.member.id in confirmed_people(circle.session)
    circle.session.commit()
    browser.post(f"/rencontres/{meeting.id}/retrait", {"reason": "Plus de témoin."})
    assert "Rencontres à revoir" not in browser.get(desk).text


@pytest.mark.usefixtures("met")
def test_what_a_coordinator_records_makes_the_words_said_before_superfluous(
    circle: Circle, signed_in_as: Browser
) -> None:
    _say(circle, signed_in_as(_confirmed(circle)), circle.member)

    _say(circle, signed_in_as(circle.coordinator), circle.member)

    assert [meeting.basis for meeting in _meetings(circle, circle.member)] == ["coordinator"]
    assert all(word.closed_at for word in _words(circle))


# How many


def _said(circle: Circle, speaker: Person, count: int, at: datetime) -> None:
    for _ in range(count):
        person = make_person(circle.session)
        make_report(circle.session, person, circle.collective, speaker, reported_at=at)


def test_a_member_says_ten_meetings_a_month_and_is_told_when_there_are_more(
    circle: Circle, signed_in_as: Browser
) -> None:
    speaker = _confirmed(circle)
    month = month_of(now())
    _said(circle, speaker, 9, month.begins_at)
    _said(circle, speaker, 9, month.begins_at - timedelta(seconds=1))  # of the month before
    browser = signed_in_as(speaker)
    assert _say(circle, browser, circle.member).status_code == 303
    second = make_person(circle.session, "Onze")
    join(circle.session, second, circle.collective)
    circle.session.commit()

    answer = _say(circle, browser, second, occasion="Onzième fois")

    assert answer.status_code == 422
    opens = date(TODAY.year + TODAY.month // 12, TODAY.month % 12 + 1, 1)
    assert month.next_begins_on == opens
    assert "à partir du 1er" in answer.text
    assert str(opens.year) in answer.text
    assert 'value="Onzième fois"' in answer.text
    assert len(_words(circle)) == 19


@pytest.mark.usefixtures("met")
def test_a_coordinator_says_sixty_meetings_a_month_words_included(
    circle: Circle, signed_in_as: Browser
) -> None:
    _said(circle, circle.coordinator, 30, now())
    for _ in range(29):
        meeting = make_meeting(circle.session, make_person(circle.session), circle.collective)
        meeting.recorded_at = now()
        circle.session.add(meeting)
        make_witness(circle.session, meeting, circle.coordinator)
    browser = signed_in_as(circle.coordinator)
    second = make_person(circle.session)
    join(circle.session, second, circle.collective)
    circle.session.commit()

    assert _say(circle, browser, circle.member).status_code == 303
    answer = _say(circle, browser, second)

    assert answer.status_code == 422
    assert "à partir du 1er" in answer.text
    assert _meetings(circle, second) == []


# What it is for


def test_a_second_word_doubles_a_voice_and_taking_it_back_halves_it_at_once(
    circle: Circle, signed_in_as: Browser, visitor: Any
) -> None:
    ada, bo = _confirmed(circle, "Ada"), _confirmed(circle, "Bo")
    south = make_collective(circle.session)
    cleo = make_person(circle.session)
    join(circle.session, cleo, south)
    make_meeting(circle.session, cleo, south)
    badge = make_badge(circle.session)
    make_endorsement(circle.session, endorser=cleo, badge=badge)
    make_endorsement(circle.session, endorser=circle.member, badge=badge)
    make_endorsement(circle.session, endorser=ada, issuer_id=circle.member.id)  # a chain to him
    circle.session.commit()

    def told() -> tuple[float, float]:
        """The value of the badge, and what this voice adds to it, as anyone reads them."""
        value = visitor.get(f"/badges/{badge.slug}/valeur.json").json()["scopes"][0]
        [voice] = [row for row in value["rows"] if row["person"]["handle"] == circle.member.handle]
        return value["value"], voice["amount"]

    assert told() == (1.5, 0.5)
    _say(circle, signed_in_as(ada), circle.member)
    assert told() == (1.5, 0.5)
    _say(circle, signed_in_as(bo), circle.member)
    assert told() == (2.0, 1.0)
    [meeting] = _meetings(circle, circle.member)
    signed_in_as(ada).post(f"/rencontres/{meeting.id}/retrait", {"reason": "Erreur."})
    assert told() == (1.5, 0.5)


def test_a_private_page_is_not_found_by_who_may_not_see_it(
    circle: Circle, signed_in_as: Browser
) -> None:
    circle.member.profile_visibility = ProfileVisibility.PRIVATE
    circle.session.add(circle.member)

    assert _say(circle, signed_in_as(_confirmed(circle)), circle.member).status_code == 404
    assert _words(circle) == []
