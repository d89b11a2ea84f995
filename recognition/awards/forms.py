"""What people type to give, accept and end awards."""

from typing import Annotated

from recognition.awards.models import Visibility
from recognition.texts import Length
from recognition.web.forms import Form, line, lines


class AwardForm(Form):
    """`recipient` is a name, an ``@handle`` or a mail address; `chosen` the handle of the person
    picked among those found; `issuer` the id of who it is given for, empty for oneself."""

    recipient: Annotated[str, line(Length.EMAIL, required=False)] = ""
    chosen: Annotated[str, line(Length.HANDLE, required=False)] = ""
    issuer: str = ""
    sentence: Annotated[str, lines(Length.SENTENCE)]


class AcceptanceForm(Form):
    visibility: Visibility = Visibility.PRIVATE


class VisibilityForm(Form):
    visibility: Visibility


class RevocationForm(Form):
    reason: Annotated[str, lines(Length.REASON)]


class SelfAwardForm(Form):
    """The story; what is told of each criterion comes under names of their own."""

    narrative: Annotated[str, lines(Length.NARRATIVE, required=False)] = ""
    visibility: Visibility = Visibility.PRIVATE
