"""Every address of the platform has a row in the written table (F1), and what one may not see
answers like what does not exist (F2)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session
from starlette.applications import Starlette
from starlette.routing import Route

from recognition.awards.models import Visibility
from recognition.badges.models import BadgeState
from recognition.clock import now
from recognition.people.models import Person, ProfileVisibility
from tests import factories as make
from tests.conftest import Visitor
from tests.routes_table import ROUTES

SignedInAs = Callable[[Person], Visitor]


@dataclass(frozen=True)
class Row:
    """What the table says of one method of one address."""

    method: str
    path: str
    name: str
    visitor: str
    member: str


ROWS = [
    Row(*line.split()[:5])
    for line in ROUTES.strip().splitlines()[1:]
    if line and not line.startswith("#")
]


def routes_of(app: Starlette) -> Iterator[Route]:
    for route in app.routes:
        assert isinstance(route, Route)
        yield route


@dataclass
class Things:
    """What the gaps of the addresses are filled with, by the beginning of the address."""

    by_start: dict[str, dict[str, object]] = field(default_factory=dict)

    def path(self, template: str) -> str:
        """The address, its gaps filled. The longest beginning that has things wins."""
        start = max((s for s in self.by_start if template.startswith(s)), key=len, default="")
        return template.replace(":path", "").format(**self.by_start[start]) if start else template


def open_things(
    award_id: UUID, endorsement_id: UUID, version_id: UUID, issuer_id: UUID
) -> dict[str, dict[str, object]]:
    """What the gaps of the addresses that software reads are filled with."""
    return {
        "/ob3/credentials": {"id": award_id},
        "/ob3/achievements": {"id": version_id},
        "/ob3/endorsements": {"id": endorsement_id},
        "/ob3/status": {"number": 1, "id": issuer_id},
        "/ob2/assertions": {"id": award_id},
        "/ob2/badges": {"id": version_id, "issuer_id": issuer_id},
        "/ob2/issuers": {"id": issuer_id},
        "/ob2/endorsements": {"id": endorsement_id},
        "/issuers": {"id": issuer_id},
    }


def public_things(session: Session, member: Person) -> Things:
    """Everything shown as widely as it can be, and none of it the member's."""
    collective, elsewhere = make.make_collective(session), make.make_collective(session)
    coordinator, holder, giver = (make.make_person(session) for _ in range(3))
    make.join(session, coordinator, collective, coordinator=True)
    make.join(session, member, elsewhere, coordinator=True)
    membership = make.join(session, holder, collective)
    organisation = make.make_organisation(session, collective_id=collective.id)
    named = make.make_representative(session, holder, organisation)
    badge = make.make_badge(session, collective, giver)
    discussed = make.make_badge(session, collective, giver, state=BadgeState.DISCUSSION)
    make.make_proposal(session, discussed, closes_at=now() + timedelta(days=5))
    award = make.make_award(session, badge, holder, giver)
    evidence = make.make_evidence(session, award)
    endorsement = make.make_endorsement(session, award=award, endorser=coordinator)
    meeting = make.make_meeting(session, holder, collective)
    word = make.make_report(session, holder, collective, coordinator, reported_at=now())
    invitation = make.make_invitation(session, collective, coordinator, holder)
    version = make.version_of(session, badge)
    return Things(
        {
            "/static": {"path": "css/none.css"},
            "/connexion": {"link": "a-link-that-was-never-sent"},
            "/@": {"handle": holder.handle},
            "/moi": {"id": uuid4()},
            "/collectifs/{slug}": {"slug": collective.slug, "id": membership.id},
            "/organisations/{slug}": {"slug": organisation.slug, "id": named.id},
            "/nominations": {"id": named.id},
            "/rencontres": {"id": meeting.id},
            "/rencontres/paroles": {"id": word.id},
            "/images": {"version_id": version.id},
            "/badges/{slug}": {"slug": badge.slug, "number": 1},
            "/badges/{slug}/discussion": {"slug": discussed.slug},
            "/recus": {"id": award.id, "form": "ob3.png"},
            "/venus-d-ailleurs": {
                "id": make.make_imported(session, holder).id,
                "form": "donnees",
            },
            "/preuves": {"id": evidence.id},
            "/endossements": {"id": endorsement.id},
            "/endosser": {"kind": "collectif", "slug": collective.slug},
            **open_things(award.id, endorsement.id, version.id, giver.id),
            "/carte": {"file": "fils.csv"},
            "/invitations": {"id": invitation.id},
        }
    )


