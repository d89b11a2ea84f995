"""The mails of the room: what waits for someone's word, and what was ended for others' sake."""

from recognition.endorsements.models import Endorsement
from recognition.endorsements.rules import CARRIED, Target
from recognition.endorsements.views.addresses import target_page
from recognition.mail.commands import queue_mail
from recognition.people.queries import primary_address
from recognition.web.languages import gettext as _
from recognition.web.visit import Visit


def tell_of_offer(visit: Visit, target: Target) -> None:
    """Tell whom an endorsement is about that it waits for them. Its words are not in the mail:
    they are read where one may decline them."""
    address = primary_address(visit.session, target.maker_id) if target.maker_id else None
    if address is None:
        return
    name = visit.require_member().display_name
    what = (
        _("%(name)s a écrit un endossement pour votre badge « %(title)s ».")
        if target.kind in CARRIED
        else _("%(name)s a écrit un endossement qui parle de vous.")
    ) % {"name": name, "title": target.title}
    body = _(
        "Bonjour,\n\n"
        "%(what)s\n\n"
        "Personne d’autre ne peut le lire tant que vous ne l’avez pas accepté. Pour le lire, puis"
        " l’afficher ou non :\n\n"
        "    %(link)s\n\n"
        "Si vous ne l’affichez pas, personne n’en sera prévenu.\n\n"
        "%(product)s"
    ) % {
        "what": what,
        "link": visit.absolute(visit.url("endorsements:mine")),
        "product": visit.settings.product_name,
    }
    subject = _("%(name)s vous a écrit un endossement") % {"name": name}
    queue_mail(visit.session, address, subject, body, at=visit.at)


def tell_of_ending(visit: Visit, endorsement: Endorsement, target: Target) -> None:
    """Tell an endorser why their words are no longer shown, and what they can do (G5)."""
    address = primary_address(visit.session, endorsement.endorser_id)
    if address is None:
        return
    body = _(
        "Bonjour,\n\n"
        "Votre endossement de « %(title)s » n’est plus affiché. Voici le motif donné :\n\n"
        "%(reason)s\n\n"
        "Vous le retrouvez parmi vos endossements :\n\n"
        "    %(mine)s\n\n"
        "Si vous n’êtes pas d’accord, parlez-en avec les personnes responsables, dont les noms"
        " sont sur cette page. Elles peuvent le rétablir :\n\n"
        "    %(page)s\n\n"
        "%(product)s"
    ) % {
        "title": target.title,
        "reason": endorsement.ended_reason,
        "mine": visit.absolute(visit.url("endorsements:mine")),
        "page": visit.absolute(target_page(visit, target)),
        "product": visit.settings.product_name,
    }
    subject = _("Votre endossement de « %(title)s » n’est plus affiché") % {"title": target.title}
    queue_mail(visit.session, address, subject, body, at=visit.at)
