"""« Emporter ce badge »: the files of an award, for its holder, however widely it is shown."""

from dataclasses import dataclass
from datetime import datetime

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from recognition.awards.models import Visibility
from recognition.awards.queries import AwardView, award_page
from recognition.credentials.exports import export
from recognition.credentials.issuing import Issuing
from recognition.credentials.queries import changed_at
from recognition.credentials.rules import AWARD_FORMS, ExportForm
from recognition.errors import NotFound
from recognition.permissions import Action
from recognition.web.answering import answering
from recognition.web.templates import render
from recognition.web.visit import Visit

OLDER = {ExportForm.OB2_PNG: "PNG", ExportForm.OB2_SVG: "SVG", ExportForm.OB2_JSON: "JSON"}
DRAWING_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"  # requirement C4


@dataclass(frozen=True)
class TakingPage:
    """What credentials/take.html shows. `changed_at` is when what the files say last changed."""

    visit: Visit
    award: AwardView
    changed_at: datetime

    @property
    def is_public(self) -> bool:
        """Whether anyone sees the award, and so can ask this platform whether it is true."""
        return self.award.width == Visibility.PUBLIC

    @property
    def older(self) -> list[tuple[str, str]]:
        """The forms of version 2.0, and how their buttons are named."""
        return [(str(form), name) for form, name in OLDER.items()]

    def path(self, form: str) -> str:
        return self.visit.url("credentials:file", id=self.award.id, form=form)


@answering
def take(visit: Visit) -> Response:
    award = _award(visit)
    page = TakingPage(visit, award, changed_at(visit.session, award.id))
    return render(visit, "credentials/take.html", page=page)


@answering
def file(visit: Visit) -> Response:
    award = _award(visit)
    form = visit.param("form")
    if form not in AWARD_FORMS:
        raise NotFound
    platform = visit.platform
    issuing = Issuing.of(platform.settings, platform.keys, platform.storage)
    exported = export(visit.session, issuing, award.id, form, visit.actor)
    headers = {"Content-Disposition": f'attachment; filename="{exported.file_name}"'}
    if form.endswith(".svg"):
        headers["Content-Security-Policy"] = DRAWING_POLICY
    return Response(exported.content, media_type=exported.media_type, headers=headers)


def _award(visit: Visit) -> AwardView:
    """The award, for its holder."""
    visit.require_member()
    award = award_page(visit.session, visit.actor, visit.id())
    visit.require(Action.TAKE, award.subject)
    return award


routes: list[BaseRoute] = [
    Route("/recus/{id}/emporter", take, name="credentials:take"),
    Route("/recus/{id}/emporter/{form}", file, name="credentials:file"),
]
