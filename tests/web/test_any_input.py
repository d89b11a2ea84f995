"""Whatever is typed, sent or asked, nothing breaks (A2): no answer is a 5xx."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st
from sqlmodel import Session
from starlette.applications import Starlette
from starlette.routing import Route

from recognition.people.models import Person
from recognition.settings import Settings
from recognition.web.forms import Form
from tests.conftest import Visitor
from tests.web.sending import FORM_TYPE, encoded, part, send_pieces
from tests.web.world import make_world

SignedInAs = Callable[[Person], Visitor]

FAST = how(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
NASTY = [
    "\x00",
    "a\x00b",
    "\x1b[31m\x07\x08",
    "\u202egnp.exe",
    "\ufeff",
    "\uffff",
    "a\r\nBcc: tous@exemple.org",
    "9" * 5000,
    "-1",
    "1e999",
    "NaN",
    "2026-02-30",
    "00000000-0000-0000-0000-000000000000",
    "//ailleurs.example",
    "javascript:alert(1)",
    "http://[::1",
    "https://" + "a" * 300 + ".example/%zz",
    "é@é",
    "a@" + "b." * 120 + "fr",
    "[" * 4000,
    "' OR 1=1 --",
    '" * ( NEAR',
    "%",
    "{0.__class__}",
    "{{ 7*7 }}",
    "self",
    "public",
    "on",
]
PARAMETERS = [
    "adresse",
    "q",
    "adresse",
    "apres",
    "as",
    "avant",
    "collectif",
    "competence",
    "depuis",
    "famille",
    "graine",
    "icon",
    "icon_query",
    "kind",
    "next",
    "ordre",
    "page",
    "recipient",
    "region",
    "relation",
    "size",
    "suite",
    "titre",
    "to",
    "vue",
]
TEXTS = st.one_of(
    st.text(st.characters(codec="utf-8"), max_size=60),
    st.sampled_from(NASTY),
    st.text("a \n", min_size=1000, max_size=3000),
)


def forms(kind: type[Form] = Form) -> Iterator[type[Form]]:
    for each in kind.__subclasses__():
        yield each
        yield from forms(each)


def field_names(app: Starlette) -> list[str]:
    """Every field that some form reads. The application imports all forms."""
    hidden = {"csrf_token", "form_key", "next", "region", "handle", "q", "locale", "file", "files"}
    return sorted({name for form in forms() for name in form.model_fields} | hidden)


def posts(app: Starlette) -> list[str]:
    return [
        route.path
        for route in app.routes
        if isinstance(route, Route) and "POST" in (route.methods or ())
    ]


def test_no_form_breaks_the_platform(
    app: Starlette, session: Session, signed_in_as: SignedInAs, visitor: Visitor
) -> None:
    world = make_world(session)
    paths = [world.path(path) for path in posts(app) if path != "/deconnexion"]
    member = signed_in_as(world.insider)
    names = st.sampled_from(field_names(app))

    @FAST
    @given(
        browser=st.sampled_from([member, visitor]),
        path=st.sampled_from(paths),
        fields=st.dictionaries(names, st.lists(TEXTS, min_size=1, max_size=3), max_size=8),
        as_file=st.none() | names,
        htmx=st.booleans(),
    )
    def send(
        browser: Visitor, path: str, fields: dict[str, list[str]], as_file: str | None, htmx: bool
    ) -> None:
        fields.pop("csrf_token", None)
        files = {as_file: ("photo.png", b"\x89PNG\r\n\x1a\nno picture")} if as_file else None
        answer = browser.post(path, fields, files=files, htmx=htmx)
        assert answer.status_code < 500

    send()


@pytest.mark.parametrize(
    "path",
    [
        "/@a%00",
        "/badges/a%00",
        "/collectifs/a%00",
        "/organisations/a%00",
        "/endosser/personne/a%00",
    ],
)
def test_a_nul_in_an_address_names_nothing(visitor: Visitor, path: str) -> None:
    """Requirement A2: PostgreSQL would not even compare it."""
    assert visitor.get(path).status_code in (303, 404)


def test_no_address_breaks_the_platform(
    app: Starlette, session: Session, signed_in_as: SignedInAs, visitor: Visitor
) -> None:
    world = make_world(session)
    templates = [route.path for route in app.routes if isinstance(route, Route)]
    real = [world.path(path) for path in templates]
    member = signed_in_as(world.insider)
    words = TEXTS.filter(lambda text: len(text) < 1000).map(lambda text: quote(text, safe=""))

    @FAST
    @given(
        browser=st.sampled_from([member, visitor]),
        path=st.sampled_from(real)
        | st.builds(
            lambda template, word: re.sub(r"\{[^}]*\}", lambda _: word, template),
            st.sampled_from([path for path in templates if "{" in path]),
            words,
        ),
        query=st.dictionaries(st.sampled_from(PARAMETERS), TEXTS, max_size=4),
    )
    def ask(browser: Visitor, path: str, query: dict[str, str]) -> None:
        assert browser.get(path, params=query).status_code < 500

    ask()


@pytest.mark.parametrize("charset", ["raw_unicode_escape", "utf-7", "utf-16", "unicode_escape"])
def test_only_the_charset_of_our_pages_is_read(
    app: Starlette, settings: Settings, charset: str
) -> None:
    body = part("form_key", "\\ud800") + part("address", "\\ud800 a@b.fr") + b"--limit--\r\n"
    answer = send_pieces(
        app,
        settings,
        "/connexion",
        [body],
        headers={"content-type": f"multipart/form-data; boundary=limit; charset={charset}"},
        holder="a browser",
    )
    assert answer.status == 415


def test_half_a_character_in_a_form_is_not_half_a_page(app: Starlette, settings: Settings) -> None:
    body = encoded([("address", "zo\ud800e"), ("form_key", "\udfff"), ("next", "/\ud800")])
    answer = send_pieces(
        app,
        settings,
        "/connexion",
        [body],
        headers={"content-type": FORM_TYPE},
        holder="a browser",
    )
    assert answer.status == 422
    assert "n’a pas la forme" in answer.body.decode()


def test_a_field_sent_twice_counts_once_and_a_file_is_no_text(visitor: Visitor) -> None:
    twice = visitor.post("/connexion", {"address": ["zoe@exemple.org", "max@exemple.org"]})
    assert twice.status_code == 303
    mails = visitor.get("/boite-aux-lettres").text
    assert "zoe@exemple.org" in mails
    assert "max@exemple.org" not in mails
    file = visitor.post("/connexion", {}, files={"address": ("a@b.fr", b"zoe@exemple.org")})
    assert file.status_code == 422
    assert "Ce champ est nécessaire." in file.text
