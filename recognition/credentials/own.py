"""What our own addresses answer, without asking ourselves over the network.

A verification of one of our badges, here or on the command line, needs no connection: nor could
it always have one, since a server may not reach its own address from within.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session

from recognition.credentials import documents
from recognition.credentials.dids import document_of, has_signed, key_set_of
from recognition.credentials.exports import export, plain_picture
from recognition.credentials.issuing import Issuing
from recognition.credentials.keyring import known_keys
from recognition.credentials.listing import list_token, signed_list
from recognition.credentials.rules import Ended, ExportForm
from recognition.credentials.status import KeptList, kept_list
from recognition.db import reading
from recognition.errors import NotFound, Refused
from recognition.openbadges.ob2 import ended
from recognition.openbadges.resolving import DOCUMENT_BYTES, Fetched, Gone, Resolver, Unreachable
from recognition.openbadges.safejson import dumps
from recognition.openbadges.verifying.asking import host_of

_ID = r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
_NUMBER = r"([1-9][0-9]{0,8})"

Answer = Callable[[Session, Issuing, tuple[str, ...]], str | bytes]


def is_own(issuing: Issuing, url: str) -> bool:
    """Whether an address is under ours, however its host is written: what people put here must
    not come back over the network as words of ours. The scheme does not matter: a did:web is
    always asked for over https, also of a platform in development that only speaks http."""
    ours = host_of(issuing.base_url)
    return host_of(url) == ours != "" and urlsplit(url).path.startswith(
        urlsplit(issuing.base_url).path + "/"
    )


@dataclass(frozen=True)
class OwnFirst:
    """A resolver: this platform's own documents read where they are, as software that is nobody
    reads them; everything else from outside."""

    issuing: Issuing
    engine: Engine
    outside: Resolver

    def fetch(self, url: str, *, accept: str, limit: int = DOCUMENT_BYTES) -> Fetched:
        if not is_own(self.issuing, url):
            return self.outside.fetch(url, accept=accept, limit=limit)
        with reading(self.engine) as session:
            content = own_document(session, self.issuing, url)
        if content is None or len(content) > limit:
            raise Unreachable
        return Fetched(content, "", url)


def own_document(session: Session, issuing: Issuing, url: str) -> bytes | None:
    """What one of our public addresses answers to software that is nobody: JSON, or a picture.

    None for an address that is not ours or answers 404. Raises Gone where it would answer 410.
    """
    if not is_own(issuing, url):
        return None
    asked = urlsplit(url)
    path = asked.path.removeprefix(urlsplit(issuing.base_url).path)
    if asked.query:
        path += f"?{asked.query}"
    for pattern, answer in _ANSWERS:
        found = pattern.fullmatch(path)
        if found is None:
            continue
        try:
            said = answer(session, issuing, found.groups())
        except Ended as over:
            raise Gone(dumps(ended(url)).encode()) from over
        except (NotFound, Refused):
            return None
        return said.encode() if isinstance(said, str) else said
    return None


def _award(session: Session, issuing: Issuing, ids: tuple[str, ...]) -> str:
    return documents.award_credential(session, issuing, UUID(ids[0])).document


def _assertion(session: Session, issuing: Issuing, ids: tuple[str, ...]) -> str:
    return documents.hosted_form(documents.award_credential(session, issuing, UUID(ids[0])))


def _baked(session: Session, issuing: Issuing, ids: tuple[str, ...]) -> bytes:
    documents.award_credential(session, issuing, UUID(ids[0]))  # of an award and of nothing else
    return export(session, issuing, UUID(ids[0]), ExportForm.OB2_PNG).content


def _endorsement(session: Session, issuing: Issuing, ids: tuple[str, ...]) -> str:
    return documents.endorsement_credential(session, issuing, UUID(ids[0])).document


def _hosted_endorsement(session: Session, issuing: Issuing, ids: tuple[str, ...]) -> str:
    kept = documents.endorsement_credential(session, issuing, UUID(ids[0]))
    return documents.hosted_form(kept)


def _achievement(session: Session, issuing: Issuing, ids: tuple[str, ...]) -> str:
    return documents.ob3_achievement(session, issuing, UUID(ids[0]))


def _badge_class(session: Session, issuing: Issuing, ids: tuple[str, ...]) -> str:
    issuer_id = UUID(ids[1]) if ids[1] else None
    return documents.ob2_badge(session, issuing, UUID(ids[0]), issuer_id)


def _profile(session: Session, issuing: Issuing, ids: tuple[str, ...]) -> str:
    return documents.ob2_issuer(session, issuing, UUID(ids[0]))


def _issuer(session: Session, issuing: Issuing, ids: tuple[str, ...]) -> str:
    return documents.ob3_issuer(session, issuing, UUID(ids[0]))


def _picture(session: Session, issuing: Issuing, ids: tuple[str, ...]) -> bytes:
    return plain_picture(session, issuing, UUID(ids[0]))


def _did(session: Session, issuing: Issuing, ids: tuple[str, ...]) -> str:
    did = issuing.addresses.issuer_did(_signer(session, ids[0]))
    return dumps(document_of(did, known_keys(session, issuing.ring)))


def _key_set(session: Session, issuing: Issuing, ids: tuple[str, ...]) -> str:
    did = issuing.addresses.issuer_did(_signer(session, ids[0]))
    return dumps(key_set_of(did, known_keys(session, issuing.ring)))


def _status_list(session: Session, issuing: Issuing, ids: tuple[str, ...]) -> str:
    return signed_list(_list(session, ids[0]), _signer(session, ids[1]), issuing)


def _status_token(session: Session, issuing: Issuing, ids: tuple[str, ...]) -> str:
    return list_token(_list(session, ids[0]), _signer(session, ids[1]), issuing)


def _list(session: Session, number: str) -> KeptList:
    kept = kept_list(session, int(number))
    if kept is None:
        raise NotFound
    return kept


def _signer(session: Session, word: str) -> UUID:
    issuer_id = UUID(word)
    if not has_signed(session, issuer_id):
        raise NotFound
    return issuer_id


_ANSWERS: tuple[tuple[re.Pattern[str], Answer], ...] = (
    (re.compile(f"/ob3/credentials/{_ID}"), _award),
    (re.compile(f"/ob3/achievements/{_ID}"), _achievement),
    (re.compile(f"/ob3/endorsements/{_ID}"), _endorsement),
    (re.compile(f"/ob3/status/{_NUMBER}/{_ID}"), _status_list),
    (re.compile(f"/ob3/status/{_NUMBER}/{_ID}\\?as=jwt"), _status_token),
    (re.compile(f"/ob2/assertions/{_ID}"), _assertion),
    (re.compile(f"/ob2/assertions/{_ID}/image"), _baked),
    (re.compile(f"/ob2/badges/{_ID}(?:/{_ID})?"), _badge_class),
    (re.compile(f"/ob2/issuers/{_ID}"), _profile),
    (re.compile(f"/ob2/endorsements/{_ID}"), _hosted_endorsement),
    (re.compile(f"/issuers/{_ID}"), _issuer),
    (re.compile(f"/issuers/{_ID}/did\\.json"), _did),
    (re.compile(f"/issuers/{_ID}/jwks\\.json"), _key_set),
    (re.compile(f"/images/badges/{_ID}\\.png"), _picture),
)
