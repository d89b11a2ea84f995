"""What guests read in their mailbox: plain text, with nothing to click but our own address
(requirement B4)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from recognition.collectives.models import Collective
from recognition.invitations.commands import Letter
from recognition.invitations.models import Invitation, InvitationKind
from recognition.invitations.queries import addresses_to_tell
from recognition.mail.commands import queue_mail
from recognition.web.languages import gettext as _
from recognition.web.languages import mark
from recognition.web.templates import clock_time, date_long
from recognition.web.visit import Visit

_SUBJECTS = {
    InvitationKind.WORD: mark("%(who)s vous écrit un mot"),
    InvitationKind.MEETING: mark("%(who)s vous propose une rencontre"),
    InvitationKind.ROUND: mark("%(who)s vous propose une tournée d’endossements"),
    InvitationKind.WORKSHOP: mark("Atelier : %(title)s"),
}
_WHAT_NEXT = {
    InvitationKind.WORD: mark("Il n’y a rien à répondre. Pour dire que vous l’avez lu :"),
    InvitationKind.MEETING: mark("Pour répondre, et voir avec qui :"),
    InvitationKind.ROUND: mark("Les badges dont il s’agit sont ici. Rien ne presse :"),
    InvitationKind.WORKSHOP: mark("Pour dire si vous venez, et noter la date dans votre agenda :"),
}


@dataclass(frozen=True)
class MailText:
    """A mail before it has a recipient."""

    subject: str
    body: str


def when(starts_at: datetime) -> str:
    """``30 novembre 2026, 18 h 00``, as clocks in Paris say it."""
    return f"{date_long(starts_at)}, {clock_time(starts_at)}"


def invitation_mail(visit: Visit, collective: Collective, letter: Letter, path: str) -> MailText:
    """The mail that each guest receives, all the same. `path` is the page of the invitation."""
    facts = [
        letter.title,
        _("%(when)s (heure de Paris)") % {"when": when(letter.starts_at)}
        if letter.starts_at
        else "",
        letter.place,
    ]
    words = {
        "who": visit.require_member().display_name,
        "name": collective.name,
        "title": letter.title,
        "words": letter.words,
        "facts": "".join(f"{fact}\n" for fact in facts if fact),
        "next": _(_WHAT_NEXT[letter.kind]),
        "address": visit.absolute(path),
        "product": visit.settings.product_name,
    }
    words["facts"] += "\n" if words["facts"] else ""
    body = (
        _(
            "%(who)s, à la coordination de %(name)s, vous écrit :\n\n"
            "« %(words)s »\n\n"
            "%(facts)s%(next)s\n\n"
            "%(address)s\n\n"
            "Vous recevez ce courriel parce que la coordination de %(name)s a pensé à vous. Pour"
            " qu’elle ne vous en envoie plus, dites-le au bas de la même page : elle n’en est pas"
            " avertie.\n\n"
            "%(product)s"
        )
        % words
    )
    return MailText(_(_SUBJECTS[letter.kind]) % words, body)


def tell_invited(
    visit: Visit, collective: Collective, invitation_id: UUID, letter: Letter, path: str
) -> None:
    """Write to each guest who has not asked for silence."""
    _send(visit, invitation_id, invitation_mail(visit, collective, letter, path))


def tell_cancelled(visit: Visit, collective: Collective, invitation: Invitation) -> None:
    """Write that a date is called off, to those who come and those who had not answered. What
    had no date is called off in silence."""
    if invitation.starts_at is None:
        return
    words = {
        "who": visit.require_member().display_name,
        "name": collective.name,
        "title": invitation.title or _("Une rencontre"),
        "when": when(invitation.starts_at),
        "address": visit.absolute(visit.url("invitations:show", id=invitation.id)),
        "product": visit.settings.product_name,
    }
    body = (
        _(
            "Bonjour,\n\n"
            "Ce rendez-vous n’aura pas lieu :\n\n"
            "%(title)s\n%(when)s\n\n"
            "%(who)s l’a annulé pour %(name)s. Si vous l’aviez noté dans votre agenda, vous pouvez"
            " l’en retirer.\n\n"
            "%(address)s\n\n"
            "%(product)s"
        )
        % words
    )
    subject = _("Annulé : %(title)s, %(when)s") % words
    _send(visit, invitation.id, MailText(subject, body), cancelled=True)


def _send(visit: Visit, invitation_id: UUID, mail: MailText, *, cancelled: bool = False) -> None:
    for address in addresses_to_tell(visit.session, invitation_id, cancelled=cancelled):
        queue_mail(visit.session, address, mail.subject, mail.body, at=visit.at)
