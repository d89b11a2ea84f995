"""Adding evidence, choosing who sees it, serving it, removing it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, select

from recognition.awards.models import Award
from recognition.evidence.models import Evidence
from recognition.people.models import Person
from recognition.settings import Settings
from recognition.storage import Storage
from tests.awards.worlds import VIEWERS, VISIBILITIES, make_world, sees_evidence
from tests.conftest import Visitor
from tests.evidence import files
from tests.factories import make_award, make_evidence, make_person

SignIn = Callable[[Person], Visitor]
PHOTO_WORDS = {"kind": "photo", "title": "Le vélo", "alt_text": "Un vélo réparé"}


@pytest.fixture
def award(session: Session) -> Award:
    return make_award(session)


def holder_of(session: Session, award: Award) -> Person:
    holder = session.get(Person, award.holder_id)
    assert holder is not None
    return holder


def pieces(session: Session) -> list[Evidence]:
    session.expire_all()
    return list(session.exec(select(Evidence)))


def media(settings: Settings) -> list[Path]:
    return [path for path in settings.media_dir.rglob("*") if path.is_file()]


def form_of(award: Award) -> str:
    return f"/recus/{award.id}/preuves/nouvelle"


def sent(content: bytes, name: str = "photo.png", media_type: str = "image/png") -> dict[str, Any]:
    return {"files": {"file": (name, content, media_type)}}


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("text", {"description": "Ce qui s’est passé."}),
        ("testimony", {"description": "Il voit les pannes avant moi."}),
        ("link", {"url": "https://www.exemple.org/atelier"}),
    ],
)
def test_words_and_links_join_the_story(
    kind: str, words: dict[str, str], award: Award, session: Session, signed_in_as: SignIn
) -> None:
    form, page = form_of(award), f"/recus/{award.id}"
    browser = signed_in_as(holder_of(session, award))

    answer = browser.post(form, {"kind": kind, "title": "Une trace", **words})

    [piece] = pieces(session)
    assert answer.headers["location"] == f"{page}#preuve-{piece.id}"
    assert (piece.kind, piece.visibility, piece.added_by_id) == (
        kind,
        "private",
        award.holder_id,
    )
    shown = browser.get(page).text
    for text in words.values():
        assert text in shown


def test_a_link_is_shown_with_where_it_leads_and_is_not_fetched(
    award: Award, session: Session, visitor: Visitor
) -> None:
    make_evidence(session, award, kind="link", url="https://www.exemple.org/atelier")
    session.commit()

    shown = visitor.get(f"/recus/{award.id}").text

    assert 'href="https://www.exemple.org/atelier" rel="nofollow noopener ugc"' in shown
    assert ">exemple.org</a>" in shown.replace("</svg>", ">")
    assert '<img src="https://' not in shown


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "exemple.org", ""])
def test_a_link_to_anything_else_is_refused_and_the_words_are_kept(
    url: str, award: Award, session: Session, signed_in_as: SignIn
) -> None:
    form = form_of(award)
    browser = signed_in_as(holder_of(session, award))

    answer = browser.post(form, {"kind": "link", "title": "Une trace bien à moi", "url": url})

    assert answer.status_code == 422
    assert 'id="url-error"' in answer.text
    assert "Une trace bien à moi" in answer.text
    assert pieces(session) == []


def test_a_photo_is_kept_under_our_name_and_served_to_who_may_see_it(
    award: Award, session: Session, visitor: Visitor, signed_in_as: SignIn, settings: Settings
) -> None:
    form, page = form_of(award), f"/recus/{award.id}"
    browser = signed_in_as(holder_of(session, award))
    hostile = '../../<b>"x"\u202e.png' + "x" * 200

    browser.post(
        form, {**PHOTO_WORDS, "visibility": "public"}, **sent(files.telling_jpeg(), hostile)
    )

    [piece] = pieces(session)
    [kept] = media(settings)
    assert kept.name == piece.file_key
    assert piece.file_key.endswith(".jpg")
    assert len(piece.file_name) <= 120
    answer = visitor.get(f"/preuves/{piece.id}/fichier")
    assert answer.status_code == 200
    assert answer.content == kept.read_bytes()
    assert answer.content.startswith(b"\xff\xd8\xff")
    assert b"ecret" not in answer.content
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    name = f"preuve-{piece.id.hex[:8]}.jpg"
    assert answer.headers["content-disposition"] == f'inline; filename="{name}"'
    shown = visitor.get(page).text
    assert 'alt="Un vélo réparé"' in shown
    assert "<b>" not in shown.replace('<b class="ink">', "").split("<main")[1].split("Le vélo")[1]


@pytest.mark.parametrize(
    ("kind", "content", "media_type", "disposition"),
    [
        ("document", files.PDF, "application/pdf", "attachment"),
        ("audio", files.MP3, "audio/mpeg", "inline"),
    ],
)
def test_a_document_is_only_downloaded_and_a_sound_is_played(
    kind: str,
    content: bytes,
    media_type: str,
    disposition: str,
    award: Award,
    session: Session,
    signed_in_as: SignIn,
) -> None:
    form = form_of(award)
    browser = signed_in_as(holder_of(session, award))

    browser.post(
        form, {"kind": kind, "title": "Une pièce"}, **sent(content, "page.html", "text/html")
    )

    [piece] = pieces(session)
    address = f"/preuves/{piece.id}/fichier"
    session.commit()
    whole, part = browser.get(address), browser.client.get(address, headers={"Range": "bytes=2-5"})
    outside = browser.client.get(address, headers={"Range": "bytes=999999-"})
    assert whole.content == content
    assert whole.headers["content-type"] == media_type
    assert whole.headers["content-disposition"].startswith(disposition)
    assert "sandbox" in whole.headers["content-security-policy"]
    assert (part.status_code, part.content) == (206, content[2:6])
    assert part.headers["content-range"] == f"bytes 2-5/{len(content)}"
    assert outside.status_code == 416


@pytest.mark.parametrize(
    ("kind", "content", "name"),
    [
        ("photo", files.SVG, "image.png"),
        ("photo", files.HTML, "image.jpg"),
        ("photo", files.PDF, "image.webp"),
        ("photo", b"", "vide.png"),
        ("photo", files.animated("PNG"), "anime.png"),
        ("photo", files.png_of_size(60000, 60000), "bombe.png"),
        ("photo", files.picture("JPEG", (300, 300))[:700], "coupe.jpg"),
        ("document", files.HTML, "document.pdf"),
        ("audio", files.SVG, "son.mp3"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused_and_the_words_are_kept(
    kind: str,
    content: bytes,
    name: str,
    award: Award,
    session: Session,
    signed_in_as: SignIn,
    settings: Settings,
) -> None:
    form = form_of(award)
    browser = signed_in_as(holder_of(session, award))

    answer = browser.post(form, {**PHOTO_WORDS, "kind": kind}, **sent(content, name))

    assert answer.status_code == 422
    assert 'id="file-error"' in answer.text
    assert 'value="Le vélo"' in answer.text
    assert (pieces(session), media(settings)) == ([], [])


def test_a_file_over_the_limit_is_refused_before_it_is_read(
    award: Award, session: Session, signed_in_as: SignIn, settings: Settings
) -> None:
    form = form_of(award)
    browser = signed_in_as(holder_of(session, award))

    answer = browser.post(form, PHOTO_WORDS, **sent(b"\x89PNG" + b"\x00" * (5 * 2**20 + 2**17)))

    assert answer.status_code == 413
    assert (pieces(session), media(settings)) == ([], [])


def test_a_missing_description_of_a_photo_asks_for_the_file_again(
    award: Award, session: Session, signed_in_as: SignIn, settings: Settings
) -> None:
    form = form_of(award)
    browser = signed_in_as(holder_of(session, award))

    answer = browser.post(form, {**PHOTO_WORDS, "alt_text": ""}, **sent(files.picture()))

    assert answer.status_code == 422
    assert 'id="alt_text-error"' in answer.text
    assert "Choisissez de nouveau votre fichier" in answer.text
    assert media(settings) == []


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 121}, "title"),
        ({"description": ""}, "description"),
        ({"description": "x" * 4001}, "description"),
        ({"visibility": "everyone"}, "visibility"),
    ],
)
def test_a_faulty_field_is_said_beside_it(
    words: dict[str, str], field: str, award: Award, session: Session, signed_in_as: SignIn
) -> None:
    form = form_of(award)
    browser = signed_in_as(holder_of(session, award))
    told = {"kind": "text", "title": "Un titre", "description": "Un récit", **words}

    answer = browser.post(form, told)

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert pieces(session) == []


def test_a_text_where_a_file_is_expected_is_no_file(
    award: Award, session: Session, signed_in_as: SignIn
) -> None:
    form = form_of(award)
    browser = signed_in_as(holder_of(session, award))

    answer = browser.post(form, {**PHOTO_WORDS, "file": "pas un fichier"})

    assert answer.status_code == 422
    assert "Choisissez un fichier." in answer.text


def test_one_click_too_many_adds_one_piece(
    award: Award, session: Session, signed_in_as: SignIn
) -> None:
    form = form_of(award)
    browser = signed_in_as(holder_of(session, award))
    told = {"kind": "text", "title": "Un titre", "description": "Un récit", "form_key": "page"}

    answers = [browser.post(form, told) for _ in range(2)]

    assert answers[0].headers["location"] == answers[1].headers["location"]
    assert len(pieces(session)) == 1


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


@pytest.mark.parametrize("state", ["offered", "declined", "revoked", "removed"])
def test_evidence_joins_accepted_awards_only(
    state: str, session: Session, signed_in_as: SignIn
) -> None:
    award = make_award(session, state=state)
    form = form_of(award)
    browser = signed_in_as(holder_of(session, award))

    answer = browser.post(form, {"kind": "text", "title": "x", "description": "x"})

    assert answer.status_code == 403
    assert pieces(session) == []


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


def test_the_sixty_first_piece_is_refused(
    award: Award, session: Session, signed_in_as: SignIn
) -> None:
    for _ in range(60):
        make_evidence(session, award)
    form = form_of(award)
    browser = signed_in_as(holder_of(session, award))

    answer = browser.post(form, {"kind": "text", "title": "x", "description": "x"})

    assert answer.status_code == 409
    assert len(pieces(session)) == 60


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
