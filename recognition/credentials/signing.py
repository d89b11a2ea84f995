"""Building what is due and signing it: nothing is written here, so nothing is locked meanwhile.

The same rows, signed by the same keys, always give the same bytes (Ed25519 and RSASSA-PKCS1-v1_5
draw nothing at random): a page that meets a credential before the worker did answers what the
worker will keep.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

import structlog
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Row, select
from sqlmodel import Session, col

from recognition.credentials.issuing import Issuing
from recognition.credentials.models import Credential, CredentialKind
from recognition.credentials.queries.facts import awards, endorsements
from recognition.credentials.queries.words import KeptWord, KeptWords, words_about
from recognition.credentials.rules import within
from recognition.keys import Algorithm
from recognition.openbadges import facts, ob2, ob3, safejson
from recognition.openbadges.filling import Filling
from recognition.openbadges.integrity import with_proof
from recognition.openbadges.jose import sign_compact
from recognition.openbadges.reasons import BadToken, NotCanonical

log = structlog.get_logger("recognition.credentials")

_canonicalise = Filling()  # awards of one badge are all alike


@dataclass(frozen=True)
class Signed:
    """A credential in its forms, as of `revision`. `hosted` is empty for an award whose holder
    has no address: Open Badges 2.0 cannot say whose it is."""

    id: UUID
    revision: int
    document: str
    token: str
    hosted: str


class Signer:
    """The keys that sign now, in the name of any issuer."""

    def __init__(self, issuing: Issuing) -> None:
        self._addresses = issuing.addresses
        self._proof_key = issuing.ring.signing(Algorithm.EDDSA)
        self._token_key = issuing.ring.signing(Algorithm.RS256)

    def document(self, unsigned: Mapping[str, Any], issuer_id: UUID, at: datetime) -> str:
        """The credential with its proof, made at `at`, as JSON."""
        private = cast(Ed25519PrivateKey, self._proof_key.private)
        method = f"{self._addresses.issuer_did(issuer_id)}#{self._proof_key.id}"
        proven = with_proof(
            unsigned, private, verification_method=method, created=at, canonicalise=_canonicalise
        )
        return safejson.dumps(proven)

    def token(self, unsigned: Mapping[str, Any], issuer_id: UUID) -> str:
        """The credential as a VC-JWT, its key named as the issuer's DID document names it."""
        kid = f"{self._addresses.issuer_did(issuer_id)}#{self._token_key.id}"
        return sign_compact(ob3.claims(unsigned), self._token_key.private, kid=kid, typ="JWT")

    def forms(
        self,
        row: Row[Any],
        issuer_id: UUID,
        with_proofs: Mapping[str, Any],
        with_tokens: Mapping[str, Any],
        hosted: str,
    ) -> Signed | None:
        """A credential of these two documents. None when one cannot be canonicalised: a bug of
        ours, which is logged and must not keep the others from being signed."""
        try:
            return Signed(
                id=row.id,
                revision=row.revision,
                document=self.document(with_proofs, issuer_id, row.changed_at),
                token=self.token(with_tokens, issuer_id),
                hosted=hosted,
            )
        except (NotCanonical, BadToken) as bug:
            log.error("credentials.unsigned", id=str(row.id), reason=bug.reason, exc_info=bug)
            return None


def signed(session: Session, issuing: Issuing, ids: Collection[UUID]) -> dict[UUID, Signed]:
    """These credentials, built of what the rows say now. Some twenty statements, however many;
    under 2 ms of processor each, and 5
    to 20 for the first one of its shape (`filling`)."""
    rows = session.execute(
        select(
            col(Credential.id),
            col(Credential.kind),
            col(Credential.status_list),
            col(Credential.status_index),
            col(Credential.changed_at),
            col(Credential.revision),
        ).where(col(Credential.id).in_(ids))
    ).all()
    signer = Signer(issuing)
    return _endorsements(
        session, issuing, signer, [row for row in rows if row.kind == CredentialKind.ENDORSEMENT]
    ) | _awards(session, issuing, signer, [row for row in rows if row.kind == CredentialKind.AWARD])


