"""The way in: address, code or link, name; and the way out."""

from uuid import UUID

import structlog
from starlette.responses import Response
from starlette.routing import Route

from recognition.awards.commands import claim_waiting_awards
from recognition.collectives.queries import demo_people, standing_of
from recognition.errors import NotFound, Refused
from recognition.mail.commands import queue_mail
from recognition.people.accounts import NO_BROWSER
from recognition.people.commands import add_address
from recognition.people.forms import AddressForm, CodeForm, SignUpForm
from recognition.people.models import SignInToken
from recognition.people.queries import (
    addresses_of,
    demo_person_id,
    person_id_of_address,
)
from recognition.people.rates import TooOften
from recognition.people.sessions import end_other_sessions, end_session, start_session
from recognition.people.signing_in import (
    Key,
    WrongCode,
    ask_for_key,
    link_is_for,
    proven_key,
    sign_up,
    use_code,
    use_link,
)
from recognition.web import cookies
from recognition.web.answering import answering
from recognition.web.forms import FormState, parse
from recognition.web.languages import gettext as _
from recognition.web.sentences import FIELD_FAULTS, REFUSALS
from recognition.web.templates import render
from recognition.web.visit import Visit, local_path

log = structlog.get_logger("recognition.security")


@answering
def sign_in(visit: Visit) -> Response:
    state = FormState.of(next=local_path(visit.query("next", "/")))
    return render(visit, "people/sign_in.html", form=state)


@answering
def ask(visit: Visit) -> Response:
    form, state = parse(AddressForm, visit.form)
    if form is None:
        return render(visit, "people/sign_in.html", form=state, status=422)
    next_path = local_path(visit.text("next") or "/")
    try:
        send_key(visit, form.address, next_path=next_path)
    except TooOften as refused:
        state = state.with_error("address", _(REFUSALS[refused.reason]))
        return too_often(render(visit, "people/sign_in.html", form=state, status=429), refused)
    return visit.redirect("people:code")


def too_often(response: Response, refused: TooOften) -> Response:
    """The same answer, with how long to wait (requirement E6)."""
    response.headers["Retry-After"] = str(refused.retry_after)
    return response


def send_key(visit: Visit, address: str, *, next_path: str, person_id: UUID | None = None) -> None:
    """Mail a key to an address, the same way whoever's it is (requirement E4)."""
    key = ask_for_key(
        visit.session,
        address,
        browser=visit.browser,
        client=visit.client_address,
        next_path=next_path,
        person_id=person_id,
        at=visit.at,
    )
    queue_mail(
        visit.session,
        address,
        _("%(code)s est votre code pour %(product)s")
        % {"code": key.code, "product": visit.settings.product_name},
        key_mail(visit, key),
        at=visit.at,
    )


def key_mail(visit: Visit, key: Key) -> str:
    """The text of the mail that carries a key."""
    return _(
        "Bonjour,\n\n"
        "Voici votre code, à recopier dans la page qui vous l’a demandé :\n\n"
        "    %(code)s\n\n"
        "Dans le même navigateur, ce lien fait la même chose :\n\n"
        "    %(link)s\n\n"
        "Ils servent une fois, pendant quinze minutes. Si vous n’avez rien demandé, laissez ce"
        " message de côté : rien ne se passera.\n\n"
        "%(product)s"
    ) % {
        "code": f"{key.code[:3]} {key.code[3:]}",
        "link": visit.absolute(visit.url("people:link", link=key.link)),
        "product": visit.settings.product_name,
    }


@answering
def code_page(visit: Visit) -> Response:
    return render(visit, "people/code.html", form=FormState())


@answering
def code(visit: Visit) -> Response:
    form, state = parse(CodeForm, visit.form)
    if form is None:
        return render(visit, "people/code.html", form=state, status=422)
    try:
        token = use_code(visit.session, form.code, browser=visit.browser, at=visit.at)
    except Refused as refused:
        if isinstance(refused, WrongCode):
            visit.session.commit()  # the wrong try counts, though the page is a 422
            log.info("sign_in.wrong_code", client=visit.client_address)
        return _code_refused(visit, state, refused)
    try:
        return _enter_with(visit, token)
    except Refused as refused:  # the mailbox answered, but the address is somebody else's
        visit.session.rollback()
        return _code_refused(visit, state, refused)


def _code_refused(visit: Visit, state: FormState, refused: Refused) -> Response:
    state = state.with_error("code", _(REFUSALS[refused.reason]))
    return render(visit, "people/code.html", form=state, status=422)


@answering
def link_page(visit: Visit) -> Response:
    refusal = ""
    here = False
    try:
        here = link_is_for(visit.session, visit.param("link"), browser=visit.browser, at=visit.at)
    except Refused as refused:
        refusal = _(REFUSALS[refused.reason])
    return _link(visit, here=here, refusal=refusal)


def _link(visit: Visit, *, here: bool = True, refusal: str = "", status: int = 200) -> Response:
    response = render(visit, "people/link.html", here=here, refusal=refusal, status=status)
    # The address holds a secret: no page after this one may learn it from a Referer (E3).
    response.headers["Referrer-Policy"] = "strict-origin"
    return response


@answering
def link(visit: Visit) -> Response:
    return _follow_link(visit, browser=visit.browser)


def _follow_link(visit: Visit, *, browser: str) -> Response:
    try:
        token = use_link(visit.session, visit.param("link"), browser=browser, at=visit.at)
        return _enter_with(visit, token)
    except Refused as refused:
        visit.session.rollback()
        return _link(visit, refusal=_(REFUSALS[refused.reason]), status=409)


