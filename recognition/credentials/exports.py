"""What one takes along: a document, a token or a picture with the badge inside, as a file."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from recognition.awards.models import Award
from recognition.badges.drawing import digest, draw, svg
from recognition.badges.models import Badge, BadgeVersion
from recognition.badges.queries import badge_seen_by, picture_of, version_seen_by
from recognition.credentials.documents import (
    award_credential,
    endorsement_credential,
    hosted_form,
    ob2_badge,
    ob2_issuer,
    ob3_achievement,
    ob3_issuer,
)
from recognition.credentials.issuing import Issuing
from recognition.credentials.queries import Kept
from recognition.credentials.rules import (
    ENDORSEMENT_FORMS,
    MEDIA_TYPES,
    PLAIN_FORMS,
    ExportForm,
)
from recognition.endorsements.models import Endorsement
from recognition.errors import NotFound, Refused
from recognition.openbadges import png
from recognition.openbadges import svg as svg_baking
from recognition.openbadges.carrying import OB2_KEYWORD, OB3_KEYWORD
from recognition.people.models import Issuer
from recognition.permissions import ANYONE, Actor
from recognition.texts import slugify


@dataclass(frozen=True)
class Exported:
    """A file: its bytes, their type, and the name it is to have, in ASCII."""

    content: bytes
    media_type: str
    file_name: str


def export(
    session: Session,
    issuing: Issuing,
    subject_id: UUID,
    form: str,
    actor: Actor | None = ANYONE,
) -> Exported:
    """What `subject_id` (an award, a badge, an issuer, an endorsement) is in this form.

    An award goes to anyone who may see it and to its holder, however widely they show it, and it
    always says the same. `actor` is None for who runs the platform. Raises NotFound, Refused with
    ``credential.no_such_form``, and Ended. A picture costs some 80 ms when it was never drawn.
    """
    wanted = _form(form)
    if session.get(Award, subject_id) is not None:
        return _award(session, issuing, subject_id, wanted, actor)
    if session.get(Endorsement, subject_id) is not None:
        return _endorsement(session, issuing, subject_id, wanted, actor)
    if session.get(Badge, subject_id) is not None:
        return _badge(session, issuing, subject_id, wanted, actor)
    if session.get(Issuer, subject_id) is not None:
        return _issuer(session, issuing, subject_id, wanted, actor)
    raise NotFound


def _form(form: str) -> ExportForm:
    try:
        return ExportForm(form)
    except ValueError as unknown:
        raise Refused("credential.no_such_form") from unknown


def _award(
    session: Session, issuing: Issuing, award_id: UUID, form: ExportForm, actor: Actor | None
) -> Exported:
    kept = award_credential(session, issuing, award_id, actor)
    version = session.get(BadgeVersion, kept.version_id)
    assert version is not None
    name = slugify(version.title) or "badge"
    if form.suffix in {"json", "jwt"}:
        return _file(_text(kept, form), form, name)
    picture, text = picture_of(version), _text(kept, form)
    keyword = OB3_KEYWORD if form.is_ob3 else OB2_KEYWORD
    if form.suffix == "png":
        return _file(png.bake(_drawn(issuing, version), keyword, text), form, name)
    verify = "" if form.is_ob3 else issuing.addresses.ob2_assertion(award_id)
    drawing = svg(picture, version.alt_text)
    return _file(svg_baking.bake(drawing, keyword, text, verify), form, name)


def _text(kept: Kept, form: ExportForm) -> str:
    if not form.is_ob3:
        return hosted_form(kept)
    return kept.token if form == ExportForm.OB3_JWT else kept.document


def plain_picture(session: Session, issuing: Issuing, version_id: UUID) -> bytes:
    """The PNG of a version that anyone may see, without a badge inside. Raises NotFound."""
    version = session.exec(
        select_rows(BadgeVersion)
        .join(Badge, col(Badge.id) == BadgeVersion.badge_id)
        .where(BadgeVersion.id == version_id, version_seen_by(ANYONE))
    ).first()
    if version is None:
        raise NotFound
    return _drawn(issuing, version)


def _drawn(issuing: Issuing, version: BadgeVersion) -> bytes:
    """The PNG of a version, drawn when it never was."""
    picture = picture_of(version)
    key = digest(picture) + ".png"
    found = issuing.storage.read(key)
    if found is None:
        found = draw(picture)
        issuing.storage.put(key, found)
    return found


def _endorsement(
    session: Session, issuing: Issuing, endorsement_id: UUID, form: ExportForm, actor: Actor | None
) -> Exported:
    if form not in ENDORSEMENT_FORMS:
        raise Refused("credential.no_such_form")
    kept = endorsement_credential(session, issuing, endorsement_id, actor)
    return _file(_text(kept, form), form, f"endossement-{endorsement_id.hex[:8]}")


def _badge(
    session: Session, issuing: Issuing, badge_id: UUID, form: ExportForm, actor: Actor | None
) -> Exported:
    if form not in PLAIN_FORMS:
        raise Refused("credential.no_such_form")
    statement = (
        select(col(BadgeVersion.id), col(Badge.slug))
        .join(Badge, col(Badge.id) == col(BadgeVersion.badge_id))
        .where(col(Badge.id) == badge_id, col(BadgeVersion.number) == col(Badge.current_version))
    )
    if actor is not None:
        statement = statement.where(badge_seen_by(actor))
    row = session.execute(statement).first()
    if row is None:
        raise NotFound
    if form.is_ob3:
        text = ob3_achievement(session, issuing, row.id, actor)
    else:
        text = ob2_badge(session, issuing, row.id, actor=actor)
    return _file(text, form, row.slug)


def _issuer(
    session: Session, issuing: Issuing, issuer_id: UUID, form: ExportForm, actor: Actor | None
) -> Exported:
    if form not in PLAIN_FORMS:
        raise Refused("credential.no_such_form")
    made = ob3_issuer if form.is_ob3 else ob2_issuer
    text = made(session, issuing, issuer_id, actor)
    return _file(text, form, f"emetteur-{issuer_id.hex[:8]}")


def _file(content: str | bytes, form: ExportForm, name: str) -> Exported:
    raw = content.encode() if isinstance(content, str) else content
    return Exported(raw, MEDIA_TYPES[form.suffix], f"{name}.{form.value}")
