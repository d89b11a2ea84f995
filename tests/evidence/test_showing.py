"""Who sees a piece of evidence, who changes it, and what is left of a removed one."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlmodel import Session

from recognition.awards.models import Award
from recognition.people.models import Person
from recognition.settings import Settings
from recognition.storage import Storage
from tests.awards.worlds import VIEWERS, VISIBILITIES, make_world, sees_evidence
from tests.conftest import Visitor
from tests.evidence import files
from tests.evidence.adding import (
    PHOTO_WORDS,
    form_of,
    holder_of,
    media,
    pieces,
    sent,
)
from tests.factories import make_award, make_evidence, make_person

SignIn = Callable[[Person], Visitor]


@pytest.fixture
def award(session: Session) -> Award:
    return make_award(session)


def test_only_the_holder_adds_changes_and_removes(session: Session, signed_in_as: SignIn) -> None:
    world = make_world(session)
    award = make_award(session, holder=world["holder"], giver=world["giver"])
    hidden = make_award(session, holder=world["holder"], giver=world["giver"], visibility="private")
    shown, private = make_evidence(session, award), make_evidence(session, hidden)
    forms = [form_of(award), form_of(hidden)]
    acts = [
        f"/preuves/{piece.id}/{act}"
        for piece in (shown, private)
        for act in ("visibilite", "suppression")
    ]
    browsers = {n: signed_in_as(world[n]) for n in VIEWERS if n not in {"visitor", "holder"}}

    for name, browser in browsers.items():
        told = {"kind": "text", "title": "x", "description": "x", "visibility": "private"}
        answered = [browser.post(path, told).status_code for path in (*forms, *acts)]
        on_hidden = 403 if name == "giver" else 404
        assert answered == [403, on_hidden, 403, 403, 404, 404], name
    assert [piece.removed_at for piece in pieces(session)] == [None, None]


@pytest.mark.parametrize("profile", ["public", "private"])
def test_a_file_is_served_to_those_who_may_see_it_and_is_absent_for_others(
    profile: str,
    session: Session,
    visitor: Visitor,
    signed_in_as: SignIn,
    settings: Settings,
) -> None:
    world = make_world(session, profile)
    key = Storage(settings.media_dir).keep(files.picture("JPEG"), ".jpg")
    addresses = {}
    for state in ("accepted", "offered", "revoked"):
        for award_visibility in VISIBILITIES:
            award = make_award(
                session,
                holder=world["holder"],
                giver=world["giver"],
                state=state,
                visibility=award_visibility,
            )
            for visibility in VISIBILITIES:
                piece = make_evidence(
                    session,
                    award,
                    kind="photo",
                    visibility=visibility,
                    file_key=key,
                    media_type="image/jpeg",
                )
                addresses[state, award_visibility, visibility] = f"/preuves/{piece.id}/fichier"
    session.commit()
    browsers = {n: visitor if n == "visitor" else signed_in_as(world[n]) for n in VIEWERS}

    answered = {
        (name, *how): browser.client.head(address).status_code
        for name, browser in browsers.items()
        for how, address in addresses.items()
    }

    assert answered == {
        (name, *how): 200 if sees_evidence(name, *how, profile) else 404
        for name in VIEWERS
        for how in addresses
    }


def test_evidence_is_never_shown_more_widely_than_its_award(
    session: Session, visitor: Visitor, signed_in_as: SignIn
) -> None:
    award = make_award(session, visibility="collective")
    form, page = form_of(award), f"/recus/{award.id}"
    browser = signed_in_as(holder_of(session, award))

    offered = browser.get(form).text
    browser.post(form, {"kind": "text", "title": "x", "description": "y", "visibility": "public"})

    assert 'value="public"' not in offered
    [piece] = pieces(session)
    assert piece.visibility == "collective"
    identifier = piece.id
    session.commit()
    browser.post(f"/preuves/{identifier}/visibilite", {"visibility": "public"})
    assert [p.visibility for p in pieces(session)] == ["collective"]
    assert visitor.get(page).status_code == 404


def test_the_visibility_of_one_piece_changes_alone(
    award: Award, session: Session, visitor: Visitor, signed_in_as: SignIn
) -> None:
    kept = make_evidence(session, award, title="Celle qui reste")
    changed = make_evidence(session, award, title="Celle qui change")
    page, address = f"/recus/{award.id}", f"/preuves/{changed.id}/visibilite"
    kept_id = kept.id
    browser = signed_in_as(holder_of(session, award))

    answer = browser.post(address, {"visibility": "private"})

    assert answer.headers["location"].startswith(f"{page}#preuve-")
    shown = visitor.get(page).text
    assert "Celle qui reste" in shown
    assert "Celle qui change" not in shown
    assert "1 preuve" in shown
    assert {p.id: p.visibility for p in pieces(session)}[kept_id] == "public"


def test_a_removed_piece_leaves_nothing_and_takes_no_other_file_with_it(
    award: Award, session: Session, visitor: Visitor, signed_in_as: SignIn, settings: Settings
) -> None:
    form, page = form_of(award), f"/recus/{award.id}"
    browser = signed_in_as(holder_of(session, award))
    for _ in range(2):
        browser.post(form, {**PHOTO_WORDS, "visibility": "public"}, **sent(files.picture()))
    first, second = (piece.id for piece in pieces(session))
    session.commit()
    assert len(media(settings)) == 2

    answer = browser.post(f"/preuves/{first}/suppression")
    again = browser.post(f"/preuves/{first}/suppression")

    assert answer.headers["location"] == page
    assert again.status_code == 404
    statuses = [visitor.get(f"/preuves/{i}/fichier").status_code for i in (first, second)]
    assert statuses == [404, 200]
    assert len(media(settings)) == 1
    [removed] = [piece for piece in pieces(session) if piece.id == first]
    assert (removed.title, removed.description, removed.file_name, removed.file_key) == (
        "",
        "",
        "",
        "",
    )


def test_a_file_costs_the_same_whatever_else_the_award_holds(
    session: Session,
    visitor: Visitor,
    settings: Settings,
    statements: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    key = Storage(settings.media_dir).keep(files.picture("JPEG"), ".jpg")
    counted = []
    for count in (1, 3):
        award = make_award(session)
        for _ in range(count):
            piece = make_evidence(session, award, kind="photo", file_key=key)
        address = f"/preuves/{piece.id}/fichier"
        session.commit()
        with statements() as seen:
            assert visitor.get(address).status_code == 200
        counted.append(len(seen))

    assert counted == [1, 1]


def test_bytes_that_are_gone_are_not_found(
    award: Award, session: Session, visitor: Visitor
) -> None:
    piece = make_evidence(session, award, kind="photo", file_key=f"{'0' * 32}.jpg")
    text = make_evidence(session, award)
    session.commit()

    for identifier in (piece.id, text.id, make_person(session).id):
        assert visitor.get(f"/preuves/{identifier}/fichier").status_code == 404
