"""Why the cryptographic core turns something down: every code that it can answer.

`web.sentences` says each of them in French.
"""

from enum import StrEnum


class Reason(StrEnum):
    """A dotted code. The part before the dot is what was being read."""

    # JSON-LD, before anything is signed or verified (canonical.py)
    NOT_AN_OBJECT = "json_ld.not_an_object"
    TOO_LARGE = "json_ld.too_large"
    TOO_DEEP = "json_ld.too_deep"
    TOO_MANY_NODES = "json_ld.too_many_nodes"
    TOO_LONG = "json_ld.too_long"  # it would take more time than we give
    NO_CONTEXT = "json_ld.no_context"
    UNKNOWN_CONTEXT = "json_ld.unknown_context"
    INLINE_CONTEXT = "json_ld.inline_context"
    UNDEFINED_TERM = "json_ld.undefined_term"
    UNDEFINED_TYPE = "json_ld.undefined_type"
    RELATIVE_ADDRESS = "json_ld.relative_address"
    KEYWORD = "json_ld.keyword"  # a JSON-LD keyword or a full address as the name of a member
    VALUE = "json_ld.value"  # a value that signs nothing, or not the same everywhere
    SHARED_NODE = "json_ld.shared_node"  # what is said of the document is written elsewhere in it
    MALFORMED = "json_ld.malformed"

    # Data Integrity proofs (integrity.py)
    PROOF_MISSING = "proof.missing"
    PROOF_MALFORMED = "proof.malformed"
    PROOF_UNKNOWN = "proof.unknown"  # a type or a cryptosuite that we do not verify
    PROOF_PURPOSE = "proof.purpose"
    PROOF_EXPIRED = "proof.expired"
    PROOF_KEY = "proof.key"  # the key is of another kind than the suite wants
    SIGNATURE_BROKEN = "signature.broken"

    # Keys and DIDs (multikey.py, did.py)
    KEY_MALFORMED = "key.malformed"
    KEY_UNKNOWN = "key.unknown"  # a kind of key that we do not verify with
    KEY_WEAK = "key.weak"
    KEY_ABSENT = "key.absent"  # the document of the issuer does not hold that key
    KEY_PURPOSE = "key.purpose"  # it holds it, but not to issue
    KEY_FOREIGN = "key.foreign"  # it belongs to someone else
    KEY_REVOKED = "key.revoked"
    DID_MALFORMED = "did.malformed"
    DID_UNKNOWN = "did.unknown"  # a method other than did:web and did:key
    DID_MISMATCH = "did.mismatch"  # the document is that of another DID

    # Compact tokens (jose.py)
    TOKEN_TOO_LARGE = "token.too_large"  # noqa: S105
    TOKEN_MALFORMED = "token.malformed"  # noqa: S105
    TOKEN_ENCRYPTED = "token.encrypted"  # noqa: S105
    TOKEN_ALGORITHM = "token.algorithm"  # noqa: S105
    TOKEN_HEADER = "token.header"  # noqa: S105  # a member that brings its own key, or `crit`
    TOKEN_KEY = "token.key"  # noqa: S105  # the key is of another kind than the algorithm
    TOKEN_TIME = "token.time"  # noqa: S105  # exp, nbf or iat that is no finite number
    TOKEN_EXPIRED = "token.expired"  # noqa: S105
    TOKEN_EARLY = "token.early"  # noqa: S105

    # Status lists (statuslist.py)
    STATUS_MALFORMED = "status.malformed"
    STATUS_TOO_LARGE = "status.too_large"
    STATUS_TOO_SHORT = "status.too_short"
    STATUS_INDEX = "status.index"


class Rejected(Exception):
    """What was read is turned down. `detail` names the part at fault, in the words of whoever
    wrote it: at most 120 characters, to be escaped like any text of a stranger."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else str(reason))
        self.reason = reason
        self.detail = detail[:120]


class NotCanonical(Rejected):
    """No canonical form, so nothing to sign or verify."""


class BadProof(Rejected):
    """The proof does not hold."""


class BadKey(Rejected):
    """A key that cannot be read or may not be used."""


class BadDid(Rejected):
    """A decentralised identifier, or its document, that says nothing we can use."""


class BadToken(Rejected):
    """A compact token that is not read, or does not hold."""


class BadStatusList(Rejected):
    """A status list from which nothing can be told."""
