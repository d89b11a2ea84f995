"""A collective makes circles and real people once somebody from outside vouches for it."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from recognition.clock import now
from recognition.collectives.models import Collective
from recognition.db import reading, writing
from recognition.people.models import Person
from recognition.trust.changes import watch_changes
from recognition.trust.models import TrustChange
from recognition.trust.queries import EVERYWHERE, Scope, trust_edges
from tests.factories import (
    AT,
    join,
    make_badge,
    make_collective,
    make_endorsement,
    make_meeting,
    make_person,
)

watch_changes()

Browser = Callable[[Person], Any]
WORDS: dict[str, Any] = {
    "region_code": "76",
    "accent": "garance",
    "tagline": "",
    "description": "",
    "rhythm": "",
    "charter": ["Venir"],
}


def _founded(browser: Any, name: str) -> str:
    answer = browser.post("/collectifs/nouveau", WORDS | {"name": name, "short_name": name})
    assert answer.status_code == 303
    return str(answer.headers["location"]).split("/")[-1]


def test_who_was_met_once_makes_no_voices_by_founding(
    session: Session, signed_in_as: Browser, visitor: Any
) -> None:
    """Trust-metric, property 7: accounts that one person made up are one voice at most."""
    session.expire_on_commit = False
    real = make_collective(session)
    insider = make_person(session)
    join(session, insider, real)
    make_meeting(session, insider, real)
    badge = make_badge(session, real, make_person(session))
    accounts = [make_person(session) for _ in range(6)]
    session.commit()
    by_insider = signed_in_as(insider)
    hub = _founded(by_insider, "hub")

    for number, account in enumerate(accounts):
        _founded(signed_in_as(account), f"c{number}")
        met = {"collective": hub, "met_on": now().date().isoformat(), "occasion": "Café"}
        assert by_insider.post(f"/@{account.handle}/rencontre", met).status_code == 303
        make_endorsement(session, endorser=account, badge=badge)
    session.commit()

    def value() -> float:
        [told] = visitor.get(f"/badges/{badge.slug}/valeur.json").json()["scopes"]
        return float(told["value"])

    assert value() == 0.0
    make_endorsement(session, endorser=insider, badge=badge)
    session.commit()
    assert value() == 1.0


def _standing(session: Session, person: Person, scope: Scope) -> tuple[str, bool]:
    who = trust_edges(session, scope).people[str(person.id)]
    return who.circle, who.confirmed


def test_what_nobody_vouches_for_counts_in_its_own_eyes_only(session: Session) -> None:
    young, other = make_collective(session, vouched_at=None), make_collective(session)
    person = make_person(session)
    join(session, person, young)
    make_meeting(session, person, young)

    assert _standing(session, person, EVERYWHERE) == ("", False)
    assert _standing(session, person, Scope(other.id)) == ("", False)
    assert _standing(session, person, Scope(young.id)) == (str(young.id), True)

    young.vouched_at = AT
    session.add(young)
    session.flush()

    assert _standing(session, person, EVERYWHERE) == (str(young.id), True)
    assert _standing(session, person, Scope(other.id)) == (str(young.id), False)


def test_the_first_circle_that_counts_is_somebody_s_circle(session: Session) -> None:
    young, other = make_collective(session, vouched_at=None), make_collective(session)
    person = make_person(session)
    join(session, person, young)
    join(session, person, other)

    assert _standing(session, person, EVERYWHERE) == (str(other.id), False)


def test_vouching_is_a_change_of_everything_and_founding_is_not(
    session: Session, engine: Engine
) -> None:
    session.expire_on_commit = False
    young = make_collective(session, vouched_at=None)
    session.commit()

    def kinds() -> list[str]:
        with reading(engine) as reader:
            return list(reader.exec(select(TrustChange.kind).order_by(col(TrustChange.id))))

    before = kinds()
    assert "everything" not in before
    with writing(engine) as writer:
        writer.get_one(Collective, young.id).tagline = "Entre deux marées."
        writer.commit()
    assert kinds() == [*before, "issuer"]
    with writing(engine) as writer:
        writer.get_one(Collective, young.id).vouched_at = AT
        writer.commit()
    assert kinds() == [*before, "issuer", "everything"]
