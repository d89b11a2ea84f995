"""The web application: every room's routes, one after the other."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio import CapacityLimiter
from sqlalchemy import Engine, text
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

import recognition.awards.views
import recognition.badges.views
import recognition.collectives.views
import recognition.credentials.views
import recognition.endorsements.views
import recognition.evidence.views
import recognition.home.views
import recognition.imports.views
import recognition.invitations.views
import recognition.mail.views
import recognition.maps.views
import recognition.people.views
import recognition.places.views
import recognition.trust.views.pages
from recognition import schema
from recognition.collectives.queries import standing_of
from recognition.credentials.changes import watch_credentials
from recognition.credentials.views.crossing import ReadAcrossSites
from recognition.db import make_engine, reading
from recognition.fetching.web import Web
from recognition.keys import KeyRing
from recognition.openbadges.canonical import CanonicaliserProcess
from recognition.settings import Settings
from recognition.storage import Storage
from recognition.trust.changes import watch_changes
from recognition.web.headers import Guard
from recognition.web.limits import BodyLimit
from recognition.web.problems import HANDLERS, accident
from recognition.web.state import Platform
from recognition.web.static import StaticFiles, static_files
from recognition.web.templates import make_environment


async def healthz(_request: Request) -> Response:
    """The process answers (J7)."""
    return JSONResponse({"status": "ok"})


def readyz(request: Request) -> Response:
    """The database answers, at the schema this code knows (J7)."""
    platform: Platform = request.app.state.platform
    try:
        with reading(platform.engine) as session:
            session.execute(text("SELECT 1"))
        schema.check(platform.engine)
    except Exception as problem:  # whatever it is, the answer is "not ready"
        return JSONResponse({"status": "not ready", "cause": type(problem).__name__}, 503)
    return JSONResponse({"status": "ready"})


def routes(statics: StaticFiles) -> list[BaseRoute]:
    """Every address of the platform."""
    return [
        Route("/healthz", healthz, name="web:healthz"),
        Route("/readyz", readyz, name="web:readyz"),
        Route("/static/{path:path}", statics.answer, name="web:static"),
        *recognition.home.views.routes,
        *recognition.people.views.routes,
        *recognition.places.views.routes,
        *recognition.collectives.views.routes,
        *recognition.badges.views.routes,
        *recognition.awards.views.routes,
        *recognition.evidence.views.routes,
        *recognition.endorsements.views.routes,
        *recognition.credentials.views.routes,
        *recognition.imports.views.routes,
        *recognition.invitations.views.routes,
        *recognition.trust.views.pages.routes,
        *recognition.maps.views.routes,
        *recognition.mail.views.routes,
    ]


def create_app(settings: Settings, engine: Engine | None = None) -> Starlette:
    """The application on a database that is at the latest schema (`schema.check` says whether)."""
    engine = engine or make_engine(settings.database, threads=settings.threads)
    watch_changes()
    watch_credentials()
    statics = static_files()

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        gc.freeze()  # what lives as long as the process is not walked again at each collection
        yield
        app.state.platform.canonicaliser.close()
        engine.dispose()

    app = Starlette(
        routes=routes(statics),
        middleware=[
            Middleware(Guard, settings=settings, accident=accident),
            Middleware(ReadAcrossSites),
            Middleware(BodyLimit),
        ],
        exception_handlers=HANDLERS,
        lifespan=lifespan,
    )
    app.state.platform = Platform(
        settings=settings,
        engine=engine,
        storage=Storage(settings.media_dir),
        statics=statics,
        templates=make_environment(statics, auto_reload=settings.environment == "development"),
        limiter=CapacityLimiter(settings.threads),
        aside=CapacityLimiter(settings.threads),
        keys=KeyRing(settings),
        web=Web(),
        canonicaliser=CanonicaliserProcess(),
    )
    app.state.standing_of = standing_of
    return app
