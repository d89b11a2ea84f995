"""What happens aside from requests: due rows are taken up, each effect repeatable without harm."""

import signal
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from threading import Event
from types import FrameType

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlmodel import col, delete

from recognition.badges.adopting import close_due_proposals
from recognition.clock import now
from recognition.collectives.commands import close_old_reports
from recognition.credentials.changes import watch_credentials
from recognition.credentials.commands import keep_signed
from recognition.credentials.issuing import Issuing
from recognition.credentials.models import CredentialKind
from recognition.credentials.queries import due as due_credentials
from recognition.credentials.signing import signed
from recognition.credentials.status import build_due
from recognition.db import reading, writing
from recognition.keys import KeyRing
from recognition.mail.commands import KEPT_FOR as MAILS_KEPT
from recognition.mail.commands import Send, send_due, smtp
from recognition.mail.models import Mail
from recognition.maps.commands import keep
from recognition.maps.queries import drawing, due_layouts
from recognition.people.models import FormReceipt, LoginSession, RateCount, SignInToken
from recognition.people.sessions import LONGEST
from recognition.settings import Settings
from recognition.storage import Storage
from recognition.trust.models import TrustChange

log = structlog.get_logger("recognition.worker")

EVERY = 2.0  # seconds between two rounds
SIGNED_AT_ONCE = 100  # credentials, in some 0.2 s
MOST_SIGNED = 1_000  # of a kind, a round: others wait their turn behind a large gift
SWEEP_EVERY = timedelta(hours=1)
RECEIPTS_KEPT = timedelta(days=1)
TOKENS_KEPT = timedelta(days=1)
CHANGES_KEPT = timedelta(days=1)  # of the trust graph: who looks after longer reads it all again


@dataclass
class Worker:
    """Rounds until told to stop. `send` is None where mails only arrive in the mailbox page."""

    engine: Engine
    settings: Settings
    send: Send | None

    def round(self) -> None:
        """Send, close, sign and draw what is due. Safe to run at any time, by anyone, twice."""
        at = now()
        if self.send is not None:
            send_due(self.engine, self.settings, self.send, at=at)
        with writing(self.engine) as session:
            close_due_proposals(session, at=at, base_url=self.settings.base_url)
            build_due(session)
            session.commit()
        for kind in (CredentialKind.ENDORSEMENT, CredentialKind.AWARD):  # awards hold the others
            self._sign(kind)
        self._draw_a_map(at)

    def _sign(self, kind: CredentialKind) -> None:
        """Sign what is due, some at a time, with nothing locked meanwhile. What somebody changes
        before it is kept stays due."""
        for _ in range(MOST_SIGNED // SIGNED_AT_ONCE):
            with reading(self.engine) as session:
                ids = due_credentials(session, kind, SIGNED_AT_ONCE)
                made = signed(session, self._issuing, ids) if ids else {}
            if not made:
                return
            with writing(self.engine) as session:
                keep_signed(session, made.values())
                session.commit()

    @cached_property
    def _issuing(self) -> Issuing:
        settings = self.settings
        return Issuing.of(settings, KeyRing(settings), Storage(settings.media_dir))

    def _draw_a_map(self, at: datetime) -> None:
        """At most one a round. It may take seconds, in which nothing is locked."""
        with reading(self.engine) as session:
            due = due_layouts(session, at)
            drawn = drawing(session, due[0]) if due else None
        if drawn is not None:
            with writing(self.engine) as session:
                keep(session, drawn, at)
                session.commit()

    def sweep(self) -> None:
        """Forget what has served: receipts of forms, used keys, old counts, mails, sessions that
        no longer open (the page on data says how long each is kept)."""
        at = now()
        with writing(self.engine) as session:
            session.exec(
                delete(FormReceipt).where(col(FormReceipt.received_at) < at - RECEIPTS_KEPT)
            )
            session.exec(delete(SignInToken).where(col(SignInToken.created_at) < at - TOKENS_KEPT))
            session.exec(delete(RateCount).where(col(RateCount.window_start) < at - TOKENS_KEPT))
            session.exec(delete(Mail).where(col(Mail.queued_at) < at - MAILS_KEPT))
            session.exec(delete(TrustChange).where(col(TrustChange.noted_at) < at - CHANGES_KEPT))
            close_old_reports(session, at=at)
            session.exec(delete(LoginSession).where(col(LoginSession.created_at) < at - LONGEST))
            session.commit()

    def run(self, stop: Event) -> None:
        """Rounds until `stop` is set; a round that fails is logged and tried again."""
        swept_at = now() - SWEEP_EVERY
        while not stop.is_set():
            try:
                self.round()
                if now() - swept_at >= SWEEP_EVERY:
                    self.sweep()
                    swept_at = now()
            except OperationalError:
                log.warning("worker.database_unavailable")
            except Exception as problem:  # whatever it is, the next round must come
                log.error("worker.round_failed", exc_info=problem)
            stop.wait(EVERY)


def make_worker(engine: Engine, settings: Settings) -> Worker:
    """The worker of these settings."""
    watch_credentials()
    return Worker(engine, settings, smtp(settings) if settings.smtp_url else None)


def stop_on_signals() -> Event:
    """An event that SIGTERM and SIGINT set (requirement J4)."""
    stop = Event()

    def heard(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, heard)
    signal.signal(signal.SIGINT, heard)
    return stop
