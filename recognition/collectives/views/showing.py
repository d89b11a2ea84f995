"""The list of collectives, and the page of one."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode
from uuid import UUID

from starlette.responses import Response
from starlette.routing import Route

from recognition.badges.gallery import CardPage, GallerySearch, Order, gallery_cards
from recognition.badges.months import MonthBadge, badges_of_the_month
from recognition.badges.proposals import OpenProposal, open_proposals
from recognition.collectives.models import Collective
from recognition.collectives.queries import (
    IssuerName,
    NamedPerson,
    PeoplePage,
    collective_by_slug,
    collective_lines,
    collective_subject,
    coordination_of,
    membership_requests_for,
    membership_state,
    organisations_of_collective,
    people_page,
)
from recognition.collectives.regions import REGIONS
from recognition.endorsements.lines import EndorsementPanel
from recognition.endorsements.queries import endorsement_counts, issuer_endorsements
from recognition.permissions import Action
from recognition.web.answering import answering
from recognition.web.forms import FormState
from recognition.web.templates import render
from recognition.web.visit import Visit

MOST_BADGES = 6
MOST_PROPOSALS = 6


@answering
def index(visit: Visit) -> Response:
    region = visit.query("region")
    everywhere = collective_lines(visit.session)
    inhabited = {line.region_code for line in everywhere}
    return render(
        visit,
        "collectives/index.html",
        collectives=[line for line in everywhere if region in ("", line.region_code)],
        region=region,
        region_names=REGIONS,
        regions=[(code, name) for code, name in REGIONS.items() if code in inhabited],
    )


@dataclass(frozen=True)
class CollectivePage:
    """What collectives/show.html shows; each part is fetched when it is rendered. `joining` is
    the state of the form that asks to join."""

    visit: Visit
    collective: Collective
    joining: FormState
    said: str = ""

    @property
    def region(self) -> str:
        return REGIONS.get(self.collective.region_code, "")

    @property
    def description(self) -> str:
        return self.collective.tagline or self.collective.description[:160]

    @cached_property
    def state(self) -> str | None:
        """``requested``, ``accepted``, or None: the visitor's own membership."""
        return membership_state(self.visit.session, self.collective.id, self.visit.actor)

    @property
    def coordinates(self) -> bool:
        return self.visit.may(Action.DECIDE, collective_subject(self.collective))

    @property
    def may_propose(self) -> bool:
        return self.visit.may(Action.PROPOSE, collective_subject(self.collective))

    @property
    def may_endorse(self) -> bool:
        return self.visit.member is not None and self.endorsements.objection is None

    @cached_property
    def waiting_count(self) -> int:
        """How many people wait to be welcomed: for the coordination."""
        if not self.coordinates:
            return 0
        actor, collective_id = self.visit.actor, self.collective.id
        return len(membership_requests_for(self.visit.session, actor, collective_id=collective_id))

    @cached_property
    def coordination(self) -> list[NamedPerson]:
        return coordination_of(self.visit.session, self.visit.actor, self.collective.id)

    @cached_property
    def members(self) -> PeoplePage:
        return people_page(
            self.visit.session,
            self.visit.actor,
            "",
            collective_id=self.collective.id,
            after=self.visit.query("apres"),
        )

    @property
    def more_path(self) -> str:
        path = self.visit.url("collectives:show", slug=self.collective.slug)
        after = self.members.after
        return f"{path}?{urlencode({'apres': after})}" if after else ""

    @cached_property
    def organisations(self) -> list[IssuerName]:
        return organisations_of_collective(self.visit.session, self.collective.id)

    @cached_property
    def badges(self) -> CardPage:
        search = GallerySearch(collective=self.collective.slug, order=Order.TITLE)
        return gallery_cards(self.visit.session, self.visit.actor, search, page_size=MOST_BADGES)

    @cached_property
    def counts(self) -> dict[UUID, int]:
        ids = [card.id for card in self.badges.cards]
        if self.month:
            ids.append(self.month.card.id)
        return endorsement_counts(self.visit.session, self.visit.actor, ids)

    @cached_property
    def month(self) -> MonthBadge | None:
        chosen = badges_of_the_month(self.visit.session, self.visit.actor, self.collective.id)
        return chosen[0] if chosen else None

    @cached_property
    def proposals(self) -> list[OpenProposal]:
        session, actor = self.visit.session, self.visit.actor
        return open_proposals(session, actor, self.collective.id)[:MOST_PROPOSALS]

    @cached_property
    def endorsements(self) -> EndorsementPanel:
        return issuer_endorsements(self.visit.session, self.visit.actor, self.collective.id)


@answering
def show(visit: Visit) -> Response:
    collective = collective_by_slug(visit.session, visit.param("slug"))
    page = CollectivePage(visit, collective, FormState())
    return render(visit, "collectives/show.html", block="members", page=page)


routes = [
    Route("/collectifs", index, name="collectives:index"),
    Route("/collectifs/{slug}", show, name="collectives:show"),
]
