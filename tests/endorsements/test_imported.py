"""Endorsing a badge from elsewhere: consented to and seen as on an award, and worth nothing in
what is counted here."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import Session, select

from recognition.collectives.queries import standing_of
from recognition.endorsements.mine import my_endorsements, waiting_for
from recognition.endorsements.queries import endorsement_counts
from recognition.endorsements.rules import TargetKind
from recognition.home.feed import feed
from recognition.imports.models import ImportedBadge
from recognition.maps.queries.acts import woven_of
from recognition.permissions import ANYONE
from recognition.trust.changes import watch_changes
from recognition.trust.models import TrustRevision
from recognition.trust.queries import EVERYWHERE, Scope, trust_edges
from tests.endorsements.conftest import WORDS, World
from tests.factories import make_endorsement, make_evidence, make_imported

GIVEN = {"statement": WORDS, "relation": "nous avons animé ensemble"}


@pytest.fixture
def imported(world: World, session: Session) -> ImportedBadge:
    imported = make_imported(session, world.holder, title="Médiation de quartier")
    session.commit()
    return imported


def page_of(imported: ImportedBadge) -> str:
    return f"/venus-d-ailleurs/{imported.id}"


def test_it_is_written_announced_accepted_and_ended(
    world: World,
    imported: ImportedBadge,
    signed_in_as: Any,
    visitor: Any,
    stored: Any,
    mails: Any,
) -> None:
    page = page_of(imported)
    endorser, holder = signed_in_as(world.endorser), signed_in_as(world.holder)
    assert "Médiation de quartier" in endorser.get(f"{page}/endosser").text

    answer = endorser.post(f"{page}/endosser", GIVEN)

    assert answer.headers["location"] == f"{page}#endossements"
    [row] = stored()
    assert (row.imported_id, row.award_id, row.badge_id, row.issuer_id, row.version_id) == (
        imported.id,
        *[None] * 4,
    )
    assert (row.state, row.endorser_id) == ("offered", world.endorser.id)
    [mail] = mails()
    assert mail.recipient == f"{world.holder.handle}@exemple.org"
    assert "Médiation de quartier" in mail.body
    assert WORDS not in mail.body
    assert WORDS not in visitor.get(page).text
    assert all(WORDS in holder.get(where).text for where in (page, "/moi/endossements", "/"))

    holder.post(f"/endossements/{row.id}/acceptation")
    assert WORDS in visitor.get(page).text
    assert WORDS in visitor.get(f"{page}/endossements").text
    assert holder.post(f"/endossements/{row.id}/fin").status_code == 303
    assert WORDS not in visitor.get(page).text
    assert [kept.state for kept in stored()] == ["ended"]


def test_a_refusal_is_told_to_nobody_and_words_are_taken_back(
    world: World, imported: ImportedBadge, session: Session, signed_in_as: Any, stored: Any
) -> None:
    page = page_of(imported)
    row = make_endorsement(
        session, endorser=world.endorser, imported=imported, state="offered", decided_at=None
    )
    session.commit()
    endorser, holder = signed_in_as(world.endorser), signed_in_as(world.holder)

    holder.post(f"/endossements/{row.id}/refus")
    assert "attend une réponse" in endorser.get(page).text
    assert endorser.post(f"/endossements/{row.id}/retrait").status_code == 303
    assert [kept.state for kept in stored()] == ["declined"]


@pytest.mark.parametrize("role", ["holder", "endorser"])
def test_what_is_hidden_or_another_persons_cannot_be_endorsed(
    role: str, world: World, session: Session, signed_in_as: Any, stored: Any
) -> None:
    """One's own neither (requirement G3), and nothing that names somebody else (C8)."""
    hidden = make_imported(session, world.holder, visibility="private")
    foreign = make_imported(session, world.holder, belonging="not_mine")
    own = make_imported(session, world.holder)
    gone = make_imported(session, world.holder, removed_at=world.award.awarded_at)
    session.commit()
    browser = signed_in_as(getattr(world, role))

    answers = {
        name: browser.post(f"{page_of(badge)}/endosser", GIVEN).status_code
        for name, badge in {"hidden": hidden, "foreign": foreign, "own": own, "gone": gone}.items()
    }

    assert (
        answers
        == {
            "holder": {"hidden": 409, "foreign": 409, "own": 409, "gone": 404},
            "endorser": {"hidden": 404, "foreign": 404, "own": 303, "gone": 404},
        }[role]
    )
    assert len(stored()) == (role == "endorser")


