"""One valid, dull, flushed row each."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any, TypeVar
from uuid import uuid4

from sqlmodel import Session, select

from recognition.awards.models import Award, AwardMode, AwardState, Visibility
from recognition.badges.models import (
    AwardRule,
    Badge,
    BadgeState,
    BadgeVersion,
    Criterion,
    Proposal,
    Skill,
)
from recognition.collectives.models import (
    Collective,
    Meeting,
    MeetingReport,
    MeetingWitness,
    Membership,
    MembershipRole,
    MembershipState,
    Organisation,
    Representative,
)
from recognition.endorsements.models import Endorsement, EndorsementState
from recognition.evidence.models import Evidence, EvidenceKind
from recognition.imports.models import Belonging, ImportedBadge
from recognition.invitations.models import Invitation, InvitationGuest, InvitationKind
from recognition.people.models import (
    EmailAddress,
    Issuer,
    IssuerKind,
    Person,
    ProfileVisibility,
)
from recognition.texts import fold

AT = datetime(2026, 3, 14, 10, 0, tzinfo=UTC)
_numbers = count(1)
Row = TypeVar("Row")


def _issuer(session: Session, kind: IssuerKind) -> Issuer:
    issuer = Issuer(kind=kind)
    session.add(issuer)
    session.flush()
    return issuer


def _kept(session: Session, row: Row) -> Row:
    session.add(row)
    session.flush()
    return row


def make_person(session: Session, name: str = "", **values: Any) -> Person:
    """A person with a public profile and one verified address, ``<handle>@exemple.org``."""
    number = next(_numbers)
    person = Person(
        **{
            "id": _issuer(session, IssuerKind.PERSON).id,
            "handle": f"personne-{number}",
            "display_name": name or f"Personne {number}",
            "profile_visibility": ProfileVisibility.PUBLIC,
            "joined_at": AT,
            **values,
        }
    )
    session.add(person)
    session.flush()
    session.add(
        EmailAddress(
            person_id=person.id,
            address=f"{person.handle}@exemple.org",
            is_primary=True,
            verified_at=AT,
        )
    )
    session.flush()
    return person


def make_collective(session: Session, name: str = "", **values: Any) -> Collective:
    number = next(_numbers)
    collective = Collective(
        **{
            "id": _issuer(session, IssuerKind.COLLECTIVE).id,
            "slug": f"collectif-{number}",
            "name": name or f"Collectif {number}",
            "short_name": name or f"C{number}",
            "region_code": "76",
            "founded_on": date(2024, 9, 14),
            "accent": "garance",
            "vouched_at": AT,
            **values,
        }
    )
    return _kept(session, collective)


def join(
    session: Session, person: Person, collective: Collective, *, coordinator: bool = False
) -> Membership:
    """An accepted membership."""
    membership = Membership(
        collective_id=collective.id,
        person_id=person.id,
        role=MembershipRole.COORDINATOR if coordinator else MembershipRole.MEMBER,
        state=MembershipState.ACCEPTED,
        requested_at=AT,
        decided_at=AT,
    )
    return _kept(session, membership)


def make_organisation(session: Session, name: str = "", **values: Any) -> Organisation:
    number = next(_numbers)
    organisation = Organisation(
        **{
            "id": _issuer(session, IssuerKind.ORGANISATION).id,
            "slug": f"organisation-{number}",
            "name": name or f"Organisation {number}",
            "created_at": AT,
            **values,
        }
    )
    return _kept(session, organisation)


def make_representative(
    session: Session, person: Person, organisation: Organisation
) -> Representative:
    """Someone who speaks for an organisation and accepted to."""
    representative = Representative(
        organisation_id=organisation.id, person_id=person.id, named_at=AT, accepted_at=AT
    )
    return _kept(session, representative)


def make_meeting(session: Session, person: Person, collective: Collective) -> Meeting:
    """« Rencontré·e en personne »."""
    meeting = Meeting(
        collective_id=collective.id,
        person_id=person.id,
        met_on=AT.date(),
        occasion="Atelier",
        basis="coordinator",
        recorded_at=AT,
    )
    return _kept(session, meeting)


def make_met(session: Session, person: Person) -> Meeting:
    """Have a person be met by a collective of its own, as who notes meetings must have been."""
    return make_meeting(session, person, make_collective(session))


def make_witness(session: Session, meeting: Meeting, person: Person) -> MeetingWitness:
    return _kept(session, MeetingWitness(meeting_id=meeting.id, person_id=person.id))


def make_report(
    session: Session, person: Person, collective: Collective, reporter: Person, **values: Any
) -> MeetingReport:
    """One member's word that they met somebody."""
    report = MeetingReport(
        **{
            "collective_id": collective.id,
            "person_id": person.id,
            "reporter_id": reporter.id,
            "met_on": AT.date(),
            "occasion": "Atelier",
            "reported_at": AT,
            **values,
        }
    )
    return _kept(session, report)


