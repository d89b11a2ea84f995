"""Evidence on a badge from elsewhere: as on an award, by its holder, never wider than the badge."""

from collections.abc import Callable

import pytest
from sqlmodel import Session

from recognition.evidence.rules import MOST_A_PIECE
from recognition.imports.models import ImportedBadge
from recognition.people.models import Person
from recognition.settings import Settings
from recognition.storage import Storage
from tests.awards.worlds import VIEWERS, VISIBILITIES, World, make_world, sees_evidence
from tests.conftest import Visitor
from tests.evidence import files
from tests.evidence.adding import PHOTO_WORDS, media, pieces, sent
from tests.factories import make_evidence, make_imported

SignIn = Callable[[Person], Visitor]
STORY = {"kind": "text", "title": "Une trace", "description": "Ce jour-là.", "visibility": "public"}


@pytest.fixture
def world(session: Session) -> World:
    return make_world(session)


def page_of(imported: ImportedBadge) -> str:
    return f"/venus-d-ailleurs/{imported.id}"


def form_of(imported: ImportedBadge) -> str:
    return f"{page_of(imported)}/preuves/nouvelle"


@pytest.mark.parametrize(
    ("kind", "words", "content", "name", "media_type"),
    [
        ("text", {"description": "Ce qui s’est passé."}, None, "", ""),
        ("testimony", {"description": "Il voit les pannes."}, None, "", ""),
        ("link", {"url": "https://www.exemple.org/atelier"}, None, "", ""),
        ("photo", {"alt_text": "Un vélo réparé"}, files.picture(), "p.png", "image/png"),
        ("document", {}, files.PDF, "d.pdf", "application/pdf"),
        ("audio", {}, files.MP3, "s.mp3", "audio/mpeg"),
    ],
)
def test_evidence_of_every_kind_joins_its_story(
    kind: str,
    words: dict[str, str],
    content: bytes | None,
    name: str,
    media_type: str,
    world: World,
    session: Session,
    visitor: Visitor,
    signed_in_as: SignIn,
) -> None:
    imported = make_imported(session, world["holder"])
    page, form, imported_id = page_of(imported), form_of(imported), imported.id
    browser = signed_in_as(world["holder"])
    assert browser.get(f"{form}?kind={kind}").status_code == 200
    file = sent(content, name, media_type) if content else {}

    told = {"kind": kind, "title": "Une trace", "visibility": "public", **words}
    answer = browser.post(form, told, **file)

    [piece] = pieces(session)
    assert answer.headers["location"] == f"{page}#preuve-{piece.id}"
    assert (piece.imported_id, piece.award_id, piece.kind) == (imported_id, None, kind)
    shown = visitor.get(page).text
    assert "Une trace" in shown
    for text in words.values():
        assert text in shown
    if content:
        assert visitor.get(f"/preuves/{piece.id}/fichier").status_code == 200


def test_only_its_holder_adds_changes_and_removes(
    world: World, session: Session, signed_in_as: SignIn
) -> None:
    imported = make_imported(session, world["holder"])
    hidden = make_imported(session, world["holder"], visibility="private")
    piece = make_evidence(session, imported)
    acts = [form_of(imported), *(f"/preuves/{piece.id}/{a}" for a in ("visibilite", "suppression"))]
    hidden_form = form_of(hidden)
    others = {n: signed_in_as(world[n]) for n in VIEWERS if n not in {"visitor", "holder"}}

    for name, browser in others.items():
        assert [browser.post(path, STORY).status_code for path in acts] == [403] * 3, name
        assert browser.post(hidden_form, STORY).status_code == 404, name
    assert [kept.removed_at for kept in pieces(session)] == [None]


def test_a_badge_of_somebody_else_is_given_no_evidence(
    world: World, session: Session, signed_in_as: SignIn
) -> None:
    imported = make_imported(session, world["holder"], belonging="not_mine")
    page, form = page_of(imported), form_of(imported)
    browser = signed_in_as(world["holder"])

    assert browser.get(form).status_code == 403
    assert browser.post(form, STORY).status_code == 403
    assert pieces(session) == []
    assert "preuves/nouvelle" not in browser.get(page).text


