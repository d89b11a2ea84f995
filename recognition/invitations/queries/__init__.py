"""Reading invitations, and who may be invited."""

from recognition.invitations.queries.badges import badges_by_slug
from recognition.invitations.queries.guests import (
    GuestLine,
    Invitee,
    addresses_to_tell,
    everyone_else,
    guests_of,
    invitees_by_handle,
    invitees_found,
    last_words_to,
    sent_since,
    wants_no_further,
)
from recognition.invitations.queries.lines import (
    InvitationLine,
    SentLine,
    badges_of,
    invitation_line,
    invitation_to_change,
    invitations_at_home,
    sent_by_collective,
    workshops_to_come,
)

__all__ = [
    "GuestLine",
    "InvitationLine",
    "Invitee",
    "SentLine",
    "addresses_to_tell",
    "badges_by_slug",
    "badges_of",
    "everyone_else",
    "guests_of",
    "invitation_line",
    "invitation_to_change",
    "invitations_at_home",
    "invitees_by_handle",
    "invitees_found",
    "last_words_to",
    "sent_by_collective",
    "sent_since",
    "wants_no_further",
    "workshops_to_come",
]
