"""What people write when they endorse, and when they end an endorsement."""

from typing import Annotated

from pydantic import Field

from recognition.endorsements.rules import CONSENTING, TargetKind
from recognition.texts import Length
from recognition.web.forms import Form, line, lines


class EndorsementForm(Form):
    """`criteria` are identifiers of criteria, `on_behalf_of` that of an issuer or nothing,
    `version` the version of the badge that was on the screen; all three are only compared with
    what the server knows."""

    statement: Annotated[str, lines(Length.STATEMENT)]
    relation: Annotated[str, line(Length.RELATION, required=False)] = ""
    criteria: list[str] = Field(default_factory=list)
    on_behalf_of: str = ""
    version: str = ""


class PersonalEndorsementForm(EndorsementForm):
    """For an award and a person: one says how one knows them."""

    relation: Annotated[str, line(Length.RELATION)]


class EndingForm(Form):
    reason: Annotated[str, lines(Length.REASON, required=False)] = ""


class ReasonedEndingForm(EndingForm):
    """For what belongs to others as well: one says why."""

    reason: Annotated[str, lines(Length.REASON)]


def endorsement_form(kind: TargetKind) -> type[EndorsementForm]:
    """The form of an endorsement of such a thing."""
    return PersonalEndorsementForm if kind in CONSENTING else EndorsementForm
