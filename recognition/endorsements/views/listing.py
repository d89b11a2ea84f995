"""All the endorsements of one thing, a page at a time."""

from starlette.responses import Response

from recognition.credentials.views.sections import of_listing
from recognition.endorsements.queries import MOST_LINES, panel_of
from recognition.endorsements.rules import Target, TargetKind
from recognition.endorsements.targets import award_target, badge_target
from recognition.endorsements.views.addresses import (
    badge_from_elsewhere,
    issuer_of_address,
    target_page,
)
from recognition.web.answering import answering
from recognition.web.templates import render
from recognition.web.visit import Visit


@answering
def of_badge(visit: Visit) -> Response:
    return _page(visit, badge_target(visit.session, visit.actor, visit.param("slug")))


@answering
def of_award(visit: Visit) -> Response:
    return _page(visit, award_target(visit.session, visit.actor, visit.id()))


@answering
def of_imported(visit: Visit) -> Response:
    return _page(visit, badge_from_elsewhere(visit))


@answering
def of_issuer(visit: Visit) -> Response:
    return _page(visit, issuer_of_address(visit))


def _page(visit: Visit, target: Target) -> Response:
    page = _number(visit.query("page"))
    panel = panel_of(visit.session, visit.actor, target, page=page)
    return render(
        visit,
        "endorsements/all.html",
        panel=panel,
        target=target,
        # what is said of a badge from elsewhere has no address of its own
        open=None if target.kind == TargetKind.IMPORTED else of_listing(visit, target, panel),
        back=target_page(visit, target),
        earlier=f"{visit.path}?page={page - 1}" if page > 1 else None,
        later=f"{visit.path}?page={page + 1}" if panel.count > page * MOST_LINES else None,
    )


def _number(text: str) -> int:
    """The page asked for, the first when it is not one (requirement A2)."""
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 6 else 1
