"""What people type to propose a badge, to change it, and to discuss it."""

from collections.abc import Collection
from typing import Annotated, TypeGuard
from uuid import UUID

from pydantic import BeforeValidator

from recognition.badges.drawing import DYES, ICONS, SHAPES, Picture
from recognition.badges.families import FAMILIES
from recognition.badges.models import AwardRule, ContributionKind, Family, Stance
from recognition.badges.rules import LONGEST_DAYS, MOST_CRITERIA, MOST_SKILLS, SHORTEST_DAYS
from recognition.badges.words import CHANGEABLE, Words
from recognition.texts import Length, clean, clean_line, fold
from recognition.web.forms import Form, fault, line, lines


def criteria_faults(typed: list[str]) -> dict[int, str]:
    """The codes of what is wrong, by row counted from 0."""
    return {
        row: "too_long"
        for row, text in enumerate(typed)
        if len(clean_line(text)) > Length.CRITERION
    }


def _criteria(typed: object) -> list[str]:
    texts = [clean_line(text) for text in typed if isinstance(text, str)] if _is_list(typed) else []
    criteria = [text for text in texts if text]
    if not criteria:
        raise fault("badge.no_criterion")
    if len(criteria) > MOST_CRITERIA:
        raise fault("badge.many_criteria", most=MOST_CRITERIA)
    for number, text in enumerate(texts, 1):
        if len(text) > Length.CRITERION:
            raise fault(
                "badge.long_criterion", number=number, most=int(Length.CRITERION), count=len(text)
            )
    return criteria


def _is_list(typed: object) -> TypeGuard[list[object]]:
    return isinstance(typed, list)


def _skills(typed: object) -> tuple[str, ...]:
    """Skills separated by commas or lines; the same one twice counts once."""
    text = clean(typed) if isinstance(typed, str) else ""
    labels = [clean_line(label) for label in text.replace(";", ",").replace("\n", ",").split(",")]
    skills = {fold(label): label for label in reversed(labels) if fold(label)}
    kept = tuple(reversed(skills.values()))
    if len(kept) > MOST_SKILLS:
        raise fault("badge.many_skills", most=MOST_SKILLS)
    for label in kept:
        if max(len(label), len(fold(label))) > Length.SKILL:
            raise fault("badge.long_skill", most=int(Length.SKILL), skill=label[:30])
    return kept


def _one_of(names: Collection[str]) -> BeforeValidator:
    """One of `names`, or nothing: then the family's own is taken."""

    def check(typed: object) -> str:
        if typed and typed not in names:
            raise fault("not_a_choice")
        return str(typed or "")

    return BeforeValidator(check)


def _word(typed: object) -> str:
    word = clean_line(typed) if isinstance(typed, str) else ""
    if len(word) > Length.WORD:
        raise fault("too_long", most=int(Length.WORD), count=len(word))
    try:
        return Picture("rond", "garance", "ear", word).word
    except ValueError as unwritable:
        raise fault("badge.unwritable_word") from unwritable


def _between(least: int, most: int) -> BeforeValidator:
    def check(typed: object) -> int:
        text = str(typed).strip()
        if not (text.isascii() and text.isdigit() and len(text) < 6 and least <= int(text) <= most):
            raise fault("badge.days", least=least, most=most)
        return int(text)

    return BeforeValidator(check)


class WordsForm(Form):
    """The words and the picture of a version."""

    title: Annotated[str, line(Length.BADGE_TITLE)]
    definition: Annotated[str, line(Length.DEFINITION)]
    family: Family
    criteria: Annotated[list[str], BeforeValidator(_criteria)]
    skills: Annotated[tuple[str, ...], BeforeValidator(_skills)] = ()
    evidence_hint: Annotated[str, line(Length.EVIDENCE_HINT, required=False)] = ""
    shape: Annotated[str, _one_of(SHAPES)] = ""
    dye: Annotated[str, _one_of(DYES)] = ""
    icon: Annotated[str, _one_of(ICONS)] = ""
    word: Annotated[str, BeforeValidator(_word)] = ""
    alt_text: Annotated[str, line(Length.ALT_TEXT, required=False)] = ""

    @property
    def words(self) -> Words:
        """As the commands take them."""
        return Words(
            title=self.title,
            definition=self.definition,
            family=str(self.family),
            criteria=tuple(self.criteria),
            skills=self.skills,
            evidence_hint=self.evidence_hint,
            picture=picture_for(self.family, self.shape, self.dye, self.icon, self.word),
            alt_text=self.alt_text,
        )


def picture_for(family: str, shape: str, dye: str, icon: str, word: str) -> Picture:
    """The picture of these choices; what was not chosen is the family's."""
    own = FAMILIES[family]
    return Picture(shape or own.shape, dye or own.dye, icon or own.icon, word)


class ProposalForm(WordsForm):
    """A new badge. `days` is how long its discussion lasts."""

    collective: UUID
    award_rule: AwardRule
    days: Annotated[int, _between(SHORTEST_DAYS, LONGEST_DAYS)]
    based_on: Annotated[str, line(Length.BADGE_TITLE, required=False)] = ""


class RevisionForm(WordsForm):
    """A change of what is under discussion, and why."""

    change_note: Annotated[str, lines(Length.CHANGE_NOTE, required=False)] = ""


class VersionForm(WordsForm):
    """A new version of an adopted badge, and what changes."""

    change_note: Annotated[str, lines(Length.CHANGE_NOTE)]
    days: Annotated[int, _between(SHORTEST_DAYS, LONGEST_DAYS)]


def _contribution_kind(typed: object) -> object:
    # A change is told by the act of changing, never typed.
    if typed == ContributionKind.CHANGE:
        raise fault("not_a_choice")
    return typed


def _part(typed: object) -> str:
    if typed and typed not in CHANGEABLE:
        raise fault("not_a_choice")
    return str(typed or "")


class ContributionForm(Form):
    """A word in a discussion; `about` is one of CHANGEABLE, or empty."""

    kind: Annotated[ContributionKind, BeforeValidator(_contribution_kind)]
    about: Annotated[str, BeforeValidator(_part)] = ""
    text: Annotated[str, lines(Length.CONTRIBUTION)]


class PositionForm(Form):
    """Where a member stands. Words are asked for by `NEEDS_WORDS`, which the view applies."""

    stance: Stance
    reason: Annotated[str, lines(Length.REASON, required=False)] = ""


class ExtensionForm(Form):
    """How many days more."""

    more_days: Annotated[int, _between(1, LONGEST_DAYS)]


class OfTheMonthForm(Form):
    """Why this badge, this month."""

    month_reason: Annotated[str, lines(Length.CHANGE_NOTE)]
