"""An award with words about everything around it, signed, and where each of it is read."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session, SQLModel

from recognition.awards.models import Award
from recognition.badges.models import Badge
from recognition.collectives.models import Collective
from recognition.endorsements.models import Endorsement
from recognition.people.models import Person
from recognition.settings import Settings
from recognition.worker import Worker
from tests.factories import (
    make_award,
    make_badge,
    make_collective,
    make_endorsement,
    make_evidence,
    make_person,
    version_of,
)


@dataclass(frozen=True)
class OpenWorld:
    """`word` is about the award, `praise` about its badge, `trust` about its giver."""

    holder: Person
    giver: Person
    collective: Collective
    badge: Badge
    award: Award
    word: Endorsement
    praise: Endorsement
    trust: Endorsement
    version_id: UUID

    @property
    def paths(self) -> dict[str, str]:
        """Every open address of this world, by what it is of."""
        return {
            "award": f"/ob3/credentials/{self.award.id}",
            "achievement": f"/ob3/achievements/{self.version_id}",
            "word": f"/ob3/endorsements/{self.word.id}",
            "praise": f"/ob3/endorsements/{self.praise.id}",
            "assertion": f"/ob2/assertions/{self.award.id}",
            "badge": f"/ob2/badges/{self.version_id}",
            "badge of the giver": f"/ob2/badges/{self.version_id}/{self.giver.id}",
            "profile": f"/ob2/issuers/{self.giver.id}",
            "hosted word": f"/ob2/endorsements/{self.word.id}",
            "hosted trust": f"/ob2/endorsements/{self.trust.id}",
        }


def make_open_world(session: Session) -> OpenWorld:
    """All of it public. Committed, and its rows detached: to look at one locks nothing."""
    holder, giver, other = (
        make_person(session, name) for name in ("Inès Lavande", "Paul Sureau", "Noé Tilleul")
    )
    collective = make_collective(session, "Occitanie")
    badge = make_badge(session, collective, giver)
    award = make_award(session, badge, holder, giver)
    make_evidence(session, award, title="La fiche de contrôle")
    world = OpenWorld(
        holder=holder,
        giver=giver,
        collective=collective,
        badge=badge,
        award=award,
        word=make_endorsement(session, award=award, endorser=other),
        praise=make_endorsement(session, badge=badge, endorser=other),
        trust=make_endorsement(session, issuer_id=giver.id, endorser=other),
        version_id=version_of(session, badge).id,
    )
    session.commit()
    for row in vars(world).values():
        if isinstance(row, SQLModel):
            session.refresh(row)
    session.expunge_all()
    session.rollback()
    return world


def sign_all(engine: Engine, settings: Settings) -> None:
    """What the worker does of itself, within some seconds."""
    Worker(engine, settings, send=None).round()
