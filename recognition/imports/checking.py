"""Verifying what somebody sends: who is asked, and how often (requirements D8 and E6)."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from recognition.imports.rules import is_hosted
from recognition.openbadges.canonical import Canonicaliser
from recognition.openbadges.did import did_web
from recognition.openbadges.resolving import DOCUMENT_BYTES, Fetched, Resolver, Unreachable
from recognition.openbadges.verdict import Verdict
from recognition.openbadges.verifying import verify_address, verify_file
from recognition.people.rates import Rate

CHECKS = Rate("imports.checks", 60, timedelta(hours=1))  # by account, else by client
IMPORTS = Rate("imports.imports", 30, timedelta(hours=1))
FETCHES = Rate("imports.fetches", 30, timedelta(hours=1))

_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_OWN_AWARD = re.compile(r"/(?:ob3/credentials|ob2/assertions)/([0-9a-f-]{36})(?:[/?#]|$)")


@dataclass(frozen=True)
class Sent:
    """What somebody wants verified: the bytes of a file or of a pasted text, or an address."""

    content: bytes = b""
    address: str = ""

    @classmethod
    def of_text(cls, text: str) -> "Sent":
        """A pasted text, which may be an address."""
        text = text.strip()
        return cls(address=text) if _ADDRESS.fullmatch(text) else cls(content=text.encode())


def check(
    sent: Sent,
    resolver: Resolver,
    *,
    at: datetime,
    canonicalise: Canonicaliser,
    addresses: Collection[str] = (),
) -> Verdict:
    """What is found out about it. Never raises for what was sent; takes as long as `resolver` and
    `canonicalise` allow."""
    if sent.address:
        return verify_address(
            sent.address, resolver, at=at, canonicalise=canonicalise, addresses=addresses
        )
    return verify_file(
        sent.content, resolver, at=at, canonicalise=canonicalise, addresses=addresses
    )


@dataclass
class Counted:
    """A resolver that is asked `most` times, and counts. `ran_out` once it was asked more."""

    inner: Resolver
    most: int
    count: int = 0
    ran_out: bool = False

    def fetch(self, url: str, *, accept: str, limit: int = DOCUMENT_BYTES) -> Fetched:
        if self.count >= self.most:
            self.ran_out = True
            raise Unreachable
        self.count += 1
        return self.inner.fetch(url, accept=accept, limit=limit)


def own_award_id(base_url: str, verdict: Verdict, asked: str) -> UUID | None:
    """The award of this platform that was sent, or that answers at the address `asked`; None when
    it is not ours. The id of a badge that names an issuer of another host is anybody's to write."""
    issuer_id = verdict.issuer.id
    did = did_web(base_url)
    is_of_ours = not issuer_id or issuer_id.startswith((f"{base_url}/", f"{did}:"))
    for address in (asked, verdict.id if is_of_ours else ""):
        if address.startswith(base_url + "/"):
            found = _OWN_AWARD.match(address.removeprefix(base_url))
            if found:
                try:
                    return UUID(found[1])
                except ValueError:
                    continue
    return None


def digest_of(verdict: Verdict) -> str:
    """What makes two badges brought by one person the same: their id, or all of their text. The id
    of a signed badge may be the same as that of another issuer's, who signs what they like."""
    same = verdict.id or verdict.document
    if verdict.id and not is_hosted(verdict):
        same = f"{verdict.issuer.id} {verdict.id}"
    return sha256(same.encode(errors="replace")).hexdigest()
