"""Jinja2 as we use it: strict, escaped, with our filters; a page or one block of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from babel.dates import format_date, format_time
from babel.numbers import format_decimal
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.runtime import Context
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from recognition.clock import HERE
from recognition.paths import root
from recognition.web.languages import current_locale, gettext, ngettext, spoken_locales
from recognition.web.markdown import rich
from recognition.web.sentences import SAID
from recognition.web.state import Platform
from recognition.web.static import StaticFiles
from recognition.web.visit import Visit

FLASH_KIND = "ok"
WRITTEN_AS = {"fr": "fr", "en": "en_GB"}


@dataclass(frozen=True)
class Flash:
    """A sentence shown once at the top of the page; `kind` is ``ok`` or ``warn``."""

    kind: str
    text: str


def _day(value: date | datetime) -> date:
    return value.astimezone(HERE).date() if isinstance(value, datetime) else value


def _conventions() -> str:
    """Where dates and figures are written as they are here: the English is British."""
    return WRITTEN_AS[current_locale.get()]


def date_long(value: date | datetime) -> str:
    """``14 mars 2026``."""
    if current_locale.get() == "fr":
        text = format_date(_day(value), "d MMMM y", locale="fr")
        return text.replace("1 ", "1er ", 1) if text.startswith("1 ") else text
    return format_date(_day(value), "long", locale=_conventions())


def month(value: date | datetime) -> str:
    """``mars 2026``."""
    return format_date(_day(value), "MMMM y", locale=_conventions())


def clock_time(value: datetime) -> str:
    """``14 h 32``."""
    local = value.astimezone(HERE)
    if current_locale.get() == "fr":
        return f"{local.hour} h {local.minute:02}"
    return format_time(local.timetz(), "short", locale=_conventions())


def number(value: float, digits: int = 1, *, least: int = 0) -> str:
    """A figure as people read it: at most `digits` decimals, ``7,4``, and no fewer than `least`."""
    pattern = "#,##0." + "0" * least + "#" * (digits - least)
    return format_decimal(round(value, digits), pattern, locale=_conventions())


@cache
def make_environment(statics: StaticFiles, *, auto_reload: bool = False) -> Environment:
    """The one environment of a process: every template is compiled once, whoever asks."""
    environment = Environment(
        loader=FileSystemLoader(root() / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=auto_reload,
    )
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        gettext, ngettext, newstyle=True
    )
    environment.globals.update(static=statics.address, locales=spoken_locales())
    environment.filters.update(
        date_long=date_long,
        month=month,
        clock_time=clock_time,
        number=number,
        rich=rich,
        isodate=lambda value: _day(value).isoformat(),
    )
    environment.globals["ui"] = environment.get_template("ui/ui.html").module
    return environment


def render(
    visit: Visit, name: str, *, block: str | None = None, status: int = 200, **context: Any
) -> Response:
    """A page; or its `block`, when htmx will swap it into a page that is there already."""
    said = visit.take_flash() if not visit.wants_fragment else ""
    scope: dict[str, Any] = {
        "visit": visit,
        "url": visit.url,
        "settings": visit.settings,
        "flash": [Flash(FLASH_KIND, gettext(SAID[said]))] if said in SAID else [],
        "error_status": status,
        **context,
    }
    body = _body(visit.platform, name, block if visit.wants_fragment else None, scope)
    return HTMLResponse(body, status_code=status, headers={"Vary": "HX-Request, Cookie"})


def _body(platform: Platform, name: str, block: str | None, scope: Mapping[str, Any]) -> str:
    template = platform.templates.get_template(name)
    if block is None:
        return template.render(scope)
    context: Context = template.new_context(dict(scope))
    return "".join(template.blocks[block](context))


@dataclass(frozen=True)
class _Nobody:
    """The visit of a page that is answered without a session: an accident, an unknown address."""

    path: str
    locale: str
    member: None = None
    csrf_token: str = ""
    new_form_key: str = ""
    accent: str = "noyer"


def render_plain(
    request: Request,
    name: str,
    *,
    status: int,
    headers: Mapping[str, str] | None = None,
    **context: Any,
) -> Response:
    """A page that needs no session, for answers given when there may be none to have."""
    platform: Platform = request.app.state.platform

    def url(name: str, **params: object) -> str:
        return str(request.app.url_path_for(name, **{k: str(v) for k, v in params.items()}))

    scope = {
        "visit": _Nobody(request.url.path, current_locale.get()),
        "url": url,
        "settings": platform.settings,
        "flash": [],
        "error_status": status,
        **context,
    }
    block = "notice" if request.headers.get("hx-request") == "true" else None
    response = HTMLResponse(_body(platform, name, block, scope), status_code=status)
    response.headers.update(headers or {})
    if block:
        response.headers["HX-Retarget"] = "#notice"
        response.headers["HX-Reswap"] = "innerHTML"
    return response
