"""What is written to people about their awards: plain text, and nothing to click but our own
address (requirement B4)."""

import re

from recognition.awards.models import Award
from recognition.awards.queries import BadgeToGive, excerpt_of
from recognition.mail.commands import queue_mail
from recognition.people.queries import primary_address
from recognition.web.languages import gettext as _
from recognition.web.visit import Visit

QUOTED = 240  # characters of a giver's sentence
_ADDRESSES = re.compile(r"\S*(?:://|\bwww\.)\S*", re.IGNORECASE)
_NAMES = re.compile(r"(?<=\w)[.@](?=\w)")


def without_links(text: str) -> str:
    """`text` with nothing in it that a mail program turns into a link: addresses are taken out,
    and the dots and signs that could make one are opened up."""
    return _NAMES.sub(lambda sign: f"{sign.group()} ", _ADDRESSES.sub("(…)", text))


def tell_recipient(
    visit: Visit, award: Award, badge: BadgeToGive, *, address: str, issuer_name: str
) -> None:
    """Write to the recipient that a badge waits for them: the same words to a member and to an
    address nobody has proven (requirement G4)."""
    giver_name = visit.require_member().display_name
    named = giver_name if issuer_name == giver_name else f"{giver_name} ({issuer_name})"
    words = {
        "giver": without_links(named),
        "title": without_links(badge.title),
        "product": visit.settings.product_name,
        "sentence": without_links(excerpt_of(award.sentence, most=QUOTED)),
        "address": visit.absolute(visit.url("me:badges")),
    }
    subject = _("%(giver)s vous a attribué le badge « %(title)s »") % words
    body = (
        _(
            "Bonjour,\n\n"
            "%(giver)s vous a attribué le badge « %(title)s » sur %(product)s, avec ces mots :\n\n"
            "« %(sentence)s »\n\n"
            "Pour le voir, puis l’accepter ou non, connectez-vous avec cette adresse de"
            " courriel :\n\n"
            "%(address)s\n\n"
            "Rien n’est visible tant que vous n’avez pas accepté. Si ce message ne vous dit"
            " rien, laissez-le de côté : il ne se passera rien de plus.\n\n"
            "%(product)s"
        )
        % words
    )
    queue_mail(visit.session, address, subject, body, at=visit.at)


def tell_holder_of_revocation(visit: Visit, award: Award, *, title: str) -> None:
    """Write to the holder that their award was taken back, and why."""
    address = primary_address(visit.session, award.holder_id) if award.holder_id else None
    if address is None:
        return
    words = {
        "giver": without_links(visit.require_member().display_name),
        "title": without_links(title),
        "reason": without_links(award.ended_reason),
        "address": visit.absolute(visit.url("awards:show", id=award.id)),
        "product": visit.settings.product_name,
    }
    subject = _("Le badge « %(title)s » a été repris") % words
    body = (
        _(
            "Bonjour,\n\n"
            "%(giver)s a repris le badge « %(title)s », avec ce motif :\n\n"
            "« %(reason)s »\n\n"
            "Il n’est plus visible par d’autres que vous deux. La trace reste ici :\n\n"
            "%(address)s\n\n"
            "%(product)s"
        )
        % words
    )
    queue_mail(visit.session, address, subject, body, at=visit.at)
