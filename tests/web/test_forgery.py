"""Forms sent from elsewhere are refused, and what they held is given back (E7)."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from recognition.db import reading
from recognition.mail.models import Mail
from recognition.people.models import Person
from recognition.settings import Settings
from recognition.web.csrf import csrf_token
from tests.conftest import Visitor
from tests.factories import make_badge, make_person

SignedInAs = Callable[[Person], Visitor]
SAID = "Mireille a tenu l’atelier trois soirs,\r\net personne n’est parti sans avoir parlé."


@pytest.fixture
def member(session: Session, signed_in_as: SignedInAs) -> Visitor:
    return signed_in_as(make_person(session))


def ask(visitor: Visitor, headers: dict[str, str], **fields: str) -> Any:
    return visitor.client.post(
        "/connexion", data={"address": "zoe@exemple.org", **fields}, headers=headers
    )


def sent_mails(engine: Engine) -> int:
    with reading(engine) as session:
        return len(session.exec(select(Mail.id)).all())


def good_token(settings: Settings, visitor: Visitor) -> str:
    return csrf_token(settings, visitor.client.cookies["browser"])


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "https://ailleurs.example"},
        {"Origin": "null"},
        {"Origin": "{ours}.ailleurs.example"},
        {"Origin": "https://ailleurs.example", "Referer": "{ours}/connexion"},
        {"Referer": "https://ailleurs.example/{ours}/"},
        {"Referer": "{ours}@ailleurs.example/"},
        {"Referer": "http://["},
    ],
    ids=str,
)
def test_a_good_token_from_another_place_is_refused(
    visitor: Visitor, settings: Settings, engine: Engine, headers: dict[str, str]
) -> None:
    told = {name: value.format(ours=settings.base_url) for name, value in headers.items()}
    answer = ask(visitor, told, csrf_token=good_token(settings, visitor))
    assert answer.status_code == 403
    assert sent_mails(engine) == 0


@pytest.mark.parametrize("token", ["", "faux", "é", "0" * 64])
def test_a_wrong_token_from_our_own_pages_is_refused(
    visitor: Visitor, settings: Settings, engine: Engine, token: str
) -> None:
    answer = ask(visitor, {"Origin": settings.base_url}, csrf_token=token)
    assert answer.status_code == 403
    assert sent_mails(engine) == 0


def test_the_token_of_another_browser_is_refused(
    visitor: Visitor, settings: Settings, engine: Engine
) -> None:
    theirs = csrf_token(settings, "another browser")
    answer = ask(visitor, {"Origin": settings.base_url}, csrf_token=theirs)
    assert answer.status_code == 403
    assert sent_mails(engine) == 0


@pytest.mark.parametrize("header", ["Origin", "Referer"])
def test_our_own_pages_are_believed_by_their_origin_or_else_their_referer(
    visitor: Visitor, settings: Settings, engine: Engine, header: str
) -> None:
    place = settings.base_url + ("" if header == "Origin" else "/connexion?next=/")
    answer = ask(visitor, {header: place}, csrf_token=good_token(settings, visitor))
    assert answer.status_code == 303
    assert sent_mails(engine) == 1


def test_the_token_may_come_in_the_header_that_htmx_sends(
    visitor: Visitor, settings: Settings, engine: Engine
) -> None:
    headers = {"Origin": settings.base_url, "X-CSRF-Token": good_token(settings, visitor)}
    assert ask(visitor, headers).status_code == 303
    assert sent_mails(engine) == 1


def test_a_member_cannot_use_the_token_of_their_browser_from_before_they_signed_in(
    member: Visitor, settings: Settings
) -> None:
    member.client.cookies.set("browser", "before")
    answer = member.client.post(
        "/langue",
        data={"csrf_token": csrf_token(settings, "before"), "locale": "fr"},
        headers={"Origin": settings.base_url},
    )
    assert answer.status_code == 403


def test_what_was_typed_comes_back_to_be_read_and_to_be_sent_again(
    session: Session, signed_in_as: SignedInAs, settings: Settings
) -> None:
    path = f"/badges/{make_badge(session).slug}/endosser"
    member = signed_in_as(make_person(session))
    fields = {"statement": SAID, "relation": '"><script>alert(1)</script>', "csrf_token": "périmé"}
    refused = member.client.post(path, data=fields, headers={"Origin": settings.base_url})
    assert refused.status_code == 403
    html = refused.text
    kept = re.findall(
        r"<label[^>]*>([^<]*)</label>\s*<textarea[^>]* readonly>\n(.*?)</textarea>", html, re.S
    )
    assert [(label, unescape(text)) for label, text in kept] == [
        ("Endossement", SAID),
        ("Lien avec la personne", fields["relation"]),
    ]
    assert "<script>alert" not in html
    form = re.search(rf'<form method="post" action="{path}">(.*?)</form>', html, re.S)
    assert form is not None
    again = {
        name: unescape(value)
        for name, value in re.findall(r'name="([^"]+)" value="([^"]*)"', form[1], re.S)
    }
    assert again["statement"] == SAID
    done = member.client.post(path, data=again, headers={"Origin": settings.base_url})
    assert done.status_code == 303


def test_htmx_is_refused_by_a_notice_and_its_form_stays(
    visitor: Visitor, settings: Settings
) -> None:
    answer = ask(visitor, {"Origin": settings.base_url, "HX-Request": "true"}, csrf_token="faux")
    assert answer.status_code == 403
    assert answer.headers["hx-retarget"] == "#notice"
    assert answer.headers["hx-reswap"] == "innerHTML"
    assert "<html" not in answer.text
    assert answer.text.strip().startswith('<div class="refusal"')
    assert 'id="notice"' in visitor.get("/").text
