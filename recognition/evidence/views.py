"""The pages of the room `evidence`."""

from dataclasses import dataclass

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from recognition.awards.models import Award
from recognition.awards.queries import AwardView, award_for, award_page
from recognition.awards.rules import widths_within
from recognition.errors import NotFound
from recognition.evidence.commands import (
    NewEvidence,
    add_evidence,
    remove_evidence,
    show_evidence_to,
)
from recognition.evidence.files import MOST_BYTES, KeptFile, Unusable, kept_file, one_range
from recognition.evidence.forms import FORMS, EvidenceVisibilityForm, kind_of
from recognition.evidence.models import Evidence, EvidenceKind
from recognition.evidence.queries import (
    Bearer,
    bearer_subject,
    evidence_for,
    evidence_subject,
    evidence_to_read,
)
from recognition.evidence.rules import ADDED_KINDS, FILE_KINDS
from recognition.imports.queries import ImportedView, imported_for, imported_page
from recognition.permissions import Action
from recognition.texts import Length, clean_line
from recognition.web.answering import answering
from recognition.web.forms import FormState, parse, uploads
from recognition.web.languages import gettext as _
from recognition.web.sentences import FIELD_FAULTS
from recognition.web.templates import render
from recognition.web.visit import Visit

FILE_POLICY = "default-src 'none'; sandbox"
ACCEPTED = {
    EvidenceKind.PHOTO: "image/png,image/jpeg,image/webp",
    EvidenceKind.DOCUMENT: "application/pdf,.pdf",
    EvidenceKind.AUDIO: "audio/mpeg,audio/ogg,audio/wav,audio/mp4,.mp3,.ogg,.wav,.m4a",
}


@dataclass(frozen=True)
class Routes:
    """The names of the routes for one sort of badge: its page, and the form on it."""

    page: str
    new: str
    create: str


ON_AWARDS = Routes("awards:show", "evidence:new", "evidence:create")
ON_IMPORTED = Routes("imports:show", "evidence:new_imported", "evidence:create_imported")


@dataclass(frozen=True)
class AddingPage:
    """What evidence/new.html shows. `widths` are the visibilities that the badge leaves open."""

    on: AwardView | ImportedView
    routes: Routes
    kind: EvidenceKind

    @property
    def kinds(self) -> tuple[EvidenceKind, ...]:
        return ADDED_KINDS

    @property
    def widths(self) -> list[str]:
        return [str(width) for width in widths_within(self.on.visibility)]

    @property
    def has_file(self) -> bool:
        return self.kind in FILE_KINDS

    @property
    def accepted(self) -> str:
        return ACCEPTED[self.kind]


@answering
def new(visit: Visit) -> Response:
    return _asked(visit, ON_AWARDS)


@answering
def new_imported(visit: Visit) -> Response:
    return _asked(visit, ON_IMPORTED)


@answering
def create(visit: Visit) -> Response:
    return _added(visit, ON_AWARDS)


@answering
def create_imported(visit: Visit) -> Response:
    return _added(visit, ON_IMPORTED)


def _asked(visit: Visit, routes: Routes) -> Response:
    page = _page(visit, routes, kind_of(visit.query("kind")))
    return render(visit, "evidence/new.html", page=page, form=FormState.of(visibility="private"))


def _added(visit: Visit, routes: Routes) -> Response:
    page = _page(visit, routes, kind_of(visit.text("kind")))
    form, state = parse(FORMS[page.kind], visit.form)
    file, file_name = None, ""
    visit.session.rollback()  # a large picture takes a second: others must be able to write
    if page.has_file:
        try:
            file, file_name = _sent_file(visit, page.kind)
        except Unusable as unusable:
            state = state.with_error("file", _(FIELD_FAULTS[unusable.code]))
        else:
            if form is None:
                state = state.with_error("file", _(FIELD_FAULTS["evidence.send_again"]))
    if form is None or state.errors:
        return render(visit, "evidence/new.html", page=page, form=state, status=422)
    bearer: Bearer
    if routes is ON_AWARDS:
        bearer = award_for(visit.session, page.on.id)
    else:
        bearer = imported_for(visit.session, page.on.id)
    visit.require(Action.ADD_EVIDENCE, bearer_subject(visit.session, bearer))
    evidence = add_evidence(
        visit.session,
        visit.platform.storage,
        bearer,
        NewEvidence(
            kind=page.kind,
            title=form.title,
            description=form.description,
            url=form.url if page.kind == EvidenceKind.LINK else "",
            alt_text=form.alt_text if page.kind == EvidenceKind.PHOTO else "",
            visibility=form.visibility,
            file=file,
            file_name=file_name,
        ),
        added_by_id=visit.require_member().id,
        at=visit.at,
    )
    anchor = f"preuve-{evidence.id}"
    return visit.redirect(routes.page, id=page.on.id, said="evidence.added", anchor=anchor)


