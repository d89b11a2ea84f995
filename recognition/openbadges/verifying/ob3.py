"""A badge of Open Badges 3.0 judged: a credential with its proof, or in a token.

Open Badges 3.0, section 9 Verification and Validation.
"""

from recognition.openbadges.jose import Token
from recognition.openbadges.resolving import Unreachable
from recognition.openbadges.verdict import Check, Kind, Step, Version
from recognition.openbadges.verifying.asking import Asking, host_of
from recognition.openbadges.verifying.dates import Bound, bounds, dates_step
from recognition.openbadges.verifying.found import Found, fails, holds, in_order, none, unknown
from recognition.openbadges.verifying.hosted import difference, hosted_step
from recognition.openbadges.verifying.members import Document, id_of
from recognition.openbadges.verifying.ob3_words import seen_of
from recognition.openbadges.verifying.proofs import check_embedded, check_token
from recognition.openbadges.verifying.readable import is_refused, readable_step
from recognition.openbadges.verifying.reasons import Reason
from recognition.openbadges.verifying.status import status_step


def check_credential(
    asking: Asking, document: Document, kind: Kind, token: Token | None = None
) -> Found:
    """Every step but the recipient, its endorsements left aside."""
    seen = seen_of(document, kind)
    readable = readable_step(document, kind)
    if is_refused(readable):
        return Found(Version.OB3, kind, seen, (readable,))
    signed = check_token(asking, token, document) if token else check_embedded(asking, document)
    refused = any(is_refused(step) for step in signed.steps)
    found = Found(
        Version.OB3,
        kind,
        seen,
        in_order(
            readable,
            *signed.steps,
            # What somebody else wrote need not be asked after.
            _not_asked(document) if refused else status_step(asking, document),
            _dates_step(asking, document, token),
        ),
    )
    return found.answered_by(signed.host)


def _not_asked(document: Document) -> Step:
    if document.get("credentialStatus"):
        return unknown(Check.REVOCATION, Reason.STATUS_NOT_CHECKED)
    return none(Check.REVOCATION)


def _dates_step(asking: Asking, document: Document, token: Token | None) -> Step:
    begins = bounds(document, "validFrom", "issuanceDate")
    ends = bounds(document, "validUntil", "expirationDate")
    step = dates_step(asking.at, Version.OB3, begins=begins, ends=ends)
    if token is None or is_refused(step):
        return step
    payload = token.payload
    return (
        dates_step(
            asking.at,
            Version.OB1,  # seconds since 1970, which the standard of tokens counts in too
            begins=_seconds(payload, "nbf"),
            ends=_seconds(payload, "exp"),
        )
        if {"nbf", "exp"} & payload.keys()
        else step
    )


def _seconds(payload: Document, claim: str) -> tuple[Bound, ...]:
    return tuple(
        Bound(each.member, int(each.value) if isinstance(each.value, float) else each.value)
        for each in bounds(payload, claim)
    )


def check_part(asking: Asking, document: Document, kind: Kind) -> Found:
    """An achievement or a profile that stands alone: nobody signs one, so its own address must
    say the same."""
    seen = seen_of(document, kind)
    readable = readable_step(document, kind)
    if is_refused(readable):
        return Found(Version.OB3, kind, seen, (readable,))
    address = id_of(document)
    host = text = ""
    if not host_of(address):
        issuer = unknown(Check.ISSUER, Reason.NOT_CONFIRMED)
        signature = unknown(Check.SIGNATURE, Reason.NOT_HOSTED)
    else:
        try:
            answer = asking.document(address)
        except Unreachable:
            issuer = unknown(Check.ISSUER, Reason.ISSUER_UNREACHABLE, host_of(address))
            signature = unknown(Check.SIGNATURE, Reason.HOST_UNREACHABLE, host_of(address))
        else:
            differs = difference(document, answer.document, kind)
            issuer = holds(Check.ISSUER)
            signature = fails(Check.SIGNATURE, Reason.HOSTED_DIFFERS, differs)
            if not differs:
                # What is compared is not all that is shown: what the host says counts.
                signature, host, text = hosted_step(answer, address), host_of(address), answer.text
                seen = seen_of(answer.document, kind)
                readable = readable_step(answer.document, kind)
    steps = (readable, issuer, signature, none(Check.REVOCATION), none(Check.DATES))
    return Found(Version.OB3, kind, seen, steps, document=text).answered_by(host)
