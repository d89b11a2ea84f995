"""The addresses that stand inside badges: data for software, and for people the way to a page.

Each answers what anyone at all may see, whoever asks, and nothing else (`opening`).
"""

from contextlib import suppress
from uuid import UUID

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from recognition.credentials.documents import (
    award_credential,
    endorsement_credential,
    hosted_form,
    ob2_badge,
    ob2_issuer,
    ob3_achievement,
    ob3_issuer,
)
from recognition.credentials.exports import export
from recognition.credentials.pages import endorsed_thing, issuer_page, version_page
from recognition.credentials.queries import Kept, kept_award, kept_endorsement
from recognition.credentials.rules import ExportForm
from recognition.credentials.views.negotiation import CREDENTIALS, OPEN_BADGES_2, Choice, Form
from recognition.credentials.views.opening import Asked, open_address
from recognition.errors import NotFound
from recognition.people.models import IssuerKind
from recognition.permissions import ANYONE


@open_address
def award(asked: Asked) -> Response:
    """An OpenBadgeCredential, or its token."""
    choice, award_id = asked.chosen(CREDENTIALS), asked.id()
    if choice.form == Form.PAGE:
        return _award_page(asked, award_id)
    return _served(asked, choice, award_credential(asked.session, asked.issuing, award_id))


@open_address
def assertion(asked: Asked) -> Response:
    """The Assertion of Open Badges 2.0."""
    choice, award_id = asked.chosen(OPEN_BADGES_2), asked.id()
    if choice.form == Form.PAGE:
        return _award_page(asked, award_id)
    kept = award_credential(asked.session, asked.issuing, award_id)
    return asked.served(hosted_form(kept), choice.media_type)


@open_address
def picture(asked: Asked) -> Response:
    """The picture with the assertion inside."""
    form = ExportForm.OB2_PNG
    exported = export(asked.session, asked.issuing, _award_id(asked), form, ANYONE)
    return asked.served(exported.content, exported.media_type)


@open_address
def endorsement(asked: Asked) -> Response:
    """An EndorsementCredential, or its token."""
    choice, endorsement_id = asked.chosen(CREDENTIALS), asked.id()
    if choice.form == Form.PAGE:
        return _endorsement_page(asked, endorsement_id)
    kept = endorsement_credential(asked.session, asked.issuing, endorsement_id)
    return _served(asked, choice, kept)


@open_address
def hosted_endorsement(asked: Asked) -> Response:
    """The Endorsement of Open Badges 2.0."""
    choice, endorsement_id = asked.chosen(OPEN_BADGES_2), asked.id()
    if choice.form == Form.PAGE:
        return _endorsement_page(asked, endorsement_id)
    kept = endorsement_credential(asked.session, asked.issuing, endorsement_id)
    return asked.served(hosted_form(kept), choice.media_type)


@open_address
def achievement(asked: Asked) -> Response:
    """One version of a badge as an Achievement."""
    choice, version_id = asked.chosen(OPEN_BADGES_2), asked.id()
    if choice.form == Form.PAGE:
        return _version_page(asked, version_id)
    text = ob3_achievement(asked.session, asked.issuing, version_id)
    return asked.served(text, choice.media_type)


@open_address
def badge_class(asked: Asked) -> Response:
    """One version of a badge as a BadgeClass."""
    choice, version_id = asked.chosen(OPEN_BADGES_2), asked.id()
    if choice.form == Form.PAGE:
        return _version_page(asked, version_id)
    text = ob2_badge(asked.session, asked.issuing, version_id)
    return asked.served(text, choice.media_type)


@open_address
def badge_class_of(asked: Asked) -> Response:
    """The BadgeClass as one issuer gives it: in 2.0 it is what says who issued."""
    choice, version_id, issuer_id = asked.chosen(OPEN_BADGES_2), asked.id(), asked.id("issuer_id")
    if choice.form == Form.PAGE:
        return _version_page(asked, version_id)
    text = ob2_badge(asked.session, asked.issuing, version_id, issuer_id)
    return asked.served(text, choice.media_type)


