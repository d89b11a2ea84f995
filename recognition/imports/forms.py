"""What people send to be verified, and decide about what they keep."""

from typing import Annotated

from pydantic import AfterValidator

from recognition.awards.models import Visibility
from recognition.people.forms import address_of
from recognition.texts import Length
from recognition.web.forms import Form, fault, line

SOURCE_CHARACTERS = 60_000  # below what a text field may carry, in a form that may hold a file


def _address_or_nothing(text: str) -> str:
    try:
        return address_of(text) if text else ""
    except ValueError as invalid:
        raise fault("not_an_address") from invalid


class CheckForm(Form):
    """`source` is an address or the text of a badge, as it was pasted: what is signed must not
    be tidied. `recipient` is whose badge it might be: compared, and forgotten."""

    source: str = ""
    recipient: Annotated[
        str, AfterValidator(_address_or_nothing), line(Length.EMAIL, required=False)
    ] = ""


class ImportForm(Form):
    """`keep` is what is said when the badge is somebody else's."""

    source: str = ""
    keep: str = ""


class ImportedVisibilityForm(Form):
    visibility: Visibility
