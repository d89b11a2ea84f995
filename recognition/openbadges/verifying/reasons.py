"""Why a check ended as it did: every code that a step may carry, for those who write sentences.

A sentence is about one badge; `detail`, where a line names one, is what it may quote.
"""

from enum import StrEnum


class Reason(StrEnum):
    """Dotted codes, by check. A check that plainly holds carries none."""

    # READABLE. Codes of `reading`, `png`, `svg` and `safejson` come here too when nothing could
    # be read, with no detail.
    STRUCTURE = "readable.structure"  # FAILS; a member is missing or wrong; detail: which one
    NO_BADGE = "readable.no_badge"  # FAILS; JSON that is no badge
    TOKEN = "readable.token"  # noqa: S105  # FAILS; detail: code of `openbadges.reasons`
    OLDER_FORM = "readable.older_form"  # UNKNOWN; a draft form of 3.0; detail: what it lacks
    ADDRESS_UNREACHABLE = "readable.address_unreachable"  # UNKNOWN; the badge itself; detail: host
    ADDRESS_EMPTY = (
        "readable.address_empty"  # FAILS; it answers, and not with a badge; detail: host
    )
    FAILED = "readable.failed"  # UNKNOWN; our own check broke down: nothing is said of the badge

    # ISSUER
    REDIRECTED = (
        "issuer.redirected"  # UNKNOWN; a redirect to another site answers; detail: its host
    )
    OTHER_ADDRESS = "issuer.other_address"  # HOLDS; same host, another id; detail: that id
    NOT_CONFIRMED = "issuer.not_confirmed"  # UNKNOWN; the key says nothing of who holds it
    ISSUER_UNREACHABLE = "issuer.unreachable"  # UNKNOWN; detail: host or id
    BADGE_UNREACHABLE = "issuer.badge_unreachable"  # UNKNOWN; the class naming it; detail: host
    ISSUER_UNKNOWN_METHOD = "issuer.unknown_method"  # UNKNOWN; a kind of identity we cannot ask
    ISSUER_NOT_ASKED = "issuer.not_asked"  # UNKNOWN; the bound on questions was reached
    OTHER_KEY = "issuer.other_key"  # FAILS; signed by a key of somebody else; detail: whose
    KEY_NOT_LISTED = "issuer.key_not_listed"  # FAILS; the issuer does not list this key
    KEY_REVOKED = "issuer.key_revoked"  # FAILS; its issuer gave this key up: it proves no more
    OTHER_DOCUMENT = "issuer.other_document"  # FAILS; somebody else answers; detail: who
    BAD_KEY = "issuer.bad_key"  # FAILS; its key is weak or cannot be read
    NOT_ALLOWED = "issuer.not_allowed"  # FAILS; hosted where its issuer allows none; detail: host
    NO_ISSUER = "issuer.none"  # FAILS; it names no issuer
    ISSUER_STRUCTURE = "issuer.structure"  # FAILS; the profile or class it points to is wrong

    # SIGNATURE
    NOT_SIGNED = "signature.missing"  # FAILS; neither signed nor hosted
    BROKEN = "signature.broken"  # FAILS; changed since it was signed, or not by this key
    WRONG_PURPOSE = "signature.purpose"  # FAILS; the key was not used to assert
    SIGNATURE_EXPIRED = "signature.expired"  # FAILS; the proof had an end; detail: when
    UNDEFINED = "signature.undefined_term"  # FAILS; words nobody signed; detail: which
    REFUSED_TOKEN = "signature.refused"  # noqa: S105  # FAILS; it asks for what we refuse; detail: what
    CLAIMS_DIFFER = "signature.claims_differ"  # FAILS; token and badge disagree; detail: claim
    HOSTED_DIFFERS = "signature.hosted_differs"  # FAILS; not what its host says; detail: member
    MALFORMED = "signature.malformed"  # FAILS; the proof or the token is written wrongly
    OWN_KEY = "signature.own_key"  # UNKNOWN; the token brings its key itself: proves nothing
    UNKNOWN_SUITE = "signature.unknown_suite"  # UNKNOWN; a method we do not know; detail: which
    UNKNOWN_CONTEXT = "signature.unknown_context"  # UNKNOWN; detail: its address
    TOO_COMPLEX = "signature.too_complex"  # UNKNOWN; it could not be checked within bounds
    NO_KEY = "signature.no_key"  # UNKNOWN; it does not say which key; detail: what it says
    KEY_UNREACHABLE = "signature.key_unreachable"  # UNKNOWN; detail: host
    HOST_UNREACHABLE = "signature.host_unreachable"  # UNKNOWN; hosted, no answer; detail: host
    NOT_HOSTED = "signature.not_hosted"  # UNKNOWN; an old badge that says not where it is hosted
    SIGNATURE_NOT_CHECKED = "signature.not_checked"  # UNKNOWN; the issuer was refused already

    HOSTED_ELSEWHERE = (
        "signature.hosted_elsewhere"  # UNKNOWN; a redirect to another site; detail: host
    )

    # REVOCATION
    REVOKED = "revocation.revoked"  # FAILS; detail: the reason its issuer gives, perhaps none
    SUSPENDED = "revocation.suspended"  # FAILS; for a time
    GONE = "revocation.gone"  # FAILS; its host says that it was taken away; detail: the reason
    LIST_UNREACHABLE = "revocation.unreachable"  # UNKNOWN; detail: host
    LIST_BROKEN = "revocation.list_broken"  # UNKNOWN; the list cannot be read or is not signed
    LIST_OLD = "revocation.list_old"  # UNKNOWN; the list has expired, or has not begun
    LIST_OTHER_ISSUER = "revocation.other_issuer"  # UNKNOWN; the list is somebody else's
    UNKNOWN_STATUS = "revocation.unknown_method"  # UNKNOWN; a kind of status we do not know

    STATUS_NOT_CHECKED = "revocation.not_checked"  # UNKNOWN; it was refused already

    # DATES
    EXPIRED = "dates.expired"  # FAILS; detail: when
    NOT_YET = "dates.not_yet"  # FAILS; detail: from when
    UNREADABLE_DATE = "dates.unreadable"  # FAILS; detail: which member

    # RECIPIENT
    NO_ADDRESS_AT_HAND = "recipient.not_asked"  # NONE; no address to compare with
    NAMES_NOBODY = "recipient.not_named"  # UNKNOWN; it names no mail address
    SOMEBODY_ELSE = "recipient.other"  # FAILS; none of the addresses at hand

    # Of an embedded endorsement
    TOO_MANY = "endorsement.not_checked"  # READABLE, UNKNOWN; beyond the number that we check
