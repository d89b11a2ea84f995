"""The list of collectives, and the page of one."""

from collections.abc import Sequence
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
    CollectiveLine,
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
    vouching_subject,
)
from recognition.collectives.regions import REGIONS
from recognition.credentials.views.sections import OpenData, of_issuer
from recognition.endorsements.lines import EndorsementPanel
from recognition.endorsements.queries import endorsement_counts, issuer_endorsements
from recognition.invitations.queries import InvitationLine, workshops_to_come
from recognition.maps.fabric import Circle
from recognition.maps.territory import Territory, grounds
from recognition.permissions import Action
from recognition.places.france import nearest
from recognition.places.towns import town
from recognition.web.answering import answering
from recognition.web.forms import FormState
from recognition.web.templates import render
from recognition.web.visit import Visit

MOST_BADGES = 6
MOST_PROPOSALS = 6


@dataclass(frozen=True)
class IndexPage:
    """What collectives/index.html shows; `region` is the code asked for, "" for the whole."""

    lines: Sequence[CollectiveLine]
    region: str

    @property
    def region_name(self) -> str:
        return REGIONS.get(self.region, "")

    @property
    def regions(self) -> list[tuple[str, str]]:
        return list(REGIONS.items())

    @cached_property
    def found(self) -> list[CollectiveLine]:
        return [line for line in self.lines if self.region in ("", line.region_code)]

    @cached_property
    def neighbours(self) -> list[CollectiveLine]:
        """The collectives of the nearest regions that have one."""
        inhabited = {line.region_code for line in self.lines}
        near = nearest(self.region, inhabited) if self.region else frozenset()
        return [line for line in self.lines if line.region_code in near]

    @cached_property
    def territory(self) -> Territory:
        return grounds(
            Circle(
                id=line.id,
                slug=line.slug,
                name=line.name,
                short_name=line.short_name,
                accent=line.accent,
                region_code=line.region_code,
                town_code=line.town_code,
            )
            for line in self.lines
        )

    @cached_property
    def places(self) -> dict[UUID, str]:
        """Where each collective is: its town and region, or its region alone."""
        return {line.id: _place(line) for line in self.lines}


def _place(line: CollectiveLine) -> str:
    at, region = town(line.town_code), REGIONS.get(line.region_code, "")
    return " · ".join(filter(None, [at.label if at else "", region]))


@answering
def index(visit: Visit) -> Response:
    asked = visit.query("region")
    region = asked if asked in REGIONS else ""
    page = IndexPage(collective_lines(visit.session), region)
    return render(visit, "collectives/index.html", page=page)


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

    @cached_property
    def may_vouch(self) -> bool:
        """Whether the visitor may vouch for it, as nobody does yet."""
        member = self.visit.member
        if member is None or self.collective.vouched_at is not None:
            return False
        subject = vouching_subject(self.visit.session, self.collective.id, member.id)
        return self.visit.may(Action.VOUCH, subject)

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
    def workshops(self) -> list[InvitationLine]:
        """The workshops to come, for members."""
        visit = self.visit
        return workshops_to_come(visit.session, visit.actor, self.collective.id, at=visit.at)

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

    @cached_property
    def open_data(self) -> OpenData | None:
        """The addresses that software reads."""
        subject = collective_subject(self.collective)
        return of_issuer(self.visit, self.collective.id, subject, self.endorsements)


@answering
def show(visit: Visit) -> Response:
    collective = collective_by_slug(visit.session, visit.param("slug"))
    page = CollectivePage(visit, collective, FormState())
    return render(visit, "collectives/show.html", block="members", page=page)


routes = [
    Route("/collectifs", index, name="collectives:index"),
    Route("/collectifs/{slug}", show, name="collectives:show"),
]
