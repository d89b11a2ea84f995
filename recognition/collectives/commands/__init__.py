"""What people do in and with collectives and organisations."""

from recognition.collectives.commands.founding import (
    CollectiveWords,
    change_collective,
    found_collective,
)
from recognition.collectives.commands.journal import note_act, reverse_act
from recognition.collectives.commands.meetings import (
    MonthIsFull,
    record_first_meeting,
    record_meeting,
    record_meetings,
    take_back_meeting,
)
from recognition.collectives.commands.memberships import (
    accept_member,
    change_role,
    decline_member,
    end_membership,
    leave,
    request_membership,
)
from recognition.collectives.commands.organisations import (
    OrganisationWords,
    accept_naming,
    change_organisation,
    create_organisation,
    decline_naming,
    end_representation,
    name_representative,
)
from recognition.collectives.commands.settings import CollectiveChoices, choose_settings
from recognition.collectives.commands.vouching import vouch_for
from recognition.collectives.commands.words import (
    Heard,
    close_old_reports,
    decline_report,
    report_meeting,
    withdraw_report,
)

__all__ = [
    "CollectiveChoices",
    "CollectiveWords",
    "Heard",
    "MonthIsFull",
    "OrganisationWords",
    "accept_member",
    "accept_naming",
    "change_collective",
    "change_organisation",
    "change_role",
    "choose_settings",
    "close_old_reports",
    "create_organisation",
    "decline_member",
    "decline_naming",
    "decline_report",
    "end_membership",
    "end_representation",
    "found_collective",
    "leave",
    "name_representative",
    "note_act",
    "record_first_meeting",
    "record_meeting",
    "record_meetings",
    "report_meeting",
    "request_membership",
    "reverse_act",
    "take_back_meeting",
    "vouch_for",
    "withdraw_report",
]
