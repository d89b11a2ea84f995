"""Writing an endorsement: of a badge, an award, an issuer; in one's name or another's."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from sqlmodel import Session, select

from recognition.badges.models import Badge, BadgeState, Criterion
from recognition.endorsements.models import EndorsedCriterion
from tests.endorsements.conftest import WORDS, World
from tests.factories import (
    join,
    make_award,
    make_badge,
    make_endorsement,
    make_organisation,
    make_person,
    make_representative,
    make_version,
    version_of,
)

LINK = "nous avons animé ensemble"
GIVEN = {"statement": WORDS, "relation": LINK}


def _address(world: World, kind: str, session: Session) -> str:
    if kind == "organisation":
        organisation = make_organisation(session, "La Chambre à Air")
        session.commit()
        return f"/endosser/organisation/{organisation.slug}"
    return {
        "badge": f"/badges/{world.badge.slug}/endosser",
        "award": f"/recus/{world.award.id}/endosser",
        "personne": f"/endosser/personne/{world.holder.handle}",
        "collectif": f"/endosser/collectif/{world.collective.slug}",
    }[kind]


@pytest.mark.parametrize("kind", ["badge", "award", "personne", "collectif", "organisation"])
@pytest.mark.parametrize("in_a_name", [False, True])
def test_anything_is_endorsed_by_one_form_in_ones_name_or_in_anothers(
    kind: str,
    in_a_name: bool,
    world: World,
    session: Session,
    signed_in_as: Any,
    stored: Any,
    mails: Any,
) -> None:
    spoken_for = make_organisation(session, "Les Mésanges")
    make_representative(session, world.endorser, spoken_for)
    session.commit()
    path = _address(world, kind, session)
    browser = signed_in_as(world.endorser)
    page = browser.get(path)
    assert page.status_code == 200
    assert "Les Mésanges" in page.text

    on_behalf_of = str(spoken_for.id) if in_a_name else ""
    answer = browser.post(path, {**GIVEN, "on_behalf_of": on_behalf_of})

    assert answer.status_code == 303
    assert answer.headers["location"].endswith("#endossements")
    (row,) = stored()
    waits = kind in {"award", "personne"}
    assert (row.statement, row.relation, row.endorser_id) == (WORDS, LINK, world.endorser.id)
    assert row.on_behalf_of_id == (spoken_for.id if in_a_name else None)
    assert row.state == ("offered" if waits else "accepted")
    assert (row.decided_at is None) == waits
    assert [mail.recipient for mail in mails()] == (
        [f"{world.holder.handle}@exemple.org"] if waits else []
    )


def test_speaking_for_others_without_being_named_is_refused_and_the_words_are_kept(
    world: World, session: Session, signed_in_as: Any, stored: Any
) -> None:
    organisation = make_organisation(session)
    asked = make_representative(session, world.endorser, organisation)
    asked.accepted_at = None
    gone = make_representative(session, world.other, organisation)
    session.add_all([asked, gone])
    session.commit()
    browser = signed_in_as(world.endorser)
    for forged in (organisation.id, world.collective.id, world.other.id, uuid4(), "x"):
        answer = browser.post(
            f"/recus/{world.award.id}/endosser", {**GIVEN, "on_behalf_of": str(forged)}
        )
        assert answer.status_code == 422
        assert 'href="#on_behalf_of"' in answer.text
        assert WORDS in answer.text
    assert stored() == []


def test_ids_owners_and_states_in_the_form_are_never_taken_from_it(
    world: World, signed_in_as: Any, stored: Any
) -> None:
    signed_in_as(world.endorser).post(
        f"/recus/{world.award.id}/endosser",
        {
            **GIVEN,
            "state": "accepted",
            "endorser_id": str(world.other.id),
            "decided_at": "2026-01-01",
            "badge_id": str(world.badge.id),
        },
    )
    (row,) = stored()
    assert (row.state, row.endorser_id, row.badge_id) == ("offered", world.endorser.id, None)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"statement": "  ", "relation": LINK}, "statement"),
        ({"statement": WORDS, "relation": " "}, "relation"),
        ({"statement": "a" * 1201, "relation": LINK}, "statement"),
        ({"statement": WORDS, "relation": "a" * 121}, "relation"),
    ],
)
def test_words_and_the_tie_are_required_on_an_award(
    typed: dict[str, str], field: str, world: World, signed_in_as: Any, stored: Any
) -> None:
    answer = signed_in_as(world.endorser).post(f"/recus/{world.award.id}/endosser", typed)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert stored() == []


def test_the_tie_is_optional_on_a_badge(world: World, signed_in_as: Any, stored: Any) -> None:
    browser = signed_in_as(world.endorser)
    answer = browser.post(f"/badges/{world.badge.slug}/endosser", {"statement": WORDS})
    assert answer.status_code == 303
    assert [row.relation for row in stored()] == [""]


def test_ones_own_things_are_refused_with_a_kind_sentence(
    world: World, session: Session, signed_in_as: Any, stored: Any
) -> None:
    organisation = make_organisation(session)
    make_representative(session, world.other, organisation)
    session.commit()
    own = [
        (world.holder, f"/recus/{world.award.id}/endosser", "Ce badge est le vôtre"),
        (world.proposer, f"/badges/{world.badge.slug}/endosser", "avez proposé ce badge"),
        (world.holder, f"/endosser/personne/{world.holder.handle}", "pas soi-même"),
        (world.coordinator, f"/endosser/collectif/{world.collective.slug}", "Vous coordonnez"),
        (world.other, f"/endosser/organisation/{organisation.slug}", "Vous représentez"),
    ]
    for person, path, sentence in own:
        browser = signed_in_as(person)
        shown, sent = browser.get(path), browser.post(path, GIVEN)
        assert (shown.status_code, sent.status_code) == (200, 409)
        assert sentence in shown.text
        assert 'name="statement"' not in shown.text
        assert sentence in sent.text
    assert stored() == []


def test_the_giver_of_an_award_may_add_their_words(
    world: World, signed_in_as: Any, stored: Any
) -> None:
    browser = signed_in_as(world.giver)
    assert browser.post(f"/recus/{world.award.id}/endosser", GIVEN).status_code == 303
    assert [row.endorser_id for row in stored()] == [world.giver.id]


def test_what_one_may_not_see_cannot_be_endorsed_and_looks_absent(
    world: World, session: Session, signed_in_as: Any, stored: Any
) -> None:
    hidden = make_award(session, world.badge, world.holder, visibility="private")
    narrow = make_award(session, world.badge, world.holder, visibility="collective")
    offered = make_award(session, world.badge, world.holder, world.giver, state="revoked")
    withdrawn = make_badge(session, world.collective, world.proposer, state="withdrawn")
    closed = make_person(session, profile_visibility="private")
    session.commit()
    browser = signed_in_as(world.endorser)
    paths = [
        *(f"/recus/{award.id}/endosser" for award in (hidden, narrow, offered)),
        f"/badges/{withdrawn.slug}/endosser",
        f"/endosser/personne/{closed.handle}",
        f"/recus/{uuid4()}/endosser",
        "/recus/x/endosser",
        "/badges/rien/endosser",
        "/endosser/personne/personne",
        f"/endosser/badge/{world.badge.slug}",
    ]
    for path in paths:
        answers = [browser.get(path), browser.post(path, GIVEN)]
        assert [answer.status_code for answer in answers] == [404, 404], path
    giver = signed_in_as(world.giver)
    assert giver.get(f"/recus/{offered.id}/endosser").status_code == 404
    assert stored() == []


def test_a_badge_that_retired_keeps_its_words_and_takes_no_more(
    world: World, session: Session, signed_in_as: Any, stored: Any
) -> None:
    retired = make_badge(session, world.collective, world.proposer, state=BadgeState.RETIRED)
    session.commit()
    answer = signed_in_as(world.endorser).post(f"/badges/{retired.slug}/endosser", GIVEN)
    assert answer.status_code == 409
    assert stored() == []


def test_a_visitor_is_led_to_sign_in_whether_the_thing_exists_or_not(
    world: World, visitor: Any
) -> None:
    there = visitor.get(f"/recus/{world.award.id}/endosser")
    nowhere = visitor.get(f"/recus/{uuid4()}/endosser")
    assert [there.status_code, nowhere.status_code] == [303, 303]
    assert there.headers["location"].startswith("/connexion")


def _criteria(session: Session, badge: Badge) -> list[Criterion]:
    version = version_of(session, badge)
    return list(
        session.exec(
            select(Criterion).where(Criterion.version_id == version.id).order_by(Criterion.position)  # type: ignore[arg-type]
        )
    )


def test_criteria_are_vouched_for_one_by_one(
    world: World, session: Session, signed_in_as: Any, stored: Any
) -> None:
    first, second = _criteria(session, world.badge)
    session.commit()
    browser = signed_in_as(world.endorser)
    chosen = {**GIVEN, "criteria": [str(second.id), str(second.id)]}
    assert browser.post(f"/recus/{world.award.id}/endosser", chosen).status_code == 303
    (row,) = stored()
    vouched = session.exec(select(EndorsedCriterion)).all()
    assert [(each.endorsement_id, each.criterion_id) for each in vouched] == [(row.id, second.id)]
    session.commit()
    page = signed_in_as(world.holder).get("/moi/endossements")
    assert second.text in page.text
    assert first.text not in page.text


def test_criteria_of_another_version_or_badge_are_refused(
    world: World, session: Session, signed_in_as: Any, stored: Any
) -> None:
    make_version(session, world.badge, number=2, criteria=("Autre chose",))
    world.badge.current_version = 2
    session.add(world.badge)
    session.flush()
    (newer,) = _criteria(session, world.badge)
    other = _criteria(session, make_badge(session))[0]
    session.commit()
    browser = signed_in_as(world.endorser)
    for criterion in (newer, other):
        answer = browser.post(
            f"/recus/{world.award.id}/endosser", {**GIVEN, "criteria": [str(criterion.id)]}
        )
        assert answer.status_code == 422
        assert 'id="criteria-error"' in answer.text
    assert stored() == []


def test_a_badge_that_changed_while_one_wrote_is_read_again_first(
    world: World, session: Session, signed_in_as: Any, stored: Any
) -> None:
    read = version_of(session, world.badge)
    make_version(session, world.badge, number=2)
    world.badge.current_version = 2
    session.add(world.badge)
    session.commit()
    browser = signed_in_as(world.endorser)
    path = f"/badges/{world.badge.slug}/endosser"
    answer = browser.post(path, {**GIVEN, "version": str(read.id)})
    assert answer.status_code == 422
    assert "Ce badge vient de changer" in answer.text
    assert WORDS in answer.text
    assert stored() == []
    now = version_of(session, world.badge)
    session.commit()
    assert browser.post(path, {**GIVEN, "version": str(now.id)}).status_code == 303
    assert [row.version_id for row in stored()] == [now.id]


def test_an_endorsement_keeps_the_version_it_was_about(
    world: World, session: Session, signed_in_as: Any, visitor: Any
) -> None:
    browser = signed_in_as(world.endorser)
    path = f"/badges/{world.badge.slug}"
    browser.post(f"{path}/endosser", GIVEN)
    assert "à propos de la version" not in visitor.get(path).text
    make_version(session, world.badge, number=2)
    world.badge.current_version = 2
    session.add(world.badge)
    session.commit()
    assert "à propos de la version 1" in visitor.get(path).text


def test_a_form_sent_twice_leads_to_the_same_place_and_writes_one_row(
    world: World, signed_in_as: Any, stored: Any, mails: Any
) -> None:
    browser = signed_in_as(world.endorser)
    sent = {**GIVEN, "form_key": "abcdefghijkl"}
    path = f"/recus/{world.award.id}/endosser"
    answers = [browser.post(path, sent), browser.post(path, sent)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].headers["location"] == answers[1].headers["location"]
    assert len(stored()) == len(mails()) == 1


def test_one_person_has_one_standing_endorsement_a_thing(
    world: World, signed_in_as: Any, stored: Any
) -> None:
    browser = signed_in_as(world.endorser)
    path = f"/badges/{world.badge.slug}/endosser"
    assert browser.post(path, GIVEN).status_code == 303
    again = browser.post(path, {"statement": "Autre chose."})
    assert again.status_code == 409
    assert "retirez d’abord le premier" in again.text
    assert [row.statement for row in stored()] == [WORDS]


def test_two_clicks_at_once_end_in_one_endorsement(
    world: World, signed_in_as: Any, stored: Any
) -> None:
    browsers = [signed_in_as(world.endorser), signed_in_as(world.endorser)]
    path = f"/badges/{world.badge.slug}/endosser"
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda browser: browser.post(path, GIVEN), browsers))
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    assert len(stored()) == 1


def test_two_people_at_once_end_in_two_endorsements(
    world: World, signed_in_as: Any, stored: Any
) -> None:
    browsers = [signed_in_as(world.endorser), signed_in_as(world.other)]
    path = f"/badges/{world.badge.slug}/endosser"
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda browser: browser.post(path, GIVEN), browsers))
    assert [answer.status_code for answer in answers] == [303, 303]
    assert {row.endorser_id for row in stored()} == {world.endorser.id, world.other.id}


def test_htmx_is_answered_with_the_list_or_the_form(world: World, signed_in_as: Any) -> None:
    browser = signed_in_as(world.endorser)
    path = f"/badges/{world.badge.slug}/endosser"
    wrong = browser.post(path, {"statement": ""}, htmx=True)
    assert wrong.status_code == 422
    assert "<!doctype" not in wrong.text
    assert 'id="statement-error"' in wrong.text
    right = browser.post(path, GIVEN, htmx=True)
    assert right.status_code == 200
    assert right.text.lstrip().startswith('<div id="endossements-liste"')
    assert WORDS in right.text


def test_what_is_written_is_shown_as_text(world: World, signed_in_as: Any, visitor: Any) -> None:
    browser = signed_in_as(world.endorser)
    nasty = '<script>alert(1)</script> \x00 "><img src=x>'
    path = f"/badges/{world.badge.slug}"
    assert browser.post(f"{path}/endosser", {"statement": nasty}).status_code == 303
    page = visitor.get(path).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_the_form_says_beforehand_who_will_see_what(
    world: World, session: Session, signed_in_as: Any
) -> None:
    discussed = make_badge(session, world.collective, state=BadgeState.DISCUSSION)
    session.commit()
    browser = signed_in_as(world.endorser)
    said = {
        f"/recus/{world.award.id}/endosser": "autant que ce badge reçu",
        f"/endosser/personne/{world.holder.handle}": "autant que son profil",
        f"/badges/{world.badge.slug}/endosser": "visibles de tout le monde dès l’envoi",
        f"/badges/{discussed.slug}/endosser": "tant que ce badge est en discussion",
    }
    for path, sentence in said.items():
        assert sentence in browser.get(path).text


def test_an_offer_that_follows_one_that_was_never_shown_is_not_mailed_again(
    world: World, session: Session, signed_in_as: Any, stored: Any, mails: Any
) -> None:
    make_endorsement(
        session, endorser=world.endorser, award=world.award, state="declined"
    ).ended_at = world.award.awarded_at
    session.commit()
    browser = signed_in_as(world.endorser)
    assert browser.post(f"/recus/{world.award.id}/endosser", GIVEN).status_code == 303
    assert [row.state for row in stored()] == ["declined", "offered"]
    assert mails() == []


def test_a_colleague_endorses_what_only_the_collective_sees(
    world: World, session: Session, signed_in_as: Any
) -> None:
    narrow = make_award(session, world.badge, world.holder, visibility="collective")
    quiet = make_person(session, profile_visibility="collective")
    join(session, quiet, world.collective)
    session.commit()
    colleague, other = signed_in_as(world.colleague), signed_in_as(world.other)
    for path in (f"/recus/{narrow.id}/endosser", f"/endosser/personne/{quiet.handle}"):
        assert colleague.get(path).status_code == 200
        assert colleague.post(path, GIVEN).status_code == 303
        assert other.post(path, GIVEN).status_code == 404
