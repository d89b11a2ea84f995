"""What a holder or a giver decides of an award: each act is a POST of its own."""

from starlette.responses import Response

from recognition.awards import commands
from recognition.awards.forms import AcceptanceForm, RevocationForm, VisibilityForm
from recognition.awards.models import Award, AwardState
from recognition.awards.queries import award_for, award_page, award_subject
from recognition.awards.views.mails import tell_holder_of_revocation
from recognition.awards.views.showing import AwardPage, show_again
from recognition.errors import Refused
from recognition.permissions import Action
from recognition.web.answering import answering
from recognition.web.forms import parse
from recognition.web.visit import Visit


@answering
def acceptance(visit: Visit) -> Response:
    award = _to_answer(visit)
    form, state = parse(AcceptanceForm, visit.form)
    if form is None:
        return show_again(visit, award.id, state)
    commands.accept(visit.session, award, visibility=form.visibility, at=visit.at)
    return visit.redirect("awards:show", id=award.id, said="award.accepted")


@answering
def refusal(visit: Visit) -> Response:
    award = _to_answer(visit)
    commands.decline(visit.session, award, at=visit.at)
    return visit.redirect("me:badges", said="award.declined")


@answering
def visibility(visit: Visit) -> Response:
    award = _for(visit, Action.SHOW)
    form, state = parse(VisibilityForm, visit.form)
    if form is None:
        return show_again(visit, award.id, state)
    commands.show_to(visit.session, award, form.visibility)
    if visit.wants_fragment:
        visit.session.flush()
        page = AwardPage(visit, award_page(visit.session, visit.actor, award.id))
        return page.render(block="visibility", changed=True)
    return visit.redirect(
        "awards:show", id=award.id, said="award.visibility", anchor="visibility-panel"
    )


@answering
def revocation(visit: Visit) -> Response:
    award = _for(visit, Action.REVOKE)
    form, state = parse(RevocationForm, visit.form)
    if form is None:
        return show_again(visit, award.id, state)
    title = award_page(visit.session, visit.actor, award.id).title
    if commands.revoke(visit.session, award, reason=form.reason, at=visit.at):
        tell_holder_of_revocation(visit, award, title=title)
    return visit.redirect("awards:show", id=award.id, said="award.revoked")


@answering
def removal(visit: Visit) -> Response:
    award = _for(visit, Action.REMOVE)
    commands.remove(visit.session, award, at=visit.at)
    return visit.redirect("me:badges", said="award.removed")


def _for(visit: Visit, action: Action) -> Award:
    """The award, for a member who may do `action` with it."""
    visit.require_member()
    award = award_for(visit.session, visit.id())
    visit.require(action, award_subject(visit.session, award))
    return award


def _to_answer(visit: Visit) -> Award:
    """An award that waits for this member's answer; an answer given before is said to be one."""
    member = visit.require_member()
    award = award_for(visit.session, visit.id())
    if award.holder_id == member.id and award.state != AwardState.OFFERED:
        raise Refused("award.answered")
    visit.require(Action.DECIDE, award_subject(visit.session, award))
    return award
