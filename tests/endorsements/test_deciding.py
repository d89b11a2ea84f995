"""What becomes of an endorsement: accepted, declined in silence, taken back, ended, restored."""

from typing import Any
from uuid import uuid4

import pytest
from sqlmodel import Session, select

from recognition.collectives.models import JournalEntry
from recognition.endorsements.models import Endorsement
from tests.endorsements.conftest import WORDS, World
from tests.factories import (
    join,
    make_collective,
    make_endorsement,
    make_organisation,
    make_representative,
)

ACTS = ("acceptation", "refus", "retrait", "fin", "retablissement")


def _offered(session: Session, world: World, **values: Any) -> Endorsement:
    return make_endorsement(
        session,
        **{
            "endorser": world.endorser,
            "award": world.award,
            "state": "offered",
            "statement": WORDS,
            "decided_at": None,
            **values,
        },
    )


def test_the_holder_accepts_and_everyone_reads_it(
    world: World, session: Session, signed_in_as: Any, visitor: Any, stored: Any
) -> None:
    offer = _offered(session, world)
    session.commit()
    page = f"/recus/{world.award.id}"
    assert WORDS not in visitor.get(page).text
    holder = signed_in_as(world.holder)
    assert WORDS in holder.get("/moi/endossements").text
    answer = holder.post(f"/endossements/{offer.id}/acceptation")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{page}#endossements")
    assert WORDS in visitor.get(page).text
    (row,) = stored()
    assert row.state == "accepted"
    assert row.decided_at is not None


def test_the_person_endorsed_accepts_too(
    world: World, session: Session, signed_in_as: Any, stored: Any
) -> None:
    offer = _offered(session, world, award=None, issuer_id=world.holder.id)
    session.commit()
    answer = signed_in_as(world.holder).post(f"/endossements/{offer.id}/acceptation")
    assert answer.headers["location"] == f"/@{world.holder.handle}#endossements"
    assert [row.state for row in stored()] == ["accepted"]


def test_a_refusal_changes_nothing_that_its_author_sees(
    world: World, session: Session, signed_in_as: Any, stored: Any, mails: Any
) -> None:
    offer = _offered(session, world)
    session.commit()
    author, holder = signed_in_as(world.endorser), signed_in_as(world.holder)
    pages = ("/moi/endossements", f"/recus/{world.award.id}", f"/recus/{world.award.id}/endosser")
    before = [_without_keys(author.get(page).text) for page in pages]
    assert WORDS in before[0]

    assert holder.post(f"/endossements/{offer.id}/refus").status_code == 303

    assert [_without_keys(author.get(page).text) for page in pages] == before
    again = author.post(f"/recus/{world.award.id}/endosser", {"statement": "a", "relation": "b"})
    assert again.status_code == 409
    assert mails() == []
    taken_back = author.post(f"/endossements/{offer.id}/retrait")
    assert taken_back.status_code == 303
    (row,) = stored()
    assert row.state == "declined"  # what the holder chose stays known to the holder
    assert row.ended_at is not None
    assert "avant qu’il soit affiché" in author.get("/moi/endossements").text
    assert "choisi de ne pas l’afficher" in holder.get("/moi/endossements").text
    assert author.post(f"/endossements/{offer.id}/retrait").status_code == 409


def _without_keys(page: str) -> str:
    """A page without what is new each time it is read."""
    return "".join(line for line in page.splitlines() if "form_key" not in line)


def test_nobody_else_may_do_anything_and_it_looks_absent(
    world: World, session: Session, signed_in_as: Any, visitor: Any, stored: Any
) -> None:
    offer = _offered(session, world)
    session.commit()
    strangers = [world.other, world.giver, world.colleague, world.coordinator, world.proposer]
    for person in strangers:
        browser = signed_in_as(person)
        for act in ACTS:
            answers = [
                browser.post(f"/endossements/{each}/{act}", {"reason": "x"})
                for each in (offer.id, uuid4())
            ]
            assert [answer.status_code for answer in answers] == [404, 404]
            assert _title(answers[0].text) == _title(answers[1].text)
    for act in ACTS:
        assert visitor.post(f"/endossements/{offer.id}/{act}").status_code == 303  # to sign in
        assert visitor.get(f"/endossements/{offer.id}/{act}").status_code == 405
    assert [row.state for row in stored()] == ["offered"]