def _endorsements(
    session: Session, issuing: Issuing, signer: Signer, rows: Collection[Row[Any]]
) -> dict[UUID, Signed]:
    if not rows:
        return {}
    known = endorsements(session, [row.id for row in rows])
    made = {}
    for row in rows:
        if (said := known.get(row.id)) is None:
            continue
        unsigned = ob3.endorsement(said, issuing.addresses, _entry(row), valid_from=row.changed_at)
        hosted = safejson.dumps(ob2.endorsement(said, issuing.addresses))
        if forms := signer.forms(row, said.endorser.id, unsigned, unsigned, hosted):
            made[row.id] = forms
    return made


def _awards(
    session: Session, issuing: Issuing, signer: Signer, rows: Collection[Row[Any]]
) -> dict[UUID, Signed]:
    if not rows:
        return {}
    known = awards(session, [row.id for row in rows])
    words = Words.about(
        session,
        issuing,
        version_ids={given.badge.version_id for given in known.values()},
        issuer_ids={given.issuer.id for given in known.values()},
    )
    made = {}
    for row in rows:
        if (given := known.get(row.id)) is None:
            continue
        entry = _entry(row)
        version_id, issuer_id = given.badge.version_id, given.issuer.id
        with_proofs, with_tokens = (
            ob3.award(given, issuing.addresses, entry, valid_from=row.changed_at, words=inside)
            for inside in (
                words.documents(version_id, issuer_id),
                words.tokens(version_id, issuer_id),
            )
        )
        hosted = ob2.assertion(given, issuing.addresses) if given.recipient else None
        as_text = safejson.dumps(hosted) if hosted else ""
        if forms := signer.forms(row, issuer_id, with_proofs, with_tokens, as_text):
            made[row.id] = forms
    return made


def _entry(row: Row[Any]) -> facts.StatusEntry:
    return facts.StatusEntry(row.status_list, row.status_index)


@dataclass(frozen=True)
class Words:
    """The endorsements that stand inside documents, all of them signed."""

    kept: KeptWords
    fresh: Mapping[UUID, Signed]

    @classmethod
    def about(
        cls,
        session: Session,
        issuing: Issuing,
        *,
        version_ids: Collection[UUID] = (),
        issuer_ids: Collection[UUID] = (),
    ) -> "Words":
        """Those of these versions and issuers; what is due among them is signed on the way. One
        statement, six more when something is due."""
        kept = words_about(session, version_ids, issuer_ids)
        due = kept.due()
        return cls(kept, signed(session, issuing, due) if due else {})

    def documents(self, version_id: UUID | None, issuer_id: UUID | None) -> ob3.Words:
        """With their proofs."""
        return ob3.Words(
            [safejson.loads(each) for each in self._forms(self._of(version_id), "document")],
            [safejson.loads(each) for each in self._forms(self._by(issuer_id), "document")],
        )

    def tokens(self, version_id: UUID, issuer_id: UUID) -> ob3.Words:
        """As compact tokens, as many as find room."""
        return ob3.Words(
            within(self._forms(self._of(version_id), "token")),
            within(self._forms(self._by(issuer_id), "token")),
        )

    def ids(self, version_id: UUID | None, issuer_id: UUID | None) -> list[UUID]:
        """Which ones, the newest first."""
        return [word.id for word in (*self._of(version_id), *self._by(issuer_id))]

    def _of(self, version_id: UUID | None) -> list[KeptWord]:
        return self.kept.of_versions.get(version_id, []) if version_id else []

    def _by(self, issuer_id: UUID | None) -> list[KeptWord]:
        return self.kept.of_issuers.get(issuer_id, []) if issuer_id else []

    def _forms(self, words: Collection[KeptWord], form: str) -> list[str]:
        return [getattr(self.fresh.get(word.id, word), form) for word in words]
