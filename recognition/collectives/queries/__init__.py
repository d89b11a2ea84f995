"""Reading collectives, who is in them, and who speaks for whom."""

from recognition.collectives.queries.issuers import (
    IssuerName,
    collective_by_slug,
    issuer_names,
    organisation_by_slug,
    spoken_for,
)
from recognition.collectives.queries.people import (
    DemoPerson,
    PersonLine,
    accents_of,
    circles,
    confirmed_people,
    demo_people,
    people_found,
)
from recognition.collectives.queries.rights import (
    NO_CIRCLE,
    collective_subject,
    collectives_of,
    organisation_subject,
    profile_found_by,
    profile_seen_by,
    profile_subject,
    shares_collective,
    standing_of,
)
from recognition.collectives.queries.waiting import (
    NamingLine,
    RequestLine,
    membership_requests_for,
    namings_for,
)

__all__ = [
    "NO_CIRCLE",
    "DemoPerson",
    "IssuerName",
    "NamingLine",
    "PersonLine",
    "RequestLine",
    "accents_of",
    "circles",
    "collective_by_slug",
    "collective_subject",
    "collectives_of",
    "confirmed_people",
    "demo_people",
    "issuer_names",
    "membership_requests_for",
    "namings_for",
    "organisation_by_slug",
    "organisation_subject",
    "people_found",
    "profile_found_by",
    "profile_seen_by",
    "profile_subject",
    "shares_collective",
    "spoken_for",
    "standing_of",
]
