"""The page of an award: what happened to it, in the order in which it happened."""

from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from starlette.responses import Response

from recognition.awards.queries import AwardView, award_page
from recognition.awards.rules import AwardSubject
from recognition.badges.drawing.threads import Place, thread_places
from recognition.credentials.views.sections import OpenData, of_award
from recognition.endorsements.rules import Target
from recognition.endorsements.targets import seen_target
from recognition.endorsements.views.living import Living, Moment
from recognition.evidence.queries import EvidenceLine, evidence_of_award
from recognition.people.models import IssuerKind
from recognition.permissions import Action
from recognition.trust.views.card import Deeds, ValueCard, award_card
from recognition.web.answering import answering
from recognition.web.forms import FormState
from recognition.web.languages import gettext as _
from recognition.web.templates import render
from recognition.web.visit import Visit


@dataclass(frozen=True)
class AwardPage(Living):
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

    @property
    def subject(self) -> AwardSubject:
        return self.award.subject

    @property
    def chosen_width(self) -> str:
        return self.award.visibility

    @property
    def is_live(self) -> bool:
        return self.award.is_live

    @property
    def is_holder(self) -> bool:
        return self.award.is_holder

    @cached_property
    def target(self) -> Target:
        return seen_target(self.visit.session, self.visit.actor, award_id=self.award.id)

    @cached_property
    def evidence(self) -> list[EvidenceLine]:
        return evidence_of_award(self.visit.session, self.visit.actor, self.award.id)

    @property
    def beginnings(self) -> list[Moment]:
        """How it came to its holder, and how it left them."""
        moments = [Moment("recognised" if self.award.is_self else "given", self.award.awarded_at)]
        if self.award.ended_at is not None and not self.award.is_live:
            moments.append(Moment(self.award.state, self.award.ended_at))
        return moments

    @property
    def evidence_address(self) -> str:
        return self.visit.url("evidence:new", id=self.award.id)

    @property
    def endorse_address(self) -> str:
        return self.visit.url("endorsements:new_award", id=self.award.id)

    @property
    def endorsements_address(self) -> str:
        return self.visit.url("endorsements:of_award", id=self.award.id)

    @cached_property
    def value(self) -> ValueCard | None:
        if not self.award.is_live:
            return None
        deeds = Deeds(
            endorse=self.endorse_address if self.may_endorse else None,
            evidence=self.evidence_address if self.may_add_evidence else None,
        )
        return award_card(self.visit, self.award.id, deeds)

    @cached_property
    def open_data(self) -> OpenData | None:
        """The addresses that software reads; None where not everyone sees the award."""
        return of_award(self.visit, self.award, self.endorsements)

    @property
    def places(self) -> list[Place]:
        return thread_places(self.endorsements.threads)

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