def make_invitation(
    session: Session, collective: Collective, author: Person, *guests: Person, **values: Any
) -> Invitation:
    """A few words of a coordinator to the guests, waiting for no answer unless `kind` says so."""
    invitation = Invitation(
        **{
            "collective_id": collective.id,
            "author_id": author.id,
            "kind": InvitationKind.WORD,
            "words": "Je pensais à vous.",
            "sent_at": AT,
            **values,
        }
    )
    _kept(session, invitation)
    for guest in guests:
        _kept(session, InvitationGuest(invitation_id=invitation.id, person_id=guest.id))
    return invitation


def make_badge(
    session: Session,
    collective: Collective | None = None,
    proposer: Person | None = None,
    *,
    title: str = "",
    criteria: tuple[str, ...] = ("Raconter une situation", "Dire ce que vous avez fait"),
    skills: tuple[str, ...] = ("écoute",),
    family: str = "savoir-etre",
    definition: str = "Savoir écouter quelqu’un jusqu’au bout.",
    **values: Any,
) -> Badge:
    """An adopted badge with one version; its title is « Badge <n> » unless given."""
    number = next(_numbers)
    collective = collective or make_collective(session)
    proposer = proposer or make_person(session)
    badge = Badge(
        **{
            "slug": f"badge-{number}",
            "collective_id": collective.id,
            "proposer_id": proposer.id,
            "state": BadgeState.ADOPTED,
            "award_rule": AwardRule.HOLDERS,
            "proposed_at": AT,
            "adopted_at": AT,
            **values,
        }
    )
    session.add(badge)
    session.flush()
    make_version(
        session,
        badge,
        title=title or f"Badge {number}",
        criteria=criteria,
        skills=skills,
        family=family,
        definition=definition,
    )
    return badge


def make_version(
    session: Session,
    badge: Badge,
    *,
    number: int = 1,
    title: str = "Oreille attentive",
    definition: str = "Savoir écouter quelqu’un jusqu’au bout.",
    criteria: tuple[str, ...] = ("Raconter une situation",),
    skills: tuple[str, ...] = (),
    family: str = "savoir-etre",
) -> BadgeVersion:
    version = BadgeVersion(
        badge_id=badge.id,
        number=number,
        title=title,
        definition=definition,
        family=family,
        shape="rond",
        dye="garance",
        icon="ear",
        alt_text="Une oreille",
        author_id=badge.proposer_id,
        created_at=AT,
        adopted_at=badge.adopted_at,
    )
    session.add(version)
    session.flush()
    for position, text in enumerate(criteria, 1):
        session.add(Criterion(version_id=version.id, position=position, text=text))
    for position, label in enumerate(skills, 1):
        session.add(
            Skill(version_id=version.id, label=label, folded=fold(label), position=position)
        )
    session.flush()
    return version


