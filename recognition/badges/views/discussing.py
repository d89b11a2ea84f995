"""The discussion of a proposal: words, positions, and what is decided."""

from dataclasses import dataclass, field
from datetime import timedelta

from starlette.responses import Response

from recognition.badges.adopting import conclude, contribute, extend, take_position, withdraw
from recognition.badges.commands import open_proposal
from recognition.badges.discussion import Discussion, PositionLine, discussion_of
from recognition.badges.forms import ContributionForm, ExtensionForm, PositionForm
from recognition.badges.models import BadgeState, Proposal
from recognition.badges.proposals import titles_in_use
from recognition.badges.queries import BadgeView, badge_by_slug, badge_page, badge_subject
from recognition.badges.rules import NEEDS_WORDS
from recognition.badges.views.parts import part_labels
from recognition.badges.words import PartDifference, differences, near_titles, words_of
from recognition.errors import NotFound, Refused
from recognition.permissions import Action
from recognition.web.answering import answering
from recognition.web.forms import FormState, parse
from recognition.web.languages import gettext as _
from recognition.web.sentences import FIELD_FAULTS
from recognition.web.templates import date_long, render
from recognition.web.visit import Visit


@dataclass(frozen=True)
class DiscussionPage:
    """What badges/discussion.html shows. Each form has its own state, so that a fault in one keeps
    what was typed there."""

    visit: Visit
    badge: BadgeView
    talk: Discussion
    contribution: FormState = field(default_factory=lambda: FormState.of(kind="question"))
    position: FormState = field(default_factory=FormState)
    extension: FormState = field(default_factory=lambda: FormState.of(more_days=7))

    def may(self, action: str) -> bool:
        """Whether the visitor may do this here, and now."""
        if not self.talk.is_open:
            return False
        if action == "withdraw" and self.badge.state == BadgeState.ADOPTED:
            action = "decide"  # a version under discussion, not the badge
        return self.visit.may(Action(action), badge_subject(self.badge))

    @property
    def mine(self) -> PositionLine | None:
        """Where the visitor stands."""
        return self.talk.position_of(self.visit.actor.person_id)

    @property
    def part_labels(self) -> dict[str, str]:
        return part_labels()

    @property
    def changes(self) -> tuple[PartDifference, ...]:
        """What a new version changes in the one in force; nothing for a new badge."""
        if self.talk.version.number == self.badge.version.number:
            return ()
        return differences(words_of(self.badge.version), words_of(self.talk.version))

    @property
    def near(self) -> list[str]:
        """Titles that resemble this one."""
        if not self.talk.is_open:
            return []
        others = titles_in_use(self.visit.session, but=self.badge.slug)
        return near_titles(self.talk.version.title, others)


@answering
def discussion(visit: Visit) -> Response:
    visit.require_member()
    return _shown(_page(visit))


@answering
def add_contribution(visit: Visit) -> Response:
    member = visit.require_member()
    page, proposal = _open_page(visit, Action.DISCUSS)
    form, state = parse(ContributionForm, visit.form)
    if form is None:
        return _shown(_page(visit, contribution=state), status=422)
    contribute(
        visit.session,
        proposal,
        author_id=member.id,
        kind=form.kind,
        field=form.about,
        text=form.text,
        at=visit.at,
    )
    return _back(visit, page, "badge.contributed", "discussion")


@answering
def state_position(visit: Visit) -> Response:
    member = visit.require_member()
    page, proposal = _open_page(visit, Action.TAKE_POSITION)
    form, state = parse(PositionForm, visit.form)
    if form and form.stance in NEEDS_WORDS and not form.reason:
        form, state = None, state.with_error("reason", _(FIELD_FAULTS["badge.words_needed"]))
    if form is None:
        return _shown(_page(visit, position=state), status=422)
    adopted = take_position(
        visit.session,
        proposal,
        person_id=member.id,
        stance=form.stance,
        reason=form.reason,
        at=visit.at,
        base_url=visit.settings.base_url,
    )
    return _back(visit, page, "badge.adopted" if adopted else "badge.position_taken", "avis")


@answering
def prolong(visit: Visit) -> Response:
    member = visit.require_member()
    page, proposal = _open_page(visit, Action.DECIDE)
    form, state = parse(ExtensionForm, visit.form)
    if form is None:
        return _shown(_page(visit, extension=state), status=422)
    closes_at = max(visit.at, proposal.closes_at) + timedelta(days=form.more_days)
    extend(
        visit.session,
        proposal,
        closes_at=closes_at,
        author_id=member.id,
        said=_("La discussion est prolongée jusqu’au %(date)s.") % {"date": date_long(closes_at)},
        at=visit.at,
    )
    return _back(visit, page, "badge.extended")


@answering
def take_back(visit: Visit) -> Response:
    member = visit.require_member()
    badge = badge_by_slug(visit.session, visit.actor, visit.param("slug"))
    adopted = badge.state == BadgeState.ADOPTED
    page, proposal = _open_page(visit, Action.DECIDE if adopted else Action.WITHDRAW)
    withdraw(visit.session, proposal, by=member.id, at=visit.at)
    return _back(visit, page, "badge.withdrawn")


@answering
def adopt(visit: Visit) -> Response:
    """« Constater l’adoption »: what the worker does by itself, done at once by a person."""
    visit.require_member()
    page, proposal = _open_page(visit, Action.DECIDE)
    if not conclude(visit.session, proposal, at=visit.at, base_url=visit.settings.base_url):
        raise Refused("proposal.not_due")
    return visit.redirect("badges:show", slug=page.badge.slug, said="badge.adopted")


def _open_page(visit: Visit, action: Action) -> tuple[DiscussionPage, Proposal]:
    """The page and its proposal, held for writing. Raises NotFound, NotAllowed, or Refused when
    the discussion is over."""
    page = _page(visit)
    visit.require(action, badge_subject(page.badge))
    proposal = open_proposal(visit.session, page.badge.id)
    if proposal is None:
        raise Refused("proposal.ended")
    return page, proposal


def _page(visit: Visit, **states: FormState) -> DiscussionPage:
    badge = badge_page(visit.session, visit.actor, visit.param("slug"))
    talk = discussion_of(visit.session, visit.actor, badge, at=visit.at)
    if talk is None:
        raise NotFound
    mine = talk.position_of(visit.actor.person_id)
    usual = {
        "position": FormState.of(stance=mine.stance, reason=mine.reason) if mine else FormState()
    }
    return DiscussionPage(visit, badge, talk, **{**usual, **states})


def _shown(page: DiscussionPage, *, status: int = 200) -> Response:
    return render(page.visit, "badges/discussion.html", page=page, status=status)


def _back(visit: Visit, page: DiscussionPage, said: str, anchor: str = "") -> Response:
    return visit.redirect("badges:discussion", slug=page.badge.slug, said=said, anchor=anchor)
