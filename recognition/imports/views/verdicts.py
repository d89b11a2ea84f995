"""What was found out about a badge, as the page of a verification shows it."""

from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Self

from recognition.imports.commands import plausible
from recognition.imports.pictures import redrawn
from recognition.imports.rules import Standing, standing_of, told_steps
from recognition.imports.views.telling import (
    ToldIssuer,
    ToldStep,
    sentence_of,
    told_issuer,
    told_step,
)
from recognition.openbadges.verdict import (
    Check,
    EndorsementSeen,
    IssuerSeen,
    Kind,
    Outcome,
    State,
    Step,
    Verdict,
)
from recognition.texts import clean_line
from recognition.web.languages import gettext as _
from recognition.web.languages import mark

SHOWN_SIDE = 300  # pixels

TARGETS = {
    "badge": mark("à propos de ce badge, quelle que soit la personne qui le porte"),
    "issuer": mark("à propos de l’émetteur"),
    "award": mark("à propos de ce badge reçu"),
}


@dataclass(frozen=True)
class ToldEndorsement:
    """An endorsement that came inside the badge, with its own verdict."""

    outcome: str
    word: str
    icon: str
    why: str
    endorser: ToldIssuer
    target: str
    comment: str
    issued_at: datetime | None


def told_endorsement(seen: EndorsementSeen) -> ToldEndorsement:
    words = {
        Outcome.VERIFIED: _("Endossement vérifié"),
        Outcome.UNVERIFIED: _("Endossement non vérifié"),
    }
    icons = {Outcome.VERIFIED: "circle-check", Outcome.UNVERIFIED: "circle-question-mark"}
    return ToldEndorsement(
        outcome=seen.outcome.value,
        word=words.get(seen.outcome, _("Endossement qui ne passe pas la vérification")),
        icon=icons.get(seen.outcome, "x"),
        why=_first_doubt(seen.steps),
        endorser=_issuer(seen.endorser),
        target=_(TARGETS[seen.target]) if seen.target in TARGETS else _("à propos d’autre chose"),
        comment=seen.comment,
        issued_at=plausible(seen.issued_at),
    )


def _issuer(seen: IssuerSeen) -> ToldIssuer:
    return told_issuer(seen.name, seen.url or seen.id, seen.host)


def _first_doubt(steps: tuple[Step, ...]) -> str:
    """The sentence of the first check that failed, else of the first that could not be made; the
    one about the recipient says nothing about the badge."""
    for state in (State.FAILS, State.UNKNOWN):
        for step in steps:
            if step.state is state and step.check is not Check.RECIPIENT:
                return sentence_of(step)
    return ""


@dataclass(frozen=True)
class Told:
    """A verdict as imports/_verdict.html shows it. `own` is whether the addresses that were
    compared are the visitor's."""

    verdict: Verdict
    own: bool = False
    picture: str = ""  # our own redrawing, as a data URI

    @classmethod
    def of(cls, verdict: Verdict, *, own: bool) -> Self:
        """`Told` of a verdict, its picture drawn at once when it can be safely: while the page is
        rendered others may have to wait to write."""
        drawn = redrawn(verdict.picture, SHOWN_SIDE)
        picture = f"data:image/png;base64,{b64encode(drawn).decode()}" if drawn else ""
        return cls(verdict, own, picture)

    @cached_property
    def steps(self) -> list[ToldStep]:
        return [told_step(step, own=self.own) for step in self._steps]

    @cached_property
    def _steps(self) -> tuple[Step, ...]:
        return told_steps(self.verdict)

    @property
    def has_badge(self) -> bool:
        """Whether there is a badge to show beside the verdict."""
        return self.verdict.kind is not Kind.NONE

    @property
    def tone(self) -> str:
        """ok, warn or bad, for style sheets."""
        return {Outcome.VERIFIED: "ok", Outcome.UNVERIFIED: "warn"}.get(self.verdict.outcome, "bad")

    @property
    def icon(self) -> str:
        icons = {"ok": "shield-check", "warn": "circle-question-mark", "bad": "circle-alert"}
        return icons[self.tone]

    @property
    def headline(self) -> str:
        """The verdict, in one sentence."""
        if self.verdict.outcome is Outcome.NO_BADGE:
            return _("Nous n’avons pas trouvé de badge.")
        standing = standing_of(self.verdict.outcome, self._steps)
        if standing is Standing.UNVERIFIED and not self.has_badge:
            return _("Nous n’avons pas pu lire ce badge.")
        if self.verdict.kind is Kind.ENDORSEMENT:
            return self._endorsement_headline()
        host = self.verdict.issuer.host
        if standing is Standing.SIGNED and host:
            return _("Ce badge est authentique : %(host)s répond de sa signature.") % {"host": host}
        if standing is Standing.HOSTED and host:
            return _("Ce badge est authentique : %(host)s le publie tel qu’il est ici.") % {
                "host": host
            }
        return {
            Standing.SIGNED: _("Ce badge est authentique."),
            Standing.HOSTED: _("Ce badge est authentique."),
            Standing.UNVERIFIED: _("Nous avons lu ce badge, sans pouvoir tout vérifier."),
            Standing.REVOKED: _("Ce badge a été retiré par son émetteur."),
            Standing.EXPIRED: _("Ce badge est authentique, et il a expiré."),
            Standing.BROKEN: _("Ce badge ne passe pas la vérification."),
        }[standing]

    def _endorsement_headline(self) -> str:
        return {
            Outcome.VERIFIED: _("Cet endossement est authentique."),
            Outcome.UNVERIFIED: _("Nous avons lu cet endossement, sans pouvoir tout vérifier."),
        }.get(self.verdict.outcome, _("Cet endossement ne passe pas la vérification."))

    @property
    def why(self) -> str:
        """What the headline rests on, when it is not plainly good."""
        return _first_doubt(self._steps)

    @property
    def kind(self) -> str:
        """What was sent, when it is no badge that somebody received."""
        return {
            Kind.BADGE: _(
                "C’est un badge tel qu’on peut le recevoir : il ne dit pas qui le porte."
            ),
            Kind.ISSUER: _("C’est la présentation d’un émetteur, pas un badge."),
            Kind.ENDORSEMENT: _("C’est un endossement : les mots de quelqu’un sur un badge."),
            Kind.STATUS_LIST: _("C’est une liste de badges retirés, pas un badge."),
        }.get(self.verdict.kind, "")

    @property
    def title(self) -> str:
        return clean_line(self.verdict.name)[:200]

    @property
    def issuer(self) -> ToldIssuer:
        return _issuer(self.verdict.issuer)

    @property
    def issued_at(self) -> datetime | None:
        return plausible(self.verdict.issued_at)

    @property
    def expires_at(self) -> datetime | None:
        return plausible(self.verdict.expires_at)

    @cached_property
    def endorsements(self) -> list[ToldEndorsement]:
        return [told_endorsement(seen) for seen in self.verdict.endorsements]

    @property
    def id(self) -> str:
        return clean_line(self.verdict.id)[:500]
