"""What the page on data says is kept for a time is gone after that time (H4, H7)."""

from datetime import timedelta

from sqlalchemy import Engine
from sqlmodel import Session, SQLModel, select

from recognition.clock import now
from recognition.db import reading
from recognition.mail.models import Mail
from recognition.people.models import FormReceipt, LoginSession, RateCount, SignInToken
from recognition.settings import Settings
from recognition.worker import make_worker
from tests.factories import make_person

KEPT = {
    FormReceipt: timedelta(days=1),
    SignInToken: timedelta(days=1),
    RateCount: timedelta(days=1),
    Mail: timedelta(days=30),
    LoginSession: timedelta(days=90),
}


def test_what_has_served_is_forgotten_when_the_data_page_says_so(
    session: Session, engine: Engine, settings: Settings
) -> None:
    person_id = make_person(session).id
    for margin in (timedelta(hours=-1), timedelta(hours=1)):
        name = str(margin)
        times = {kind: now() - kept - margin for kind, kept in KEPT.items()}
        session.add_all(
            [
                FormReceipt(key_hash=name, location="/", received_at=times[FormReceipt]),
                SignInToken(
                    link_hash=name,
                    code_hash=name,
                    browser_hash=name,
                    address="zoe@exemple.org",
                    created_at=times[SignInToken],
                    expires_at=times[SignInToken],
                ),
                RateCount(key_hash=name, window_start=times[RateCount]),
                Mail(
                    recipient="zoe@exemple.org",
                    subject="Un code",
                    body="123456",
                    queued_at=times[Mail],
                    due_at=times[Mail],
                ),
                LoginSession(
                    secret_hash=name,
                    person_id=person_id,
                    created_at=times[LoginSession],
                    seen_at=times[LoginSession],
                ),
            ]
        )
    session.commit()
    assert {kind: count(engine, kind) for kind in KEPT} == dict.fromkeys(KEPT, 2)
    make_worker(engine, settings).sweep()
    assert {kind: count(engine, kind) for kind in KEPT} == dict.fromkeys(KEPT, 1)


def count(engine: Engine, kind: type[SQLModel]) -> int:
    with reading(engine) as session:
        return len(session.exec(select(kind)).all())