def _page(visit: Visit, routes: Routes, kind: EvidenceKind) -> AddingPage:
    """The badge, for its holder."""
    visit.require_member()
    on: AwardView | ImportedView
    if routes is ON_AWARDS:
        on = award_page(visit.session, visit.actor, visit.id())
    else:
        on = imported_page(visit.session, visit.actor, visit.id())
    visit.require(Action.ADD_EVIDENCE, on.subject)
    return AddingPage(on, routes, kind)


def _sent_file(visit: Visit, kind: EvidenceKind) -> tuple[KeptFile, str]:
    """The file of the form as it will be kept, and what its sender called it. Raises Unusable."""
    sent = next(uploads(visit.form, "file"), None)
    if sent is None:
        raise Unusable("evidence.no_file")
    content = sent.file.read(MOST_BYTES + 1)
    return kept_file(kind, content), clean_line(sent.filename or "")[: Length.FILE_NAME]


@answering
def file(visit: Visit) -> Response:
    evidence = evidence_to_read(visit.session, visit.actor, visit.id())
    content = visit.platform.storage.read(evidence.file_key) if evidence.file_key else None
    if content is None:
        raise NotFound
    return _served(visit, evidence, content)


def _served(visit: Visit, evidence: Evidence, content: bytes) -> Response:
    """The file under the type and the name that we gave it; a document is only ever downloaded.
    One range is answered, since some players ask for nothing else."""
    suffix = evidence.file_key.partition(".")[2]
    shown = "attachment" if evidence.kind == EvidenceKind.DOCUMENT else "inline"
    headers = {
        "Content-Disposition": f'{shown}; filename="preuve-{evidence.id.hex[:8]}.{suffix}"',
        "Content-Security-Policy": FILE_POLICY,
        "Accept-Ranges": "bytes",
    }
    try:
        asked = one_range(visit.request.headers.get("range", ""), len(content))
    except ValueError:
        headers["Content-Range"] = f"bytes */{len(content)}"
        return Response(status_code=416, headers=headers)
    status = 200
    if asked is not None:
        first, last = asked
        headers["Content-Range"] = f"bytes {first}-{last}/{len(content)}"
        content, status = content[first : last + 1], 206
    return Response(content, status, headers=headers, media_type=evidence.media_type)


@answering
def visibility(visit: Visit) -> Response:
    evidence, bearer = _mine(visit)
    form, _state = parse(EvidenceVisibilityForm, visit.form)
    anchor = f"preuve-{evidence.id}"
    if form is None:
        return visit.redirect(_page_of(bearer), id=bearer.id, anchor=anchor)
    show_evidence_to(visit.session, evidence, bearer, form.visibility)
    return visit.redirect(_page_of(bearer), id=bearer.id, said="evidence.visibility", anchor=anchor)


@answering
def removal(visit: Visit) -> Response:
    evidence, bearer = _mine(visit)
    file_key = remove_evidence(visit.session, evidence, at=visit.at)
    if file_key:
        visit.session.commit()  # a file is deleted once nothing can name it any more
        visit.platform.storage.forget(file_key)
    return visit.redirect(_page_of(bearer), id=bearer.id, said="evidence.removed")


def _mine(visit: Visit) -> tuple[Evidence, Bearer]:
    """A piece of evidence and what it is on, for the holder."""
    visit.require_member()
    evidence, bearer = evidence_for(visit.session, visit.id())
    visit.require(Action.EDIT, evidence_subject(visit.session, evidence, bearer))
    return evidence, bearer


def _page_of(bearer: Bearer) -> str:
    """The route of the page of what evidence is on."""
    return (ON_AWARDS if isinstance(bearer, Award) else ON_IMPORTED).page


_ON_IMPORTED = "/venus-d-ailleurs/{id}/preuves/nouvelle"

routes: list[BaseRoute] = [
    Route("/recus/{id}/preuves/nouvelle", new, name="evidence:new"),
    Route("/recus/{id}/preuves/nouvelle", create, methods=["POST"], name="evidence:create"),
    Route(_ON_IMPORTED, new_imported, name="evidence:new_imported"),
    Route(_ON_IMPORTED, create_imported, methods=["POST"], name="evidence:create_imported"),
    Route("/preuves/{id}/fichier", file, name="evidence:file"),
    Route("/preuves/{id}/visibilite", visibility, methods=["POST"], name="evidence:visibility"),
    Route("/preuves/{id}/suppression", removal, methods=["POST"], name="evidence:removal"),
]
