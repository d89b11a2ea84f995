"""The page of an award: what happened to it, in the order in which it happened."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from uuid import UUID

from starlette.responses import Response

from recognition.awards.queries import AwardView, award_page
from recognition.awards.rules import widths_within
from recognition.badges.drawing.threads import Place, thread_places
from recognition.credentials.views.sections import OpenData, of_award
from recognition.endorsements.lines import EndorseForm, EndorsementLine, EndorsementPanel
from recognition.endorsements.queries import award_endorsements, endorsing
from recognition.endorsements.targets import award_target
from recognition.evidence.queries import EvidenceLine, evidence_of_award
from recognition.people.models import IssuerKind
from recognition.permissions import Action
from recognition.trust.views.card import Deeds, ValueCard, award_card
from recognition.web.answering import answering
from recognition.web.forms import FormState
from recognition.web.languages import gettext as _
from recognition.web.languages import ngettext
from recognition.web.templates import render
from recognition.web.visit import Visit


@dataclass(frozen=True)
class Moment:
    """Something that happened to an award. `kind` says which of the others is there."""

    kind: str  # given, recognised, evidence, endorsement, unendorsed, revoked, removed
    at: datetime
    evidence: EvidenceLine | None = None
    endorsement: EndorsementLine | None = None


@dataclass(frozen=True)
class AwardPage:
    """What awards/show.html shows; each panel is fetched when it is rendered."""

    visit: Visit
    award: AwardView
    form: FormState = field(default_factory=FormState)

    @property
    def heading(self) -> str:
        if not self.award.is_live:
            return self.award.title
        return _("%(title)s, porté par %(name)s") % {
            "title": self.award.title,
            "name": self.recipient_name,
        }

    @property
    def recipient_name(self) -> str:
        """The holder, or the address that the giver wrote to."""
        return self.award.holder.name if self.award.holder else self.award.recipient_address

    @property
    def trail(self) -> tuple[str, str | None]:
        """Where the page hangs: one's own badges, or the holder's page when it may be seen."""
        holder = self.award.holder
        if self.award.is_holder:
            return _("Mes badges"), self.visit.url("me:badges")
        if holder is None or holder.handle is None:
            return self.recipient_name, None
        return holder.name, self.visit.url("people:profile", handle=holder.handle)

    @property
    def issuer_address(self) -> str | None:
        """The page of the collective or the organisation it was given for."""
        issuer = self.award.issuer
        if issuer.kind == IssuerKind.COLLECTIVE:
            return self.visit.url("collectives:show", slug=issuer.slug)
        if issuer.kind == IssuerKind.ORGANISATION:
            return self.visit.url("organisations:show", slug=issuer.slug)
        return None

    @cached_property
    def evidence(self) -> list[EvidenceLine]:
        return evidence_of_award(self.visit.session, self.visit.actor, self.award.id)

    @cached_property
    def endorsements(self) -> EndorsementPanel:
        return award_endorsements(self.visit.session, self.visit.actor, self.award.id)

    @cached_property
    def endorsing(self) -> EndorseForm | None:
        """The form of an endorsement; None for who may not write one."""
        if self.endorsements.objection is not None:
            return None
        target = award_target(self.visit.session, self.visit.actor, self.award.id)
        return endorsing(self.visit.session, self.visit.actor, target)

    @cached_property
    def value(self) -> ValueCard | None:
        if not self.award.is_live:
            return None
        award_id, url = self.award.id, self.visit.url
        deeds = Deeds(
            endorse=url("endorsements:new_award", id=award_id) if self.may_endorse else None,
            evidence=url("evidence:new", id=award_id) if self.may_add_evidence else None,
        )
        return award_card(self.visit, award_id, deeds)

    @cached_property
    def open_data(self) -> OpenData | None:
        """The addresses that software reads; None where not everyone sees the award."""
        return of_award(self.visit, self.award, self.endorsements)

    @property
    def places(self) -> list[Place]:
        return thread_places(self.endorsements.threads)

    @cached_property
    def moments(self) -> list[Moment]:
        """What happened, the oldest first: no one may put it in another order."""
        began = "recognised" if self.award.is_self else "given"
        moments = [Moment(began, self.award.awarded_at)]
        moments += [Moment("evidence", line.added_at, evidence=line) for line in self.evidence]
        panel = self.endorsements
        moments += [Moment("endorsement", line.given_at, endorsement=line) for line in panel.lines]
        moments += [
            Moment("unendorsed", line.ended_at, endorsement=line)
            for line in panel.ended
            if line.ended_at is not None
        ]
        if self.award.ended_at is not None and not self.award.is_live:
            moments.append(Moment(self.award.state, self.award.ended_at))
        return sorted(moments, key=lambda moment: moment.at)

    @property
    def is_newborn(self) -> bool:
        """Whether nothing has happened since it was given."""
        return len(self.moments) == 1

    @property
    def summary(self) -> str:
        """How much of what happened this visitor may see."""
        counts = []
        if count := len(self.evidence):
            counts.append(ngettext("%(num)d preuve", "%(num)d preuves", count) % {"num": count})
        if count := self.endorsements.count:
            told = ngettext("%(num)d endossement", "%(num)d endossements", count)
            counts.append(told % {"num": count})
        return ", ".join(counts)

    @property
    def blank(self) -> FormState:
        """The form of an endorsement as it is first shown."""
        return FormState()

    @property
    def owns_evidence(self) -> bool:
        return self.award.is_holder

    @property
    def evidence_widths(self) -> list[str]:
        """The visibilities that the award leaves to its evidence."""
        return [str(width) for width in widths_within(self.award.visibility)]

    @property
    def may_answer(self) -> bool:
        return self._may(Action.DECIDE)

    @property
    def may_show(self) -> bool:
        return self._may(Action.SHOW)

    @property
    def may_remove(self) -> bool:
        return self._may(Action.REMOVE)

    @property
    def may_take(self) -> bool:
        return self._may(Action.TAKE)

    @property
    def may_revoke(self) -> bool:
        return self._may(Action.REVOKE) and not self.award.is_self

    @property
    def may_add_evidence(self) -> bool:
        return self._may(Action.ADD_EVIDENCE)

    @property
    def may_endorse(self) -> bool:
        return self.endorsements.objection is None

    @property
    def is_asked_to_sign_in(self) -> bool:
        """Whether the visitor could endorse, if we knew them."""
        return self.visit.member is None and self.award.is_live

    @property
    def is_narrowed(self) -> bool:
        """Whether the holder's profile keeps the award from being shown as widely as chosen."""
        return self.award.width != self.award.visibility

    @property
    def is_for_another(self) -> bool:
        """Whether the giver gave in the name of a collective or an organisation."""
        return self.award.issuer.kind != IssuerKind.PERSON

    def _may(self, action: Action) -> bool:
        return self.visit.may(action, self.award.subject)

    def render(self, *, block: str = "", status: int = 200, changed: bool = False) -> Response:
        return render(
            self.visit,
            "awards/show.html",
            block=block or None,
            status=status,
            page=self,
            award=self.award,
            form=self.form,
            changed=changed,
        )


@answering
def show(visit: Visit) -> Response:
    return AwardPage(visit, award_page(visit.session, visit.actor, visit.id())).render()


def show_again(visit: Visit, award_id: UUID, form: FormState) -> Response:
    """The page with what was typed, and the fault beside its field."""
    award = award_page(visit.session, visit.actor, award_id)
    return AwardPage(visit, award, form).render(status=422)
