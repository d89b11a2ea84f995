"""The page of a badge, its versions, and the choice of the badge of the month."""

from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from starlette.responses import Response

from recognition.awards.queries import HolderLine, holders_of_badge, opens_giving
from recognition.badges.commands import choose_of_the_month
from recognition.badges.drawing import Place, thread_places
from recognition.badges.forms import OfTheMonthForm
from recognition.badges.models import BadgeState
from recognition.badges.months import MonthLine, chosen_month
from recognition.badges.proposals import DiscussionDate, discussion_date
from recognition.badges.queries import (
    BadgeView,
    VersionWords,
    adopted_versions,
    badge_by_slug,
    badge_page,
    badge_subject,
)
from recognition.badges.rules import AwardRuleSubject
from recognition.badges.views.parts import part_labels
from recognition.badges.words import PartDifference, differences, words_of
from recognition.collectives.rules import CollectiveSubject
from recognition.credentials.views.sections import OpenData, of_badge
from recognition.endorsements.lines import EndorsementPanel
from recognition.endorsements.queries import badge_endorsements
from recognition.errors import NotFound
from recognition.permissions import Action
from recognition.trust.views.card import Deeds, ValueCard, badge_card
from recognition.web.answering import answering
from recognition.web.forms import FormState, parse
from recognition.web.templates import render
from recognition.web.visit import Visit


@dataclass(frozen=True)
class VersionChange:
    """A version that was or is in force, and what it changed in the one before."""

    words: VersionWords
    before: VersionWords | None
    changes: tuple[PartDifference, ...]


@dataclass(frozen=True)
class BadgePage:
    """What badges/show.html shows; each panel is fetched when its block is rendered."""

    visit: Visit
    badge: BadgeView
    month_form: FormState = field(default_factory=FormState)

    @property
    def is_adopted(self) -> bool:
        return self.badge.state == BadgeState.ADOPTED

    @cached_property
    def endorsements(self) -> EndorsementPanel:
        return badge_endorsements(self.visit.session, self.visit.actor, self.badge.id)

    @cached_property
    def open_data(self) -> OpenData | None:
        """The addresses that software reads; None while not everyone sees the badge."""
        return of_badge(self.visit, self.badge, self.endorsements)

    @cached_property
    def threads(self) -> list[Place]:
        return thread_places(self.endorsements.threads)

    @cached_property
    def holders(self) -> list[HolderLine]:
        """At random, in an order that stays for a day."""
        seed = f"{self.visit.at:%Y-%m-%d}:{self.badge.id}"
        return holders_of_badge(self.visit.session, self.visit.actor, self.badge.id, seed=seed)

    @cached_property
    def value(self) -> ValueCard | None:
        """None while it is discussed: a value begins with an adopted badge."""
        if self.badge.state not in (BadgeState.ADOPTED, BadgeState.RETIRED):
            return None
        slug = self.badge.slug
        path = self.visit.url("endorsements:new_badge", slug=slug) if self.may_endorse else None
        return badge_card(self.visit, self.badge.id, slug, Deeds(endorse=path))

    @cached_property
    def versions(self) -> list[VersionChange]:
        """The versions that were in force, the latest first."""
        words = adopted_versions(self.visit.session, self.badge.id)
        first = [VersionChange(one, None, ()) for one in words[:1]]
        later = [
            VersionChange(after, before, differences(words_of(before), words_of(after)))
            for before, after in pairwise(words)
        ]
        return [*first, *later][::-1]

    @cached_property
    def month(self) -> MonthLine | None:
        return chosen_month(self.visit.session, self.badge.id)

    @cached_property
    def discussion(self) -> DiscussionDate | None:
        """The discussion of this badge, for those who may read it."""
        if self.visit.member is None:
            return None
        return discussion_date(self.visit.session, self.badge.id)

    @property
    def may_endorse(self) -> bool:
        """Whether to offer it: to visitors too, who sign in on the way."""
        return self.is_adopted and (
            self.visit.member is None or self.endorsements.objection is None
        )

    @cached_property
    def _giving(self) -> AwardRuleSubject:
        person_id, badge = self.visit.actor.person_id, self.badge
        held = person_id is not None and opens_giving(self.visit.session, person_id, badge.id)
        return AwardRuleSubject(badge.award_rule, badge.collective.id, badge.proposer.id, held)

    @property
    def may_recognise(self) -> bool:
        """Whether to offer « Je me reconnais »: to visitors too, where any member may."""
        if not self.is_adopted:
            return False
        if self.visit.member is None:
            return self.badge.award_rule in ("self", "holders")
        return self.visit.may(Action.SELF_AWARD, self._giving)

    @property
    def may_award(self) -> bool:
        return self.is_adopted and self.visit.may(Action.AWARD, self._giving)

    @property
    def may_edit(self) -> bool:
        return self.visit.may(Action.EDIT, badge_subject(self.badge))

    @property
    def may_choose(self) -> bool:
        collective = CollectiveSubject(self.badge.collective.id)
        return self.is_adopted and self.visit.may(Action.DECIDE, collective)

    @property
    def part_labels(self) -> dict[str, str]:
        return part_labels()


@answering
def show(visit: Visit) -> Response:
    badge = badge_page(visit.session, visit.actor, visit.param("slug"))
    return render(visit, "badges/show.html", page=BadgePage(visit, badge))


@answering
def version(visit: Visit) -> Response:
    """A version that was or is in force, with what the next one changed."""
    badge = badge_page(visit.session, visit.actor, visit.param("slug"))
    number = visit.param("number")
    versions = BadgePage(visit, badge).versions
    shown = next((one for one in versions if str(one.words.number) == number), None)
    if shown is None:
        raise NotFound
    return render(
        visit,
        "badges/version.html",
        badge=badge,
        shown=shown,
        versions=versions,
        part_labels=part_labels(),
    )


@answering
def of_the_month(visit: Visit) -> Response:
    visit.require_member()
    view = badge_page(visit.session, visit.actor, visit.param("slug"))
    visit.require(Action.DECIDE, CollectiveSubject(view.collective.id))
    form, state = parse(OfTheMonthForm, visit.form)
    if form is None:
        page = BadgePage(visit, view, state)
        return render(visit, "badges/show.html", page=page, status=422)
    badge = badge_by_slug(visit.session, visit.actor, view.slug)
    choose_of_the_month(visit.session, badge, reason=form.month_reason, at=visit.at)
    return visit.redirect("badges:show", slug=view.slug, said="badge.of_the_month")