@open_address
def profile(asked: Asked) -> Response:
    """The Profile of an issuer, Open Badges 2.0."""
    choice, issuer_id = asked.chosen(OPEN_BADGES_2), asked.id()
    if choice.form == Form.PAGE:
        return asked.lead_to(_path_of_issuer(asked, issuer_id))
    return asked.served(ob2_issuer(asked.session, asked.issuing, issuer_id), choice.media_type)


@open_address
def issuer(asked: Asked) -> Response:
    """The page of an issuer under an address that outlives its name, or its Profile in 3.0."""
    choice, issuer_id = asked.chosen(OPEN_BADGES_2), asked.id()
    if choice.form == Form.PAGE:
        return asked.lead_to(_path_of_issuer(asked, issuer_id))
    return asked.served(ob3_issuer(asked.session, asked.issuing, issuer_id), choice.media_type)


def _served(asked: Asked, choice: Choice, kept: Kept) -> Response:
    text = kept.token if choice.form == Form.TOKEN else kept.document
    return asked.served(text, choice.media_type)


def _award_page(asked: Asked, award_id: UUID) -> Response:
    """The page of an award, which knows who may see it and asks its holder to sign in: what is
    not public is led there like what does not exist. Raises Ended."""
    with suppress(NotFound):
        kept_award(asked.session, ANYONE, award_id)
    return asked.lead_to(asked.url("awards:show", id=award_id))


def _award_id(asked: Asked) -> UUID:
    """Of an award and of nothing else. Raises NotFound and Ended."""
    return kept_award(asked.session, ANYONE, asked.id()).id


def _endorsement_page(asked: Asked, endorsement_id: UUID) -> Response:
    """Where an endorsement stands, on the page of what it is of. Raises NotFound and Ended."""
    kept_endorsement(asked.session, ANYONE, endorsement_id)
    thing = endorsed_thing(asked.session, endorsement_id)
    if thing.award_id is not None:
        path = asked.url("awards:show", id=thing.award_id)
    elif thing.badge_slug is not None:
        path = asked.url("badges:show", slug=thing.badge_slug)
    else:
        assert thing.issuer_id is not None
        path = _path_of_issuer(asked, thing.issuer_id)
    return asked.lead_to(f"{path}#endossement-{endorsement_id}")


def _version_page(asked: Asked, version_id: UUID) -> Response:
    page = version_page(asked.session, version_id)
    if page.is_current:
        return asked.lead_to(asked.url("badges:show", slug=page.slug))
    return asked.lead_to(asked.url("badges:version", slug=page.slug, number=page.number))


def _path_of_issuer(asked: Asked, issuer_id: UUID) -> str:
    page = issuer_page(asked.session, issuer_id)
    if page.kind == IssuerKind.PERSON:
        return asked.url("people:profile", handle=page.slug)
    if page.kind == IssuerKind.COLLECTIVE:
        return asked.url("collectives:show", slug=page.slug)
    return asked.url("organisations:show", slug=page.slug)


routes: list[BaseRoute] = [
    Route("/ob3/credentials/{id}", award, name="credentials:award"),
    Route("/ob3/achievements/{id}", achievement, name="credentials:achievement"),
    Route("/ob3/endorsements/{id}", endorsement, name="credentials:endorsement"),
    Route("/ob2/assertions/{id}", assertion, name="credentials:assertion"),
    Route("/ob2/assertions/{id}/image", picture, name="credentials:picture"),
    Route("/ob2/badges/{id}", badge_class, name="credentials:badge_class"),
    Route("/ob2/badges/{id}/{issuer_id}", badge_class_of, name="credentials:badge_class_of"),
    Route("/ob2/issuers/{id}", profile, name="credentials:profile"),
    Route("/ob2/endorsements/{id}", hosted_endorsement, name="credentials:hosted_endorsement"),
    Route("/issuers/{id}", issuer, name="credentials:issuer"),
]
