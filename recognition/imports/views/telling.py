"""How checks ended, who issued a badge and how it stands, in words: nothing is decided here."""

from dataclasses import dataclass
from datetime import datetime

from recognition.evidence.rules import host_of, is_link
from recognition.imports.commands import plausible
from recognition.imports.rules import Standing
from recognition.openbadges.verdict import (
    Check,
    State,
    Step,
)
from recognition.texts import clean_line
from recognition.web.languages import gettext as _
from recognition.web.languages import mark
from recognition.web.sentences.imports import NAMING, REASONS
from recognition.web.templates import date_long

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
    Check.SIGNATURE: mark("Rien n’a été changé depuis qu’il a été signé."),
    Check.REVOCATION: mark("Son émetteur ne l’a pas repris."),
    Check.DATES: mark("Il vaut aujourd’hui."),
    Check.RECIPIENT: mark("C’est bien l’adresse qu’il nomme."),
}
NOTHING_TO_CHECK = {
    Check.REVOCATION: mark("Son émetteur ne tient pas de liste des badges retirés."),
    Check.DATES: mark("Il n’a pas de date de fin."),
    Check.RECIPIENT: mark(
        "Donnez l’adresse de courriel de la personne : nous dirons si ce badge est le sien."
    ),
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


@dataclass(frozen=True)
class ToldStep:
    """One check as it is shown. `state` is a word for style sheets, `word` the same for people."""

    question: str
    state: str
    word: str
    icon: str
    sentence: str


def told_step(step: Step, *, own: bool = False) -> ToldStep:
    """`own` is whether the addresses that were compared are those of who reads it."""
    is_yours = own and step.check is Check.RECIPIENT
    return ToldStep(
        question=_("À vous") if is_yours else _(QUESTIONS[step.check]),
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
