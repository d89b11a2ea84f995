"""What is written to people about collectives and organisations: plain text, with nothing to
click but our own address (requirement B4)."""

from uuid import UUID

from recognition.collectives.models import Collective, Organisation
from recognition.collectives.queries import NamedPerson
from recognition.mail.commands import queue_mail
from recognition.people.queries import primary_address
from recognition.web.languages import gettext as _
from recognition.web.visit import Visit


def tell_coordination(
    visit: Visit, collective: Collective, coordination: list[NamedPerson], *, who: str
) -> None:
    """Write to each coordinator that someone asks to join; the sentence waits on the page."""
    words = _words(visit, collective.name, "collectives:desk", slug=collective.slug) | {"who": who}
    subject = _("%(who)s demande à rejoindre %(name)s") % words
    body = (
        _(
            "Bonjour,\n\n"
            "%(who)s demande à rejoindre %(name)s, avec une phrase pour vous. À lire et à répondre"
            " ici :\n\n"
            "%(address)s\n\n"
            "%(product)s"
        )
        % words
    )
    for person in coordination:
        _tell(visit, person.person_id, subject, body)


def tell_welcomed(visit: Visit, collective: Collective, person_id: UUID) -> None:
    """Write to someone that they are a member now."""
    words = _words(visit, collective.name, "collectives:show", slug=collective.slug)
    subject = _("Bienvenue : %(name)s vous accueille") % words
    body = (
        _(
            "Bonjour,\n\n"
            "Votre demande est acceptée : vous êtes membre de %(name)s. Sa page, ses badges et les"
            " propositions dont on y parle sont ici :\n\n"
            "%(address)s\n\n"
            "%(product)s"
        )
        % words
    )
    _tell(visit, person_id, subject, body)


def tell_declined(visit: Visit, collective: Collective, person_id: UUID, *, reason: str) -> None:
    """Write to someone that they are not a member for now, with the coordination's words."""
    words = _words(visit, collective.name, "collectives:index")
    words["reason"] = _("La coordination vous écrit : « %s »\n\n") % reason if reason else ""
    subject = _("Votre demande à %(name)s") % words
    body = (
        _(
            "Bonjour,\n\n"
            "%(name)s n’a pas donné suite à votre demande pour cette fois. Cela ne dit rien de"
            " vous, et vous pouvez demander de nouveau quand vous voudrez.\n\n"
            "%(reason)sD’autres collectifs sont ici :\n\n"
            "%(address)s\n\n"
            "%(product)s"
        )
        % words
    )
    _tell(visit, person_id, subject, body)


def tell_ended(visit: Visit, collective: Collective, person_id: UUID, *, reason: str) -> None:
    """Write to someone that they are a member no longer, and why."""
    words = _words(visit, collective.name, "people:settings") | {"reason": reason}
    subject = _("Votre adhésion à %(name)s a pris fin") % words
    body = (
        _(
            "Bonjour,\n\n"
            "La coordination de %(name)s a mis fin à votre adhésion, avec ce motif :\n\n"
            "« %(reason)s »\n\n"
            "Vos badges, vos preuves et vos endossements restent à vous. Cette décision est notée"
            " dans vos réglages, et peut être défaite pendant trente jours :\n\n"
            "%(address)s\n\n"
            "%(product)s"
        )
        % words
    )
    _tell(visit, person_id, subject, body)


def tell_named(visit: Visit, organisation: Organisation, person_id: UUID) -> None:
    """Write to someone that an organisation would have them speak for it."""
    words = _words(visit, organisation.name, "people:settings", anchor="#nominations")
    words["who"] = visit.require_member().display_name
    subject = _("%(who)s vous propose de représenter %(name)s") % words
    body = (
        _(
            "Bonjour,\n\n"
            "%(who)s vous propose de représenter %(name)s : attribuer des badges et écrire des"
            " endossements en son nom. Rien n’est affiché tant que vous n’avez pas accepté,"
            " ici :\n\n"
            "%(address)s\n\n"
            "%(product)s"
        )
        % words
    )
    _tell(visit, person_id, subject, body)


def _words(
    visit: Visit, name: str, route: str, *, anchor: str = "", **params: object
) -> dict[str, str]:
    address = visit.absolute(visit.url(route, **params)) + anchor
    return {"name": name, "address": address, "product": visit.settings.product_name}


def _tell(visit: Visit, person_id: UUID, subject: str, body: str) -> None:
    address = primary_address(visit.session, person_id)
    if address is not None:
        queue_mail(visit.session, address, subject, body, at=visit.at)
