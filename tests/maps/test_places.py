"""Maps kept by the worker, and pages that show them before it came."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from sqlalchemy import Engine, update
from sqlmodel import Session, col, select

from recognition.badges.models import Badge
from recognition.clock import now
from recognition.collectives.models import Collective
from recognition.db import reading, writing
from recognition.maps import queries
from recognition.maps.commands import keep
from recognition.maps.layout import Place, lay_out
from recognition.maps.models import MapLayout, MapPosition
from recognition.maps.queries import (
    PUBLIC,
    Drawing,
    drawing,
    due_layouts,
    fabric_of,
    positions,
    public_fabric,
)
from recognition.maps.queries.places import REST
from recognition.settings import Settings
from recognition.trust.changes import watch_changes
from recognition.trust.models import TrustRevision
from recognition.trust.queries import EVERYWHERE
from recognition.worker import make_worker
from tests.factories import AT, make_collective, make_endorsement, make_person
from tests.maps.weave import weave

watch_changes()


def laid_out(session: Session, scope: str) -> None:
    keep(session, drawing(session, scope), AT)


def raised(session: Session) -> None:
    """Something changed in the trust network."""
    session.execute(update(TrustRevision).values(number=TrustRevision.number + 1))


def test_a_page_shows_what_was_kept(session: Session) -> None:
    weave(session, people=20, badges=6)
    laid_out(session, "everywhere")
    kept = session.exec(
        select(MapPosition).where(col(MapPosition.node).startswith("badge/"))
    ).first()
    assert kept is not None
    kept.x, kept.y = 123.0, -45.0
    session.flush()

    places = positions(session, fabric_of(session, {}, EVERYWHERE))

    assert places[kept.node] == Place(123.0, -45.0)


def test_kept_and_read_places_are_the_ones_laid_out(session: Session) -> None:
    weave(session, people=20, badges=6)
    fabric = fabric_of(session, {}, EVERYWHERE)
    laid_out(session, "everywhere")

    assert positions(session, fabric) == lay_out(fabric)


def test_a_small_map_needs_no_worker_and_a_page_keeps_nothing(session: Session) -> None:
    weave(session, people=20, badges=6)
    fabric = fabric_of(session, {}, EVERYWHERE)

    assert positions(session, fabric) == lay_out(fabric)
    assert session.exec(select(MapPosition)).first() is None


def test_a_large_map_waits_for_the_worker(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    weave(session, people=20, badges=6)
    fabric = fabric_of(session, {}, EVERYWHERE)
    monkeypatch.setattr(queries.places, "MOST_AT_ONCE", fabric.size - 1)

    assert positions(session, fabric) == {}
    laid_out(session, "everywhere")
    assert positions(session, fabric) == lay_out(fabric)


def test_a_newcomer_has_a_place_before_the_worker_comes(session: Session) -> None:
    weave(session, people=20, badges=6)
    laid_out(session, "everywhere")
    before = positions(session, fabric_of(session, {}, EVERYWHERE))
    award_badge = fabric_of(session, {}, EVERYWHERE).threads[0].badge_id
    friend = make_person(session)
    make_endorsement(session, endorser=friend, badge=session.get_one(Badge, award_badge))

    after = positions(session, fabric_of(session, {}, EVERYWHERE))

    assert after.keys() - before.keys() == {f"person/{friend.id}"}
    assert {n: p for n, p in after.items() if n in before and not n.startswith("circle/")} == {
        n: p for n, p in before.items() if not n.startswith("circle/")
    }


def test_what_is_gone_from_the_fabric_is_gone_from_the_kept_map(session: Session) -> None:
    weave(session, people=20, badges=6)
    laid_out(session, "everywhere")
    session.add(MapPosition(scope="everywhere", node="person/gone", x=0, y=0))
    session.add(MapPosition(scope=PUBLIC, node="person/elsewhere", x=0, y=0))
    session.flush()
    assert "person/gone" not in positions(session, fabric_of(session, {}, EVERYWHERE))

    laid_out(session, "everywhere")

    nodes = set(session.exec(select(MapPosition.node)))
    assert "person/gone" not in nodes
    assert "person/elsewhere" in nodes


def test_the_public_map_is_laid_out_from_what_is_public_alone(session: Session) -> None:
    weave(session, people=20, badges=6)

    laid_out(session, PUBLIC)

    kept = set(session.exec(select(MapPosition.node).where(MapPosition.scope == PUBLIC)))
    public = public_fabric(session, {})
    assert kept == {
        *(it.node for it in public.people),
        *(it.node for it in public.badges),
        *(f"circle/{it.id}" for it in public.circles if f"circle/{it.id}" in kept),
    }
    assert not kept & {it.node for it in fabric_of(session, {}, EVERYWHERE).people}


def test_maps_are_due_when_new_and_when_something_changed_a_while_ago(session: Session) -> None:
    collective = make_collective(session)
    here = str(collective.id)
    assert due_layouts(session, AT) == ["everywhere", here]

    laid_out(session, "everywhere")
    laid_out(session, here)
    assert due_layouts(session, AT + REST) == []

    raised(session)
    assert due_layouts(session, AT + REST / 2) == []
    assert set(due_layouts(session, AT + REST)) == {"everywhere", here}

    keep(session, drawing(session, "everywhere"), AT + REST)
    assert due_layouts(session, AT + REST) == [here]


def test_a_public_map_is_due_once_a_collective_opens_its_own(session: Session) -> None:
    make_collective(session)
    assert PUBLIC not in due_layouts(session, AT)

    make_collective(session, public_map=True)

    assert due_layouts(session, AT)[:2] == ["everywhere", PUBLIC]


def test_an_older_drawing_does_not_replace_a_newer_one(session: Session) -> None:
    node = "person/1"
    assert keep(session, Drawing("everywhere", 8, {node: Place(8, 8)}), AT)

    assert not keep(session, Drawing("everywhere", 7, {node: Place(7, 7)}), AT)
    assert session.exec(select(MapPosition.x)).all() == [8]
    assert keep(session, Drawing("everywhere", 8, {}), AT)
    assert session.exec(select(MapPosition.x)).all() == []


def test_the_worker_draws_a_map_a_round_until_all_are_drawn(
    session: Session, engine: Engine, settings: Settings
) -> None:
    weave(session, people=20, badges=6, circles=3)
    session.commit()
    worker = make_worker(engine, settings)

    drawn = []
    for _ in range(6):
        worker.round()
        with reading(engine) as later:
            drawn.append(len(later.exec(select(MapLayout.scope)).all()))

    assert drawn == [1, 2, 3, 4, 5, 5]
    with reading(engine) as later:
        assert due_layouts(later, now()) == []


def test_an_act_is_on_the_kept_map_after_the_worker_s_next_round(
    session: Session, engine: Engine, settings: Settings
) -> None:
    make_collective(session)
    session.commit()
    worker = make_worker(engine, settings)
    worker.round()
    worker.round()
    with writing(engine) as acting:
        collective = acting.exec(select(Collective)).one()
        friend = make_person(acting)
        make_endorsement(acting, endorser=friend, issuer_id=collective.id)
        other = make_endorsement(acting, issuer_id=friend.id)
        acting.execute(update(MapLayout).values(computed_at=now() - 2 * REST))
        acting.commit()
        expected = {f"person/{friend.id}", f"person/{other.endorser_id}"}

    worker.round()

    with reading(engine) as later:
        assert set(later.exec(select(MapPosition.node))) >= expected
        kept = later.exec(select(MapLayout).order_by(col(MapLayout.scope).desc())).first()
        assert kept is not None
        assert now() - kept.computed_at < timedelta(minutes=5)


def test_positions_take_one_query(
    session: Session, statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    weave(session, people=20, badges=6)
    laid_out(session, "everywhere")
    fabric = fabric_of(session, {}, EVERYWHERE)

    with statements() as sent:
        positions(session, fabric)

    assert len(sent) == 1