def version_of(session: Session, badge: Badge) -> BadgeVersion:
    """The current version of a badge."""
    return session.exec(
        select(BadgeVersion).where(
            BadgeVersion.badge_id == badge.id, BadgeVersion.number == badge.current_version
        )
    ).one()


def make_proposal(session: Session, badge: Badge, **values: Any) -> Proposal:
    """An open proposal of the badge's current version (make the badge in state discussion)."""
    proposal = Proposal(
        **{
            "badge_id": badge.id,
            "version_number": badge.current_version,
            "opened_at": AT,
            "closes_at": AT.replace(month=4),
            **values,
        }
    )
    return _kept(session, proposal)


def make_award(
    session: Session,
    badge: Badge | None = None,
    holder: Person | None = None,
    giver: Person | None = None,
    **values: Any,
) -> Award:
    """An accepted, public award by a peer."""
    badge = badge or make_badge(session)
    holder = holder or make_person(session)
    giver = giver or make_person(session)
    award = Award(
        **{
            "badge_id": badge.id,
            "version_id": version_of(session, badge).id,
            "holder_id": holder.id,
            "issuer_id": giver.id,
            "giver_id": giver.id,
            "mode": AwardMode.SELF if giver.id == holder.id else AwardMode.PEER,
            "state": AwardState.ACCEPTED,
            "visibility": Visibility.PUBLIC,
            "sentence": "Vous avez écouté chacun jusqu’au bout.",
            "awarded_at": AT,
            "decided_at": AT,
            **values,
        }
    )
    return _kept(session, award)


def make_imported(session: Session, holder: Person, **values: Any) -> ImportedBadge:
    """A badge from elsewhere, verified, its holder's, shown to anyone."""
    imported = ImportedBadge(
        **{
            "holder_id": holder.id,
            "digest": uuid4().hex * 2,
            "form": "png",
            "version": "2.0",
            "title": "Accueil machines",
            "issuer_name": "Un atelier d’ailleurs",
            "issuer_host": "ailleurs.example",
            "belonging": Belonging.MINE,
            "outcome": "verified",
            "document": "{}",
            "visibility": Visibility.PUBLIC,
            "issued_at": AT,
            "imported_at": AT,
            "checked_at": AT,
            **values,
        }
    )
    return _kept(session, imported)


def make_evidence(session: Session, on: Award | ImportedBadge, **values: Any) -> Evidence:
    """A public text."""
    award_id, imported_id = (on.id, None) if isinstance(on, Award) else (None, on.id)
    evidence = Evidence(
        **{
            "award_id": award_id,
            "imported_id": imported_id,
            "added_by_id": on.holder_id,
            "kind": EvidenceKind.TEXT,
            "title": "Une preuve",
            "description": "Ce qui s’est passé ce jour-là.",
            "visibility": Visibility.PUBLIC,
            "added_at": AT,
            **values,
        }
    )
    return _kept(session, evidence)


def make_endorsement(
    session: Session,
    *,
    endorser: Person | None = None,
    badge: Badge | None = None,
    award: Award | None = None,
    issuer_id: Any = None,
    imported: ImportedBadge | None = None,
    **values: Any,
) -> Endorsement:
    """An accepted endorsement of exactly one of `badge`, `award`, `issuer_id`, `imported`."""
    endorser = endorser or make_person(session)
    version_id = award.version_id if award else None
    if badge is not None:
        version_id = version_of(session, badge).id
    endorsement = Endorsement(
        **{
            "badge_id": badge.id if badge else None,
            "award_id": award.id if award else None,
            "issuer_id": issuer_id,
            "imported_id": imported.id if imported else None,
            "version_id": version_id,
            "endorser_id": endorser.id,
            "relation": "nous avons animé ensemble",
            "statement": "Je l’ai vu faire, et cela a compté.",
            "state": EndorsementState.ACCEPTED,
            "given_at": AT,
            "decided_at": AT,
            **values,
        }
    )
    return _kept(session, endorsement)
