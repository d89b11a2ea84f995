"""What the platform itself scores: its rows as the metric's edges (trust metric, section 1).

Two graphs are never mixed. Seen from everywhere: only what anyone may see, with everyone a
collective has met. Seen from one collective: what its members may see, with the people that
collective has met. What is hidden, pending, declined or ended is in neither.
"""

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlmodel import Session, col

from recognition.awards.models import Award, AwardMode
from recognition.awards.queries import Holder, shown_in_collective, shown_publicly
from recognition.badges.models import Badge, BadgeState
from recognition.badges.queries import SHOWN_TO_ALL as BADGES_SHOWN_TO_ALL
from recognition.collectives.models import (
    Collective,
    Meeting,
    Membership,
    MembershipRole,
    MembershipState,
    Organisation,
    Representative,
)
from recognition.collectives.queries import shares_collective
from recognition.endorsements.models import EndorsedCriterion, Endorsement, EndorsementState
from recognition.evidence.models import Evidence
from recognition.evidence.queries import evidence_in_collective, evidence_public
from recognition.people.models import Person, ProfileVisibility
from recognition.people.rules import SHOWN_TO_ALL
from recognition.permissions import Actor
from recognition.trust import edges
from recognition.trust.models import TrustRevision

DEFINITION_TO_AWARD = 0.5
ISSUER_TO_AWARD = 0.25
AWARD_TO_DEFINITION = 0.5
ISSUER_TO_DEFINITION = 0.5
IN_WORDS_AND_SHOWN = 1.0
IN_WORDS = 0.5


def badge_node(badge_id: UUID) -> str:
    """The id of a definition in the graph."""
    return f"badge/{badge_id}"


def award_node(award_id: UUID) -> str:
    """The id of an award in the graph."""
    return f"award/{award_id}"


def issuer_node(issuer_id: UUID) -> str:
    """The id of an issuer in the graph: a person, a collective, an organisation."""
    return f"issuer/{issuer_id}"


def revision(session: Session) -> int:
    """How often what the graph is made of has changed. One query, one row."""
    return session.scalar(select(TrustRevision.number)) or 0  # type: ignore[call-overload]


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
            return evidence_public()
        here = shares_collective(self._member, col(Award.holder_id))
        return or_(evidence_public(), and_(evidence_in_collective(), here))

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


@dataclass
class _Gathering:
    """Edges as they are read."""

    session: Session
    scope: Scope
    people: dict[str, edges.Person] = field(default_factory=dict)
    holdings: list[edges.Holding] = field(default_factory=list)
    endorsements: list[edges.Endorsement] = field(default_factory=list)
    uses: list[edges.Use] = field(default_factory=list)
    inheritances: list[edges.Inheritance] = field(default_factory=list)


def trust_edges(session: Session, scope: Scope = EVERYWHERE) -> edges.TrustEdges:
    """The graph of one scope: a collective's, or everywhere's. A fixed number of queries; linear
    in the rows."""
    gathering = _Gathering(session, scope)
    _people(gathering)
    _issuers(gathering)
    _definitions(gathering)
    _awards(gathering)
    _endorsements(gathering)
    return edges.TrustEdges(
        people=gathering.people,
        holdings=tuple(gathering.holdings),
        endorsements=tuple(gathering.endorsements),
        uses=tuple(gathering.uses),
        inheritances=tuple(gathering.inheritances),
    )


def _people(into: _Gathering) -> None:
    """Everyone, with the collective that accepted them first, and whether they were met."""
    circles: dict[UUID, UUID] = {}
    memberships = into.session.execute(
        select(col(Membership.person_id), col(Membership.collective_id))
        .where(col(Membership.state) == MembershipState.ACCEPTED)
        .order_by(col(Membership.decided_at), col(Membership.id))
    )
    for person_id, collective_id in memberships:
        circles.setdefault(person_id, collective_id)
    met = select(col(Meeting.person_id)).where(col(Meeting.taken_back_at).is_(None))
    if into.scope.collective_id is not None:
        met = met.where(col(Meeting.collective_id) == into.scope.collective_id)
    confirmed = set(into.session.scalars(met))
    for person_id in into.session.scalars(select(col(Person.id))):
        circle = circles.get(person_id)
        into.people[str(person_id)] = edges.Person(
            circle=str(circle) if circle else "", confirmed=person_id in confirmed
        )


