"""One of everything, and someone who has a part in all of it."""

from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session

from recognition.awards.models import AwardState
from recognition.badges.models import BadgeState
from recognition.clock import now
from recognition.collectives.models import Membership, MembershipState
from recognition.endorsements.models import EndorsementState
from recognition.invitations.models import InvitationKind
from recognition.people.models import Person
from tests.factories import (
    AT,
    join,
    make_award,
    make_badge,
    make_collective,
    make_endorsement,
    make_evidence,
    make_imported,
    make_invitation,
    make_meeting,
    make_organisation,
    make_person,
    make_proposal,
    make_report,
    make_representative,
    version_of,
)


@dataclass(frozen=True)
class World:
    """`insider` coordinates the collective, proposed its badges, holds one and is offered
    another. `gaps` fills the addresses of routes, by the beginning of the address."""

    insider: Person
    gaps: dict[str, dict[str, object]]

    def path(self, template: str) -> str:
        """The address of a route; the longest beginning that has gaps to fill wins."""
        start = max((s for s in self.gaps if template.startswith(s)), key=len, default="")
        return template.replace(":path", "").format(**self.gaps.get(start, {}))


def make_world(session: Session) -> World:
    """Flushed; the caller commits."""
    insider, friend, newcomer = (
        make_person(session, name) for name in ("Inès Lavande", "Paul Sureau", "Noé Tilleul")
    )
    collective = make_collective(session, "Occitanie")
    join(session, insider, collective, coordinator=True)
    join(session, friend, collective)
    asking = Membership(
        collective_id=collective.id,
        person_id=newcomer.id,
        state=MembershipState.REQUESTED,
        sentence="J’aimerais venir.",
        requested_at=AT,
    )
    session.add(asking)
    organisation = make_organisation(session, "La Chambre à Air")
    speaking = make_representative(session, insider, organisation)
    badge = make_badge(session, collective, insider)
    discussed = make_badge(
        session, collective, insider, state=BadgeState.DISCUSSION, adopted_at=None
    )
    make_proposal(session, discussed, closes_at=now() + timedelta(days=5))
    award = make_award(session, badge, insider, friend)
    make_award(session, holder=insider, giver=friend, state=AwardState.OFFERED, decided_at=None)
    make_award(session, badge, friend, insider)
    evidence = make_evidence(session, award)
    spoken = make_endorsement(session, badge=badge, endorser=friend)
    endorsement = make_endorsement(
        session,
        award=award,
        endorser=friend,
        state=EndorsementState.OFFERED,
        decided_at=None,
    )
    meeting = make_meeting(session, friend, collective)
    report = make_report(session, newcomer, collective, friend)
    invitation = make_invitation(
        session, collective, insider, friend, kind=InvitationKind.MEETING, title="Un café"
    )
    return World(
        insider,
        {
            "/static": {"path": "css/none.css"},
            "/connexion": {"link": "a-link-that-was-never-sent"},
            "/@": {"handle": friend.handle},
            "/moi": {"id": insider.id},
            "/collectifs/{slug}": {"slug": collective.slug, "id": asking.id},
            "/organisations/{slug}": {"slug": organisation.slug, "id": speaking.id},
            "/nominations": {"id": speaking.id},
            "/rencontres": {"id": meeting.id},
            "/rencontres/paroles": {"id": report.id},
            "/invitations": {"id": invitation.id},
            "/carte/export": {"file": "fils.csv"},
            "/images": {"version_id": version_of(session, badge).id},
            "/badges/{slug}": {"slug": badge.slug, "number": 1},
            "/badges/{slug}/discussion": {"slug": discussed.slug},
            "/recus": {"id": award.id, "form": "ob3.png"},
            "/ob3/credentials": {"id": award.id},
            "/ob3/achievements": {"id": version_of(session, badge).id},
            "/ob3/endorsements": {"id": spoken.id},
            "/ob3/status": {"number": 1, "id": friend.id},
            "/ob2/assertions": {"id": award.id},
            "/ob2/badges": {"id": version_of(session, badge).id, "issuer_id": friend.id},
            "/ob2/issuers": {"id": friend.id},
            "/ob2/endorsements": {"id": spoken.id},
            "/issuers": {"id": friend.id},
            "/venus-d-ailleurs": {
                "id": make_imported(session, insider).id,
                "form": "donnees",
            },
            "/preuves": {"id": evidence.id},
            "/endossements": {"id": endorsement.id},
            "/endosser": {"kind": "collectif", "slug": collective.slug},
        },
    )
