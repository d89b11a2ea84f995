"""Every document of ours, for the eyes that ask: what the public addresses answer, what is taken
along. JSON texts and compact tokens.

`actor` is None for who runs the platform, and reads its database anyway.
"""

from uuid import UUID

from sqlalchemy import ColumnElement, Exists, and_, exists, or_, select
from sqlmodel import Session, col

from recognition.awards.models import Award
from recognition.awards.queries import Holder, shown_publicly
from recognition.badges.models import Badge, BadgeVersion
from recognition.badges.queries import version_seen_by
from recognition.credentials.issuing import Issuing
from recognition.credentials.queries import Kept, kept_award, kept_endorsement
from recognition.credentials.queries.facts import badges, issuers
from recognition.credentials.signing import Words, signed
from recognition.endorsements.models import Endorsement
from recognition.endorsements.visibility import endorsement_public, with_targets
from recognition.errors import NotFound, Refused
from recognition.openbadges import facts, ob2, ob3, safejson
from recognition.people.models import Issuer, IssuerKind, Person
from recognition.people.rules import SHOWN_TO_ALL
from recognition.permissions import ANYONE, Actor


def award_credential(
    session: Session, issuing: Issuing, award_id: UUID, actor: Actor | None = ANYONE
) -> Kept:
    """An award in all its forms. One statement when it was signed; else it is, on the way.

    Raises NotFound, and Ended for one that anyone would have seen before it ended.
    """
    return _whole(session, issuing, kept_award(session, actor, award_id))


def endorsement_credential(
    session: Session, issuing: Issuing, endorsement_id: UUID, actor: Actor | None = ANYONE
) -> Kept:
    """An endorsement in all its forms; see `award_credential`."""
    return _whole(session, issuing, kept_endorsement(session, actor, endorsement_id))


def _whole(session: Session, issuing: Issuing, kept: Kept) -> Kept:
    if kept.document:
        return kept
    made = signed(session, issuing, [kept.id]).get(kept.id)
    if made is None:
        raise NotFound
    return Kept(kept.id, made.document, made.token, made.hosted, kept.version_id)


def hosted_form(kept: Kept) -> str:
    """The Open Badges 2.0 form. Raises Refused where there is none."""
    if not kept.hosted:
        raise Refused("credential.no_address")
    return kept.hosted


def ob3_achievement(
    session: Session, issuing: Issuing, version_id: UUID, actor: Actor | None = ANYONE
) -> str:
    """One version of a badge, with the newest endorsements of it. Raises NotFound."""
    found = _badge(session, version_id, actor)
    words = Words.about(session, issuing, version_ids=[version_id])
    return safejson.dumps(
        ob3.whole(
            ob3.achievement(
                found, issuing.addresses, words=words.documents(version_id, None).of_badge
            )
        )
    )


def ob2_badge(
    session: Session,
    issuing: Issuing,
    version_id: UUID,
    issuer_id: UUID | None = None,
    actor: Actor | None = ANYONE,
) -> str:
    """The BadgeClass of one version; with `issuer_id`, as that issuer gives it. Raises NotFound,
    also for an issuer of whom not everyone may know that they give it."""
    found = _badge(session, version_id, actor)
    if issuer_id not in {None, found.creator.id} and actor is not None:
        gives = and_(col(Award.version_id) == version_id, col(Award.issuer_id) == issuer_id)
        if not session.scalar(select(_gave(gives))):
            raise NotFound
    words = Words.about(session, issuing, version_ids=[version_id])
    return safejson.dumps(
        ob2.badge_class(
            found,
            issuer_id or found.creator.id,
            issuing.addresses,
            endorsements=words.ids(version_id, None),
        )
    )


def ob3_issuer(
    session: Session, issuing: Issuing, issuer_id: UUID, actor: Actor | None = ANYONE
) -> str:
    """An issuer, with the newest endorsements of them. Raises NotFound."""
    found = _issuer(session, issuer_id, actor)
    words = Words.about(session, issuing, issuer_ids=[issuer_id])
    return safejson.dumps(
        ob3.whole(
            ob3.profile(found, issuing.addresses, words=words.documents(None, issuer_id).of_issuer)
        )
    )


def ob2_issuer(
    session: Session, issuing: Issuing, issuer_id: UUID, actor: Actor | None = ANYONE
) -> str:
    """The Profile of an issuer. Raises NotFound."""
    found = _issuer(session, issuer_id, actor)
    words = Words.about(session, issuing, issuer_ids=[issuer_id])
    return safejson.dumps(
        ob2.profile(
            found,
            issuing.addresses,
            contact=issuing.contact,
            endorsements=words.ids(None, issuer_id),
        )
    )


def _badge(session: Session, version_id: UUID, actor: Actor | None) -> facts.Badge:
    if actor is not None:
        seen = session.scalar(
            select(col(BadgeVersion.id))
            .join(Badge, col(Badge.id) == col(BadgeVersion.badge_id))
            .where(col(BadgeVersion.id) == version_id, version_seen_by(actor))
        )
        if seen is None:
            raise NotFound
    found = badges(session, [version_id]).get(version_id)
    if found is None:
        raise NotFound
    return found


def _issuer(session: Session, issuer_id: UUID, actor: Actor | None) -> facts.Issuer:
    """A person is named in public who shows their page, or whose name already stands beside what
    they gave or said."""
    if actor is not None:
        gave = _gave(or_(col(Award.issuer_id) == issuer_id, col(Award.giver_id) == issuer_id))
        said = with_targets(select(col(Endorsement.id)).select_from(Endorsement)).where(
            col(Endorsement.endorser_id) == issuer_id, endorsement_public()
        )
        seen = session.scalar(
            select(col(Issuer.id))
            .outerjoin(Person, col(Person.id) == col(Issuer.id))
            .where(
                col(Issuer.id) == issuer_id,
                or_(
                    col(Issuer.kind) != IssuerKind.PERSON,
                    col(Person.profile_visibility).in_(SHOWN_TO_ALL),
                    col(Issuer.id) == actor.person_id,
                    gave,
                    said.correlate(None).exists(),
                ),
            )
        )
        if seen is None:
            raise NotFound
    found = issuers(session, [issuer_id]).get(issuer_id)
    if found is None:
        raise NotFound
    return found


def _gave(what: ColumnElement[bool]) -> Exists:
    """Whether there is such an award that anyone may see."""
    return (
        exists()
        .where(col(Award.holder_id) == col(Holder.id), shown_publicly(), what)
        .correlate(None)
    )