def _issuers(into: _Gathering) -> None:
    """Who holds an issuer: the person themselves, coordination, representatives."""
    shown = into.session.scalars(select(col(Person.id)).where(into.scope.person_shown()))
    into.holdings.extend(edges.Holding(str(i), issuer_node(i)) for i in shown)
    coordination = into.session.execute(
        select(col(Membership.person_id), col(Membership.collective_id)).where(
            col(Membership.state) == MembershipState.ACCEPTED,
            col(Membership.role) == MembershipRole.COORDINATOR,
        )
    )
    speakers = into.session.execute(
        select(col(Representative.person_id), col(Representative.organisation_id)).where(
            col(Representative.accepted_at).is_not(None), col(Representative.ended_at).is_(None)
        )
    )
    for person_id, issuer_id in (*coordination, *speakers):
        into.holdings.append(edges.Holding(str(person_id), issuer_node(issuer_id)))


def _definitions(into: _Gathering) -> None:
    rows = into.session.execute(
        select(col(Badge.id), col(Badge.proposer_id), col(Badge.collective_id)).where(
            into.scope.badge_shown()
        )
    )
    for badge_id, proposer_id, collective_id in rows:
        node = badge_node(badge_id)
        into.holdings.append(edges.Holding(str(proposer_id), node))
        into.inheritances.append(
            edges.Inheritance(issuer_node(collective_id), node, ISSUER_TO_DEFINITION)
        )


def _evidence_shown_on_award(into: _Gathering) -> ColumnElement[bool]:
    return exists().where(col(Evidence.award_id) == col(Award.id), into.scope.evidence_shown())


def _awards(into: _Gathering) -> None:
    """What each shown award brings: its holder, its giver's word, its ties with what it is of."""
    rows = into.session.execute(
        select(
            col(Award.id),
            col(Award.badge_id),
            col(Award.holder_id),
            col(Award.giver_id),
            col(Award.issuer_id),
            col(Award.mode),
            col(Award.sentence) != "",
            _evidence_shown_on_award(into),
        )
        .join(Holder, col(Holder.id) == col(Award.holder_id))
        .join(Badge, col(Badge.id) == col(Award.badge_id))
        .where(into.scope.award_shown(), into.scope.badge_shown())
    )
    for award_id, badge_id, holder_id, giver_id, issuer_id, mode, in_words, shown in rows:
        award, badge, issuer = award_node(award_id), badge_node(badge_id), issuer_node(issuer_id)
        into.holdings.append(edges.Holding(str(holder_id), award))
        into.uses.append(edges.Use(str(holder_id), badge))
        if giver_id != holder_id:
            vouches = in_words and shown and mode != AwardMode.EVENT
            quality = IN_WORDS_AND_SHOWN if vouches else IN_WORDS
            into.endorsements.append(edges.Endorsement(str(giver_id), award, quality))
        into.inheritances += (
            edges.Inheritance(badge, award, DEFINITION_TO_AWARD),
            edges.Inheritance(issuer, award, ISSUER_TO_AWARD),
            edges.Inheritance(award, badge, AWARD_TO_DEFINITION),
        )


def _endorsements(into: _Gathering) -> None:
    """Accepted words, each for the person who signed, whoever they spoke for."""
    accepted = col(Endorsement.state) == EndorsementState.ACCEPTED
    of_badges = into.session.execute(
        select(col(Endorsement.endorser_id), col(Endorsement.badge_id))
        .join(Badge, col(Badge.id) == col(Endorsement.badge_id))
        .where(accepted, into.scope.badge_shown())
    )
    into.endorsements.extend(
        edges.Endorsement(str(who), badge_node(what), IN_WORDS_AND_SHOWN) for who, what in of_badges
    )
    vouched = exists().where(col(EndorsedCriterion.endorsement_id) == col(Endorsement.id))
    of_awards = into.session.execute(
        select(
            col(Endorsement.endorser_id),
            col(Endorsement.award_id),
            or_(vouched, _evidence_shown_on_award(into)),
        )
        .join(Award, col(Award.id) == col(Endorsement.award_id))
        .join(Holder, col(Holder.id) == col(Award.holder_id))
        .join(Badge, col(Badge.id) == col(Award.badge_id))
        .where(accepted, into.scope.award_shown(), into.scope.badge_shown())
    )
    for who, what, shown in of_awards:
        quality = IN_WORDS_AND_SHOWN if shown else IN_WORDS
        into.endorsements.append(edges.Endorsement(str(who), award_node(what), quality))
    of_issuers = into.session.execute(
        select(col(Endorsement.endorser_id), col(Endorsement.issuer_id)).where(
            accepted,
            or_(
                col(Endorsement.issuer_id).in_(select(col(Collective.id))),
                col(Endorsement.issuer_id).in_(select(col(Organisation.id))),
                col(Endorsement.issuer_id).in_(
                    select(col(Person.id)).where(into.scope.person_shown())
                ),
            ),
        )
    )
    into.endorsements.extend(
        edges.Endorsement(str(who), issuer_node(what), IN_WORDS_AND_SHOWN)
        for who, what in of_issuers
    )
