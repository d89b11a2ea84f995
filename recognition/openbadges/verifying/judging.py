"""Which way a badge is judged: by its version, and by how it is vouched for."""

from collections.abc import Collection
from dataclasses import replace

from recognition.openbadges import png
from recognition.openbadges.carrying import NotABadge, NothingInside
from recognition.openbadges.jose import Token, read_compact
from recognition.openbadges.reading import Carried, read
from recognition.openbadges.reasons import BadToken
from recognition.openbadges.resolving import IMAGE_BYTES, Gone, Unreachable
from recognition.openbadges.shapes import Shape, shape_of
from recognition.openbadges.verdict import Check, Form, Kind, Outcome, State, Verdict, Version
from recognition.openbadges.verifying.asking import Asking, host_of, told_by
from recognition.openbadges.verifying.dates import bounds, dates_step
from recognition.openbadges.verifying.endorsing import (
    endorsements_of_credential,
    endorsements_of_hosted,
)
from recognition.openbadges.verifying.found import Found, fails, none, unknown
from recognition.openbadges.verifying.hosted import Hosted, check_hosted
from recognition.openbadges.verifying.members import Document, text
from recognition.openbadges.verifying.ob3 import check_credential, check_part
from recognition.openbadges.verifying.older_words import seen_of
from recognition.openbadges.verifying.readable import is_refused, readable_step
from recognition.openbadges.verifying.reasons import Reason
from recognition.openbadges.verifying.signed import check_signed, says_signed
from recognition.openbadges.verifying.telling import not_read, told
from recognition.openbadges.verifying.tokens import credential_of

_ACCEPT = (
    "application/vc+jwt;q=0.9, application/ld+json, application/json, image/png, image/svg+xml,"
    " */*;q=0.1"
)
_PARTS = (Kind.BADGE, Kind.ISSUER)


def judge_file(asking: Asking, content: bytes, addresses: Collection[str]) -> Verdict:
    """The verdict on a file or a pasted text."""
    try:
        carried = read(content)
    except NotABadge as refused:
        return _nothing_read(_form_of(content), refused)
    if carried.address:
        return _at(asking, carried.address, addresses, carried)
    return _judge(asking, carried, addresses, asked=carried.hosted)


def judge_address(asking: Asking, url: str, addresses: Collection[str]) -> Verdict:
    """The verdict on what an address answers."""
    return _at(asking, url, addresses, Carried(Form.ADDRESS, text=url, address=url))


def _at(asking: Asking, url: str, addresses: Collection[str], brought: Carried) -> Verdict:
    """`brought` is what held the address: its form is told, and its picture kept."""
    form, picture = brought.form, brought.picture
    try:
        fetched = asking.fetch(url, accept=_ACCEPT, limit=IMAGE_BYTES)
    except Gone as gone:
        return _taken_away(brought, url, gone)
    except Unreachable:
        return not_read(
            form,
            Outcome.UNVERIFIED,
            State.UNKNOWN,
            Reason.ADDRESS_UNREACHABLE,
            host_of(url),
            id=url,
            picture=picture,
        )
    try:
        carried = read(fetched.content)
    except NothingInside:
        carried = brought
    except NotABadge as refused:
        return _nothing_read(form, refused, id=url, picture=picture)
    if carried.address:
        return not_read(
            form,
            Outcome.NO_BADGE,
            State.FAILS,
            Reason.ADDRESS_EMPTY,
            host_of(url),
            id=url,
            picture=picture,
        )
    carried = replace(carried, form=form, picture=carried.picture or picture)
    return _judge(asking, carried, addresses, asked=url)


def _form_of(content: bytes) -> Form:
    if content.startswith(png.SIGNATURE):
        return Form.PNG
    return Form.SVG if content.lstrip().startswith(b"<") else Form.JSON


def _nothing_read(
    form: Form, refused: NotABadge, *, id: str = "", picture: bytes | None = None
) -> Verdict:
    nothing = isinstance(refused, NothingInside)
    outcome = Outcome.NO_BADGE if nothing else Outcome.INVALID
    return not_read(form, outcome, State.FAILS, refused.reason, id=id, picture=picture)


def _taken_away(brought: Carried, url: str, gone: Gone) -> Verdict:
    """Its host says that there was a badge, and that it counts no more."""
    document = told_by(gone)
    shape = shape_of(document) if document else Shape()
    reason = text(document, "revocationReason")
    return Verdict(
        Outcome.INVALID,
        brought.form,
        version=shape.version,
        kind=shape.kind,
        id=text(document, "id") or url,
        steps=(fails(Check.REVOCATION, Reason.GONE, reason),),
        document=brought.text,
        picture=brought.picture,
    )


def _judge(asking: Asking, carried: Carried, addresses: Collection[str], *, asked: str) -> Verdict:
    if carried.token is not None:
        try:
            token = read_compact(carried.token)
            found = _of_token(asking, token)
        except BadToken as bad:
            return not_read(
                carried.form, Outcome.INVALID, State.FAILS, Reason.TOKEN, str(bad.reason)
            )
    else:
        document = carried.document or {}
        shape = shape_of(document)
        if shape.version is Version.NONE:
            return not_read(carried.form, Outcome.NO_BADGE, State.FAILS, Reason.NO_BADGE)
        found = _of_document(asking, document, shape, asked)
    return told(found, carried, addresses)


def _of_token(asking: Asking, token: Token) -> Found:
    shape = shape_of(token.payload)
    if shape.version in (Version.OB1, Version.OB2) and "vc" not in token.payload:
        return _with_endorsements(asking, check_signed(asking, token, shape))
    document = credential_of(token)
    return _of_credential(asking, document, shape_of(document).kind, token)


def _of_credential(
    asking: Asking, document: Document, kind: Kind, token: Token | None = None
) -> Found:
    found = check_credential(asking, document, kind, token)
    if kind is not Kind.AWARD or is_refused(found.steps[0]):
        return found
    return replace(found, endorsements=endorsements_of_credential(asking, document))


def _of_document(asking: Asking, document: Document, shape: Shape, asked: str) -> Found:
    if shape.version is Version.OB3:
        if shape.kind in _PARTS:
            return check_part(asking, document, shape.kind)
        return _of_credential(asking, document, shape.kind)
    if says_signed(document):
        return _unsigned(asking, document, shape)
    return _with_endorsements(asking, check_hosted(asking, document, shape, asked=asked))


def _unsigned(asking: Asking, document: Document, shape: Shape) -> Found:
    """It says to be signed, and was brought without its signature."""
    seen = seen_of(document, shape.version)
    readable = readable_step(document, shape.kind)
    if is_refused(readable):
        return Found(shape.version, shape.kind, seen, (readable,))
    dates = dates_step(
        asking.at,
        shape.version,
        begins=bounds(document, "issuedOn"),
        ends=bounds(document, "expires"),
    )
    steps = (
        readable,
        unknown(Check.ISSUER, Reason.NOT_CONFIRMED),
        fails(Check.SIGNATURE, Reason.NOT_SIGNED),
        none(Check.REVOCATION),
        dates,
    )
    return Found(shape.version, shape.kind, seen, steps)


def _with_endorsements(asking: Asking, hosted: Hosted) -> Found:
    found = hosted.found
    if is_refused(found.steps[0]):
        return found
    return replace(found, endorsements=endorsements_of_hosted(asking, hosted))
