"""Queueing and sending mails. Queueing never fails or slows a request (requirement J3)."""

import smtplib
from collections.abc import Callable
from datetime import datetime, timedelta
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import unquote, urlsplit

import structlog
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from recognition.db import writing
from recognition.mail.models import Mail
from recognition.settings import Settings
from recognition.texts import clean_line

log = structlog.get_logger("recognition.mail")

TRIED_FOR = timedelta(hours=48)
LONGEST_WAIT = timedelta(hours=4)
KEPT_FOR = timedelta(days=30)
Send = Callable[[EmailMessage], None]


def queue_mail(session: Session, recipient: str, subject: str, body: str, *, at: datetime) -> None:
    """Write a plain-text mail into the outbox, in the transaction of what causes it.

    The subject is put on one line, without anything that mail libraries would decode into another
    one: a name in it cannot add a header (requirement B4).
    """
    session.add(
        Mail(
            recipient=recipient,
            subject=clean_line(subject).replace("=?", "= ?")[:200],
            body=body,
            queued_at=at,
            due_at=at,
        )
    )


def smtp(settings: Settings) -> Send:
    """How mails leave: ``smtp://`` or ``smtps://`` with optional ``user:password@``."""
    address = urlsplit(settings.smtp_url)
    host, secure = address.hostname or "localhost", address.scheme == "smtps"

    def send(message: EmailMessage) -> None:
        opened: smtplib.SMTP = (
            smtplib.SMTP_SSL(host, address.port or 465, timeout=10)
            if secure
            else smtplib.SMTP(host, address.port or 25, timeout=10)
        )
        with opened as server:
            if not secure and server.has_extn("starttls"):
                server.starttls()
            if address.username:
                server.login(unquote(address.username), unquote(address.password or ""))
            server.send_message(message)

    return send


def as_message(mail: Mail, settings: Settings) -> EmailMessage:
    """The mail as it leaves. Its Message-ID is that of its row, so that a receiver can tell a
    mail that was sent twice."""
    message = EmailMessage()
    message["From"] = f"{settings.product_name} <{settings.mail_from}>"
    message["To"] = mail.recipient
    message["Subject"] = mail.subject
    message["Date"] = formatdate(mail.queued_at.timestamp())
    domain = settings.mail_from.rpartition("@")[2] or "localhost"
    message["Message-ID"] = make_msgid(mail.id.hex, domain)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.body)
    return message


def send_due(
    engine: Engine, settings: Settings, send: Send, *, at: datetime, most: int = 50
) -> int:
    """Send what is due, each mail in a transaction of its own; return how many left.

    A failure moves the mail away by a delay that doubles, up to four hours, for 48 hours. A mail
    is sent at most twice, and only when the process is killed between sending and marking.
    """
    with writing(engine) as session:
        due = session.exec(
            select(Mail.id)
            .where(col(Mail.sent_at).is_(None), col(Mail.given_up_at).is_(None), Mail.due_at <= at)
            .order_by(col(Mail.due_at))
            .limit(most)
        ).all()
    sent_count = 0
    for mail_id in due:
        with writing(engine) as session:
            mail = session.exec(
                select(Mail).where(Mail.id == mail_id).with_for_update(skip_locked=True)
            ).first()
            if mail is None or mail.sent_at is not None:
                continue
            mail.attempt_count += 1
            try:
                send(as_message(mail, settings))
                mail.sent_at = at
                sent_count += 1
            except (OSError, ValueError, MessageError, smtplib.SMTPException) as failure:
                _put_off(mail, at=at)
                log.warning("mail.not_sent", mail=str(mail.id), error=type(failure).__name__)
            session.add(mail)
            session.commit()
    return sent_count


def _put_off(mail: Mail, *, at: datetime) -> None:
    if at - mail.queued_at > TRIED_FOR:
        mail.given_up_at = at
    else:
        wait = timedelta(minutes=1) * 2 ** min(mail.attempt_count, 12)
        mail.due_at = at + min(wait, LONGEST_WAIT)
