"""A status list as one issuer signs it, in both forms of a credential."""

from typing import Any
from uuid import UUID

from recognition.credentials.issuing import Issuing
from recognition.credentials.signing import Signer
from recognition.credentials.status import KeptList
from recognition.openbadges.contexts import CREDENTIALS_V2
from recognition.openbadges.ob3 import time


def signed_list(kept: KeptList, issuer_id: UUID, issuing: Issuing) -> str:
    """The list with an embedded proof, as JSON. The same list and key give the same text."""
    address = issuing.addresses.status_list(kept.number, issuer_id)
    unsigned = _unsigned(kept, issuer_id, issuing, address)
    return Signer(issuing).document(unsigned, issuer_id, kept.changed_at)


def list_token(kept: KeptList, issuer_id: UUID, issuing: Issuing) -> str:
    """The list as a VC-JWT, for verifiers of tokens that accept nothing else."""
    address = issuing.addresses.status_list(kept.number, issuer_id, as_token=True)
    return Signer(issuing).token(_unsigned(kept, issuer_id, issuing, address), issuer_id)


def _unsigned(kept: KeptList, issuer_id: UUID, issuing: Issuing, address: str) -> dict[str, Any]:
    """A BitstringStatusListCredential (Bitstring Status List v1.0, section 2.2)."""
    return {
        "@context": [CREDENTIALS_V2],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": {"id": issuing.addresses.issuer_did(issuer_id)},
        "validFrom": time(kept.changed_at),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": kept.bits,
        },
    }
