"""Each step of a verification in one plain English sentence, for terminals and logs.

Pages have sentences of their own, in the words of their readers (`web.sentences`).
"""

from recognition.openbadges.verdict import Check, State, Step
from recognition.openbadges.verifying.reasons import Reason

_HOLDS = {
    Check.READABLE: "It is a badge, with all that a badge must say.",
    Check.ISSUER: "Its issuer answers at the address that it names.",
    Check.SIGNATURE: "Nothing was changed since it was signed, or published.",
    Check.REVOCATION: "It was not taken back.",
    Check.DATES: "It has begun, and it has not expired.",
    Check.RECIPIENT: "It names an address at hand.",
}
_NONE = {
    Check.REVOCATION: "It does not say where it could be taken back.",
    Check.DATES: "It says no date.",
    Check.RECIPIENT: "It is nobody's in particular.",
}
_SENTENCES: dict[str, str] = {
    Reason.STRUCTURE: "It does not say what such a badge must say.",
    Reason.NO_BADGE: "It is JSON, and no badge.",
    Reason.TOKEN: "It is a token that cannot be read.",
    Reason.OLDER_FORM: "It is written as before version 3.0 was final.",
    Reason.ADDRESS_UNREACHABLE: "The address of the badge does not answer.",
    Reason.ADDRESS_EMPTY: "The address answers, and not with a badge.",
    Reason.FAILED: "The check itself broke down: nothing is known of the badge.",
    Reason.REDIRECTED: "Its issuer’s address leads to another site, which may not be theirs.",
    Reason.OTHER_ADDRESS: "Its issuer answers, and names another address of the same host.",
    Reason.NOT_CONFIRMED: "Nothing confirms who issued it.",
    Reason.ISSUER_UNREACHABLE: "Its issuer does not answer.",
    Reason.BADGE_UNREACHABLE: "The badge class that names its issuer does not answer.",
    Reason.ISSUER_UNKNOWN_METHOD: "Its issuer is named in a way that cannot be asked here.",
    Reason.ISSUER_NOT_ASKED: "It points to more addresses than are asked for one badge.",
    Reason.OTHER_KEY: "It is signed with the key of somebody else than its issuer.",
    Reason.KEY_NOT_LISTED: "Its issuer does not list the key that it is signed with.",
    Reason.KEY_REVOKED: "Its issuer revoked the key that it is signed with.",
    Reason.OTHER_DOCUMENT: "Somebody else answers at the address of its issuer.",
    Reason.NOT_ALLOWED: "Its issuer lets no badge be hosted there.",
    Reason.NO_ISSUER: "It names no issuer.",
    Reason.ISSUER_STRUCTURE: "What it says about its issuer or its class is wrong.",
    Reason.BAD_KEY: "The key of its issuer is weak, or cannot be read.",
    Reason.NOT_SIGNED: "It is not signed.",
    Reason.BROKEN: "It was changed since it was signed, or not signed with this key.",
    Reason.MALFORMED: "Its signature is written wrongly.",
    Reason.WRONG_PURPOSE: "The key was not used to issue.",
    Reason.SIGNATURE_EXPIRED: "The signature itself has expired.",
    Reason.UNDEFINED: "It holds words that nobody signed.",
    Reason.REFUSED_TOKEN: "Its token asks for something that is refused.",
    Reason.CLAIMS_DIFFER: "The token and the badge inside disagree.",
    Reason.HOSTED_DIFFERS: "It is not what its host says.",
    Reason.HOSTED_ELSEWHERE: "Its address leads to another site, which may not be its issuer’s.",
    Reason.OWN_KEY: "It brings its key itself, which proves nothing.",
    Reason.UNKNOWN_SUITE: "It is signed in a way that is not known here.",
    Reason.UNKNOWN_CONTEXT: "It uses a vocabulary that is not known here.",
    Reason.TOO_COMPLEX: "It is too large or too tangled to be checked.",
    Reason.NO_KEY: "It does not say with which key it is signed.",
    Reason.KEY_UNREACHABLE: "The key that it is signed with does not answer.",
    Reason.HOST_UNREACHABLE: "Its host does not answer.",
    Reason.NOT_HOSTED: "It does not say where it is hosted.",
    Reason.SIGNATURE_NOT_CHECKED: "Not checked: its issuer was refused.",
    Reason.REVOKED: "It was revoked.",
    Reason.SUSPENDED: "It is suspended.",
    Reason.GONE: "Its host says that it was taken away.",
    Reason.LIST_UNREACHABLE: "What says whether it was taken back does not answer.",
    Reason.LIST_BROKEN: "The list of what was taken back cannot be read or believed.",
    Reason.LIST_OLD: "The list of what was taken back is out of date.",
    Reason.LIST_OTHER_ISSUER: "The list of what was taken back is somebody else's.",
    Reason.UNKNOWN_STATUS: "It says where it could be taken back in a way not known here.",
    Reason.STATUS_NOT_CHECKED: "Not checked: its issuer or its signature was refused.",
    Reason.EXPIRED: "It has expired.",
    Reason.NOT_YET: "It has not begun.",
    Reason.UNREADABLE_DATE: "One of its dates cannot be read.",
    Reason.NO_ADDRESS_AT_HAND: "Not checked: no address was given to compare with.",
    Reason.NAMES_NOBODY: "It names no mail address.",
    Reason.SOMEBODY_ELSE: "It names somebody else.",
    Reason.TOO_MANY: "Not checked: the badge carries too many.",
    "file.nothing_inside": "There is no badge inside.",
    "file.empty": "It is empty.",
    "file.unknown": "It is nothing that could carry a badge.",
    "file.too_large": "It is larger than any badge.",
    "file.several": "It holds more than one badge.",
    "file.encrypted": "It is encrypted.",
}


def sentence(step: Step) -> str:
    """What it says of the badge, with what it names in brackets; in characters that a terminal
    shows and does not obey."""
    said = _SENTENCES.get(step.reason) or _without_reason(step)
    detail = printable(step.detail)
    return f"{said} ({detail})" if detail else said


def _without_reason(step: Step) -> str:
    if step.reason:
        return f"It cannot be read ({step.reason})."
    known = _HOLDS if step.state is State.HOLDS else _NONE
    return known.get(step.check, "Nothing to check.")


def printable(text: str) -> str:
    """A text by a stranger in one line, without characters that a terminal would act on."""
    return "".join(each if each.isprintable() else " " for each in text).strip()
