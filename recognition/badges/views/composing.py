"""Writing a badge: a new one, what is under discussion, a new version of an adopted one."""

from datetime import timedelta

from starlette.responses import Response

from recognition.badges.commands import open_proposal, propose, propose_version, revise
from recognition.badges.forms import ProposalForm, RevisionForm, VersionForm
from recognition.badges.models import BadgeState
from recognition.badges.queries import (
    BadgeView,
    badge_by_slug,
    badge_page,
    badge_subject,
    own_collectives,
    version_by_number,
)
from recognition.badges.rules import USUAL_DAYS
from recognition.badges.views.composer import Composer, state_of, with_button
from recognition.badges.views.parts import part_labels
from recognition.badges.views.pictures import stored_picture
from recognition.badges.words import Words, changed_parts, words_of
from recognition.collectives.rules import CollectiveSubject
from recognition.errors import NotFound, Refused
from recognition.permissions import Action
from recognition.texts import Length, clean_line
from recognition.web.answering import answering
from recognition.web.forms import FormState, parse, typed_texts
from recognition.web.languages import gettext as _
from recognition.web.sentences import FIELD_FAULTS, REFUSALS
from recognition.web.templates import render
from recognition.web.visit import Visit


@answering
def new(visit: Visit) -> Response:
    visit.require_member()
    based_on = _based_on(visit, visit.query("depuis"))
    usual = {"days": USUAL_DAYS, "award_rule": "holders"}
    if based_on:
        state = state_of(words_of(based_on.version), based_on=based_on.slug, **usual)
    else:
        title = clean_line(visit.query("titre"))[: Length.BADGE_TITLE]
        state = FormState.of(title=title, family="savoir-etre", **usual)
    return _page(visit, _new(visit, state))


@answering
def create(visit: Visit) -> Response:
    member = visit.require_member()
    if (touched := with_button(FormState(typed_texts(visit.form)))) is not None:
        return _page(visit, _new(visit, touched))
    form, state = parse(ProposalForm, visit.form)
    if form and not visit.may(Action.PROPOSE, CollectiveSubject(form.collective)):
        form = None
        state = state.with_error("collective", _(FIELD_FAULTS["badge.not_your_collective"]))
    if form is None:
        return _page(visit, _new(visit, state), status=422)
    based_on = _based_on(visit, form.based_on)
    stored_picture(visit.platform.storage, form.words.picture)
    badge = propose(
        visit.session,
        form.words,
        proposer_id=member.id,
        collective_id=form.collective,
        award_rule=form.award_rule,
        closes_at=visit.at + timedelta(days=form.days),
        at=visit.at,
        based_on_id=based_on.id if based_on else None,
    )
    return visit.redirect("badges:discussion", slug=badge.slug, said="badge.proposed")


@answering
def preview(visit: Visit) -> Response:
    """The preview alone, for a form that is still being written."""
    visit.require_member()
    state = FormState(typed_texts(visit.form))
    return render(
        visit, "badges/compose.html", block="preview", composer=Composer(visit, state, "new")
    )


@answering
def icons(visit: Visit) -> Response:
    """The pictograms that answer French words."""
    visit.require_member()
    state = FormState.of(icon_query=visit.query("icon_query"), icon=visit.query("icon"))
    return render(
        visit, "badges/compose.html", block="icons", composer=Composer(visit, state, "new")
    )


@answering
def edit(visit: Visit) -> Response:
    badge, words, mode = _editable(visit)
    return _page(visit, Composer(visit, state_of(words, days=USUAL_DAYS), mode, badge))


@answering
def change(visit: Visit) -> Response:
    badge, words, mode = _editable(visit)
    if (touched := with_button(FormState(typed_texts(visit.form)))) is not None:
        return _page(visit, Composer(visit, touched, mode, badge))
    if mode == "revision":
        return _revise(visit, badge, words)
    return _propose_version(visit, badge)


def _revise(visit: Visit, badge: BadgeView, before: Words) -> Response:
    member = visit.require_member()
    form, state = parse(RevisionForm, visit.form)
    if form is None:
        return _page(visit, Composer(visit, state, "revision", badge), status=422)
    proposal = open_proposal(visit.session, badge.id)
    if proposal is None:
        raise Refused("proposal.ended")
    names = part_labels()
    changed = ", ".join(names[part].lower() for part in changed_parts(before, form.words))
    done = revise(
        visit.session,
        proposal,
        form.words,
        author_id=member.id,
        note=form.change_note,
        described=_("Modifié : %(parts)s.") % {"parts": changed},
        at=visit.at,
    )
    said = "badge.revised" if done else "badge.unchanged"
    return visit.redirect("badges:discussion", slug=badge.slug, said=said)


def _propose_version(visit: Visit, badge: BadgeView) -> Response:
    member = visit.require_member()
    form, state = parse(VersionForm, visit.form)
    if form is None:
        return _page(visit, Composer(visit, state, "version", badge), status=422)
    try:
        propose_version(
            visit.session,
            badge_by_slug(visit.session, visit.actor, badge.slug),
            form.words,
            author_id=member.id,
            change_note=form.change_note,
            closes_at=visit.at + timedelta(days=form.days),
            at=visit.at,
        )
    except Refused as refusal:
        if refusal.reason not in ("proposal.another_open", "proposal.nothing_changes"):
            raise
        state = state.with_error("form", _(REFUSALS[refusal.reason]))
        return _page(visit, Composer(visit, state, "version", badge), status=422)
    return visit.redirect("badges:discussion", slug=badge.slug, said="badge.version_proposed")


def _editable(visit: Visit) -> tuple[BadgeView, Words, str]:
    """The badge, the words to change, and whether this revises what is under discussion."""
    visit.require_member()
    badge = badge_page(visit.session, visit.actor, visit.param("slug"))
    visit.require(Action.EDIT, badge_subject(badge))
    proposal = open_proposal(visit.session, badge.id)
    if proposal is None:
        return badge, words_of(badge.version), "version"
    version = version_by_number(visit.session, badge.id, proposal.version_number)
    return badge, words_of(version), "revision"


def _new(visit: Visit, state: FormState) -> Composer:
    from_badge = _based_on(visit, state.value("based_on"))
    collectives = tuple(own_collectives(visit.session, visit.actor))
    return Composer(visit, state, "new", collectives=collectives, based_on=from_badge)


def _based_on(visit: Visit, slug: str) -> BadgeView | None:
    """The adopted badge a new one starts from; None when there is none to be seen."""
    if not slug:
        return None
    try:
        badge = badge_page(visit.session, visit.actor, slug)
    except NotFound:
        return None
    return badge if badge.state == BadgeState.ADOPTED else None


def _page(visit: Visit, composer: Composer, *, status: int = 200) -> Response:
    return render(visit, "badges/compose.html", composer=composer, status=status)
