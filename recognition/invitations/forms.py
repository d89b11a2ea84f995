"""What a coordinator types to invite, and what a guest answers: one form for each kind."""

import re
from collections.abc import Callable
from datetime import date, time
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BeforeValidator

from recognition.collectives.forms import typed_day
from recognition.invitations.models import Answer, InvitationKind
from recognition.texts import Length
from recognition.web.forms import Form, fault, line, lines


class Audience(StrEnum):
    """Whom a round or a workshop is for."""

    CHOSEN = "chosen"
    MEMBERS = "members"


def _hour(text: object) -> object:
    """A time as browsers send it, or as people write it: 18:30, 18h30, 18 h."""
    typed = text.strip() if isinstance(text, str) else ""
    if not typed:
        raise fault("missing")
    written = re.fullmatch(r"(\d{1,2}) ?[:hH] ?(\d{2})?(?::\d{2})?", typed)
    hour, minute = (int(written[1]), int(written[2] or 0)) if written else (24, 0)
    if hour > 23 or minute > 59:
        raise fault("not_a_time")
    return time(hour, minute)


def _if_typed(read: Callable[[object], object]) -> BeforeValidator:
    return BeforeValidator(
        lambda text: read(text) if isinstance(text, str) and text.strip() else None
    )


class LetterForm(Form):
    """What every kind has. Who and which badges are compared with those there are, by slug."""

    words: Annotated[str, lines(Length.INVITATION_WORDS)]


class MeetingForm(LetterForm):
    """A date and a place if they are known already."""

    day: Annotated[date | None, _if_typed(typed_day)] = None
    hour: Annotated[time | None, _if_typed(_hour)] = None
    place: Annotated[str, line(Length.PLACE, required=False)] = ""


class WorkshopForm(LetterForm):
    title: Annotated[str, line(Length.INVITATION_TITLE)]
    day: Annotated[date, BeforeValidator(typed_day)]
    hour: Annotated[time, BeforeValidator(_hour)]
    place: Annotated[str, line(Length.PLACE)]


FORMS: dict[InvitationKind, type[LetterForm]] = {
    InvitationKind.WORD: LetterForm,
    InvitationKind.MEETING: MeetingForm,
    InvitationKind.ROUND: LetterForm,
    InvitationKind.WORKSHOP: WorkshopForm,
}


class AnswerForm(Form):
    """What a guest may say with a button; the rest of `Answer` is said otherwise."""

    answer: Literal[Answer.YES, Answer.NO]
