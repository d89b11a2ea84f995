"""The outbox, sent to a real SMTP server on loopback."""

import smtplib
import socket
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from sqlalchemy import Engine
from sqlmodel import Session, select

from recognition.db import reading
from recognition.mail.commands import (
    LONGEST_WAIT,
    TRIED_FOR,
    queue_mail,
    send_due,
    smtp,
)
from recognition.mail.models import Mail
from recognition.settings import Settings
from tests.factories import AT


class Received(Message):
    def __init__(self) -> None:
        super().__init__()
        self.messages: list[Any] = []

    def handle_message(self, message: Any) -> None:
        self.messages.append(message)


@pytest.fixture
def received() -> Iterator[tuple[Received, int]]:
    handler = Received()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield handler, port
    finally:
        controller.stop()


def _settings(settings: Settings, port: int) -> Settings:
    return settings.model_copy(update={"smtp_url": f"smtp://127.0.0.1:{port}"})


def test_a_due_mail_arrives_once_with_its_accents(
    session: Session, engine: Engine, settings: Settings, received: tuple[Received, int]
) -> None:
    handler, port = received
    ours = _settings(settings, port)
    queue_mail(session, "ines@exemple.org", "Un badge vous attend", "Élodie vous écrit.", at=AT)
    session.commit()

    first = send_due(engine, ours, smtp(ours), at=AT)
    again = send_due(engine, ours, smtp(ours), at=AT + timedelta(hours=1))

    assert (first, again) == (1, 0)
    [message] = handler.messages
    assert message["To"] == "ines@exemple.org"
    assert message["Subject"] == "Un badge vous attend"
    assert message.get_payload(decode=True).decode().strip() == "Élodie vous écrit."
    assert message["Auto-Submitted"] == "auto-generated"


def test_a_line_break_in_a_subject_adds_no_header(
    session: Session, engine: Engine, settings: Settings, received: tuple[Received, int]
) -> None:
    """Requirement B4."""
    handler, port = received
    ours = _settings(settings, port)
    queue_mail(session, "ines@exemple.org", "Bonjour\r\nBcc: x@y.fr", "Texte", at=AT)
    session.commit()

    send_due(engine, ours, smtp(ours), at=AT)

    [message] = handler.messages
    assert message["Bcc"] is None
    assert message["Subject"] == "Bonjour Bcc: x@y.fr"


@pytest.mark.parametrize(
    "name",
    [
        "=?utf-8?q?=0D=0ABcc:_x@y.fr=0D=0A=0D=0AUn_autre_texte?=",
        "==?utf-8?q?=0ABcc=3A_x?= =?utf-8?b?CkJjYzogeA==?=",
        "=?unicode_escape?q?=5Cud800?=",
    ],
)
def test_an_encoded_line_break_in_a_name_adds_no_header(
    session: Session,
    engine: Engine,
    settings: Settings,
    received: tuple[Received, int],
    name: str,
) -> None:
    """Requirement B4: what looks encoded already is not decoded on its way out."""
    handler, port = received
    ours = _settings(settings, port)
    queue_mail(session, "ines@exemple.org", f"{name} vous écrit", "Texte", at=AT)
    session.commit()

    assert send_due(engine, ours, smtp(ours), at=AT) == 1

    [message] = handler.messages
    assert message["Bcc"] is None
    assert message.get_payload(decode=True).decode().strip() == "Texte"


def test_a_mail_that_cannot_be_written_keeps_no_other_from_leaving(
    session: Session, engine: Engine, settings: Settings, received: tuple[Received, int]
) -> None:
    handler, port = received
    ours = _settings(settings, port)
    session.add(
        Mail(
            recipient="ines@exemple.org",
            subject="=?unicode_escape?q?=5Cud800?=",
            body="Texte",
            queued_at=AT - timedelta(hours=1),
            due_at=AT - timedelta(hours=1),
        )
    )
    queue_mail(session, "zoe@exemple.org", "Sujet", "Texte", at=AT)
    session.commit()

    assert send_due(engine, ours, smtp(ours), at=AT) == 1
    assert [message["To"] for message in handler.messages] == ["zoe@exemple.org"]


def _refuse(_message: EmailMessage) -> None:
    raise smtplib.SMTPServerDisconnected


def _only(engine: Engine) -> Mail:
    with reading(engine) as session:
        return session.exec(select(Mail)).one()


def test_a_server_that_is_down_loses_nothing_and_is_tried_ever_less_often(
    session: Session, engine: Engine, settings: Settings
) -> None:
    """Requirement J3."""
    queue_mail(session, "ines@exemple.org", "Sujet", "Texte", at=AT)
    session.commit()
    waits = []
    at = AT
    while (mail := _only(engine)).given_up_at is None:
        at = max(at, mail.due_at)
        assert send_due(engine, settings, _refuse, at=at) == 0
        waits.append(_only(engine).due_at - at)

    waits.pop()  # the last try gives up and is not put off
    assert waits[:3] == [timedelta(minutes=2), timedelta(minutes=4), timedelta(minutes=8)]
    assert max(waits) == LONGEST_WAIT
    assert mail.given_up_at is not None
    assert TRIED_FOR < mail.given_up_at - AT < TRIED_FOR + LONGEST_WAIT
    assert mail.sent_at is None


def test_one_refused_mail_does_not_hold_back_the_others(
    session: Session, engine: Engine, settings: Settings
) -> None:
    for name in ("a", "b", "c"):
        queue_mail(session, f"{name}@exemple.org", "Sujet", "Texte", at=AT)
    session.commit()
    sent = []

    def picky(message: EmailMessage) -> None:
        if message["To"] == "b@exemple.org":
            raise smtplib.SMTPRecipientsRefused({})
        sent.append(message["To"])

    assert send_due(engine, settings, picky, at=AT) == 2
    assert sorted(sent) == ["a@exemple.org", "c@exemple.org"]


def test_a_mail_queued_by_an_act_that_fails_is_not_sent(
    session: Session, engine: Engine, settings: Settings
) -> None:
    queue_mail(session, "ines@exemple.org", "Sujet", "Texte", at=AT)
    session.rollback()

    assert send_due(engine, settings, _refuse, at=AT) == 0
    with reading(engine) as reader:
        assert reader.exec(select(Mail)).all() == []
