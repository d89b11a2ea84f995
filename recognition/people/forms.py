"""What people type about themselves and to come in."""

from typing import Annotated

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator

from recognition.people.models import ProfileVisibility
from recognition.texts import Length, clean_line
from recognition.web.forms import Form, fault, line, lines


def address_of(text: str) -> str:
    """A mail address in the one form that is stored: lower case, its domain in ASCII.

    Raises ValueError when `text` has not the form of an address. Nothing is asked of the network.
    """
    try:
        checked = validate_email(
            clean_line(text), check_deliverability=False, test_environment=True
        )
    except EmailNotValidError as invalid:
        raise ValueError("not an address") from invalid
    if "=?" in checked.normalized:  # how mail headers write what they encode (requirement B4)
        raise ValueError("not an address")
    return f"{checked.local_part}@{checked.ascii_domain}".lower()


def _checked_address(text: str) -> str:
    try:
        return address_of(text)
    except ValueError as invalid:
        raise fault("not_an_address") from invalid


Address = Annotated[str, AfterValidator(_checked_address), line(Length.EMAIL)]


class AddressForm(Form):
    address: Address


class CodeForm(Form):
    code: Annotated[str, line(Length.SHORT_NAME)]


class SignUpForm(Form):
    display_name: Annotated[str, line(Length.NAME)]
    old_enough: bool = False


class ProfileForm(Form):
    display_name: Annotated[str, line(Length.NAME)]
    pronoun: Annotated[str, line(Length.PRONOUN, required=False)] = ""
    city: Annotated[str, line(Length.CITY, required=False)] = ""
    headline: Annotated[str, line(Length.HEADLINE, required=False)] = ""
    bio: Annotated[str, lines(Length.BIO, required=False)] = ""
    profile_visibility: ProfileVisibility = ProfileVisibility.PRIVATE


class TownForm(Form):
    """`town` is what was typed, `town_code` the town that was ticked, if any."""

    town: Annotated[str, line(Length.CITY)]
    town_code: str = ""
