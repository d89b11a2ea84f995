"""How a plain function answers a request: one form, one session, one commit, one worker thread."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import wraps
from hashlib import sha256
from uuid import UUID

import structlog
from anyio import CapacityLimiter, to_thread
from python_multipart.multipart import parse_options_header
from sqlalchemy.exc import IntegrityError, OperationalError
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from recognition.clock import now
from recognition.db import reading, writing
from recognition.errors import Refusal, Refused
from recognition.people.models import FormReceipt
from recognition.people.sessions import keep_alive, needs_keeping_alive, signed_in
from recognition.web import cookies
from recognition.web.csrf import is_ours
from recognition.web.languages import LOCALES, current_locale
from recognition.web.limits import FIELD_COUNT, FILE_COUNT, FORM_BYTES, BodyTooLarge
from recognition.web.problems import busy_page, refusal_page, sign_in_page
from recognition.web.state import Platform
from recognition.web.visit import NotFromHere, SignInNeeded, Visit

log = structlog.get_logger("recognition.visits")

UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")

View = Callable[[Visit], Response]


def answering(view: View) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint from a plain function: reads the form, opens one session, runs the function in
    a worker thread, commits when the status is below 400 and before a byte is sent."""
    return _endpoint(view, lambda platform: platform.limiter)


def answering_aside(view: View) -> Callable[[Request], Awaitable[Response]]:
    """As `answering`, for a view that waits for what others' servers say: it has threads of its
    own, so that pages go on being answered meanwhile. It must commit before it waits."""
    return _endpoint(view, lambda platform: platform.aside)


def _endpoint(
    view: View, limiter_of: Callable[[Platform], CapacityLimiter]
) -> Callable[[Request], Awaitable[Response]]:
    @wraps(view)
    async def endpoint(request: Request) -> Response:
        platform: Platform = request.app.state.platform
        form = await _form(request) if request.method in UNSAFE else FormData()
        try:
            return await to_thread.run_sync(
                _answer, view, request, form, platform, limiter=limiter_of(platform)
            )
        finally:
            await form.close()

    return endpoint


async def _form(request: Request) -> FormData:
    content_type = request.headers.get("content-type", "")
    if not content_type and request.headers.get("content-length", "0") == "0":
        return FormData()
    kind, options = parse_options_header(content_type)
    # Any other charset could bring in half characters, which nothing after this can write.
    charset = options.get(b"charset", b"utf-8").strip().lower()
    if kind.decode("latin-1").lower() not in FORM_TYPES or charset != b"utf-8":
        raise HTTPException(415)
    try:
        return await request.form(
            max_fields=FIELD_COUNT, max_files=FILE_COUNT, max_part_size=FORM_BYTES
        )
    except (BodyTooLarge, HTTPException):
        raise
    except (ValueError, UnicodeError, LookupError) as broken:
        raise HTTPException(400) from broken


def _answer(view: View, request: Request, form: FormData, platform: Platform) -> Response:
    at = now()
    writes = request.method in UNSAFE
    opened = writing(platform.engine) if writes else reading(platform.engine)
    with opened as session:
        visit = Visit(request, session, form, platform, at)
        current_locale.set(_locale(visit))
        try:
            secret = cookies.read(platform.settings, request, "session")
            visit.member = signed_in(session, secret, at=at) if secret else None
            current_locale.set(_locale(visit))
            response = _carry_out(view, visit) if writes else view(visit)
            if response.status_code < 400:
                session.commit()
        except SignInNeeded:
            session.rollback()
            response = sign_in_page(visit)
        except (Refusal, NotFromHere) as refusal:
            session.rollback()
            response = refusal_page(visit, refusal)
        except OperationalError as locked:
            session.rollback()
            log.warning("database.unavailable", error=type(locked.orig).__name__)
            response = busy_page(visit)
        response = visit.with_cookies(response)
    if visit.member is not None and not writes and needs_keeping_alive(visit.member, at=at):
        _keep_alive(platform, visit.member.session_id, at)
    return response


def _carry_out(view: View, visit: Visit) -> Response:
    """Run an unsafe request once: checked against forgery, and against being sent twice."""
    token = visit.text("csrf_token") or visit.request.headers.get("x-csrf-token", "")
    holder = visit.form_holder or cookies.read(visit.settings, visit.request, "browser")
    if not is_ours(visit.settings, visit.request, token=token, holder=holder):
        raise NotFromHere
    key = visit.text("form_key")
    if not key:
        return view(visit)
    key_hash = sha256(f"{holder}:{visit.path}:{key}".encode()).hexdigest()
    if receipt := visit.session.get(FormReceipt, key_hash):
        return visit.lead_to(receipt.location)
    response = view(visit)
    location = response.headers.get("location") or response.headers.get("hx-redirect")
    if response.status_code < 400 and location:
        visit.session.add(FormReceipt(key_hash=key_hash, location=location, received_at=visit.at))
        try:
            visit.session.flush()
        except IntegrityError as race:
            raise Refused("busy") from race
    return response


def _locale(visit: Visit) -> str:
    wanted = cookies.read(visit.settings, visit.request, "locale")
    if wanted not in LOCALES and visit.member is not None:
        wanted = visit.member.locale
    return wanted if wanted in LOCALES else "fr"


def _keep_alive(platform: Platform, session_id: UUID, at: datetime) -> None:
    """Note that the session is in use, aside from the request: a reader holds no write lock."""
    try:
        with writing(platform.engine) as session:
            keep_alive(session, session_id, at=at)
            session.commit()
    except OperationalError:
        log.warning("session.not_kept_alive")
