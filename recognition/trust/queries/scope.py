"""Whose eyes a graph is seen with, and how the rows of the platform are called in it."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import col

from recognition.awards.models import Award
from recognition.awards.queries import shown_in_collective, shown_publicly
from recognition.badges.models import Badge, BadgeState
from recognition.badges.queries import SHOWN_TO_ALL as BADGES_SHOWN_TO_ALL
from recognition.collectives.queries import shares_collective
from recognition.evidence.queries import award_evidence_in_collective, award_evidence_public
from recognition.people.models import Person, ProfileVisibility
from recognition.people.rules import SHOWN_TO_ALL
from recognition.permissions import Actor

BADGE, AWARD, ISSUER = "badge/", "award/", "issuer/"  # what the id of a node begins with


def badge_node(badge_id: UUID) -> str:
    """The id of a definition in the graph."""
    return f"{BADGE}{badge_id}"


def award_node(award_id: UUID) -> str:
    """The id of an award in the graph."""
    return f"{AWARD}{award_id}"


def issuer_node(issuer_id: UUID) -> str:
    """The id of an issuer in the graph: a person, a collective, an organisation."""
    return f"{ISSUER}{issuer_id}"


@dataclass(frozen=True)
class Scope:
    """Whose eyes a graph is seen with: the members of one collective, or (None) anyone's."""

    collective_id: UUID | None = None

    @property
    def _member(self) -> Actor:
        """Nobody in particular, of the collective."""
        return Actor(collectives=frozenset({self.collective_id} if self.collective_id else ()))

    def award_shown(self) -> ColumnElement[bool]:
        """SQL on `Award` joined to `Holder`."""
        if self.collective_id is None:
            return shown_publicly()
        here = shares_collective(self._member, col(Award.holder_id))
        return or_(shown_publicly(), and_(shown_in_collective(), here))

    def evidence_shown(self) -> ColumnElement[bool]:
        """SQL on `Evidence` joined to `Award` and `Holder`."""
        if self.collective_id is None:
            return award_evidence_public()
        here = shares_collective(self._member, col(Award.holder_id))
        return or_(award_evidence_public(), and_(award_evidence_in_collective(), here))

    def badge_shown(self) -> ColumnElement[bool]:
        """SQL on `Badge`."""
        if self.collective_id is None:
            return col(Badge.state).in_(BADGES_SHOWN_TO_ALL)
        return col(Badge.state) != BadgeState.WITHDRAWN

    def person_shown(self) -> ColumnElement[bool]:
        """SQL on `Person`."""
        shown = col(Person.profile_visibility).in_(SHOWN_TO_ALL)
        if self.collective_id is None:
            return shown
        here = shares_collective(self._member, col(Person.id))
        narrow = col(Person.profile_visibility) == ProfileVisibility.COLLECTIVE
        return or_(shown, and_(narrow, here))


EVERYWHERE = Scope()
