"""Coming in by a code or a link sent by mail, and going out (requirements E1 to E5, E7)."""

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from recognition.app import create_app
from recognition.people.models import LoginSession, SignInToken
from recognition.people.secrets import hashed
from recognition.settings import Settings
from tests.conftest import Visitor
from tests.factories import make_person
from tests.people.conftest import who_is

WRONG = "pas le code que nous avons envoyé"
EXPIRED = "n’est plus valable"


@pytest.fixture
def address(session: Session) -> str:
    make_person(session, "Leïla Sauge", handle="leila")
    session.commit()
    return "leila@exemple.org"


def _other(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


def test_a_code_typed_as_it_was_mailed_opens_a_session(address: str, ask: Any) -> None:
    visitor, letter = ask(f"  {address.upper()} ", next_path="/badges")
    assert letter.recipient == address
    assert who_is(visitor) == ""

    answer = visitor.post("/connexion/code", {"code": f" {letter.code[:3]} {letter.code[3:]} "})

    assert (answer.status_code, answer.headers["location"]) == (303, "/badges")
    assert who_is(visitor) == "Leïla Sauge"


def test_a_link_opened_where_it_was_asked_for_waits_for_a_press_of_its_button(
    address: str, ask: Any, session: Session
) -> None:
    visitor, letter = ask(address)
    for _ in range(3):  # a mail scanner reads links too
        page = visitor.get(letter.link)
        assert page.status_code == 200
        assert page.headers["referrer-policy"] == "strict-origin"
    visitor.client.head(letter.link)
    assert session.exec(select(SignInToken.used_at)).all() == [None]
    assert session.exec(select(LoginSession)).all() == []
    session.commit()

    answer = visitor.post(letter.link)

    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert who_is(visitor) == "Leïla Sauge"


def test_a_link_opened_in_another_browser_enters_nowhere_and_leaves_the_code_good(
    address: str, ask: Any, browser: Any
) -> None:
    visitor, letter = ask(address)
    other = browser("library computer")
    page = other.get(letter.link)
    assert page.status_code == 200
    assert "vient d’un autre navigateur" in page.text
    answer = other.post(letter.link)
    assert answer.status_code == 409
    assert "set-cookie" not in answer.headers
    assert who_is(other) == ""

    assert visitor.post("/connexion/code", {"code": letter.code}).status_code == 303


def test_a_code_typed_in_another_browser_opens_nothing(
    address: str, ask: Any, browser: Any
) -> None:
    _, letter = ask(address)
    other = browser("library computer")
    answer = other.post("/connexion/code", {"code": letter.code})
    assert answer.status_code == 422
    assert who_is(other) == ""


def test_five_wrong_codes_are_one_too_many_for_the_right_one(address: str, ask: Any) -> None:
    visitor, letter = ask(address)
    for _ in range(5):
        answer = visitor.post("/connexion/code", {"code": _other(letter.code)})
        assert answer.status_code == 422
        assert WRONG in answer.text
        assert _other(letter.code) in answer.text
    answer = visitor.post("/connexion/code", {"code": letter.code})
    assert answer.status_code == 422
    assert EXPIRED in answer.text
    assert who_is(visitor) == ""


def test_four_wrong_codes_forgive_the_fifth_try(address: str, ask: Any) -> None:
    visitor, letter = ask(address)
    for _ in range(4):
        visitor.post("/connexion/code", {"code": _other(letter.code)})
    assert visitor.post("/connexion/code", {"code": letter.code}).status_code == 303


@pytest.mark.parametrize("way", ["code", "link"])
@pytest.mark.parametrize(("later", "enters"), [(14, True), (16, False), (-120, False)])
def test_a_key_is_good_for_fifteen_minutes_and_a_clock_gone_back_opens_nothing(
    way: str, later: int, enters: bool, address: str, ask: Any, session: Session
) -> None:
    visitor, letter = ask(address)
    token = session.exec(select(SignInToken)).one()
    token.created_at -= timedelta(minutes=later)
    token.expires_at -= timedelta(minutes=later)
    session.add(token)
    session.commit()

    if way == "code":
        answer = visitor.post("/connexion/code", {"code": letter.code})
    else:
        assert ("ne s’ouvre plus" in visitor.get(letter.link).text) is not enters
        answer = visitor.post(letter.link)

    assert (answer.status_code == 303) is enters
    assert who_is(visitor) == ("Leïla Sauge" if enters else "")


@pytest.mark.parametrize("first", ["code", "link"])
@pytest.mark.parametrize("then", ["code", "link"])
def test_a_key_serves_once_whichever_way_it_was_used(
    first: str, then: str, address: str, ask: Any
) -> None:
    visitor, letter = ask(address)
    ways = {
        "code": lambda: visitor.post("/connexion/code", {"code": letter.code}),
        "link": lambda: visitor.post(letter.link),
    }
    assert ways[first]().status_code == 303
    visitor.post("/deconnexion")
    visitor.client.cookies.delete("session", domain="127.0.0.1")

    assert ways[then]().status_code in {409, 422}
    assert who_is(visitor) == ""


def test_a_second_key_takes_the_place_of_the_first_code(
    address: str, ask: Any, letters: Any
) -> None:
    visitor, first = ask(address)
    visitor.post("/connexion", {"address": address})
    second = letters()[-1]
    if first.code != second.code:  # one chance in a million
        assert visitor.post("/connexion/code", {"code": first.code}).status_code == 422
    assert visitor.post("/connexion/code", {"code": second.code}).status_code == 303


def test_nothing_tells_a_known_address_from_an_unknown_one(
    address: str, browser: Any, letters: Any, statements: Any
) -> None:
    seen = []
    for name, asked in (("a", address), ("b", "personne@exemple.org"), ("c", address)):
        visitor = browser(name)
        with statements() as sent:
            answer = visitor.post("/connexion", {"address": asked})
        page = visitor.get("/connexion/code")
        text = re.sub(r'value="[^"]{20,}"|"X-CSRF-Token": "\w+"', "", page.text)
        # The third time, the address was tried before: one row is raised instead of made.
        kinds = sorted({" ".join(one.split()[:3]) for one in sent if "rate_count" not in one})
        seen.append((answer.status_code, answer.headers["location"], text, kinds, len(sent)))
    assert seen[0] == seen[1]
    assert seen[2][:4] == seen[0][:4]
    known, unknown, _ = letters()
    assert known.without_key == unknown.without_key
    assert (known.recipient, unknown.recipient) == (address, "personne@exemple.org")


def test_an_address_without_the_form_of_one_is_shown_again_with_its_fault(visitor: Visitor) -> None:
    for typed in ("", "leila", "leila@", "a@b@c.fr", "leila@exemple.org\nBcc: x@exemple.org"):
        answer = visitor.post("/connexion", {"address": typed, "next": "/badges"})
        assert answer.status_code == 422
        assert 'aria-invalid="true"' in answer.text
        assert 'name="next" value="/badges"' in answer.text


@pytest.mark.parametrize(
    "elsewhere",
    [
        "//exemple.org",
        "/\\exemple.org",
        "/%09/exemple.org",
        "/\t/exemple.org",
        "https:exemple.org",
        "https://exemple.org/",
        "javascript:alert(1)",
        "\\\\exemple.org",
        "exemple.org",
        " /badges",
        "/\n/exemple.org",
        "/badges\r\nSet-Cookie: a=b",
        "///exemple.org",
        "",
    ],
)
@pytest.mark.parametrize("way", ["code", "link"])
def test_the_way_back_leads_to_no_other_site(
    elsewhere: str, way: str, address: str, ask: Any
) -> None:
    visitor, letter = ask(address, next_path=elsewhere)
    if way == "code":
        answer = visitor.post("/connexion/code", {"code": letter.code})
    else:
        answer = visitor.post(letter.link)
    assert answer.status_code == 303
    assert answer.headers["location"] in {"/", "/%09/exemple.org"}
    if elsewhere == "/%09/exemple.org":  # a path of ours, spelt out: nothing decodes it
        assert (
            TestClient(visitor.client.app, base_url="http://127.0.0.1:8000")
            .get(answer.headers["location"])
            .status_code
            == 404
        )


def test_a_page_for_members_leads_back_to_itself(address: str, browser: Any, letters: Any) -> None:
    visitor = browser("phone")
    asked = visitor.get("/moi/reglages?a=b")
    assert asked.headers["location"] == "/connexion?next=/moi/reglages%3Fa%3Db"
    form = visitor.get(asked.headers["location"])
    assert 'name="next" value="/moi/reglages?a=b"' in form.text


@pytest.mark.parametrize(
    ("typed", "status"),
    [({"next": "/" + "a" * 600}, 303), ({"address": "=?utf-8?q?a=40y=2efr?=@exemple.org"}, 422)],
    ids=["a long way back", "an encoded address"],
)
def test_what_no_page_of_ours_sends_is_refused_or_left_out(
    session: Session, visitor: Visitor, typed: dict[str, str], status: int
) -> None:
    """Requirements A2, B4 and E5."""
    answer = visitor.post("/connexion", {"address": "zoe@exemple.org", **typed})

    assert answer.status_code == status
    assert [token.next_path for token in session.exec(select(SignInToken))] in ([], ["/"])


def test_no_cookie_makes_a_link_open_in_any_browser(
    address: str, ask: Any, app: Starlette, settings: Settings
) -> None:
    """Requirement E3: only links made on the machine itself are for whoever holds them."""
    _, letter = ask(address, name="invitation")

    answer = Visitor(app, settings).post(letter.link.replace("/lien/", "/invitation/"))

    assert answer.status_code == 409


def test_each_sign_in_has_a_secret_of_its_own_and_ends_the_one_before(
    address: str, ask: Any, letters: Any, session: Session
) -> None:
    visitor, letter = ask(address)
    visitor.post("/connexion/code", {"code": letter.code})
    first = visitor.client.cookies["session"]
    visitor.post("/connexion", {"address": address})
    visitor.post("/connexion/code", {"code": letters()[-1].code})
    second = visitor.client.cookies["session"]

    assert first != second
    assert len(first) >= 43  # 256 bits
    rows = {row.secret_hash: row.ended_at for row in session.exec(select(LoginSession))}
    assert rows.keys() == {hashed(first), hashed(second)}
    assert rows[hashed(first)] is not None
    assert rows[hashed(second)] is None


def test_signing_out_ends_the_session_on_the_server(session: Session, signed_in_as: Any) -> None:
    person = make_person(session, "Leïla Sauge")
    visitor = signed_in_as(person)
    secret = visitor.client.cookies["session"]
    assert visitor.client.get("/deconnexion").status_code == 405
    assert who_is(visitor) == "Leïla Sauge"

    answer = visitor.post("/deconnexion")

    assert answer.status_code == 303
    assert "session=" in answer.headers["set-cookie"]
    visitor.client.cookies.clear()
    visitor.client.cookies.set("session", secret)  # a cookie that was copied before
    assert who_is(visitor) == ""


@pytest.mark.parametrize(
    ("is_guarded", "idle", "age", "is_open"),
    [
        (False, timedelta(days=13), timedelta(days=20), True),
        (False, timedelta(days=15), timedelta(days=20), False),
        (True, timedelta(hours=11), timedelta(days=20), True),
        (True, timedelta(hours=13), timedelta(days=20), False),
        (False, timedelta(0), timedelta(days=89), True),
        (False, timedelta(0), timedelta(days=91), False),
        (True, timedelta(0), timedelta(days=91), False),
        (False, timedelta(0), timedelta(hours=-3), False),
    ],
)
def test_a_session_rests_for_so_long_and_no_longer(
    is_guarded: bool,
    idle: timedelta,
    age: timedelta,
    is_open: bool,
    session: Session,
    signed_in_as: Any,
) -> None:
    visitor = signed_in_as(make_person(session, "Leïla Sauge"))
    row = session.exec(select(LoginSession)).one()
    row.is_guarded = is_guarded
    row.seen_at -= idle
    row.created_at -= age
    session.add(row)
    session.commit()
    assert who_is(visitor) == ("Leïla Sauge" if is_open else "")


def test_a_session_in_use_is_noted_again_after_ten_minutes_and_not_on_every_page(
    session: Session, signed_in_as: Any
) -> None:
    visitor = signed_in_as(make_person(session))
    row = session.exec(select(LoginSession)).one()
    row.seen_at -= timedelta(minutes=30)
    rested = row.seen_at
    session.add(row)
    session.commit()
    visitor.get("/connexion")
    session.expire_all()
    noted = session.exec(select(LoginSession.seen_at)).one()
    assert noted > rested + timedelta(minutes=25)
    session.commit()
    visitor.get("/connexion")
    session.expire_all()
    assert session.exec(select(LoginSession.seen_at)).one() == noted


def _form_of(page: Any) -> dict[str, str]:
    found = re.findall(r'name="(csrf_token|form_key|next)" value="([^"]*)"', page.text)
    return dict(reversed(found))


@pytest.mark.parametrize(
    ("base_url", "prefix"), [("http://127.0.0.1:8000", ""), ("https://trame.test", "__Host-")]
)
def test_cookies_are_closed_to_scripts_and_other_sites(
    base_url: str, prefix: str, settings: Settings, engine: Any, session: Session, letters: Any
) -> None:
    make_person(session, "Leïla Sauge", handle="leila")
    session.commit()
    settings = settings.model_copy(update={"base_url": base_url})
    app: Starlette = create_app(settings, engine)
    client = TestClient(app, base_url=base_url, follow_redirects=False)
    origin = {"Origin": base_url}
    page = client.get("/connexion")
    asked = client.post(
        "/connexion", data={**_form_of(page), "address": "leila@exemple.org"}, headers=origin
    )
    assert asked.status_code == 303
    code = letters()[-1].code
    page_of_code = client.get("/connexion/code")
    entered = client.post(
        "/connexion/code", data={**_form_of(page_of_code), "code": code}, headers=origin
    )
    assert entered.status_code == 303

    lines = [*page.headers.get_list("set-cookie"), *entered.headers.get_list("set-cookie")]
    names = {line.split("=")[0] for line in lines}
    assert names == {f"{prefix}browser", f"{prefix}session", f"{prefix}flash"}
    for line in lines:
        flags = {flag.strip().lower().split("=")[0] for flag in line.split(";")[1:]}
        assert {"httponly", "samesite", "path"} <= flags
        assert ("secure" in flags) == bool(prefix)
        assert "samesite=lax" in line.lower()
        assert "domain" not in flags


@pytest.mark.parametrize(
    ("headers", "token"),
    [
        ({"Origin": "http://127.0.0.1:8000"}, ""),
        ({"Origin": "http://127.0.0.1:8000"}, "0" * 64),
        ({"Origin": "https://exemple.org"}, "right"),
        ({"Origin": "null"}, "right"),
        ({"Origin": "http://127.0.0.1:8000.exemple.org"}, "right"),
        ({"Referer": "https://exemple.org/"}, "right"),
        ({}, "right"),
    ],
)
def test_a_form_that_is_not_ours_changes_nothing_and_keeps_the_words(
    headers: dict[str, str], token: str, visitor: Visitor, letters: Any
) -> None:
    right = _form_of(visitor.get("/connexion"))["csrf_token"]
    answer = visitor.client.post(
        "/connexion",
        data={"address": "leila@exemple.org", "csrf_token": right if token == "right" else token},
        headers=headers,
    )
    assert answer.status_code == 403
    assert 'name="address" value="leila@exemple.org"' in answer.text
    assert letters() == []


def test_a_referer_of_ours_stands_in_for_a_missing_origin(visitor: Visitor, letters: Any) -> None:
    token = _form_of(visitor.get("/connexion"))["csrf_token"]
    answer = visitor.client.post(
        "/connexion",
        data={"address": "leila@exemple.org", "csrf_token": token},
        headers={"Referer": "http://127.0.0.1:8000/connexion"},
    )
    assert answer.status_code == 303
    assert len(letters()) == 1


def test_a_sixth_key_for_one_address_waits_and_the_answer_says_how_long(
    address: str, browser: Any, letters: Any
) -> None:
    answers = [browser(f"b{n}").post("/connexion", {"address": address}) for n in range(6)]
    assert [answer.status_code for answer in answers] == [303] * 5 + [429]
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 15 * 60
    assert f'value="{address}"' in answers[-1].text
    assert len(letters()) == 5
    other = browser("b7").post("/connexion", {"address": "autre@exemple.org"})
    assert other.status_code == 303


def test_the_first_sixty_keys_of_one_client_are_mailed_and_no_more(
    browser: Any, letters: Any
) -> None:
    visitor = browser("bot")
    statuses = [
        visitor.post("/connexion", {"address": f"a{n}@exemple.org"}).status_code for n in range(61)
    ]
    assert statuses == [303] * 60 + [429]
    assert len(letters()) == 60


def test_the_same_form_sent_twice_mails_one_key(visitor: Visitor, letters: Any) -> None:
    form = {"address": "leila@exemple.org", "form_key": "one-key-of-a-form"}
    first, second = visitor.post("/connexion", form), visitor.post("/connexion", form)
    assert first.headers["location"] == second.headers["location"] == "/connexion/code"
    assert len(letters()) == 1


def test_a_secret_is_nowhere_in_the_database_as_it_was_sent(
    address: str, ask: Any, session: Session
) -> None:
    _, letter = ask(address)
    token = session.exec(select(SignInToken)).one()
    secret = letter.link.rsplit("/", 1)[-1]
    stored = {str(value) for value in token.model_dump().values()}
    assert len(secret) >= 43
    assert stored.isdisjoint({secret, letter.code, "phone"})
    assert token.link_hash == hashed(secret)
