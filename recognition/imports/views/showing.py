"""The page of a badge from elsewhere."""

from dataclasses import dataclass, field
from functools import cached_property

from starlette.responses import Response

from recognition.endorsements.rules import Target
from recognition.endorsements.targets import seen_target
from recognition.endorsements.views.living import Living, Moment
from recognition.evidence.queries import EvidenceLine, evidence_of_imported
from recognition.imports.queries import ImportedView, imported_page
from recognition.imports.rules import ImportedSubject
from recognition.imports.views.telling import (
    ToldIssuer,
    ToldStanding,
    ToldStep,
    told_issuer,
    told_standing,
    told_step,
)
from recognition.openbadges.verdict import Check
from recognition.permissions import Action
from recognition.web.answering import answering
from recognition.web.forms import FormState
from recognition.web.languages import gettext as _
from recognition.web.templates import render
from recognition.web.visit import Visit


@dataclass(frozen=True)
class ImportedPage(Living):
    """What imports/show.html shows; each panel is fetched when it is rendered."""

    visit: Visit
    imported: ImportedView
    form: FormState = field(default_factory=FormState)

    @property
    def heading(self) -> str:
        return _("%(title)s, venu d’ailleurs") % {"title": self.imported.title}

    @property
    def trail(self) -> tuple[str, str | None]:
        """Where the page hangs: one's own badges, or the holder's page when it may be seen."""
        holder = self.imported.holder
        if self.imported.is_holder:
            return _("Mes badges"), self.visit.url("me:badges")
        if holder.handle is None:
            return holder.name, None
        return holder.name, self.visit.url("people:profile", handle=holder.handle)

    @property
    def subject(self) -> ImportedSubject:
        return self.imported.subject

    @property
    def chosen_width(self) -> str:
        return self.imported.visibility

    @property
    def is_live(self) -> bool:
        return self.imported.is_mine

    @property
    def is_holder(self) -> bool:
        return self.imported.is_holder

    @property
    def recipient_name(self) -> str:
        return self.imported.holder.name

    @cached_property
    def target(self) -> Target:
        return seen_target(self.visit.session, self.visit.actor, imported_id=self.imported.id)

    @cached_property
    def evidence(self) -> list[EvidenceLine]:
        return evidence_of_imported(self.visit.session, self.visit.actor, self.imported.id)

    @property
    def beginnings(self) -> list[Moment]:
        """The day on it, when there is one: what its issuer says, not what happened here."""
        issued_at = self.imported.issued_at
        return [] if issued_at is None else [Moment("received", issued_at)]

    @property
    def evidence_address(self) -> str:
        return self.visit.url("evidence:new_imported", id=self.imported.id)

    @property
    def endorse_address(self) -> str:
        return self.visit.url("endorsements:new_imported", id=self.imported.id)

    @property
    def endorsements_address(self) -> str:
        return self.visit.url("endorsements:of_imported", id=self.imported.id)

    @property
    def may_show(self) -> bool:
        return self._may(Action.SHOW)

    @property
    def may_check(self) -> bool:
        return self._may(Action.EDIT)

    @property
    def may_take(self) -> bool:
        return self._may(Action.TAKE)

    @property
    def may_remove(self) -> bool:
        return self._may(Action.REMOVE)

    @property
    def is_narrowed(self) -> bool:
        """Whether the holder's profile keeps the badge from being shown as widely as chosen."""
        return self.imported.is_mine and self.imported.width != self.imported.visibility

    @cached_property
    def standing(self) -> ToldStanding:
        imported = self.imported
        return told_standing(
            imported.standing,
            host=imported.issuer_host,
            checked_at=imported.checked_at,
            expires_at=imported.expires_at,
        )

    @cached_property
    def steps(self) -> list[ToldStep]:
        """How each check ended; to whom the badge belongs is told to its holder alone."""
        return [
            told_step(step, own=True)
            for step in self.imported.steps
            if step.check is not Check.RECIPIENT or self.imported.is_holder
        ]

    @property
    def issuer(self) -> ToldIssuer:
        imported = self.imported
        return told_issuer(imported.issuer_name, imported.issuer_url, imported.issuer_host)

    def _may(self, action: Action) -> bool:
        return self.visit.may(action, self.imported.subject)

    def render(self, *, block: str = "", status: int = 200, changed: bool = False) -> Response:
        return render(
            self.visit,
            "imports/show.html",
            block=block or None,
            status=status,
            page=self,
            imported=self.imported,
            form=self.form,
            changed=changed,
        )


@answering
def show(visit: Visit) -> Response:
    return ImportedPage(visit, imported_page(visit.session, visit.actor, visit.id())).render()