def _title(page: str) -> str:
    return page.split("<title>")[1].split("</title>")[0]


def test_each_side_has_its_own_acts(
    world: World, session: Session, signed_in_as: Any, stored: Any
) -> None:
    offer = _offered(session, world)
    shown = make_endorsement(session, endorser=world.other, award=world.award)
    session.commit()
    author, holder = signed_in_as(world.endorser), signed_in_as(world.holder)
    for act in ("acceptation", "refus", "fin", "retablissement"):
        assert author.post(f"/endossements/{offer.id}/{act}").status_code == 403
    assert holder.post(f"/endossements/{offer.id}/retrait").status_code == 403
    assert holder.post(f"/endossements/{shown.id}/acceptation").status_code == 409
    assert author.post(f"/endossements/{shown.id}/fin").status_code == 403
    assert sorted(row.state for row in stored()) == ["accepted", "offered"]


def test_a_withdrawal_leaves_a_dated_trace_without_words_for_the_two_sides_only(
    world: World, session: Session, signed_in_as: Any, visitor: Any, stored: Any
) -> None:
    shown = make_endorsement(session, endorser=world.endorser, award=world.award, statement=WORDS)
    session.commit()
    author, holder = signed_in_as(world.endorser), signed_in_as(world.holder)
    page = f"/recus/{world.award.id}"
    assert WORDS in visitor.get(page).text
    done = author.post(f"/endossements/{shown.id}/retrait", {"reason": "J’ai changé d’avis."})
    assert done.status_code == 303
    (row,) = stored()
    assert (row.state, row.ended_reason) == ("withdrawn", "J’ai changé d’avis.")
    for browser, reads_words in ((author, True), (holder, False)):
        mine = browser.get("/moi/endossements").text
        assert "endossé de mars 2026 à" in mine
        assert (WORDS in mine) == reads_words
    for browser in (visitor, signed_in_as(world.other)):
        text = browser.get(page).text
        assert WORDS not in text
        assert world.endorser.display_name not in text


def test_after_a_withdrawal_one_may_write_again(
    world: World, session: Session, signed_in_as: Any, stored: Any
) -> None:
    first = make_endorsement(session, endorser=world.endorser, badge=world.badge)
    session.commit()
    author = signed_in_as(world.endorser)
    author.post(f"/endossements/{first.id}/retrait")
    path = f"/badges/{world.badge.slug}/endosser"
    assert author.post(path, {"statement": WORDS}).status_code == 303
    assert [row.state for row in stored()] == ["withdrawn", "accepted"]


def test_the_holder_ends_what_they_had_accepted_without_having_to_say_why(
    world: World, session: Session, signed_in_as: Any, visitor: Any, stored: Any, mails: Any
) -> None:
    shown = make_endorsement(session, endorser=world.endorser, award=world.award, statement=WORDS)
    session.commit()
    holder = signed_in_as(world.holder)
    assert holder.post(f"/endossements/{shown.id}/fin").status_code == 303
    assert [row.state for row in stored()] == ["ended"]
    assert WORDS not in visitor.get(f"/recus/{world.award.id}").text
    assert "endossé de mars 2026 à" in holder.get("/moi/endossements").text
    assert "endossé de mars 2026 à" in signed_in_as(world.endorser).get("/moi/endossements").text
    assert holder.post(f"/endossements/{shown.id}/retablissement").status_code == 403
    assert mails() == []


