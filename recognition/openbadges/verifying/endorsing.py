"""The endorsements that a badge carries, each checked on its own.

A bad one does not make the badge bad: it is told beside it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from recognition.openbadges.did import did_web_url
from recognition.openbadges.jose import read_compact
from recognition.openbadges.reasons import Rejected
from recognition.openbadges.resolving import Gone, Unreachable
from recognition.openbadges.safejson import dumps
from recognition.openbadges.shapes import listed, shape_of
from recognition.openbadges.verdict import (
    Check,
    EndorsementSeen,
    IssuerSeen,
    Kind,
    Step,
    outcome_of,
)
from recognition.openbadges.verifying.asking import (
    FETCHES_OF_ENDORSEMENTS,
    Asking,
    host_of,
    told_by,
)
from recognition.openbadges.verifying.found import Found, fails, unknown
from recognition.openbadges.verifying.hosted import Hosted, check_hosted
from recognition.openbadges.verifying.linked import Linked
from recognition.openbadges.verifying.members import Document, id_of, member, objects, text
from recognition.openbadges.verifying.ob3 import check_credential
from recognition.openbadges.verifying.reasons import Reason
from recognition.openbadges.verifying.tokens import credential_of

CHECKED = 40  # of one badge, as many as one of ours carries; beyond, told as not checked
TOLD = 200
_ENVELOPED = re.compile(r"data:application/vc\+(?:ld\+json\+)?jwt[^,]*,", re.IGNORECASE)


@dataclass(frozen=True)
class _Named:
    """The ids under which an endorsement may speak of this badge."""

    award: frozenset[str]
    badge: frozenset[str]
    issuer: frozenset[str]

    def target(self, about: str) -> str:
        for name in ("badge", "issuer", "award"):
            if about and about in getattr(self, name):
                return name
        return about


def endorsements_of_credential(asking: Asking, document: Document) -> tuple[EndorsementSeen, ...]:
    """Those of the credential, of its achievement and of its issuer, in that order.

    A word is about this badge or this award only where their ids are addresses of the issuer's
    own host: anybody may write the id of somebody else's badge over words of their own.
    """
    subject = member(document, "credentialSubject")
    achievements = list(objects(member(subject, "achievement")))
    issuer = document.get("issuer")
    host = _host_of_issuer(id_of(issuer))
    own = {id_of(document), *(id_of(each) for each in achievements)}
    own = {each for each in own if host and host_of(each) == host}
    named = _Named(
        award=frozenset(own & {id_of(document)}),
        badge=frozenset(own - {id_of(document)}),
        issuer=frozenset({id_of(issuer)}),
    )
    carried = [
        each
        for holder in (document, *achievements, issuer)
        if isinstance(holder, dict)
        for name in ("endorsement", "endorsementJwt")
        for each in listed(holder.get(name))
    ]
    return _each(asking, carried, named, _check_credential)


def _host_of_issuer(issuer_id: str) -> str:
    if not issuer_id.startswith("did:web:"):
        return host_of(issuer_id)
    try:
        return host_of(did_web_url(issuer_id))
    except Rejected:
        return ""


def endorsements_of_hosted(asking: Asking, hosted: Hosted) -> tuple[EndorsementSeen, ...]:
    """Those of an assertion before 3.0, of its class and of its issuer, in that order.

    A word is about this assertion only where its id is what its host was asked for, or an address
    of its issuer's own host: a signature lets anybody write the id of somebody else's.
    """
    award_id = id_of(hosted.document)
    host = host_of(award_id)
    is_own = bool(host) and (bool(hosted.found.document) or host == hosted.issuer.host)
    named = _Named(
        award=frozenset({award_id} if is_own else ()),
        badge=hosted.badge.ids | _related(hosted.badge),
        issuer=hosted.issuer.ids,
    )
    carried = [
        each
        for holder in (hosted.document, hosted.badge.document, hosted.issuer.document)
        for each in listed(holder.get("endorsement"))
    ]
    return _each(asking, carried, named, _check_hosted)


def _related(badge: Linked) -> frozenset[str]:
    """Other addresses of this class that it names itself (2.0, `related`), of its own host."""
    named = (id_of(each) for each in listed(badge.document.get("related")))
    return frozenset(each for each in named if badge.host and host_of(each) == badge.host)


def _each(
    asking: Asking, carried: list[Any], named: _Named, check: Any
) -> tuple[EndorsementSeen, ...]:
    if not carried:
        return ()
    asking.allow(FETCHES_OF_ENDORSEMENTS)
    return tuple(_seen(asking, carried, named, check))


def _seen(
    asking: Asking, carried: list[Any], named: _Named, check: Any
) -> Iterator[EndorsementSeen]:
    met: set[str] = set()
    for endorsement in carried:
        key = endorsement if isinstance(endorsement, str) else dumps(endorsement)
        if key in met:
            continue
        met.add(key)
        if len(met) > TOLD:
            return
        if len(met) > CHECKED:
            yield _not_checked(endorsement, named)
            continue
        yield check(asking, endorsement, named)


def _not_checked(endorsement: Any, named: _Named) -> EndorsementSeen:
    about = id_of(member(endorsement, "credentialSubject")) or text(endorsement, "claim", "id")
    return _nothing(unknown(Check.READABLE, Reason.TOO_MANY), named.target(about))


def _nothing(step: Step, target: str = "") -> EndorsementSeen:
    return EndorsementSeen(outcome_of([step]), IssuerSeen(), target, "", None, (step,))


def _check_credential(asking: Asking, endorsement: Any, named: _Named) -> EndorsementSeen:
    if isinstance(endorsement, dict) and (found := _ENVELOPED.match(id_of(endorsement))):
        endorsement = id_of(endorsement)[found.end() :]
    try:
        token = read_compact(endorsement) if isinstance(endorsement, str) else None
        document = credential_of(token) if token else endorsement
    except Rejected as rejected:
        return _nothing(fails(Check.READABLE, Reason.TOKEN, str(rejected.reason)))
    if not isinstance(document, dict) or shape_of(document).kind is not Kind.ENDORSEMENT:
        return _nothing(fails(Check.READABLE, Reason.STRUCTURE, "endorsement"))
    judged = check_credential(asking, document, Kind.ENDORSEMENT, token)
    return _told(judged, named.target(id_of(member(document, "credentialSubject"))))


def _check_hosted(asking: Asking, endorsement: Any, named: _Named) -> EndorsementSeen:
    document = endorsement
    if isinstance(endorsement, str):
        try:
            document = asking.document(endorsement).document
        except Gone as gone:
            reason = text(told_by(gone), "revocationReason")
            return _nothing(fails(Check.REVOCATION, Reason.GONE, reason))
        except Unreachable:
            host = host_of(endorsement)
            return _nothing(unknown(Check.READABLE, Reason.ADDRESS_UNREACHABLE, host))
    if not isinstance(document, dict) or shape_of(document).kind is not Kind.ENDORSEMENT:
        return _nothing(fails(Check.READABLE, Reason.STRUCTURE, "endorsement"))
    asked = endorsement if isinstance(endorsement, str) else ""
    judged = check_hosted(asking, document, shape_of(document), asked=asked)
    return _told(judged.found, named.target(text(judged.document, "claim", "id")))


def _told(found: Found, target: str) -> EndorsementSeen:
    seen = found.seen
    return EndorsementSeen(
        outcome=outcome_of(found.steps),
        endorser=found.vouched(),
        target=target,
        comment=seen.narrative,
        issued_at=seen.issued_at,
        steps=found.steps,
    )
