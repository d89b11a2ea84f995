"""Who issued a badge before 3.0: whether that issuer answers, and where it lets badges be hosted.

Open Badges 2.0, Profile and VerificationObject: `allowedOrigins`, by default the host of the
issuer; `startsWith`, by default anything there.
"""

from recognition.openbadges.shapes import listed
from recognition.openbadges.verdict import Check, IssuerSeen, Kind, Step
from recognition.openbadges.verifying.asking import host_of, same_site
from recognition.openbadges.verifying.found import fails, holds, unknown
from recognition.openbadges.verifying.linked import Link, Linked
from recognition.openbadges.verifying.members import Document, id_of, member, text
from recognition.openbadges.verifying.readable import is_refused, readable_step
from recognition.openbadges.verifying.reasons import Reason

_NOT_FOUND = {
    Link.NONE: fails(Check.ISSUER, Reason.NO_ISSUER),
    Link.EMBEDDED: unknown(Check.ISSUER, Reason.NOT_CONFIRMED),
    Link.NOT_ASKED: unknown(Check.ISSUER, Reason.ISSUER_NOT_ASKED),
}


def issuer_step(issuer: Linked, *, hosted_at: str = "") -> Step:
    """Whether the issuer answers for itself; where `hosted_at` is given, whether it lets badges
    be hosted there."""
    if issuer.link is Link.UNREACHABLE:
        return unknown(Check.ISSUER, Reason.ISSUER_UNREACHABLE, issuer.host or issuer.address)
    if issuer.link is Link.OTHER:
        return fails(Check.ISSUER, Reason.OTHER_DOCUMENT, issuer.address)
    if issuer.link is Link.ORIGIN:
        return holds(Check.ISSUER)
    if issuer.link is not Link.FOUND:
        return _NOT_FOUND[issuer.link]
    if is_refused(wrong := readable_step(issuer.document, Kind.ISSUER)):
        return fails(Check.ISSUER, Reason.ISSUER_STRUCTURE, wrong.detail)
    if hosted_at and not _allows(issuer, hosted_at):
        return fails(Check.ISSUER, Reason.NOT_ALLOWED, host_of(hosted_at))
    if issuer.url and not same_site(issuer.url, issuer.address):
        return unknown(Check.ISSUER, Reason.REDIRECTED, host_of(issuer.url))
    if issuer.declared:
        return holds(Check.ISSUER, Reason.OTHER_ADDRESS, issuer.declared)
    return holds(Check.ISSUER)


def origin_of(issuer: Document, *, hosted_at: str) -> Linked:
    """The issuer of a badge of 0.5, who has no document but an origin: found where the badge was
    got from there."""
    origin = text(issuer, "origin")
    found = bool(hosted_at) and host_of(origin) == host_of(hosted_at) != ""
    return Linked(Link.ORIGIN if found else Link.EMBEDDED, issuer, origin)


def badge_step(badge: Linked) -> Step | None:
    """What stands in the way of knowing the issuer when the class of a badge is not had."""
    if badge.link is Link.FOUND:
        wrong = readable_step(badge.document, Kind.BADGE)
        if is_refused(wrong):
            return fails(Check.ISSUER, Reason.ISSUER_STRUCTURE, wrong.detail)
        return None
    if badge.link is Link.EMBEDDED:
        return None
    if badge.link is Link.OTHER:
        return fails(Check.ISSUER, Reason.OTHER_DOCUMENT, badge.address)
    if badge.link is Link.NOT_ASKED:
        return _NOT_FOUND[Link.NOT_ASKED]
    return unknown(Check.ISSUER, Reason.BADGE_UNREACHABLE, badge.host or badge.address)


def seen_issuer(issuer: Linked) -> IssuerSeen:
    """What is said of the issuer, and the host that answered for it."""
    document = issuer.document
    return IssuerSeen(
        name=text(document, "name"),
        id=issuer.address or id_of(document),
        url=text(document, "url") or text(document, "origin"),
        host=issuer.host if issuer.link in (Link.FOUND, Link.ORIGIN) else "",
    )


def _allows(issuer: Linked, address: str) -> bool:
    policy = member(issuer.document, "verification")
    origins = [_origin(each) for each in listed(member(policy, "allowedOrigins"))]
    begins = [each for each in listed(member(policy, "startsWith")) if isinstance(each, str)]
    if begins and not any(_begins(address, each) for each in begins):
        return False
    if origins or not begins:
        return host_of(address) in (origins or [issuer.host])
    return True


def _begins(address: str, beginning: str) -> bool:
    """``https://a.example`` begins ``https://a.example.org`` too, which is another host."""
    return address.startswith(beginning) and host_of(address) == host_of(beginning)


def _origin(value: object) -> str:
    """A host as `allowedOrigins` has it, or the host of an address written in its place."""
    if not isinstance(value, str):
        return ""
    return host_of(value if "://" in value else f"https://{value}")
