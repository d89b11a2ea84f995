"""Accepting, declining, showing, removing, taking back."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import Session, select

from recognition.awards.models import Award
from recognition.mail.models import Mail
from recognition.people.models import Person
from tests.conftest import Visitor
from tests.factories import make_award, make_badge, make_evidence, make_person

SignIn = Callable[[Person], Visitor]


@pytest.fixture
def offer(session: Session) -> Award:
    giver, holder = make_person(session, "Leïla Sauge"), make_person(session, "Théo Luzerne")
    badge = make_badge(session, title="Oreille attentive")
    return make_award(
        session, badge, holder, giver, state="offered", visibility="private", decided_at=None
    )


def people_of(session: Session, award: Award) -> tuple[Person, Person]:
    holder, giver = session.get(Person, award.holder_id), session.get(Person, award.giver_id)
    assert holder is not None
    assert giver is not None
    return holder, giver


def test_the_holder_accepts_and_says_who_sees_it(
    offer: Award, session: Session, visitor: Visitor, signed_in_as: SignIn
) -> None:
    holder, _ = people_of(session, offer)
    page = f"/recus/{offer.id}"
    browser = signed_in_as(holder)
    assert visitor.get(page).status_code == 404

    answer = browser.post(f"{page}/acceptation", {"visibility": "public"})

    assert answer.headers["location"] == page
    assert visitor.get(page).status_code == 200
    session.expire_all()
    assert (offer.state, offer.visibility) == ("accepted", "public")
    assert offer.decided_at is not None


def test_private_is_chosen_beforehand_and_is_what_silence_means(
    offer: Award, session: Session, visitor: Visitor, signed_in_as: SignIn
) -> None:
    holder, _ = people_of(session, offer)
    page = f"/recus/{offer.id}"
    browser = signed_in_as(holder)

    shown = browser.get(page).text
    browser.post(f"{page}/acceptation")

    assert 'value="private" id="visibility" checked' in shown
    assert shown.count(" checked") == 1
    assert visitor.get(page).status_code == 404
    session.expire_all()
    assert (offer.state, offer.visibility) == ("accepted", "private")


def test_a_refusal_is_one_click_and_is_not_announced(
    offer: Award, session: Session, signed_in_as: SignIn
) -> None:
    holder, giver = people_of(session, offer)
    page = f"/recus/{offer.id}"
    of_holder, of_giver = signed_in_as(holder), signed_in_as(giver)

    before = [_without_keys(of_giver.get(path).text) for path in (page, "/moi/badges")]
    answer = of_holder.post(f"{page}/refus")
    after = [_without_keys(of_giver.get(path).text) for path in (page, "/moi/badges")]

    assert answer.headers["location"] == "/moi/badges"
    assert after == before
    assert session.exec(select(Mail)).all() == []
    assert "Vous avez décliné ce badge" in of_holder.get(page).text
    session.expire_all()
    assert offer.state == "declined"


def test_taking_back_what_was_declined_looks_like_taking_back_what_waits(
    session: Session, signed_in_as: SignIn
) -> None:
    giver = make_person(session)
    holders = [make_person(session, "Camille"), make_person(session, "Camille")]
    badge = make_badge(session)
    pages = [
        f"/recus/{make_award(session, badge, holder, giver, state='offered', decided_at=None).id}"
        for holder in holders
    ]
    handles = [holder.handle for holder in holders]
    decliner, of_giver = signed_in_as(holders[0]), signed_in_as(giver)
    decliner.post(f"{pages[0]}/refus")

    answers = [of_giver.post(f"{page}/revocation", {"reason": "Erreur"}) for page in pages]

    assert [answer.status_code for answer in answers] == [303, 303]
    of_giver.get(pages[1])  # where the sentence that confirms the act is shown, once
    told = [
        _without_keys(of_giver.get(page).text).replace(page, "").replace(handle, "")
        for page, handle in zip(pages, handles, strict=True)
    ]
    assert told[0] == told[1]
    told_by_mail = [mail.recipient for mail in session.exec(select(Mail))]
    assert told_by_mail == [f"{handles[1]}@exemple.org"]


def _without_keys(page: str) -> str:
    return "\n".join(line for line in page.split("\n") if 'name="form_key"' not in line)


@pytest.mark.parametrize("second", ["acceptation", "refus"])
def test_a_second_answer_changes_nothing(
    second: str, offer: Award, session: Session, signed_in_as: SignIn
) -> None:
    holder, _ = people_of(session, offer)
    page = f"/recus/{offer.id}"
    browser = signed_in_as(holder)
    browser.post(f"{page}/acceptation", {"visibility": "collective"})

    answer = browser.post(f"{page}/{second}", {"visibility": "public"})

    assert answer.status_code == 409
    assert "Vous avez déjà répondu" in answer.text
    session.expire_all()
    assert (offer.state, offer.visibility) == ("accepted", "collective")


def test_the_same_answer_sent_twice_is_carried_out_once(
    offer: Award, session: Session, signed_in_as: SignIn
) -> None:
    holder, _ = people_of(session, offer)
    page = f"/recus/{offer.id}"
    browser = signed_in_as(holder)
    sent = {"visibility": "public", "form_key": "la même page"}

    answers = [browser.post(f"{page}/acceptation", sent) for _ in range(2)]

    assert [answer.headers["location"] for answer in answers] == [page, page]


def test_a_visibility_that_does_not_exist_is_not_taken(
    offer: Award, session: Session, signed_in_as: SignIn
) -> None:
    holder, _ = people_of(session, offer)
    page = f"/recus/{offer.id}"
    browser = signed_in_as(holder)

    answer = browser.post(f"{page}/acceptation", {"visibility": "everyone"})

    assert answer.status_code == 422
    assert 'id="visibility-error"' in answer.text
    session.expire_all()
    assert offer.state == "offered"


def test_the_holder_changes_who_sees_it_in_place(
    session: Session, visitor: Visitor, signed_in_as: SignIn
) -> None:
    holder = make_person(session)
    award = make_award(session, holder=holder)
    page = f"/recus/{award.id}"
    browser = signed_in_as(holder)

    in_place = browser.post(f"{page}/visibilite", {"visibility": "private"}, htmx=True)
    hidden = visitor.get(page).status_code
    whole = browser.post(f"{page}/visibilite", {"visibility": "public"})

    assert in_place.status_code == 200
    assert in_place.text.lstrip().startswith('<section class="card')
    assert '<option value="private" selected>' in in_place.text
    assert "Visibilité enregistrée." in in_place.text
    assert hidden == 404
    assert whole.headers["location"] == f"{page}#visibility-panel"
    assert visitor.get(page).status_code == 200


def test_the_holder_is_told_when_their_profile_keeps_it_narrower(
    session: Session, signed_in_as: SignIn
) -> None:
    holder = make_person(session, profile_visibility="private")
    award = make_award(session, holder=holder)
    page = f"/recus/{award.id}"

    shown = signed_in_as(holder).get(page).text

    assert "Votre profil est privé" in shown


def test_a_removed_award_is_gone_for_all_but_its_holder(
    session: Session, visitor: Visitor, signed_in_as: SignIn
) -> None:
    holder, giver = make_person(session), make_person(session)
    award = make_award(session, holder=holder, giver=giver)
    page = f"/recus/{award.id}"
    of_holder, of_giver = signed_in_as(holder), signed_in_as(giver)

    answer = of_holder.post(f"{page}/retrait")

    assert answer.headers["location"] == "/moi/badges"
    seen = [browser.get(page).status_code for browser in (visitor, of_giver, of_holder)]
    assert seen == [404, 404, 200]
    assert page not in of_holder.get("/moi/badges").text
    assert page not in of_giver.get("/moi/badges").text


def test_a_giver_takes_back_with_a_reason_that_only_the_two_read(
    session: Session, visitor: Visitor, signed_in_as: SignIn
) -> None:
    holder, giver = make_person(session), make_person(session, "Leïla Sauge")
    award = make_award(session, holder=holder, giver=giver)
    page, address = f"/recus/{award.id}", f"{holder.handle}@exemple.org"
    of_holder, of_giver = signed_in_as(holder), signed_in_as(giver)

    empty = of_giver.post(f"{page}/revocation", {"reason": " "})
    done = of_giver.post(f"{page}/revocation", {"reason": "Je me suis trompée de personne."})

    assert empty.status_code == 422
    assert 'id="reason-error"' in empty.text
    assert done.headers["location"] == page
    assert visitor.get(page).status_code == 404
    for browser in (of_holder, of_giver):
        shown = browser.get(page).text
        assert "Je me suis trompée de personne." in shown
        assert "a repris ce badge" in shown
    [mail] = session.exec(select(Mail)).all()
    assert mail.recipient == address
    assert "Je me suis trompée de personne." in mail.body
    assert "Repris par la personne" in of_holder.get("/moi/badges").text


def test_hiding_an_award_hides_its_evidence_at_once(
    session: Session, visitor: Visitor, signed_in_as: SignIn
) -> None:
    holder = make_person(session)
    award = make_award(session, holder=holder)
    make_evidence(session, award, title="Une trace publique")
    page = f"/recus/{award.id}"
    browser = signed_in_as(holder)
    assert "Une trace publique" in visitor.get(page).text

    browser.post(f"{page}/visibilite", {"visibility": "collective"})

    answer: Any = visitor.get(page)
    assert answer.status_code == 404
    assert "Une trace publique" not in answer.text


def test_my_badges_begin_with_what_waits_and_invite_when_there_is_nothing(
    offer: Award, session: Session, signed_in_as: SignIn
) -> None:
    holder, giver = people_of(session, offer)
    kept = make_award(session, make_badge(session, title="Déjà là"), holder, visibility="private")
    offered, kept_page = f"/recus/{offer.id}", f"/recus/{kept.id}"
    nobody = make_person(session)
    of_holder, of_nobody, of_giver = (signed_in_as(p) for p in (holder, nobody, giver))

    mine = of_holder.get("/moi/badges").text
    assert mine.index("Un badge vous attend") < mine.index(offered) < mine.index(kept_page)
    assert "Privé" in mine
    assert "Ici, on commence par recevoir" in of_nobody.get("/moi/badges").text
    assert "en attente de réponse" in of_giver.get("/moi/badges").text