def test_coordination_ends_with_a_reason_that_its_author_gets_and_may_restore(
    world: World, session: Session, signed_in_as: Any, visitor: Any, stored: Any, mails: Any
) -> None:
    shown = make_endorsement(session, endorser=world.endorser, badge=world.badge, statement=WORDS)
    session.commit()
    coordinator, page = signed_in_as(world.coordinator), f"/badges/{world.badge.slug}"
    unsaid = coordinator.post(f"/endossements/{shown.id}/fin", {"reason": " "})
    assert unsaid.status_code == 422
    assert 'id="reason-error"' in unsaid.text
    assert WORDS in visitor.get(page).text

    done = coordinator.post(f"/endossements/{shown.id}/fin", {"reason": "Propos blessants."})
    assert done.status_code == 303
    assert WORDS not in visitor.get(page).text
    (mail,) = mails()
    assert mail.recipient == f"{world.endorser.handle}@exemple.org"
    assert "Propos blessants." in mail.body
    entry = session.exec(select(JournalEntry)).one()
    assert (entry.actor_id, entry.owner_id, entry.reason) == (
        world.coordinator.id,
        world.endorser.id,
        "Propos blessants.",
    )
    assert (entry.collective_id, entry.reversed_at) == (world.collective.id, None)
    session.commit()

    author = signed_in_as(world.endorser)
    blocked = author.post(f"{page}/endosser", {"statement": WORDS})
    assert blocked.status_code == 409
    assert author.post(f"/endossements/{shown.id}/retablissement").status_code == 403
    assert coordinator.post(f"/endossements/{shown.id}/retablissement").status_code == 303
    assert WORDS in visitor.get(page).text
    (row,) = stored()
    assert (row.state, row.ended_at, row.ended_reason) == ("accepted", None, "")
    session.refresh(entry)
    assert entry.reversed_at is not None


def test_representatives_end_what_is_said_of_their_organisation(
    world: World, session: Session, signed_in_as: Any, stored: Any, mails: Any
) -> None:
    organisation = make_organisation(session, collective_id=world.collective.id)
    make_representative(session, world.other, organisation)
    shown = make_endorsement(session, endorser=world.endorser, issuer_id=organisation.id)
    session.commit()
    sent = {"reason": "Ce n’est plus notre équipe."}
    refused = signed_in_as(world.coordinator).post(f"/endossements/{shown.id}/fin", sent)
    assert refused.status_code == 403
    assert signed_in_as(world.other).post(f"/endossements/{shown.id}/fin", sent).status_code == 303
    assert [row.state for row in stored()] == ["ended"]
    assert len(mails()) == 1


def test_coordinators_of_another_collective_have_no_say(
    world: World, session: Session, signed_in_as: Any, stored: Any
) -> None:
    join(session, world.other, make_collective(session), coordinator=True)
    shown = make_endorsement(session, endorser=world.endorser, badge=world.badge)
    session.commit()
    answer = signed_in_as(world.other).post(f"/endossements/{shown.id}/fin", {"reason": "x"})
    assert answer.status_code == 403
    assert [row.state for row in stored()] == ["accepted"]


@pytest.mark.parametrize(
    ("region", "start"), [("panel", '<div id="endossements-liste"'), ("waiting", "<li")]
)
def test_htmx_puts_the_answer_where_the_button_was(
    region: str, start: str, world: World, session: Session, signed_in_as: Any
) -> None:
    offer = _offered(session, world)
    session.commit()
    answer = signed_in_as(world.holder).post(
        f"/endossements/{offer.id}/acceptation", {"region": region}, htmx=True
    )
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith(start)
    assert "Endossement affiché." in answer.text


def test_from_ones_own_page_one_comes_back_to_it(
    world: World, session: Session, signed_in_as: Any
) -> None:
    offer = _offered(session, world)
    session.commit()
    answer = signed_in_as(world.holder).post(
        f"/endossements/{offer.id}/refus", {"region": "mine"}, follow=True
    )
    assert answer.url.path == "/moi/endossements"
    assert "personne n’en est prévenu" in answer.text


def test_taking_back_words_about_what_one_no_longer_sees_leads_to_ones_own_page(
    world: World, session: Session, signed_in_as: Any
) -> None:
    offer = _offered(session, world)
    world.award.visibility = "private"
    session.add(world.award)
    session.commit()
    author = signed_in_as(world.endorser)
    mine = author.get("/moi/endossements").text
    assert "n’est plus montré" in mine
    assert world.holder.display_name not in mine
    assert "Oreille attentive" not in mine
    answer = author.post(f"/endossements/{offer.id}/retrait")
    assert answer.headers["location"] == "/moi/endossements"
