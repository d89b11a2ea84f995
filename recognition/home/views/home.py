"""Home, and first steps."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import sha256
from urllib.parse import urlencode

from starlette.responses import Response

from recognition.awards.queries import OfferLine, offers_waiting
from recognition.badges.gallery import BadgeCard
from recognition.badges.months import MonthBadge
from recognition.clock import HERE
from recognition.collectives.queries import CollectiveLine, collective_lines
from recognition.home.feed import Cursor, FeedPage, cursor_of, feed
from recognition.home.queries import (
    FirstSteps,
    VoiceOfTheDay,
    badges_to_water,
    first_steps,
    months_of,
    voices_of_the_day,
)
from recognition.home.waiting import Waiting, WaitingKind, what_waits
from recognition.invitations.queries import InvitationLine, invitations_at_home
from recognition.web.answering import answering
from recognition.web.templates import render
from recognition.web.visit import Visit

MOST_COLLECTIVES = 6


@dataclass(frozen=True)
class VisitorHome:
    """What home/visitor.html shows."""

    visit: Visit

    @property
    def day(self) -> date:
        return _day(self.visit)

    @cached_property
    def voices(self) -> list[VoiceOfTheDay]:
        return voices_of_the_day(self.visit.session, self.visit.actor, self.day)

    @cached_property
    def collectives(self) -> list[CollectiveLine]:
        """Six of them, others each day: none comes first for good."""
        lines = collective_lines(self.visit.session)
        drawn = sorted(lines, key=lambda line: sha256(f"{self.day}:{line.id}".encode()).digest())
        return drawn[:MOST_COLLECTIVES]


@dataclass(frozen=True)
class MemberHome:
    """What home/member.html shows; each part is fetched when its block is rendered. `before` is
    where the feed starts, None for the latest."""

    visit: Visit
    before: Cursor | None

    @cached_property
    def waiting(self) -> list[Waiting]:
        return what_waits(self.visit.session, self.visit.actor, at=self.visit.at)

    @cached_property
    def steps(self) -> FirstSteps:
        return first_steps(self.visit.session, self.visit.actor)

    @property
    def offer(self) -> OfferLine | None:
        """The offer that has waited longest."""
        offers = (one.thing for one in self.waiting if one.kind == WaitingKind.OFFER)
        return next((offer for offer in offers if isinstance(offer, OfferLine)), None)

    @property
    def invitation(self) -> str:
        """The address of first steps, whole, to hand on."""
        return self.visit.absolute(self.visit.url("home:welcome"))

    @cached_property
    def invitations(self) -> list[InvitationLine]:
        """Those to answer, and the dates to come that the member said yes to."""
        return invitations_at_home(self.visit.session, self.visit.actor, at=self.visit.at)

    @property
    def collective_count(self) -> int:
        return len(self.visit.actor.collectives)

    @cached_property
    def feed(self) -> FeedPage:
        return feed(self.visit.session, self.visit.actor, before=self.before)

    @property
    def older_path(self) -> str:
        """Where the feed goes on; empty at its end."""
        if self.feed.older is None:
            return ""
        return f"{self.visit.path}?{urlencode({'avant': str(self.feed.older)})}"

    @cached_property
    def months(self) -> list[MonthBadge]:
        return months_of(self.visit.session, self.visit.actor)

    @cached_property
    def to_water(self) -> tuple[BadgeCard, ...]:
        return badges_to_water(self.visit.session, self.visit.actor, _day(self.visit))


def _day(visit: Visit) -> date:
    return visit.at.astimezone(HERE).date()


@answering
def show(visit: Visit) -> Response:
    if visit.member is None:
        return render(visit, "home/visitor.html", page=VisitorHome(visit))
    page = MemberHome(visit, cursor_of(visit.query("avant")))
    return render(visit, "home/member.html", block="news" if page.before else None, page=page)


@answering
def welcome(visit: Visit) -> Response:
    offer = None
    if visit.member is not None:
        offer = next(iter(offers_waiting(visit.session, visit.member.id)), None)
    return render(
        visit,
        "home/welcome.html",
        steps=first_steps(visit.session, visit.actor),
        offer=offer,
        invitation=visit.absolute(visit.url("home:welcome")),
    )
