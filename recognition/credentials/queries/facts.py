"""Rows gathered into what documents say, many at once: a fixed number of statements each."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlmodel import Session, col

from recognition.awards.models import Award, CriterionNarrative
from recognition.awards.queries import Holder
from recognition.badges.models import Badge, BadgeVersion, Criterion, Skill
from recognition.collectives.models import Collective, Organisation
from recognition.credentials.models import Credential
from recognition.endorsements.models import EndorsedCriterion, Endorsement
from recognition.evidence.models import Evidence
from recognition.evidence.queries import award_evidence_public
from recognition.openbadges import facts
from recognition.openbadges.identity import Identity, hashed
from recognition.people.models import EmailAddress, Person

_GENRES = {
    "text": "Text",
    "testimony": "Testimony",
    "link": "Link",
    "photo": "Photo",
    "document": "Document",
    "audio": "Audio",
    "video": "Video",
}


def issuers(session: Session, ids: Iterable[UUID]) -> dict[UUID, facts.Issuer]:
    """The issuers of these ids, named as whoever sees what they say reads them. Two statements.

    Of a person there is a name and no more; a body says in a line what it is.
    """
    wanted = set(ids)
    people = session.execute(
        select(col(Person.id), col(Person.display_name)).where(col(Person.id).in_(wanted))
    )
    found = {id_: facts.Issuer(id_, name) for id_, name in people}
    bodies = (
        select(col(Collective.id), col(Collective.name), col(Collective.tagline))
        .where(col(Collective.id).in_(wanted))
        .union_all(
            select(
                col(Organisation.id), col(Organisation.name), col(Organisation.description)
            ).where(col(Organisation.id).in_(wanted))
        )
    )
    return found | {row[0]: facts.Issuer(*row) for row in session.execute(bodies)}


def badges(session: Session, version_ids: Iterable[UUID]) -> dict[UUID, facts.Badge]:
    """The badges in these versions. Three statements."""
    wanted = set(version_ids)
    criteria, skills = defaultdict(list), defaultdict(list)
    for version_id, text in session.execute(
        select(col(Criterion.version_id), col(Criterion.text))
        .where(col(Criterion.version_id).in_(wanted))
        .order_by(col(Criterion.position))
    ):
        criteria[version_id].append(text)
    for version_id, label in session.execute(
        select(col(Skill.version_id), col(Skill.label))
        .where(col(Skill.version_id).in_(wanted))
        .order_by(col(Skill.position), col(Skill.folded))
    ):
        skills[version_id].append(label)
    rows = session.execute(
        select(
            col(BadgeVersion.id),
            col(BadgeVersion.number),
            col(BadgeVersion.title),
            col(BadgeVersion.definition),
            col(BadgeVersion.family),
            col(BadgeVersion.alt_text),
            col(Badge.language),
            col(Collective.id),
            col(Collective.name),
            col(Collective.tagline),
        )
        .join(Badge, col(Badge.id) == col(BadgeVersion.badge_id))
        .join(Collective, col(Collective.id) == col(Badge.collective_id))
        .where(col(BadgeVersion.id).in_(wanted))
    )
    return {
        row.id: facts.Badge(
            version_id=row.id,
            number=row.number,
            title=row.title,
            definition=row.definition,
            criteria=tuple(criteria[row.id]),
            skills=tuple(skills[row.id]),
            family=row.family,
            alt_text=row.alt_text,
            language=row.language,
            creator=facts.Issuer(*row[-3:]),
        )
        for row in rows
    }


def awards(session: Session, ids: Collection[UUID]) -> dict[UUID, facts.Award]:
    """The awards of these ids that have a credential, with the evidence that anyone may see. Eight
    statements."""
    rows = session.execute(
        select(
            Award,
            col(Credential.salt),
            col(EmailAddress.address),
        )
        .join(Credential, col(Credential.id) == col(Award.id))
        .outerjoin(
            EmailAddress,
            and_(
                col(EmailAddress.person_id) == col(Award.holder_id),
                col(EmailAddress.is_primary),
            ),
        )
        .where(col(Award.id).in_(ids), col(Award.holder_id).is_not(None))
    ).all()
    named = issuers(session, {id_ for row in rows for id_ in (row[0].issuer_id, row[0].giver_id)})
    of_badges = badges(session, {row[0].version_id for row in rows})
    told, evidence = _told(session, ids), _evidence(session, ids)
    return {
        award.id: facts.Award(
            id=award.id,
            badge=of_badges[award.version_id],
            issuer=named[award.issuer_id],
            giver=named[award.giver_id],
            holder_id=award.holder_id,
            recipient=Identity("email", hashed(address, salt), True, salt) if address else None,
            awarded_at=award.awarded_at,
            sentence=award.sentence,
            narrative=award.narrative,
            told=tuple(told[award.id]),
            evidence=tuple(evidence[award.id]),
        )
        for award, salt, address in rows
    }


def _told(session: Session, award_ids: Collection[UUID]) -> dict[UUID, list[facts.Told]]:
    found = defaultdict(list)
    for award_id, criterion, text in session.execute(
        select(col(CriterionNarrative.award_id), col(Criterion.text), col(CriterionNarrative.text))
        .join(Criterion, col(Criterion.id) == col(CriterionNarrative.criterion_id))
        .where(col(CriterionNarrative.award_id).in_(award_ids))
        .order_by(col(Criterion.position))
    ):
        found[award_id].append(facts.Told(criterion, text))
    return found


def _evidence(session: Session, award_ids: Collection[UUID]) -> dict[UUID, list[facts.Evidence]]:
    found: defaultdict[UUID, list[facts.Evidence]] = defaultdict(list)
    for row in session.scalars(
        select(Evidence)
        .join(Award, col(Award.id) == col(Evidence.award_id))
        .join(Holder, col(Holder.id) == col(Award.holder_id))
        .where(col(Evidence.award_id).in_(award_ids), award_evidence_public())
        .order_by(col(Evidence.added_at), col(Evidence.id))
    ):
        assert row.award_id is not None
        found[row.award_id].append(
            facts.Evidence(
                id=row.id,
                genre=_GENRES.get(row.kind, "Text"),
                title=row.title,
                description=row.description,
                url=row.url,
                has_file=bool(row.file_key),
            )
        )
    return found


def endorsements(session: Session, ids: Collection[UUID]) -> dict[UUID, facts.Endorsement]:
    """The endorsements of these ids that are about something of ours. Five statements."""
    rows = session.scalars(
        select(Endorsement).where(
            col(Endorsement.id).in_(ids),
            is_about_ours(),
        )
    ).all()
    names = issuers(
        session, {id_ for row in rows for id_ in (row.endorser_id, row.on_behalf_of_id) if id_}
    )
    criteria = defaultdict(list)
    for endorsement_id, text in session.execute(
        select(col(EndorsedCriterion.endorsement_id), col(Criterion.text))
        .join(Criterion, col(Criterion.id) == col(EndorsedCriterion.criterion_id))
        .where(col(EndorsedCriterion.endorsement_id).in_(ids))
        .order_by(col(Criterion.position))
    ):
        criteria[endorsement_id].append(text)
    return {row.id: _endorsement(row, names, tuple(criteria[row.id])) for row in rows}


def is_about_ours() -> ColumnElement[bool]:
    """SQL on `Endorsement`: it is about something that has an address here."""
    return or_(
        col(Endorsement.award_id).is_not(None),
        col(Endorsement.issuer_id).is_not(None),
        and_(col(Endorsement.badge_id).is_not(None), col(Endorsement.version_id).is_not(None)),
    )


def _endorsement(
    row: Endorsement, names: dict[UUID, facts.Issuer], criteria: tuple[str, ...]
) -> facts.Endorsement:
    about, subject_id = facts.About.ISSUER, row.issuer_id
    if row.award_id is not None:
        about, subject_id = facts.About.AWARD, row.award_id
    elif row.badge_id is not None:
        about, subject_id = facts.About.BADGE, row.version_id
    assert subject_id is not None
    return facts.Endorsement(
        id=row.id,
        about=about,
        subject_id=subject_id,
        endorser=names[row.endorser_id],
        statement=row.statement,
        given_at=row.given_at,
        spoken_for=names[row.on_behalf_of_id].name if row.on_behalf_of_id else "",
        relation=row.relation,
        criteria=criteria,
    )
