"""What a person sees on their side of the way in: mails, codes, links, browsers."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from sqlmodel import Session, col, select
from starlette.applications import Starlette

from recognition.mail.models import Mail
from recognition.settings import Settings
from tests.conftest import Visitor


@dataclass(frozen=True)
class Letter:
    """A mail that carries a key."""

    recipient: str
    subject: str
    body: str

    @property
    def code(self) -> str:
        return "".join(re.findall(r"^ {4}(\d{3}) (\d{3})$", self.body, re.MULTILINE)[0])

    @property
    def link(self) -> str:
        """The path of its link."""
        return re.findall(r"http://127\.0\.0\.1:8000(/connexion/lien/\S+)", self.body)[0]

    @property
    def without_key(self) -> tuple[str, str]:
        """Subject and text, the code and the link taken out."""
        body = self.body.replace(self.link, "LINK").replace(
            f"{self.code[:3]} {self.code[3:]}", "CODE"
        )
        return self.subject.replace(self.code, "CODE"), body


@pytest.fixture
def letters(session: Session) -> Callable[[], list[Letter]]:
    """The mails queued so far, the first first."""

    def read() -> list[Letter]:
        rows = session.exec(select(Mail).order_by(col(Mail.queued_at), col(Mail.id))).all()
        found = [Letter(mail.recipient, mail.subject, mail.body) for mail in rows]
        session.commit()  # a reader that stays open would make SQLite's writers wait
        return found

    return read


@pytest.fixture
def browser(app: Starlette, settings: Settings) -> Callable[[str], Visitor]:
    """A browser of its own, known by a name, that nobody is signed in with."""

    def named(name: str) -> Visitor:
        visitor = Visitor(app, settings)
        visitor._secret = name
        visitor.client.cookies.set("browser", name)
        return visitor

    return named


@pytest.fixture
def ask(
    browser: Callable[[str], Visitor], letters: Callable[[], list[Letter]]
) -> Callable[..., tuple[Visitor, Letter]]:
    """Ask for a key in a fresh browser; the browser, and the letter that arrived."""

    def asked(address: str, *, name: str = "phone", next_path: str = "/") -> tuple[Visitor, Letter]:
        visitor = browser(name)
        answer = visitor.post("/connexion", {"address": address, "next": next_path})
        assert answer.headers["location"] == "/connexion/code"
        return visitor, letters()[-1]

    return asked


def who_is(visitor: Visitor) -> str:
    """The name in the visitor's menu; empty for nobody."""
    found = re.search(r"Mon menu, ([^<]+)<", visitor.get("/connexion").text)
    return found.group(1) if found else ""
