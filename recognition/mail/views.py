"""The mailbox page: where mails arrive in development and in the demo."""

import re
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup, escape
from starlette.responses import Response
from starlette.routing import Route

from recognition.errors import NotFound
from recognition.mail.queries import latest_mails
from recognition.web.answering import answering
from recognition.web.templates import render
from recognition.web.visit import Visit


@dataclass(frozen=True)
class MailLine:
    """A mail as the page shows it: our own addresses in it can be followed."""

    recipient: str
    subject: str
    body: Markup
    queued_at: datetime


@answering
def show(visit: Visit) -> Response:
    if not visit.settings.mailbox_visible:
        raise NotFound
    mails = [
        MailLine(mail.recipient, mail.subject, _with_links(mail.body, visit), mail.queued_at)
        for mail in latest_mails(visit.session)
    ]
    return render(visit, "mail/mailbox.html", mails=mails)


def _with_links(body: str, visit: Visit) -> Markup:
    """`body` escaped, where what begins as an address of ours is a link. Nothing else becomes
    one: members' words travel in mails too."""
    ours = re.escape(visit.absolute("/"))
    found = re.split(rf"({ours}[^\s«»<>\"]*)", body)
    return Markup("").join(
        Markup('<a href="{0}">{0}</a>').format(piece) if index % 2 else escape(piece)
        for index, piece in enumerate(found)
    )


routes = [Route("/boite-aux-lettres", show, name="mailbox:show")]
