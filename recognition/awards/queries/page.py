"""One award as its page shows it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from recognition.awards.models import Award, AwardState, CriterionNarrative
from recognition.awards.queries.cards import Giver
from recognition.awards.queries.shown import Holder
from recognition.awards.rules import AwardSubject, narrower, profile_width, state_for
from recognition.badges.families import FAMILIES, FamilyLine
from recognition.badges.models import Badge, BadgeVersion, Criterion
from recognition.collectives.models import Collective, Membership, MembershipState, Organisation
from recognition.errors import NotFound
from recognition.people.models import IssuerKind, Person, ProfileVisibility
from recognition.people.rules import ProfileSubject
from recognition.people.sessions import initials
from recognition.permissions import Action, Actor, may


@dataclass(frozen=True)
class PersonView:
    """Someone named on an award. `handle` is None and `city` empty when the visitor may not see
    their page."""

    id: UUID
    name: str
    handle: str | None
    initials: str
    accent: str
    city: str
    is_minor: bool


@dataclass(frozen=True)
class IssuerView:
    """In whose name an award was given; `slug` is that of a collective or an organisation."""

    id: UUID
    kind: str
    name: str
    slug: str | None


@dataclass(frozen=True)
class CriterionLine:
    """A criterion, and what the holder tells about it; `narrative` may be empty."""

    id: UUID
    position: int
    text: str
    narrative: str


@dataclass(frozen=True)
class AwardView:
    """All that the page of an award shows, but its evidence and endorsements.

    `holder` is None while it waits for a mailbox, and for a giver who only knows an address.
    `recipient_address` is that address, for the giver alone. `state` is what this visitor may
    know: to its giver, a declined award is one that waits. `width` is how widely it is really
    shown: the narrower of the holder's choice and of their profile.
    """

    id: UUID
    badge_id: UUID
    slug: str
    version_id: UUID
    version_number: int
    current_version: int
    title: str
    definition: str
    family: FamilyLine
    alt_text: str
    criteria: tuple[CriterionLine, ...]
    holder: PersonView | None
    recipient_address: str
    profile_visibility: str
    issuer: IssuerView
    giver: PersonView
    mode: str
    is_self: bool
    is_holder: bool
    is_giver: bool
    state: str
    visibility: str
    width: str
    sentence: str
    narrative: str
    awarded_at: datetime
    decided_at: datetime | None
    ended_at: datetime | None
    ended_reason: str
    subject: AwardSubject

    @property
    def is_live(self) -> bool:
        """Whether the holder accepted it and nothing ended it."""
        return self.state == AwardState.ACCEPTED

    @property
    def has_newer_version(self) -> bool:
        return self.current_version > self.version_number

    @property
    def tells(self) -> bool:
        """Whether the holder told anything about a criterion."""
        return any(criterion.narrative for criterion in self.criteria)


def award_page(session: Session, actor: Actor, award_id: UUID) -> AwardView:
    """The award, found and authorised at once. Three queries. Raises NotFound for what is absent
    and for what `actor` may not see, alike."""
    row = session.execute(
        columns(Award, Badge, BadgeVersion, Giver, Holder, Collective, Organisation)
        .join(Badge, col(Badge.id) == col(Award.badge_id))
        .join(BadgeVersion, col(BadgeVersion.id) == col(Award.version_id))
        .join(Giver, col(Giver.id) == col(Award.giver_id))
        .outerjoin(Holder, col(Holder.id) == col(Award.holder_id))
        .outerjoin(Collective, col(Collective.id) == col(Award.issuer_id))
        .outerjoin(Organisation, col(Organisation.id) == col(Award.issuer_id))
        .where(col(Award.id) == award_id)
    ).first()
    if row is None:
        raise NotFound
    award, badge, version, giver, holder, collective, organisation = row
    belongs = _Belonging.of(session, {giver.id} | ({holder.id} if holder else set()))
    subject = AwardSubject(
        award_state=award.state,
        visibility=award.visibility,
        holder_id=award.holder_id,
        giver_id=award.giver_id,
        profile_visibility=holder.profile_visibility if holder else ProfileVisibility.PRIVATE,
        holder_collectives=belongs.collectives.get(holder.id, frozenset())
        if holder
        else frozenset(),
    )
    if not may(actor, Action.SEE, subject):
        raise NotFound
    is_holder, is_giver = actor.is_person(award.holder_id), actor.is_person(award.giver_id)
    known_by_address = bool(
        award.recipient_address and not is_holder and award.state != AwardState.ACCEPTED
    )
    accepted_once = is_holder or award.state == AwardState.ACCEPTED
    return AwardView(
        id=award.id,
        badge_id=badge.id,
        slug=badge.slug,
        version_id=version.id,
        version_number=version.number,
        current_version=badge.current_version,
        title=version.title,
        definition=version.definition,
        family=FAMILIES[version.family],
        alt_text=version.alt_text,
        criteria=_criteria(session, award),
        holder=belongs.view(actor, holder) if holder and not known_by_address else None,
        recipient_address=award.recipient_address if known_by_address else "",
        profile_visibility=subject.profile_visibility,
        issuer=_issuer(giver, collective, organisation),
        giver=belongs.view(actor, giver),
        mode=award.mode,
        is_self=award.is_self,
        is_holder=is_holder,
        is_giver=is_giver,
        state=state_for(award.state, is_holder=is_holder),
        visibility=award.visibility,
        width=narrower(award.visibility, profile_width(subject.profile_visibility)),
        sentence=award.sentence,
        narrative=award.narrative,
        awarded_at=award.awarded_at,
        decided_at=award.decided_at if accepted_once else None,
        ended_at=award.ended_at,
        ended_reason=award.ended_reason,
        subject=subject,
    )


@dataclass(frozen=True)
class _Belonging:
    """The collectives of a few people, and the dye of each."""

    collectives: dict[UUID, frozenset[UUID]]
    accents: dict[UUID, str]

    @classmethod
    def of(cls, session: Session, person_ids: set[UUID]) -> "_Belonging":
        rows = session.exec(
            select(Membership.person_id, Membership.collective_id, Collective.accent)
            .join(Collective, col(Collective.id) == Membership.collective_id)
            .where(
                col(Membership.person_id).in_(person_ids),
                Membership.state == MembershipState.ACCEPTED,
            )
            .order_by(col(Membership.decided_at), col(Membership.id))
        )
        collectives: dict[UUID, frozenset[UUID]] = {}
        accents: dict[UUID, str] = {}
        for person_id, collective_id, accent in rows:
            known = collectives.get(person_id, frozenset())
            collectives[person_id] = known | {collective_id}
            accents.setdefault(person_id, accent)
        return cls(collectives, accents)

    def view(self, actor: Actor, person: Person) -> PersonView:
        """The person as `actor` may know them, where their name is shown anyway."""
        page = ProfileSubject(
            person.id,
            person.profile_visibility,
            self.collectives.get(person.id, frozenset()),
        )
        shown = may(actor, Action.SEE, page)
        return PersonView(
            id=person.id,
            name=person.display_name,
            handle=person.handle if shown else None,
            initials=initials(person.display_name),
            accent=self.accents.get(person.id, "noyer"),
            city=person.city if shown else "",
            is_minor=person.is_minor,
        )


def _issuer(giver: Person, collective: Any, organisation: Any) -> IssuerView:
    if collective is not None:
        return IssuerView(collective.id, IssuerKind.COLLECTIVE, collective.name, collective.slug)
    if organisation is not None:
        named = organisation
        return IssuerView(named.id, IssuerKind.ORGANISATION, named.name, named.slug)
    return IssuerView(giver.id, IssuerKind.PERSON, giver.display_name, None)


def _criteria(session: Session, award: Award) -> tuple[CriterionLine, ...]:
    rows = session.exec(
        select(Criterion.id, Criterion.position, Criterion.text, CriterionNarrative.text)
        .outerjoin(
            CriterionNarrative,
            (col(CriterionNarrative.criterion_id) == Criterion.id)
            & (col(CriterionNarrative.award_id) == award.id),
        )
        .where(Criterion.version_id == award.version_id)
        .order_by(col(Criterion.position))
    )
    return tuple(CriterionLine(id, position, text, told or "") for id, position, text, told in rows)
