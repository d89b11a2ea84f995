"""What people type to add a piece of evidence."""

from typing import Annotated

from pydantic import AfterValidator

from recognition.awards.models import Visibility
from recognition.evidence.models import EvidenceKind
from recognition.evidence.rules import ADDED_KINDS, is_link
from recognition.texts import Length
from recognition.web.forms import Form, fault, line, lines


def _checked_link(text: str) -> str:
    if not is_link(text):
        raise fault("not_a_link")
    return text


class EvidenceForm(Form):
    """The base of the forms: a title, words that may be left out, and who may see it."""

    title: Annotated[str, line(Length.EVIDENCE_TITLE)]
    description: Annotated[str, lines(Length.EVIDENCE_TEXT, required=False)] = ""
    visibility: Visibility = Visibility.PRIVATE
    url: str = ""
    alt_text: str = ""


class TextForm(EvidenceForm):
    description: Annotated[str, lines(Length.EVIDENCE_TEXT)]


class LinkForm(EvidenceForm):
    url: Annotated[str, AfterValidator(_checked_link), line(Length.URL)]


class PhotoForm(EvidenceForm):
    alt_text: Annotated[str, line(Length.ALT_TEXT)]


class EvidenceVisibilityForm(Form):
    visibility: Visibility


FORMS: dict[EvidenceKind, type[EvidenceForm]] = {
    EvidenceKind.TEXT: TextForm,
    EvidenceKind.TESTIMONY: TextForm,
    EvidenceKind.LINK: LinkForm,
    EvidenceKind.PHOTO: PhotoForm,
    EvidenceKind.DOCUMENT: EvidenceForm,
    EvidenceKind.AUDIO: EvidenceForm,
}


def kind_of(text: str) -> EvidenceKind:
    """The kind that a page or a form names; a text for anything else."""
    return EvidenceKind(text) if text in ADDED_KINDS else EvidenceKind.TEXT