@pytest.mark.parametrize("profile", ["public", "collective", "private"])
def test_a_file_is_served_to_who_may_see_it_and_is_absent_for_others(
    profile: str, session: Session, visitor: Visitor, signed_in_as: SignIn, settings: Settings
) -> None:
    world = make_world(session, profile)
    key = Storage(settings.media_dir).keep(files.picture("JPEG"), ".jpg")
    addresses = {}
    for badge_visibility in VISIBILITIES:
        imported = make_imported(session, world["holder"], visibility=badge_visibility)
        for visibility in VISIBILITIES:
            piece = make_evidence(
                session, imported, kind="photo", visibility=visibility, file_key=key
            )
            addresses[badge_visibility, visibility] = f"/preuves/{piece.id}/fichier"
    session.commit()
    browsers = {n: visitor if n == "visitor" else signed_in_as(world[n]) for n in VIEWERS}

    answered = {
        (name, *how): browser.client.head(address).status_code
        for name, browser in browsers.items()
        for how, address in addresses.items()
    }

    assert answered == {
        (name, *how): 200 if sees_evidence(name, "accepted", *how, profile) else 404
        for name in VIEWERS
        for how in addresses
    }


def test_it_is_never_shown_more_widely_than_the_badge(
    world: World, session: Session, signed_in_as: SignIn
) -> None:
    imported = make_imported(session, world["holder"], visibility="collective")
    form = form_of(imported)
    browser = signed_in_as(world["holder"])

    offered = browser.get(form).text
    browser.post(form, STORY)
    [piece] = pieces(session)
    first, identifier = piece.visibility, piece.id
    session.commit()
    browser.post(f"/preuves/{identifier}/visibilite", {"visibility": "private"})
    [narrowed] = [kept.visibility for kept in pieces(session)]
    session.commit()
    answer = browser.post(f"/preuves/{identifier}/visibilite", {"visibility": "public"})

    assert 'value="public"' not in offered
    assert (first, narrowed) == ("collective", "private")
    assert answer.headers["location"].endswith(f"#preuve-{identifier}")
    assert [kept.visibility for kept in pieces(session)] == ["collective"]


def test_a_badge_carries_so_many_and_no_more(
    world: World, session: Session, signed_in_as: SignIn
) -> None:
    imported, other = (make_imported(session, world["holder"]) for _ in range(2))
    for _ in range(MOST_A_PIECE):
        make_evidence(session, imported)
    full, free = form_of(imported), form_of(other)
    browser = signed_in_as(world["holder"])

    assert browser.post(full, STORY).status_code == 409
    assert browser.post(free, STORY).status_code == 303


def test_what_goes_takes_its_file_along_alone_or_with_its_badge(
    world: World, session: Session, visitor: Visitor, signed_in_as: SignIn, settings: Settings
) -> None:
    imported = make_imported(session, world["holder"])
    page, form = page_of(imported), form_of(imported)
    browser = signed_in_as(world["holder"])
    for _ in range(3):
        browser.post(form, {**PHOTO_WORDS, "visibility": "public"}, **sent(files.picture()))
    first, second, _third = (piece.id for piece in pieces(session))
    session.commit()
    assert len(media(settings)) == 3

    assert browser.post(f"/preuves/{first}/suppression").headers["location"] == page
    assert len(media(settings)) == 2
    browser.post(f"{page}/suppression")

    assert media(settings) == []
    assert [piece.title for piece in pieces(session)] == ["", "", ""]
    session.commit()
    assert [b.get(f"/preuves/{second}/fichier").status_code for b in (visitor, browser)] == [
        404
    ] * 2
    assert (
        browser.post(f"/preuves/{second}/visibilite", {"visibility": "public"}).status_code == 404
    )
