"""What the composer shows: choices, a preview, advice; whatever has been typed so far."""

import secrets
from dataclasses import dataclass, replace
from functools import cached_property

from markupsafe import Markup

from recognition.badges.drawing import DYES, ICONS, SHAPES, Picture, icon_path, search_icons, svg
from recognition.badges.families import FAMILIES, FamilyLine
from recognition.badges.forms import criteria_faults, picture_for
from recognition.badges.models import Family
from recognition.badges.proposals import titles_in_use
from recognition.badges.queries import BadgeView, CollectiveLine
from recognition.badges.rules import MOST_CRITERIA
from recognition.badges.words import Words, advice, near_titles, proposed_alt_text
from recognition.texts import Length, clean_line
from recognition.web.forms import FormState
from recognition.web.languages import gettext as _
from recognition.web.visit import Visit

ICONS_SHOWN = 24
FIRST_ROWS = 3
"""Empty rows for criteria in a new form."""


@dataclass(frozen=True)
class Preview:
    """The badge as it becomes."""

    title: str
    definition: str
    family: FamilyLine
    picture: Picture
    alt_text: str
    near: tuple[str, ...]
    advice: tuple[str, ...]

    def drawing(self, size: int, title: str = "") -> Markup:
        """The picture for `size` pixels, from our own writing only."""
        return Markup(svg(self.picture, title, size))  # noqa: S704


@dataclass(frozen=True)
class Composer:
    """The form of a badge. `badge` is what it changes, or None for a new one; `mode` is new,
    revision (of what is under discussion) or version (of an adopted badge)."""

    visit: Visit
    state: FormState
    mode: str
    badge: BadgeView | None = None
    collectives: tuple[CollectiveLine, ...] = ()
    based_on: BadgeView | None = None

    @property
    def criteria(self) -> list[str]:
        rows = self.state.values("criteria")
        return rows or [""] * FIRST_ROWS

    @property
    def criteria_errors(self) -> dict[int, str]:
        return {
            row: _("{most} caractères au plus : il y en a {count}.").format(
                most=int(Length.CRITERION), count=len(clean_line(self.criteria[row]))
            )
            for row in criteria_faults(self.criteria)
        }

    @property
    def families(self) -> list[FamilyLine]:
        return list(FAMILIES.values())

    @property
    def shapes(self) -> list[tuple[str, str]]:
        return [(shape.name, shape.label) for shape in SHAPES.values()]

    @property
    def dyes(self) -> list[tuple[str, str]]:
        return [(dye.name, f"{dye.label}, {dye.hue}") for dye in DYES.values()]

    @property
    def icons(self) -> list[tuple[str, str, Markup]]:
        """The pictograms to choose from: what was searched, and always the one that is chosen."""
        found = search_icons(self.state.value("icon_query")[: Length.SEARCH])[:ICONS_SHOWN]
        chosen = self.state.value("icon")
        names = [chosen, *found] if chosen in ICONS and chosen not in found else found
        return [(name, ICONS[name].label, _drawn(name)) for name in names]

    @property
    def nothing_found(self) -> bool:
        return not search_icons(self.state.value("icon_query")[: Length.SEARCH])

    @cached_property
    def preview(self) -> Preview:
        """The badge of what is typed so far, whatever is still missing or wrong."""
        state = self.state
        title, definition = clean_line(state.value("title")), clean_line(state.value("definition"))
        family = state.value("family")
        family = family if family in FAMILIES else Family.SAVOIR_ETRE
        try:
            picture = picture_for(
                family,
                state.value("shape"),
                state.value("dye"),
                state.value("icon"),
                clean_line(state.value("word")),
            )
        except ValueError:  # a name that is not offered, or a word that cannot be drawn
            picture = picture_for(family, "", "", "", "")
        others = titles_in_use(self.visit.session, but=state.value("editing"))
        return Preview(
            title=title,
            definition=definition,
            family=FAMILIES[family],
            picture=picture,
            alt_text=clean_line(state.value("alt_text")) or proposed_alt_text(picture),
            near=tuple(near_titles(title[: Length.BADGE_TITLE], others)),  # slow for long ones
            advice=tuple(advice(title, definition, state.values("criteria"))),
        )


def _drawn(icon: str) -> Markup:
    return Markup(  # noqa: S704
        '<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2"'
        ' stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">'
        f'<path d="{icon_path(icon)}"/></svg>'
    )


def state_of(words: Words, **others: object) -> FormState:
    """The form filled with a version."""
    return FormState.of(
        title=words.title,
        definition=words.definition,
        family=words.family,
        criteria=list(words.criteria),
        skills=", ".join(words.skills),
        evidence_hint=words.evidence_hint,
        shape=words.picture.shape,
        dye=words.picture.dye,
        icon=words.picture.icon,
        word=words.picture.word,
        # One that we proposed is proposed anew for the next picture.
        alt_text="" if words.alt_text == proposed_alt_text(words.picture) else words.alt_text,
        **others,
    )


def with_button(state: FormState) -> FormState | None:
    """The form after one of its own buttons (a row more or less, a search, a surprise, a look);
    None when what was pressed is the button that sends it."""
    rows = state.values("criteria")
    if state.value("add_criterion"):
        return _changed(state, criteria=[*rows, ""][:MOST_CRITERIA])
    if "remove_criterion" in state.typed:
        row = state.value("remove_criterion")
        at = int(row) if row.isascii() and row.isdigit() and len(row) < 3 else len(rows)
        return _changed(state, criteria=[text for n, text in enumerate(rows) if n != at] or [""])
    if state.value("surprise"):
        return _changed(
            state,
            shape=[secrets.choice(list(SHAPES))],
            dye=[secrets.choice(list(DYES))],
            icon=[secrets.choice(list(ICONS))],
        )
    if state.value("search_icon") or state.value("preview"):
        return state
    return None


def _changed(state: FormState, **fields: list[str]) -> FormState:
    return replace(state, typed={**state.typed, **fields})
