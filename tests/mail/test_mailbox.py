"""The page where mails arrive in development and in the demo."""

from datetime import timedelta

from sqlmodel import Session

from recognition.mail.commands import queue_mail
from recognition.settings import Settings
from tests.conftest import Visitor
from tests.factories import AT


def test_mails_are_shown_the_newest_first_and_our_addresses_can_be_followed(
    session: Session, visitor: Visitor, settings: Settings
) -> None:
    ours = f"{settings.base_url}/connexion/lien/abc"
    queue_mail(session, "a@exemple.org", "Le premier", f"Voici :\n\n{ours}\n", at=AT)
    queue_mail(session, "a@exemple.org", "Le second", "Bonjour", at=AT + timedelta(hours=1))
    session.commit()

    page = visitor.get("/boite-aux-lettres").text

    assert page.index("Le second") < page.index("Le premier")
    assert f'<a href="{ours}">{ours}</a>' in page


def test_what_members_wrote_in_a_mail_is_neither_markup_nor_a_link(
    session: Session, visitor: Visitor
) -> None:
    body = "<b>Gras</b> https://ailleurs.example/x http://127.0.0.1:80001/y"
    queue_mail(session, "a@exemple.org", "<i>Sujet</i>", body, at=AT)
    session.commit()

    page = visitor.get("/boite-aux-lettres").text

    assert "&lt;b&gt;Gras&lt;/b&gt;" in page
    assert "&lt;i&gt;Sujet&lt;/i&gt;" in page
    assert 'href="https://ailleurs.example' not in page
    assert 'href="http://127.0.0.1:80001' not in page


def test_an_empty_mailbox_says_how_to_get_a_mail(visitor: Visitor) -> None:
    assert "Aucun courriel pour l’instant" in visitor.get("/boite-aux-lettres").text
