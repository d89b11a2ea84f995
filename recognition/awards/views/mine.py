"""« Mes badges »: what waits for an answer first, then what one keeps and what one gave."""

from dataclasses import dataclass

from starlette.responses import Response

from recognition.awards.queries import (
    AwardLine,
    GivenLine,
    OfferLine,
    awards_given,
    my_awards,
    offers_waiting,
)
from recognition.endorsements.threads import threaded
from recognition.imports.queries import my_imported
from recognition.imports.views.cards import ImportedCard, cards
from recognition.people.queries import person_by_id
from recognition.web.answering import answering
from recognition.web.templates import render
from recognition.web.visit import Visit


@dataclass(frozen=True)
class MyBadges:
    """What awards/mine.html shows."""

    offers: list[OfferLine]
    awards: list[AwardLine]
    given: list[GivenLine]
    imported: list[ImportedCard]
    profile_visibility: str


@answering
def mine(visit: Visit) -> Response:
    member = visit.require_member()
    page = MyBadges(
        offers=offers_waiting(visit.session, member.id),
        awards=threaded(visit.session, visit.actor, my_awards(visit.session, member.id)),
        given=awards_given(visit.session, member.id),
        imported=cards(my_imported(visit.session, visit.actor, member.id)),
        profile_visibility=person_by_id(visit.session, member.id).profile_visibility,
    )
    return render(visit, "awards/mine.html", page=page)
