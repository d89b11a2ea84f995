"""What its holder does with a badge from elsewhere: show it, have it checked, take it along, let
it go."""

from starlette.responses import Response

from recognition.errors import NotFound
from recognition.evidence.commands import remove_all_evidence
from recognition.imports.checking import Sent
from recognition.imports.commands import note_check, remove_imported, show_imported_to
from recognition.imports.forms import ImportedVisibilityForm
from recognition.imports.models import ImportedBadge
from recognition.imports.queries import (
    ImportedView,
    imported_for,
    imported_page,
    imported_subject,
)
from recognition.imports.views.asking import asked_too_often, patiently, verdict_for
from recognition.imports.views.showing import ImportedPage
from recognition.openbadges import png
from recognition.openbadges.carrying import OB2_KEYWORD, OB3_KEYWORD, NotABadge
from recognition.openbadges.verdict import Version
from recognition.people.queries import addresses_of
from recognition.people.rates import TooOften
from recognition.permissions import Action
from recognition.texts import slugify
from recognition.web.answering import answering, answering_aside
from recognition.web.forms import FormState, parse
from recognition.web.visit import Visit

FILE_POLICY = "default-src 'none'; sandbox"


@answering
def picture(visit: Visit) -> Response:
    imported = imported_page(visit.session, visit.actor, visit.id())
    content = visit.platform.storage.read(imported.picture_key) if imported.picture_key else None
    if content is None:
        raise NotFound
    return _file(content, "image/png", "badge.png", shown=True)


@answering
def visibility(visit: Visit) -> Response:
    imported = _mine(visit, Action.SHOW)
    form, state = parse(ImportedVisibilityForm, visit.form)
    if form is None:
        return ImportedPage(visit, _again(visit), state).render(block="visibility", status=422)
    show_imported_to(visit.session, imported, form.visibility)
    if visit.wants_fragment:
        visit.session.flush()
        return ImportedPage(visit, _again(visit)).render(block="visibility", changed=True)
    return visit.redirect("imports:show", id=imported.id, said="import.visibility")


@answering_aside
def check_again(visit: Visit) -> Response:
    imported = _mine(visit, Action.EDIT)
    imported_id = imported.id
    sent = Sent(content=imported.document.encode())
    member = visit.require_member()
    addresses = [each.address for each in addresses_of(visit.session, member.id)]
    try:
        verdict = verdict_for(visit, sent, addresses)
    except TooOften as refused:
        state = asked_too_often(FormState(), refused, visit, "import.too_often")
        page = ImportedPage(visit, _again(visit), state)
        return patiently(page.render(status=429), refused)
    imported = _mine(visit, Action.EDIT)  # it may have been let go meanwhile
    note_check(imported, verdict, is_theirs=verdict.belongs_to(addresses), at=visit.at)
    visit.session.add(imported)
    return visit.redirect("imports:show", id=imported_id, said="import.checked", anchor="etat")


@answering
def removal(visit: Visit) -> Response:
    imported = _mine(visit, Action.REMOVE)
    file_keys = remove_all_evidence(visit.session, imported, at=visit.at)
    if picture_key := remove_imported(visit.session, imported, at=visit.at):
        file_keys.append(picture_key)
    if file_keys:
        visit.session.commit()  # a file is deleted once nothing can name it any more
        for file_key in file_keys:
            visit.platform.storage.forget(file_key)
    return visit.redirect("me:badges", said="import.removed", anchor="venus-d-ailleurs")


@answering
def file(visit: Visit) -> Response:
    """The badge to take along: its data as they were verified, or those data in our own drawing
    of its picture."""
    imported = _mine(visit, Action.TAKE)
    name = slugify(imported.title) or "badge"
    if visit.param("form") == "image":
        return _file(_baked(visit, imported), "image/png", f"{name}.png")
    if visit.param("form") != "donnees":
        raise NotFound
    is_object = imported.document.lstrip()[:1] in {"{", "["}
    suffix, media_type = ("json", "application/json") if is_object else ("jwt", "text/plain")
    return _file(imported.document.encode(), media_type, f"{name}.{suffix}")


def _baked(visit: Visit, imported: ImportedBadge) -> bytes:
    drawn = visit.platform.storage.read(imported.picture_key) if imported.picture_key else None
    if drawn is None:
        raise NotFound
    keyword = OB3_KEYWORD if imported.version == Version.OB3 else OB2_KEYWORD
    try:
        return png.bake(drawn, keyword, imported.document)
    except NotABadge as too_large:
        raise NotFound from too_large


def _file(content: bytes, media_type: str, name: str, *, shown: bool = False) -> Response:
    """A file under a type and a name that are ours."""
    placed = "inline" if shown else "attachment"
    headers = {
        "Content-Disposition": f'{placed}; filename="{name}"',
        "Content-Security-Policy": FILE_POLICY,
    }
    return Response(content, headers=headers, media_type=media_type)


def _again(visit: Visit) -> ImportedView:
    return imported_page(visit.session, visit.actor, visit.id())


def _mine(visit: Visit, action: Action) -> ImportedBadge:
    """The badge, for who may do this with it."""
    visit.require_member()
    imported = imported_for(visit.session, visit.id())
    visit.require(action, imported_subject(visit.session, imported))
    return imported
