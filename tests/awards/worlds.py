"""A small world around one award: everyone who could look at it, and what they may see.

What is expected here is written out by hand, from the requirements, and asks no code of ours.
"""

from dataclasses import dataclass

from sqlmodel import Session

from recognition.awards.models import AwardState, Visibility
from recognition.people.models import Person, ProfileVisibility
from tests.factories import join, make_collective, make_person

VIEWERS = (
    "visitor",
    "member",
    "colleague",
    "coordinator",
    "elsewhere",  # a coordinator of another collective
    "giver",
    "holder",
)
WIDTHS = ["private", "collective", "public"]
PROFILE_WIDTH = {
    "private": "private",
    "collective": "collective",
    "first_name_only": "public",
    "public": "public",
}


@dataclass(frozen=True)
class World:
    """People by what they are to the award; `visitor` is nobody."""

    people: dict[str, Person]

    def __getitem__(self, name: str) -> Person:
        return self.people[name]


def make_world(session: Session, profile: str = ProfileVisibility.PUBLIC) -> World:
    here, there = make_collective(session), make_collective(session)
    people = {name: make_person(session, name.title()) for name in VIEWERS[1:]}
    people["holder"].profile_visibility = profile
    session.add(people["holder"])
    for name in ("colleague", "holder"):
        join(session, people[name], here)
    join(session, people["coordinator"], here, coordinator=True)
    join(session, people["elsewhere"], there, coordinator=True)
    session.flush()
    return World(people)


def width_of(visibility: str, profile: str) -> str:
    """The narrower of what the holder chose and of what their profile lets through."""
    return min(visibility, PROFILE_WIDTH[profile], key=WIDTHS.index)


def sees_award(viewer: str, state: str, visibility: str, profile: str) -> bool:
    if viewer == "holder":
        return True
    if viewer == "giver" and state != "removed":
        return True
    return state == "accepted" and _in_width(viewer, width_of(visibility, profile))


def sees_evidence(
    viewer: str, state: str, award_visibility: str, evidence_visibility: str, profile: str
) -> bool:
    if viewer == "holder":
        return True
    shown = min(width_of(award_visibility, profile), evidence_visibility, key=WIDTHS.index)
    return state == "accepted" and _in_width(viewer, shown)


def _in_width(viewer: str, width: str) -> bool:
    return width == "public" or (width == "collective" and viewer in {"colleague", "coordinator"})


STATES = [str(state) for state in AwardState]
VISIBILITIES = [str(visibility) for visibility in Visibility]
PROFILES = [str(profile) for profile in ProfileVisibility]
