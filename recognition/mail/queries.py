"""Reading the outbox, for the mailbox page of development and demo."""

from sqlmodel import Session, col, select

from recognition.mail.models import Mail


def latest_mails(session: Session, *, most: int = 50) -> list[Mail]:
    """The mails queued last, newest first."""
    return list(session.exec(select(Mail).order_by(col(Mail.queued_at).desc()).limit(most)))
