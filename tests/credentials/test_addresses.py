"""What the addresses inside badges answer: to software, to people, to anyone alike."""

from base64 import urlsafe_b64decode
from collections.abc import Callable
from contextlib import AbstractContextManager
from json import loads
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from recognition.awards.models import AwardState, Visibility
from recognition.badges.models import BadgeState
from recognition.endorsements.models import EndorsementState
from recognition.openbadges.reading import read
from recognition.people.models import Person, ProfileVisibility
from recognition.settings import Settings
from tests.conftest import Visitor
from tests.credentials.worlds import OpenWorld, make_open_world, sign_all
from tests.factories import (
    make_award,
    make_badge,
    make_endorsement,
    make_person,
    make_version,
    version_of,
)

SignedInAs = Callable[[Person], Visitor]
Counted = Callable[[], AbstractContextManager[list[str]]]
PEOPLE = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
KINDS = [
    "award",
    "achievement",
    "word",
    "praise",
    "assertion",
    "badge",
    "badge of the giver",
    "profile",
    "hosted word",
    "hosted trust",
]


@pytest.fixture
def world(session: Session, visitor: Visitor) -> OpenWorld:
    """The application is there before the rows are: it notices them."""
    return make_open_world(session)


def ask(visitor: Visitor, path: str, accept: str = "", **headers: str) -> Any:
    wanted = {"Accept": accept} if accept else {}
    return visitor.client.get(path, headers={**wanted, **headers})


def told(answer: Any) -> tuple[int, bytes, dict[str, str]]:
    """All that an answer tells, but the number of the request."""
    headers = {name: value for name, value in answer.headers.items() if name != "x-request-id"}
    return answer.status_code, answer.content, headers


