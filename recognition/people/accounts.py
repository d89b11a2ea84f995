"""An account opened from the machine itself, for the first coordinator of a new platform."""

from datetime import datetime, timedelta

from sqlmodel import Session

from recognition.people.models import SignInToken
from recognition.people.queries import person_id_of_address
from recognition.people.secrets import hashed, new_code, new_secret
from recognition.people.signing_in import sign_up

INVITATION_GOOD_FOR = timedelta(hours=24)
NO_BROWSER = ""  # what no browser is called, whatever its cookie says (requirement E3)


def invite_administrator(session: Session, address: str, *, display_name: str, at: datetime) -> str:
    """Make sure a person with this address exists and return the secret of a link that signs
    them in once. Whoever holds the link needs no mailbox: it is printed on the machine only."""
    if person_id_of_address(session, address) is None:
        sign_up(session, address, display_name=display_name, locale="fr", at=at)
    link = new_secret()
    session.add(
        SignInToken(
            link_hash=hashed(link),
            code_hash=hashed(new_code(), salt=link),
            browser_hash=hashed(NO_BROWSER),
            address=address,
            next_path="/bienvenue",
            created_at=at,
            expires_at=at + INVITATION_GOOD_FOR,
        )
    )
    return link
