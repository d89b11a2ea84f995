"""What was found out about a badge, in words: nothing here is decided, all of it is said."""

from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from recognition.evidence.rules import host_of, is_link
from recognition.imports.commands import plausible
from recognition.imports.pictures import redrawn
from recognition.imports.rules import Standing, standing_of, told_steps
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
from recognition.web.sentences.imports import NAMING, REASONS
from recognition.web.templates import date_long

SHOWN_SIDE = 300  # pixels
LONGEST_DETAIL = 120  # characters

QUESTIONS = {
    Check.READABLE: mark("Lisible"),
    Check.ISSUER: mark("Émetteur trouvé"),
    Check.SIGNATURE: mark("Signature"),
    Check.REVOCATION: mark("Pas retiré"),
    Check.DATES: mark("Pas expiré"),
    Check.RECIPIENT: mark("À cette adresse"),
}
PLAINLY = {
    Check.READABLE: mark("C’est un badge, et il dit tout ce qu’un badge doit dire."),
    Check.ISSUER: mark("Son émetteur répond, à l’adresse que donne le badge."),
    Check.SIGNATURE: mark("Elle est celle de son émetteur, et rien n’a changé depuis."),
    Check.REVOCATION: mark("Son émetteur ne l’a pas repris."),
    Check.DATES: mark("Il vaut aujourd’hui."),
    Check.RECIPIENT: mark("C’est bien l’adresse qu’il nomme."),
}
NOTHING_TO_CHECK = {
    Check.REVOCATION: mark("Son émetteur ne tient pas de liste des badges retirés."),
    Check.DATES: mark("Il n’a pas de date de fin."),
    Check.RECIPIENT: mark("Aucune adresse à comparer."),
}
OTHERWISE = {
    State.HOLDS: mark("Rien à redire."),
    State.FAILS: mark("Cette vérification n’a pas réussi."),
    State.UNKNOWN: mark("Nous n’avons pas pu le savoir."),
    State.NONE: mark("Rien à vérifier ici."),
}
WORDS = {
    State.HOLDS: mark("oui"),
    State.FAILS: mark("non"),
    State.UNKNOWN: mark("on ne sait pas"),
    State.NONE: mark("sans objet"),
}
ICONS = {
    State.HOLDS: "circle-check",
    State.FAILS: "x",
    State.UNKNOWN: "circle-question-mark",
    State.NONE: "minus",
}
STANDINGS = {
    Standing.SIGNED: mark("Signature vérifiée"),
    Standing.HOSTED: mark("Publié par son émetteur"),
    Standing.UNVERIFIED: mark("Non vérifié"),
    Standing.REVOKED: mark("Retiré par son émetteur"),
    Standing.EXPIRED: mark("Expiré"),
    Standing.BROKEN: mark("Ne passe plus la vérification"),
}
STANDING_ICONS = {
    Standing.SIGNED: "shield-check",
    Standing.HOSTED: "shield-check",
    Standing.UNVERIFIED: "circle-question-mark",
    Standing.REVOKED: "undo-2",
    Standing.EXPIRED: "clock",
    Standing.BROKEN: "triangle-alert",
}
STANDING_TONES = {
    Standing.SIGNED: "ok",
    Standing.HOSTED: "ok",
    Standing.UNVERIFIED: "warn",
    Standing.EXPIRED: "warn",
}
TARGETS = {
    "badge": mark("à propos de ce badge, quelle que soit la personne qui le porte"),
    "issuer": mark("à propos de l’émetteur"),
    "award": mark("à propos de ce badge reçu"),
}


@dataclass(frozen=True)
class ToldStep:
    """One check as it is shown. `state` is a word for style sheets, `word` the same for people."""

    question: str
    state: str
    word: str
    icon: str
    sentence: str


def told_step(step: Step) -> ToldStep:
    return ToldStep(
        question=_(QUESTIONS[step.check]),
        state=step.state.value,
        word=_(WORDS[step.state]),
        icon=ICONS[step.state],
        sentence=sentence_of(step),
    )


def sentence_of(step: Step) -> str:
    """Why the check ended as it did; what strangers named in it comes cleaned and short."""
    detail = named(step.detail)
    if step.reason in NAMING and detail:
        return _(NAMING[step.reason]).format(detail=detail)
    if step.reason in REASONS:
        return _(REASONS[step.reason])
    if step.state is State.HOLDS:
        return _(PLAINLY[step.check])
    if step.state is State.NONE and step.check in NOTHING_TO_CHECK:
        return _(NOTHING_TO_CHECK[step.check])
    return _(OTHERWISE[step.state])


def named(detail: str) -> str:
    """What a sentence names: a time as a date, anything else on one line, cut when it is long."""
    try:
        moment = plausible(datetime.fromisoformat(detail))
    except ValueError:
        moment = None
    if moment is not None:
        return date_long(moment)
    line = clean_line(detail)
    return line if len(line) <= LONGEST_DETAIL else line[: LONGEST_DETAIL - 1] + "…"


@dataclass(frozen=True)
class ToldIssuer:
    """Who issued it, as it says; `host` really answered. `link` is where it says to be, when a
    page of ours may lead there, and `link_host` whose page that is."""

    name: str
    host: str
    link: str
    link_host: str


def told_issuer(name: str, url: str, host: str) -> ToldIssuer:
    link = url if is_link(url) else ""
    return ToldIssuer(clean_line(name)[:200], host, link, host_of(link))


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
    """A verdict as imports/_verdict.html shows it. `asks_recipient` is whether there were
    addresses to compare with; `own` whether they were the visitor's."""

    verdict: Verdict
    own: bool = False

    @cached_property
    def steps(self) -> list[ToldStep]:
        return [told_step(step) for step in self._steps]

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

    @cached_property
    def picture(self) -> str:
        """Our own redrawing, as a data URI; empty without a picture that can be drawn safely."""
        drawn = redrawn(self.verdict.picture, SHOWN_SIDE)
        return f"data:image/png;base64,{b64encode(drawn).decode()}" if drawn else ""

    @property
    def id(self) -> str:
        return clean_line(self.verdict.id)[:500]


@dataclass(frozen=True)
class ToldStanding:
    """How a kept badge stands: never as one of ours, always with who was really asked, and when
    (requirement C8)."""

    word: str
    icon: str
    tone: str
    sentence: str


def told_standing(
    standing: Standing, *, host: str, checked_at: datetime, expires_at: datetime | None = None
) -> ToldStanding:
    date = date_long(checked_at)
    gaps = {"host": host or _("son émetteur"), "date": date}
    ended = date_long(expires_at) if expires_at else date
    sentences = {
        Standing.SIGNED: _("Signature vérifiée auprès de %(host)s le %(date)s.") % gaps,
        Standing.HOSTED: _("Publié par %(host)s, relu le %(date)s.") % gaps,
        Standing.UNVERIFIED: _("Nous n’avons pas pu tout vérifier, le %(date)s.") % gaps,
        Standing.REVOKED: _("Son émetteur l’a retiré : nous l’avons vu le %(date)s.") % gaps,
        Standing.EXPIRED: _("Il a expiré le %(date)s. Sa signature, elle, est bonne.")
        % {"date": ended},
        Standing.BROKEN: _("Il ne passe plus la vérification, vu le %(date)s.") % gaps,
    }
    return ToldStanding(
        word=_(STANDINGS[standing]),
        icon=STANDING_ICONS[standing],
        tone=STANDING_TONES.get(standing, "bad"),
        sentence=sentences[standing],
    )