@pytest.mark.parametrize("kind", KINDS)
def test_an_address_answers_the_document_of_that_name(
    visitor: Visitor, settings: Settings, world: OpenWorld, kind: str
) -> None:
    path = world.paths[kind]
    answer = ask(visitor, path)
    assert answer.status_code == 200
    assert answer.json()["id"] == settings.base_url + path
    assert answer.headers["content-type"] == "application/ld+json"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["vary"] == "Accept"
    assert answer.headers["x-robots-tag"] == "noindex"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in answer.headers
    head = visitor.client.head(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == answer.headers["etag"]


@pytest.mark.parametrize("kind", ["award", "word", "praise"])
def test_a_credential_is_a_token_to_who_asks_for_one(
    visitor: Visitor, settings: Settings, world: OpenWorld, kind: str
) -> None:
    path = world.paths[kind]
    answer = ask(visitor, path, "application/vc+jwt")
    assert answer.headers["content-type"] == "application/vc+jwt"
    payload = answer.text.split(".")[1]
    claims = loads(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    assert claims["jti"] == settings.base_url + path
    assert ask(visitor, f"{path}?as=jwt", PEOPLE["Accept"]).text == answer.text


def test_the_picture_of_an_assertion_has_it_inside(visitor: Visitor, world: OpenWorld) -> None:
    answer = ask(visitor, f"{world.paths['assertion']}/image", "image/*")
    assert answer.headers["content-type"] == "image/png"
    assert read(answer.content).document == ask(visitor, world.paths["assertion"]).json()


def test_an_issuer_has_one_address_for_its_profile_and_its_page(
    visitor: Visitor, world: OpenWorld
) -> None:
    path = f"/issuers/{world.giver.id}"
    document = ask(visitor, path).json()
    assert document["id"] == f"did:web:127.0.0.1%3A8000:issuers:{world.giver.id}"
    page = visitor.client.get(path, headers=PEOPLE)
    assert (page.status_code, page.headers["location"]) == (303, f"/@{world.giver.handle}")


def test_what_has_not_changed_is_not_sent_again(visitor: Visitor, world: OpenWorld) -> None:
    path = world.paths["award"]
    tag = ask(visitor, path).headers["etag"]
    for known in (tag, f"W/{tag}", f'"other", {tag}'):
        again = visitor.client.get(path, headers={"If-None-Match": known})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
    as_json = ask(visitor, path, "application/json")
    assert as_json.headers["content-type"] == "application/json"
    assert as_json.headers["etag"] != tag
    other = visitor.client.get(path, headers={"If-None-Match": '"other"'})
    assert other.status_code == 200


def test_people_are_led_to_the_page(visitor: Visitor, world: OpenWorld) -> None:
    badge, award = f"/badges/{world.badge.slug}", f"/recus/{world.award.id}"
    found = {
        kind: (answer.status_code, answer.headers["location"])
        for kind, path in world.paths.items()
        if (answer := visitor.client.get(path, headers=PEOPLE))
    }
    assert found == {
        "award": (303, award),
        "achievement": (303, badge),
        "word": (303, f"{award}#endossement-{world.word.id}"),
        "praise": (303, f"{badge}#endossement-{world.praise.id}"),
        "assertion": (303, award),
        "badge": (303, badge),
        "badge of the giver": (303, badge),
        "profile": (303, f"/@{world.giver.handle}"),
        "hosted word": (303, f"{award}#endossement-{world.word.id}"),
        "hosted trust": (303, f"/@{world.giver.handle}#endossement-{world.trust.id}"),
    }


def test_nobody_is_said_to_give_a_badge_that_they_do_not_give(
    session: Session, visitor: Visitor, world: OpenWorld
) -> None:
    """Requirement F2: nor to have given it where nobody but two people know."""
    unseen = make_person(session)
    badge = session.merge(world.badge, load=False)
    make_award(session, badge, world.holder, unseen, visibility=Visibility.PRIVATE)
    session.commit()
    of_badge = f"/ob2/badges/{world.version_id}"
    assert ask(visitor, f"{of_badge}/{world.giver.id}").status_code == 200
    nobody = told(ask(visitor, f"{of_badge}/{uuid4()}"))
    assert nobody[0] == 404
    assert told(ask(visitor, f"{of_badge}/{world.holder.id}")) == nobody
    assert told(ask(visitor, f"{of_badge}/{unseen.id}")) == nobody


def test_an_older_version_leads_to_its_own_page(
    session: Session, visitor: Visitor, world: OpenWorld
) -> None:
    world.badge.current_version = make_version(session, world.badge, number=2).number
    session.add(world.badge)
    session.commit()
    answer = visitor.client.get(world.paths["badge"], headers=PEOPLE)
    assert answer.headers["location"] == f"/badges/{world.badge.slug}/versions/1"


def hidden_paths(session: Session) -> list[tuple[str, str]]:
    """What is not shown to all, and the same address of nothing."""
    shy = make_person(session, profile_visibility=ProfileVisibility.COLLECTIVE)
    kept = make_award(session, visibility=Visibility.COLLECTIVE)
    offered = make_award(session, state=AwardState.OFFERED, decided_at=None)
    declined = make_award(session, state=AwardState.DECLINED)
    talked = make_badge(session, state=BadgeState.DISCUSSION, adopted_at=None)
    waiting = make_endorsement(session, award=make_award(session), state=EndorsementState.OFFERED)
    held_back = make_endorsement(session, award=kept)
    of_shy = make_endorsement(session, issuer_id=shy.id)
    session.commit()
    hidden = {
        "/ob3/credentials/": [kept.id, offered.id, declined.id],
        "/ob2/assertions/": [kept.id, offered.id, declined.id],
        "/ob3/achievements/": [version_of(session, talked).id],
        "/ob2/badges/": [version_of(session, talked).id],
        "/ob3/endorsements/": [waiting.id, held_back.id, of_shy.id],
        "/ob2/endorsements/": [waiting.id, held_back.id, of_shy.id],
        "/ob2/issuers/": [shy.id],
        "/issuers/": [shy.id],
    }
    return [(f"{start}{id_}", f"{start}{uuid4()}") for start, ids in hidden.items() for id_ in ids]


def test_what_is_hidden_answers_byte_for_byte_like_what_does_not_exist(
    session: Session, visitor: Visitor
) -> None:
    """Requirement F2; the page for people names its own address, and nothing else."""
    pairs = hidden_paths(session)
    assert len(pairs) == 16
    for hidden, absent in pairs:
        assert told(ask(visitor, hidden)) == told(ask(visitor, absent))
        assert ask(visitor, hidden).status_code == 404
        assert ask(visitor, hidden).json() == {"error": "not_found"}
        pages = [visitor.client.get(path, headers=PEOPLE) for path in (hidden, absent)]
        assert pages[0].status_code == pages[1].status_code
        assert pages[0].text.replace(hidden, "") == pages[1].text.replace(absent, "")
        assert all("set-cookie" not in page.headers for page in pages)


def test_who_is_signed_in_reads_here_what_anyone_reads(
    session: Session, signed_in_as: SignedInAs, visitor: Visitor
) -> None:
    holder = make_person(session)
    award = make_award(session, holder=holder, visibility=Visibility.PRIVATE)
    path = f"/ob3/credentials/{award.id}"
    browser = signed_in_as(holder)
    assert told(ask(browser, path)) == told(ask(visitor, path))
    assert ask(browser, path).status_code == 404
    page = browser.client.get(path, headers=PEOPLE)
    assert page.headers["location"] == f"/recus/{award.id}"
    assert browser.get(f"/recus/{award.id}").status_code == 200


def test_what_the_holder_hides_is_hidden_at_once(
    signed_in_as: SignedInAs, visitor: Visitor, world: OpenWorld
) -> None:
    """Requirement G2."""
    paths = [world.paths[kind] for kind in ("award", "assertion", "word", "hosted word")]
    tags = {path: ask(visitor, path).headers["etag"] for path in paths}
    browser = signed_in_as(world.holder)
    browser.post(f"/recus/{world.award.id}/visibilite", {"visibility": "private"})
    for path, tag in tags.items():
        again = visitor.client.get(path, headers={"If-None-Match": tag})
        assert again.status_code == 404
        assert "no-store" in again.headers["cache-control"]
    browser.post(f"/recus/{world.award.id}/visibilite", {"visibility": "public"})
    assert [ask(visitor, path).status_code for path in paths] == [200] * 4


def test_what_was_taken_back_is_gone_and_nobody_learns_why(
    signed_in_as: SignedInAs, visitor: Visitor, settings: Settings, world: OpenWorld
) -> None:
    giver = signed_in_as(world.giver)
    giver.post(f"/recus/{world.award.id}/revocation", {"reason": "Je m’étais trompé de personne."})
    for kind in ("award", "assertion"):
        path = world.paths[kind]
        answer = ask(visitor, path)
        assert answer.status_code == 410
        assert answer.headers["access-control-allow-origin"] == "*"
        document = answer.json()
        assert (document["id"], document["revoked"]) == (settings.base_url + path, True)
        assert set(document) <= {"@context", "id", "revoked"}
        page = visitor.client.get(path, headers=PEOPLE)
        assert page.status_code == 410
        assert "trompé" not in page.text
        assert "n’a plus cours" in page.text
        assert "set-cookie" not in page.headers


def test_an_endorsement_that_was_withdrawn_is_gone(
    session: Session, visitor: Visitor, world: OpenWorld
) -> None:
    for word in (world.word, world.praise, world.trust):
        word.state, word.ended_at = EndorsementState.WITHDRAWN, word.given_at
        word.ended_reason = "Nous ne travaillons plus ensemble."
        session.add(word)
    session.commit()
    for kind in ("word", "praise", "hosted word", "hosted trust"):
        answer = ask(visitor, world.paths[kind])
        assert answer.status_code == 410
        assert answer.json()["revoked"] is True
        assert "ensemble" not in answer.text


@pytest.mark.parametrize("kind", KINDS)
def test_a_thing_has_one_address(visitor: Visitor, world: OpenWorld, kind: str) -> None:
    start, _, last = world.paths[kind].rpartition("/")
    for other in (last.upper(), last.replace("-", ""), f"{{{last}}}", f"{last}%00", "1", "x" * 400):
        assert ask(visitor, f"{start}/{other}").status_code == 404


STATEMENTS = {"award": 1, "assertion": 1, "word": 1, "hosted trust": 1}


@pytest.mark.parametrize("kind", STATEMENTS)
def test_what_was_signed_is_read_with_one_statement(
    engine: Engine,
    settings: Settings,
    visitor: Visitor,
    world: OpenWorld,
    statements: Counted,
    kind: str,
) -> None:
    path = world.paths[kind]
    before = ask(visitor, path)
    sign_all(engine, settings)
    with statements() as seen:
        answer = ask(visitor, path)
    assert len(seen) == STATEMENTS[kind]
    assert answer.content == before.content  # whoever signs writes the same bytes


@pytest.mark.parametrize(
    ("kind", "most"),
    [("achievement", 5), ("badge", 5), ("badge of the giver", 6), ("profile", 4)],
)
@pytest.mark.parametrize("count", [1, 3])
def test_a_badge_and_an_issuer_are_read_with_as_many_statements_for_one_word_as_for_three(
    session: Session,
    engine: Engine,
    settings: Settings,
    visitor: Visitor,
    world: OpenWorld,
    statements: Counted,
    kind: str,
    most: int,
    count: int,
) -> None:
    for _ in range(count - 1):
        make_endorsement(session, badge=world.badge)
        make_endorsement(session, issuer_id=world.giver.id)
    session.commit()
    path = world.paths[kind]
    sign_all(engine, settings)
    with statements() as seen:
        ask(visitor, path)
    assert len(seen) == most
