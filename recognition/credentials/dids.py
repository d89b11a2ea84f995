"""What says which keys sign for an issuer: its DID document and its JSON Web Key Set.

All issuers of a platform have its keys (docs/decisions/0009); neither document holds a name, so
that both may outlive the account they stood for.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlmodel import Session, col

from recognition.awards.models import Award
from recognition.credentials.keyring import KnownKey
from recognition.credentials.models import Credential
from recognition.endorsements.models import Endorsement
from recognition.openbadges.did import DocumentKey, did_document
from recognition.openbadges.jwk import key_of_jwk


def has_signed(session: Session, issuer_id: UUID) -> bool:
    """Whether something was ever signed in this issuer's name: an award or an endorsement that
    was accepted, whatever became of it."""
    given = exists().where(col(Award.issuer_id) == issuer_id, col(Award.id) == col(Credential.id))
    said = exists().where(  # whoever it was said for, the voice is the person's
        col(Endorsement.endorser_id) == issuer_id, col(Endorsement.id) == col(Credential.id)
    )
    return bool(session.scalar(select(or_(given, said))))


def method_id(did: str, key_id: str) -> str:
    """The DID URL of a key: the `verificationMethod` of proofs, the `kid` of tokens and of the
    key set."""
    return f"{did}#{key_id}"


def document_of(did: str, keys: Sequence[KnownKey]) -> dict[str, Any]:
    """The DID document: every key that verifies what was signed, retired ones too."""
    return did_document(did, [DocumentKey(key.id, key_of_jwk(key.jwk)) for key in keys])


def key_set_of(did: str, keys: Sequence[KnownKey]) -> dict[str, Any]:
    """The same keys as a JWK Set (RFC 7517, section 5), under the `kid` that tokens carry."""
    return {"keys": [{"kid": method_id(did, key.id), **key.jwk} for key in keys]}
