"""What people do in and with collectives and organisations."""

from recognition.collectives.commands.founding import (
    CollectiveWords,
    change_collective,
    found_collective,
)
from recognition.collectives.commands.journal import note_act, reverse_act
from recognition.collectives.commands.meetings import record_meeting, take_back_meeting
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

__all__ = [
    "CollectiveChoices",
    "CollectiveWords",
    "OrganisationWords",
    "accept_member",
    "accept_naming",
    "change_collective",
    "change_organisation",
    "change_role",
    "choose_settings",
    "create_organisation",
    "decline_member",
    "decline_naming",
    "end_membership",
    "end_representation",
    "found_collective",
    "leave",
    "name_representative",
    "note_act",
    "record_meeting",
    "request_membership",
    "reverse_act",
    "take_back_meeting",
]