def test_words_on_a_badge_that_was_let_go_are_kept_by_who_wrote_them_alone(
    world: World, imported: ImportedBadge, session: Session, signed_in_as: Any
) -> None:
    for state in ("accepted", "offered"):
        make_endorsement(
            session,
            endorser=world.endorser if state == "accepted" else world.other,
            imported=imported,
            statement=WORDS,
            state=state,
        )
    session.commit()
    holder = signed_in_as(world.holder)
    holder.post(f"{page_of(imported)}/suppression")

    actor = standing_of(session, world.holder.id).actor
    author = standing_of(session, world.endorser.id).actor
    assert waiting_for(session, actor) == []
    assert my_endorsements(session, actor).received == []
    [given] = my_endorsements(session, author).given
    assert (given.line.statement, given.target.is_seen, given.target.title) == (WORDS, False, "")
    session.commit()
    written = signed_in_as(world.endorser).get("/moi/endossements").text
    assert WORDS in written
    assert "n’est plus montré" in written


def test_ones_own_page_says_what_it_is_about(
    world: World, imported: ImportedBadge, session: Session
) -> None:
    make_endorsement(session, endorser=world.endorser, imported=imported)
    received = my_endorsements(session, standing_of(session, world.holder.id).actor).received
    given = my_endorsements(session, standing_of(session, world.endorser.id).actor).given

    for [line], is_mine in ((received, True), (given, False)):
        target = line.target
        assert (target.kind, target.id, target.title) == (
            TargetKind.IMPORTED,
            imported.id,
            "Médiation de quartier",
        )
        assert (target.holder_name, target.is_mine) == ("Solène Bruyère", is_mine)


def test_it_enters_no_graph_no_map_no_count_and_no_feed(
    world: World, imported: ImportedBadge, session: Session
) -> None:
    """Neither words nor evidence: a badge that was not given here makes nobody more trusted."""
    watch_changes()
    make_endorsement(session, endorser=world.endorser, award=world.award)
    make_endorsement(session, endorser=world.endorser, badge=world.badge)
    scopes = EVERYWHERE, Scope(world.collective.id)
    readers = ANYONE, standing_of(session, world.colleague.id).actor

    def counted() -> dict[str, list[Any]]:
        session.commit()  # a transaction raises the revision once
        badges = frozenset({world.badge.id})
        return {
            "edges": [trust_edges(session, scope) for scope in scopes],
            "maps": [woven_of(session, scope, badges) for scope in scopes],
            "counts": [endorsement_counts(session, reader, badges) for reader in readers],
            "feeds": [[news.id for news in feed(session, each).news] for each in readers],
            "revisions": [session.exec(select(TrustRevision.number)).one()],
        }

    before = counted()
    for endorser in (world.endorser, world.other):
        make_endorsement(session, endorser=endorser, imported=imported)
    make_evidence(session, imported)

    assert counted() == before
    make_endorsement(session, endorser=world.other, award=world.award)
    after = counted()
    assert [kind for kind in after if after[kind] != before[kind]] == [
        "edges",
        "maps",
        "feeds",
        "revisions",
    ]


def test_one_page_holds_what_anyone_wrote_of_it_in_as_many_statements(
    world: World,
    imported: ImportedBadge,
    session: Session,
    visitor: Any,
    statements: Callable[[], Any],
) -> None:
    counted = []
    for count in (1, 4):
        for _ in range(count):
            make_endorsement(session, imported=imported)
            make_evidence(session, imported)
        session.commit()
        with statements() as seen:
            assert visitor.get(page_of(imported)).status_code == 200
        counted.append(len(seen))

    assert counted[0] == counted[1]


@pytest.mark.parametrize("path", ["ob3", "ob2"])
@pytest.mark.parametrize("accept", ["application/json", "text/html"])
def test_it_has_no_public_address_of_its_own(
    path: str, accept: str, world: World, imported: ImportedBadge, session: Session, visitor: Any
) -> None:
    row = make_endorsement(session, endorser=world.endorser, imported=imported)
    session.commit()

    answer = visitor.client.get(f"/{path}/endorsements/{row.id}", headers={"Accept": accept})

    assert answer.status_code == 404
