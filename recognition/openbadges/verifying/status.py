"""Whether a 3.0 badge was taken back since it was signed.

Bitstring Status List v1.0, 3.2 Validate Algorithm (StatusList2021 before it has the same lists);
1EdTech Revocation List Status Method. A list counts when it is the issuer's own and signed.
"""

from typing import Any

from recognition.openbadges.jose import read_compact
from recognition.openbadges.reasons import BadStatusList, Rejected
from recognition.openbadges.resolving import Fetched, Gone, Unreachable
from recognition.openbadges.shapes import listed
from recognition.openbadges.statuslist import is_set
from recognition.openbadges.verdict import Check, State, Step, Version
from recognition.openbadges.verifying.asking import (
    CREDENTIAL,
    Asking,
    Unreadable,
    host_of,
    json_object,
)
from recognition.openbadges.verifying.dates import bounds, dates_step
from recognition.openbadges.verifying.found import fails, holds, in_order, none, unknown
from recognition.openbadges.verifying.members import Document, id_of, member, objects, text, types
from recognition.openbadges.verifying.proofs import Signed, check_embedded, check_token
from recognition.openbadges.verifying.reasons import Reason
from recognition.openbadges.verifying.tokens import credential_of

ENTRIES = 4  # of one badge that are asked
_LISTS = {
    "BitstringStatusListEntry": "BitstringStatusListCredential",
    "StatusList2021Entry": "StatusList2021Credential",
}
_SETS = {"revocation": Reason.REVOKED, "suspension": Reason.SUSPENDED}


def status_step(asking: Asking, document: Document) -> Step:
    """The gravest of what its `credentialStatus` says; NONE when it has none, or none that takes
    a badge back."""
    entries = listed(document.get("credentialStatus"))
    if len(entries) > ENTRIES or not all(isinstance(each, dict) for each in entries):
        return unknown(Check.REVOCATION, Reason.UNKNOWN_STATUS)
    steps = [_entry_step(asking, document, entry) for entry in objects(entries)]
    return in_order(*steps)[0] if steps else none(Check.REVOCATION)


def _entry_step(asking: Asking, document: Document, entry: Document) -> Step:
    kind = next(iter(sorted(types(entry))), "")
    if kind == "1EdTechRevocationList":
        return _revocation_list(asking, document, entry)
    if kind not in _LISTS or not text(entry, "statusPurpose"):
        return unknown(Check.REVOCATION, Reason.UNKNOWN_STATUS, kind)
    if text(entry, "statusPurpose") not in _SETS:
        return none(Check.REVOCATION)  # a message, a refresh: the badge stands
    return _bitstring(asking, document, entry, kind)


def _bitstring(asking: Asking, document: Document, entry: Document, kind: str) -> Step:
    address = id_of(entry.get("statusListCredential"))
    index = _index(entry.get("statusListIndex"))
    if not host_of(address) or index is None:
        return unknown(Check.REVOCATION, Reason.LIST_BROKEN, address)
    try:
        fetched = asking.fetch(address, accept=CREDENTIAL)
        credential, signed = _read(asking, fetched)
    except (Gone, Unreadable):
        return unknown(Check.REVOCATION, Reason.LIST_BROKEN, host_of(address))
    except Unreachable:
        return unknown(Check.REVOCATION, Reason.LIST_UNREACHABLE, host_of(address))
    if refused := _refused(asking, document, credential, signed, kind):
        return refused
    subject = member(credential, "credentialSubject")
    purpose = text(entry, "statusPurpose")
    encoded = member(subject, "encodedList")
    if purpose not in listed(member(subject, "statusPurpose")) or not isinstance(encoded, str):
        return unknown(Check.REVOCATION, Reason.LIST_BROKEN, host_of(address))
    try:
        revoked = is_set(encoded, index)
    except BadStatusList as bad:
        return unknown(Check.REVOCATION, Reason.LIST_BROKEN, bad.detail)
    return fails(Check.REVOCATION, _SETS[purpose]) if revoked else holds(Check.REVOCATION)


def _index(value: Any) -> int | None:
    """A whole number, written as one or as its decimal digits."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 12:
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _read(asking: Asking, fetched: Fetched) -> tuple[Document, Signed]:
    """The list and who signed it, with a proof or as a token. Raises Unreadable."""
    content = fetched.content.strip()
    if content.startswith(b"{"):
        credential = json_object(content)
        return credential, check_embedded(asking, credential)
    try:
        token = read_compact(content)
        credential = credential_of(token)
    except Rejected as rejected:
        raise Unreadable from rejected
    return credential, check_token(asking, token, credential)


def _refused(
    asking: Asking, document: Document, credential: Document, signed: Signed, kind: str
) -> Step | None:
    """Why a list is not to be believed; None when it is."""
    if id_of(credential.get("issuer")) != id_of(document.get("issuer")):
        return unknown(Check.REVOCATION, Reason.LIST_OTHER_ISSUER, id_of(credential.get("issuer")))
    states = {step.check: step.state for step in signed.steps}
    holds_good = (
        states.get(Check.SIGNATURE) is State.HOLDS and states.get(Check.ISSUER) is not State.FAILS
    )
    if _LISTS[kind] not in types(credential) or not holds_good:
        return unknown(Check.REVOCATION, Reason.LIST_BROKEN)
    dates = dates_step(
        asking.at,
        Version.OB3,
        begins=bounds(credential, "validFrom", "issuanceDate"),
        ends=bounds(credential, "validUntil", "expirationDate"),
    )
    if dates.state is State.FAILS:
        return unknown(Check.REVOCATION, Reason.LIST_OLD, dates.detail)
    return None


def _revocation_list(asking: Asking, document: Document, entry: Document) -> Step:
    """Not signed: it counts since the badge, which is, names where it stands."""
    address = id_of(entry)
    try:
        answer = asking.document(address)
    except (Gone, Unreadable):
        return unknown(Check.REVOCATION, Reason.LIST_BROKEN, host_of(address))
    except Unreachable:
        return unknown(Check.REVOCATION, Reason.LIST_UNREACHABLE, host_of(address) or address)
    owner = id_of(answer.document.get("issuer"))
    if owner and owner != id_of(document.get("issuer")):
        return unknown(Check.REVOCATION, Reason.LIST_OTHER_ISSUER, owner)
    revoked = answer.document.get("revokedCredential")
    if "revokedCredential" not in answer.document:
        return unknown(Check.REVOCATION, Reason.LIST_BROKEN, host_of(address))
    for each in listed(revoked):
        if id_of(each) == id_of(document) and not _is_lifted(each):
            return fails(Check.REVOCATION, Reason.REVOKED, text(each, "revocationReason"))
    return holds(Check.REVOCATION)


def _is_lifted(entry: Any) -> bool:
    return isinstance(entry, dict) and entry.get("revoked") is False