def hidden_things(session: Session, who: str) -> Things:
    """What nobody but those concerned may see; from visitors, a badge in discussion too."""
    shy = make.make_person(session, profile_visibility=ProfileVisibility.PRIVATE)
    hidden = BadgeState.DISCUSSION if who == "visitor" else BadgeState.WITHDRAWN
    badge = make.make_badge(session, state=hidden)
    make.make_proposal(session, badge)
    award = make.make_award(session, holder=shy, visibility=Visibility.PUBLIC)
    evidence = make.make_evidence(session, award)
    endorsement = make.make_endorsement(session, award=award)
    invitation = make.make_invitation(session, make.make_collective(session), shy)
    return Things(
        {
            "/@": {"handle": shy.handle},
            "/images": {"version_id": make.version_of(session, badge).id},
            "/badges/{slug}": {"slug": badge.slug, "number": 1},
            "/recus": {"id": award.id, "form": "ob3.png"},
            "/venus-d-ailleurs": {"id": make.make_imported(session, shy).id, "form": "donnees"},
            "/preuves": {"id": evidence.id},
            "/endossements": {"id": endorsement.id},
            "/endosser": {"kind": "personne", "slug": shy.handle},
            **open_things(award.id, endorsement.id, make.version_of(session, badge).id, shy.id),
            "/invitations": {"id": invitation.id},
        }
    )


def absent_things() -> Things:
    """Well-formed names of nothing."""
    return Things(
        {
            "/@": {"handle": "personne-du-tout"},
            "/collectifs/{slug}": {"slug": "nulle-part", "id": uuid4()},
            "/organisations/{slug}": {"slug": "nulle-part", "id": uuid4()},
            "/nominations": {"id": uuid4()},
            "/rencontres": {"id": uuid4()},
            "/images": {"version_id": uuid4()},
            "/badges/{slug}": {"slug": "rien-du-tout", "number": 1},
            "/recus": {"id": uuid4(), "form": "ob3.png"},
            "/venus-d-ailleurs": {"id": uuid4(), "form": "donnees"},
            "/preuves": {"id": uuid4()},
            "/endossements": {"id": uuid4()},
            "/endosser": {"kind": "personne", "slug": "personne-du-tout"},
            **open_things(uuid4(), uuid4(), uuid4(), uuid4()),
            "/carte": {"file": "rien.csv"},
            "/invitations": {"id": uuid4()},
        }
    )


def answer(browser: Visitor, method: str, path: str) -> str:
    """How an address answers, in the words of the table."""
    response = browser.get(path) if method == "GET" else browser.post(path)
    if response.status_code in {302, 303} and response.headers["location"].startswith("/connexion"):
        return "sign-in"
    words = {403: "refused", 404: "unknown"}
    # 409 and 422: they were let in, and the empty form or the state of the thing said no.
    let_in = response.status_code in {200, 303, 409, 422}
    return "ok" if let_in else words.get(response.status_code, str(response.status_code))


def test_every_route_has_its_row_and_every_row_its_route(app: Starlette) -> None:
    found = {
        (method, route.path, route.name)
        for route in routes_of(app)
        for method in (route.methods or set()) - {"HEAD"}
    }
    written = {(row.method, row.path, row.name) for row in ROWS}
    assert sorted(found - written) == []
    assert sorted(written - found) == []
    assert len(written) == len(ROWS)


@pytest.mark.parametrize("who", ["visitor", "member"])
def test_every_address_lets_in_whom_the_table_says(
    who: str, session: Session, visitor: Visitor, signed_in_as: SignedInAs
) -> None:
    member = make.make_person(session)
    things = public_things(session, member)
    session.commit()
    browser = visitor if who == "visitor" else signed_in_as(member)
    wrong = []
    for row in sorted(ROWS, key=lambda row: row.name == "people:sign_out"):  # the last of all
        expected, said = getattr(row, who), answer(browser, row.method, things.path(row.path))
        if said != expected:
            wrong.append(f"{row.method} {row.path}: {said}, written: {expected}")
    assert wrong == []


@pytest.mark.parametrize("who", ["visitor", "member"])
def test_what_one_may_not_see_answers_like_what_does_not_exist(
    who: str, session: Session, visitor: Visitor, signed_in_as: SignedInAs
) -> None:
    member = make.make_person(session)
    hidden, absent = hidden_things(session, who), absent_things()
    session.commit()
    browser = visitor if who == "visitor" else signed_in_as(member)
    told_apart, probed = [], 0
    for row in ROWS:
        if "{" not in row.path or hidden.path(row.path) == row.path:
            continue
        probed += 1
        answers = [
            answer(browser, row.method, things.path(row.path)) for things in (hidden, absent)
        ]
        if answers[0] != answers[1] or answers[0] not in {"unknown", "sign-in"}:
            told_apart.append(f"{row.method} {row.path}: hidden {answers[0]}, absent {answers[1]}")
    assert told_apart == []
    assert probed > 30
