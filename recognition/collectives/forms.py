"""What people type to found, join, meet and represent."""

import re
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from recognition.collectives.accents import ACCENTS
from recognition.collectives.models import MembershipRole
from recognition.collectives.regions import REGIONS
from recognition.texts import Length, clean_line
from recognition.web.forms import Form, fault, line, lines

MOST_CHARTER_LINES = 12


def _region(code: str) -> str:
    if code not in REGIONS:
        raise fault("not_a_choice")
    return code


def _accent(dye: str) -> str:
    if dye not in ACCENTS:
        raise fault("not_a_choice")
    return dye


def _charter(typed: list[str]) -> list[str]:
    kept = [text for text in map(clean_line, typed) if text]
    if len(kept) > MOST_CHARTER_LINES:
        raise fault("charter.too_many")
    if any(len(text) > Length.CHARTER_LINE for text in kept):
        raise fault("charter.too_long", most=int(Length.CHARTER_LINE))
    return kept


def typed_day(text: object) -> object:
    """A day as browsers send it, or as people write it without a calendar: 14/03/2026."""
    typed = text.strip() if isinstance(text, str) else ""
    if written := re.fullmatch(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})", typed):
        day, month, year = written.groups()
        typed = f"{year}-{month:0>2}-{day:0>2}"
    try:
        return date.fromisoformat(typed)
    except ValueError as malformed:
        raise fault("not_a_date" if typed else "missing") from malformed


class JoinForm(Form):
    sentence: Annotated[str, lines(Length.JOIN_SENTENCE)]


class CollectiveForm(Form):
    """`town` is what was typed, `town_code` the town that was ticked among those found, if any."""

    name: Annotated[str, line(Length.COLLECTIVE_NAME)]
    short_name: Annotated[str, line(Length.SHORT_NAME)]
    region_code: Annotated[str, AfterValidator(_region)]
    town: Annotated[str, line(Length.CITY, required=False)] = ""
    town_code: str = ""
    accent: Annotated[str, AfterValidator(_accent)]
    tagline: Annotated[str, line(Length.TAGLINE, required=False)] = ""
    description: Annotated[str, lines(Length.DESCRIPTION, required=False)] = ""
    rhythm: Annotated[str, line(Length.RHYTHM, required=False)] = ""
    charter: Annotated[list[str], AfterValidator(_charter)] = Field(default_factory=list)


class CollectiveChoicesForm(Form):
    shows_value: bool = False
    public_map: bool = False


class RoleForm(Form):
    role: MembershipRole


class ReasonForm(Form):
    reason: Annotated[str, lines(Length.REASON)]


class DecliningForm(Form):
    reason: Annotated[str, lines(Length.REASON, required=False)] = ""


def _people(handles: list[str]) -> list[str]:
    chosen = sorted({clean_line(handle) for handle in handles} - {""})
    if not chosen:
        raise fault("meeting.nobody")
    return chosen


class MeetingForm(Form):
    """`collective` is a slug, compared with those that may hear the visitor."""

    collective: str
    met_on: Annotated[date, BeforeValidator(typed_day)]
    occasion: Annotated[str, line(Length.OCCASION)]


class WorkshopForm(Form):
    """`people` are handles, compared with those of the collective's members."""

    met_on: Annotated[date, BeforeValidator(typed_day)]
    occasion: Annotated[str, line(Length.OCCASION)]
    people: Annotated[list[str], AfterValidator(_people)] = Field(default_factory=list)


class OrganisationForm(Form):
    """`collective` is a slug, or nothing, compared with those the visitor may choose."""

    name: Annotated[str, line(Length.COLLECTIVE_NAME)]
    kind: Annotated[str, line(Length.SKILL, required=False)] = ""
    city: Annotated[str, line(Length.CITY, required=False)] = ""
    description: Annotated[str, lines(Length.DESCRIPTION, required=False)] = ""
    collective: str = ""
