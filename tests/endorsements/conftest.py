"""What the tests of this room share: a small world around one award."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from recognition.awards.models import Award
from recognition.badges.models import Badge
from recognition.collectives.models import Collective
from recognition.db import reading
from recognition.endorsements.models import Endorsement
from recognition.mail.models import Mail
from recognition.people.models import Person
from tests.factories import (
    join,
    make_award,
    make_badge,
    make_collective,
    make_person,
)

WORDS = "Je l’ai vue écouter tout un groupe, sans couper personne."


@dataclass(frozen=True)
class World:
    """`holder` and `colleague` share `collective`, which `coordinator` coordinates; `endorser`
    and `other` are members elsewhere."""

    collective: Collective
    badge: Badge
    award: Award
    holder: Person
    giver: Person
    colleague: Person
    coordinator: Person
    proposer: Person
    endorser: Person
    other: Person


@pytest.fixture
def world(session: Session) -> World:
    session.expire_on_commit = False  # else naming a row opens a transaction, and locks
    collective = make_collective(session, "Occitanie")
    proposer = make_person(session, "Leïla Sauge")
    badge = make_badge(session, collective, proposer, title="Oreille attentive")
    holder = make_person(session, "Solène Bruyère")
    giver = make_person(session, "Paulin Coquelicot")
    colleague = make_person(session, "Odile Merisier")
    coordinator = make_person(session, "Djamila Safran")
    elsewhere = make_collective(session, "Normandie", accent="pastel")
    endorser = make_person(session, "Raphaël Mésange")
    other = make_person(session, "Adèle Capucine")
    for person in (holder, colleague, proposer):
        join(session, person, collective)
    join(session, coordinator, collective, coordinator=True)
    for person in (endorser, other):
        join(session, person, elsewhere)
    award = make_award(session, badge, holder, giver)
    session.commit()
    return World(
        collective,
        badge,
        award,
        holder,
        giver,
        colleague,
        coordinator,
        proposer,
        endorser,
        other,
    )


@pytest.fixture
def stored(engine: Engine) -> Callable[[], list[Endorsement]]:
    """The endorsements in the database now, oldest first."""

    def rows() -> list[Endorsement]:
        with reading(engine) as session:
            found = session.exec(select(Endorsement).order_by(col(Endorsement.given_at)))
            return list(found)

    return rows


@pytest.fixture
def mails(engine: Engine) -> Callable[[], list[Mail]]:
    """The mails queued so far, oldest first."""

    def rows() -> list[Mail]:
        with reading(engine) as session:
            return list(session.exec(select(Mail).order_by(col(Mail.queued_at))))

    return rows
