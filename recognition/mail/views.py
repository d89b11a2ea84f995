"""The mailbox page: where mails arrive in development and in the demo."""

from starlette.responses import Response
from starlette.routing import Route

from recognition.errors import NotFound
from recognition.mail.queries import latest_mails
from recognition.web.answering import answering
from recognition.web.templates import render
from recognition.web.visit import Visit


@answering
def show(visit: Visit) -> Response:
    if not visit.settings.mailbox_visible:
        raise NotFound
    return render(visit, "mail/mailbox.html", mails=latest_mails(visit.session))


routes = [Route("/boite-aux-lettres", show, name="mailbox:show")]