@answering
def invitation_page(visit: Visit) -> Response:
    refusal = ""
    try:
        link_is_for(visit.session, visit.param("link"), browser=NO_BROWSER, at=visit.at)
    except Refused as refused:
        refusal = _(REFUSALS[refused.reason])
    return _link(visit, refusal=refusal)


@answering
def invitation(visit: Visit) -> Response:
    return _follow_link(visit, browser=NO_BROWSER)


def _enter_with(visit: Visit, token: SignInToken) -> Response:
    """Follow a key that was used rightly: into an account, into a new one, or to one's
    addresses."""
    if token.person_id is not None:
        member = visit.require_member()
        if member.id != token.person_id:
            raise NotFound
        add_address(visit.session, member.id, token.address, at=visit.at)
        end_other_sessions(visit.session, member.id, member.session_id, at=visit.at)
        claim_waiting_awards(visit.session, member.id, token.address)
        return visit.redirect("people:settings", said="address.added", anchor="adresses")
    person_id = person_id_of_address(visit.session, token.address)
    if person_id is None:
        return visit.redirect("people:sign_up")
    enter(visit, person_id)
    return visit.lead_to(local_path(token.next_path), said="sign_in.welcome_back")


def enter(visit: Visit, person_id: UUID) -> None:
    """Open a session for this browser; the one it had, if any, ends."""
    if visit.member is not None:
        end_session(visit.session, visit.member.id, visit.member.session_id, at=visit.at)
    agent = visit.request.headers.get("user-agent", "")
    secret = start_session(
        visit.session,
        person_id,
        browser_label=browser_label(agent),
        is_guarded=bool(standing_of(visit.session, person_id).actor.coordinates),
        at=visit.at,
    )
    for address in addresses_of(visit.session, person_id):
        claim_waiting_awards(visit.session, person_id, address.address)
    visit.set_cookie("session", secret, seconds=cookies.SESSION_SECONDS)
    log.info("sign_in", person=str(person_id), client=visit.client_address)


def browser_label(agent: str) -> str:
    """A few words by which a person recognises their own browser: « Firefox, Android »."""
    browsers = ("Firefox", "Edg", "OPR", "Chrome", "Safari")
    systems = ("Android", "iPhone", "iPad", "Windows", "Mac OS", "Linux")
    browser = next((name for name in browsers if name in agent), "")
    system = next((name for name in systems if name in agent), "")
    names = {"Edg": "Edge", "OPR": "Opera"}
    return ", ".join(part for part in (names.get(browser, browser), system) if part)


@answering
def sign_up_page(visit: Visit) -> Response:
    try:
        proven_key(visit.session, browser=visit.browser, at=visit.at)
    except Refused as refused:
        return _begin_again(visit, refused)
    return render(visit, "people/sign_up.html", form=FormState())


@answering
def create(visit: Visit) -> Response:
    try:
        key = proven_key(visit.session, browser=visit.browser, at=visit.at)
    except Refused as refused:
        return _begin_again(visit, refused)
    form, state = parse(SignUpForm, visit.form)
    if form is not None and not form.old_enough:
        state = state.with_error("old_enough", _(FIELD_FAULTS["sign_up.too_young"]))
    if form is None or state.errors:
        return render(visit, "people/sign_up.html", form=state, status=422)
    person = sign_up(
        visit.session, key.address, display_name=form.display_name, locale=visit.locale, at=visit.at
    )
    enter(visit, person.id)
    next_path = local_path(key.next_path)
    welcome = visit.url("home:welcome") if next_path == "/" else next_path
    return visit.lead_to(welcome, said="sign_up.done")


def _begin_again(visit: Visit, refused: Refused) -> Response:
    state = FormState().with_error("form", _(REFUSALS[refused.reason]))
    return render(visit, "people/sign_in.html", form=state, status=409)


@answering
def sign_out(visit: Visit) -> Response:
    if visit.member is not None:
        end_session(visit.session, visit.member.id, visit.member.session_id, at=visit.at)
        visit.set_cookie("session", "", seconds=0)
        log.info("sign_out", person=str(visit.member.id))
    return visit.redirect("home:show", said="sign_out.done")


@answering
def demo_list(visit: Visit) -> Response:
    if not visit.settings.demo:
        raise NotFound
    return render(visit, "people/demo.html", people=demo_people(visit.session))


@answering
def demo_enter(visit: Visit) -> Response:
    if not visit.settings.demo:
        raise NotFound
    enter(visit, demo_person_id(visit.session, visit.text("handle")))
    return visit.redirect("home:show", said="sign_in.welcome_back")


routes = [
    Route("/connexion", sign_in, name="people:sign_in"),
    Route("/connexion", ask, methods=["POST"], name="people:ask"),
    Route("/connexion/code", code_page, name="people:code"),
    Route("/connexion/code", code, methods=["POST"], name="people:use_code"),
    Route("/connexion/lien/{link}", link_page, name="people:link"),
    Route("/connexion/lien/{link}", link, methods=["POST"], name="people:use_link"),
    Route("/connexion/invitation/{link}", invitation_page, name="people:invitation"),
    Route(
        "/connexion/invitation/{link}",
        invitation,
        methods=["POST"],
        name="people:use_invitation",
    ),
    Route("/inscription", sign_up_page, name="people:sign_up"),
    Route("/inscription", create, methods=["POST"], name="people:create"),
    Route("/deconnexion", sign_out, methods=["POST"], name="people:sign_out"),
    Route("/demo", demo_list, name="people:demo"),
    Route("/demo", demo_enter, methods=["POST"], name="people:demo_enter"),
]
