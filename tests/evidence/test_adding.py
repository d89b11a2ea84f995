"""Adding evidence: words, links and files, and the file as it is served."""

from collections.abc import Callable

import pytest
from sqlmodel import Session

from recognition.awards.models import Award
from recognition.people.models import Person
from recognition.settings import Settings
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
from tests.factories import make_award, make_evidence

SignIn = Callable[[Person], Visitor]


@pytest.fixture
def award(session: Session) -> Award:
    return make_award(session)


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
    assert '<b>"x"' not in shown


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
