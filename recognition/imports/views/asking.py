"""Having something verified: counted, and without holding the database while others answer."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from starlette.responses import Response

from recognition.credentials.issuing import Issuing
from recognition.credentials.own import OwnFirst
from recognition.imports.checking import CHECKS, FETCHES, Counted, Sent, check
from recognition.imports.forms import SOURCE_CHARACTERS
from recognition.openbadges.carrying import FILE_BYTES
from recognition.openbadges.verdict import Outcome, Verdict
from recognition.people.rates import Rate, TooOften, count_try, retry_after, tries_left
from recognition.web.forms import FormState, uploads
from recognition.web.languages import gettext as _
from recognition.web.sentences import FIELD_FAULTS
from recognition.web.templates import clock_time
from recognition.web.visit import Visit


@dataclass(frozen=True)
class Unusable(Exception):
    """Nothing that could be verified was sent. `field` is where it is said."""

    field: str
    code: str


def sent_by(visit: Visit) -> Sent:
    """The file of the form, else what was pasted. Raises Unusable."""
    file = next(uploads(visit.form, "file"), None)
    if file is not None:
        content = file.file.read(FILE_BYTES + 1)
        if len(content) > FILE_BYTES:
            raise Unusable("file", "import.too_heavy")
        return Sent(content=content)
    source = visit.text("source").strip()
    if not source:
        raise Unusable("source", "import.nothing_sent")
    return Sent.of_text(source)


def verdict_for(
    visit: Visit, sent: Sent, addresses: Collection[str] = (), *, rates: Collection[Rate] = ()
) -> Verdict:
    """What is found out. Counts one check of who asks, and what had to be fetched for it.

    Commits first: others write while we wait. Raises TooOften, also when the addresses that a
    badge needs are more than are left to ask for.
    """
    key = str(visit.member.id) if visit.member else visit.client_address
    for rate in (CHECKS, *rates):
        count_try(visit.session, rate, key, at=visit.at)
    left = tries_left(visit.session, FETCHES, key, at=visit.at)
    visit.session.commit()
    platform = visit.platform
    web = Counted(platform.web.errand(), left)
    issuing = Issuing.of(platform.settings, platform.keys, platform.storage)
    verdict = check(
        sent,
        OwnFirst(issuing, platform.engine, web),
        at=visit.at,
        canonicalise=platform.canonicaliser.canonicalise,
        addresses=addresses,
    )
    if web.count:
        count_try(visit.session, FETCHES, key, at=visit.at, times=web.count)
        visit.session.commit()
    if web.ran_out and verdict.outcome is Outcome.UNVERIFIED:
        raise TooOften(retry_after(FETCHES, at=visit.at))
    return verdict


def asked_too_often(state: FormState, refused: TooOften, visit: Visit, code: str) -> FormState:
    """The form as it was sent, and when to come back."""
    when = _("dans quelques minutes")
    if refused.retry_after > 600:
        again = visit.at + timedelta(seconds=refused.retry_after)
        when = _("à %(time)s") % {"time": clock_time(again)}
    return state.with_error("form", _(FIELD_FAULTS[code]).format(when=when))


def patiently(response: Response, refused: TooOften) -> Response:
    """The same answer, with how long to wait (requirement E6)."""
    response.headers["Retry-After"] = str(refused.retry_after)
    return response


def is_short(text: str) -> bool:
    """Whether a text can travel in a field of a form."""
    return len(text.encode(errors="replace")) <= SOURCE_CHARACTERS
