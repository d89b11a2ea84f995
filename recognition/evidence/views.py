"""The pages of the room `evidence`."""

from dataclasses import dataclass

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from recognition.awards.models import Award
from recognition.awards.queries import AwardView, award_for, award_page, award_subject
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
from recognition.evidence.queries import evidence_for, evidence_subject, evidence_to_read
from recognition.evidence.rules import ADDED_KINDS, FILE_KINDS
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
class AddingPage:
    """What evidence/new.html shows. `widths` are the visibilities the award leaves open."""

    award: AwardView
    kind: EvidenceKind

    @property
    def kinds(self) -> tuple[EvidenceKind, ...]:
        return ADDED_KINDS

    @property
    def widths(self) -> list[str]:
        return [str(width) for width in widths_within(self.award.visibility)]

    @property
    def has_file(self) -> bool:
        return self.kind in FILE_KINDS

    @property
    def accepted(self) -> str:
        return ACCEPTED[self.kind]


@answering
def new(visit: Visit) -> Response:
    page = _page(visit, kind_of(visit.query("kind")))
    return render(visit, "evidence/new.html", page=page, form=FormState.of(visibility="private"))


@answering
def create(visit: Visit) -> Response:
    page = _page(visit, kind_of(visit.text("kind")))
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
    award = award_for(visit.session, page.award.id)
    visit.require(Action.ADD_EVIDENCE, award_subject(visit.session, award))
    evidence = add_evidence(
        visit.session,
        visit.platform.storage,
        award,
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
    return visit.redirect("awards:show", id=page.award.id, said="evidence.added", anchor=anchor)


def _page(visit: Visit, kind: EvidenceKind) -> AddingPage:
    """The award, for its holder."""
    visit.require_member()
    award = award_page(visit.session, visit.actor, visit.id())
    visit.require(Action.ADD_EVIDENCE, award.subject)
    return AddingPage(award, kind)


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
    evidence, award = _mine(visit)
    form, _state = parse(EvidenceVisibilityForm, visit.form)
    if form is None:
        return visit.redirect("awards:show", id=award.id, anchor=f"preuve-{evidence.id}")
    show_evidence_to(visit.session, evidence, award, form.visibility)
    anchor = f"preuve-{evidence.id}"
    return visit.redirect("awards:show", id=award.id, said="evidence.visibility", anchor=anchor)


@answering
def removal(visit: Visit) -> Response:
    evidence, award = _mine(visit)
    file_key = remove_evidence(visit.session, evidence, at=visit.at)
    if file_key:
        visit.session.commit()  # a file is deleted once nothing can name it any more
        visit.platform.storage.forget(file_key)
    return visit.redirect("awards:show", id=award.id, said="evidence.removed")


def _mine(visit: Visit) -> tuple[Evidence, Award]:
    """A piece of evidence and its award, for the holder."""
    visit.require_member()
    evidence = evidence_for(visit.session, visit.id())
    visit.require(Action.EDIT, evidence_subject(visit.session, evidence))
    if evidence.award_id is None:
        raise NotFound
    return evidence, award_for(visit.session, evidence.award_id)


routes: list[BaseRoute] = [
    Route("/recus/{id}/preuves/nouvelle", new, name="evidence:new"),
    Route("/recus/{id}/preuves/nouvelle", create, methods=["POST"], name="evidence:create"),
    Route("/preuves/{id}/fichier", file, name="evidence:file"),
    Route("/preuves/{id}/visibilite", visibility, methods=["POST"], name="evidence:visibility"),
    Route("/preuves/{id}/suppression", removal, methods=["POST"], name="evidence:removal"),
]
