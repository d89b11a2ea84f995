"""What one needs to know to give a badge, or to recognise oneself in it."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, or_
from sqlmodel import Session, col, select

from recognition.awards.models import Award, AwardState
from recognition.awards.queries.rights import opens_giving
from recognition.badges.families import FAMILIES, FamilyLine
from recognition.badges.models import Badge, BadgeVersion, Criterion
from recognition.badges.queries import badge_seen_by
from recognition.badges.rules import AwardRuleSubject
from recognition.collectives.models import Membership, MembershipState
from recognition.errors import NotFound
from recognition.people.models import Person
from recognition.people.queries import person_id_of_address
from recognition.permissions import Actor


@dataclass(frozen=True)
class BadgeToGive:
    """A badge in its current words. `subject` says who may give it."""

    id: UUID
    slug: str
    badge_state: str
    version_id: UUID
    title: str
    definition: str
    family: FamilyLine
    alt_text: str
    evidence_hint: str
    collective_id: UUID
    subject: AwardRuleSubject
    criteria: tuple[Criterion, ...]


def badge_to_give(session: Session, actor: Actor, slug: str) -> BadgeToGive:
    """The badge of that address as `actor` could give it. Three queries; raises NotFound when
    they may not see it."""
    row = session.exec(
        select(Badge, BadgeVersion)
        .join(
            BadgeVersion,
            (col(BadgeVersion.badge_id) == Badge.id)
            & (col(BadgeVersion.number) == Badge.current_version),
        )
        .where(Badge.slug == slug, badge_seen_by(actor))
    ).first()
    if row is None:
        raise NotFound
    badge, version = row
    criteria = session.exec(
        select(Criterion)
        .where(Criterion.version_id == version.id)
        .order_by(col(Criterion.position))
    )
    held = actor.person_id is not None and opens_giving(session, actor.person_id, badge.id)
    return BadgeToGive(
        id=badge.id,
        slug=badge.slug,
        badge_state=badge.state,
        version_id=version.id,
        title=version.title,
        definition=version.definition,
        family=FAMILIES[version.family],
        alt_text=version.alt_text,
        evidence_hint=version.evidence_hint,
        collective_id=badge.collective_id,
        subject=AwardRuleSubject(badge.award_rule, badge.collective_id, badge.proposer_id, held),
        criteria=tuple(criteria),
    )


STANDS = (AwardState.OFFERED, AwardState.ACCEPTED, AwardState.DECLINED)
"""What counts as given already. A declined award does, and is answered like one that waits: a
second offer would tell the giver of the refusal, and press the person who refused."""


def already_given(
    session: Session, badge_id: UUID, giver_id: UUID, *, holder_id: UUID | None, address: str
) -> bool:
    """Whether this giver gave this badge to this recipient before, by the same way.

    A gift to an address is compared with gifts to that very address only, and a gift to a person
    with gifts to that person by name: otherwise the answer would tell whose address it is (G4).
    """
    by_name = and_(
        col(Award.holder_id) == holder_id,
        or_(col(Award.recipient_address) == "", col(Award.state) == AwardState.ACCEPTED),
    )
    found = session.exec(
        select(Award.id)
        .where(
            Award.badge_id == badge_id,
            Award.giver_id == giver_id,
            col(Award.state).in_(STANDS),
            col(Award.recipient_address) == address if address else by_name,
        )
        .limit(1)
    ).first()
    return found is not None


def delivered_to(session: Session, badge_id: UUID, giver_id: UUID, address: str) -> UUID | None:
    """The member a gift to this address reaches; None when it stays with the address.

    It stays there, and the giver is told nothing else, when nobody proved the address, when its
    person has this badge from this giver already, or is a minor whom the giver does not share a
    collective with (requirement H1).
    """
    person_id = person_id_of_address(session, address)
    if person_id is None or not may_reach(session, giver_id, person_id):
        return None
    return None if has_from(session, badge_id, giver_id, person_id) else person_id


def has_from(session: Session, badge_id: UUID, giver_id: UUID, person_id: UUID) -> bool:
    """Whether this person was given this badge by this giver, whatever they answered."""
    found = session.exec(
        select(Award.id)
        .where(
            Award.badge_id == badge_id,
            Award.giver_id == giver_id,
            Award.holder_id == person_id,
            col(Award.state).in_(STANDS),
        )
        .limit(1)
    ).first()
    return found is not None


def may_reach(session: Session, giver_id: UUID, person_id: UUID) -> bool:
    """Whether a gift sent to an address of theirs may come before this person."""
    is_minor = session.exec(select(Person.is_minor).where(Person.id == person_id)).first()
    if not is_minor:
        return True
    of_giver = select(Membership.collective_id).where(
        Membership.person_id == giver_id, Membership.state == MembershipState.ACCEPTED
    )
    shared = session.exec(
        select(Membership.id)
        .where(
            Membership.person_id == person_id,
            Membership.state == MembershipState.ACCEPTED,
            col(Membership.collective_id).in_(of_giver),
        )
        .limit(1)
    ).first()
    return shared is not None
