"""Where an address leads people, for anyone's eyes."""

from uuid import uuid4

import pytest
from sqlmodel import Session

from recognition.awards.models import AwardState, Visibility
from recognition.badges.models import BadgeState
from recognition.credentials.pages import endorsed_thing, issuer_page, version_page
from recognition.endorsements.models import EndorsementState
from recognition.errors import NotFound
from recognition.people.models import ProfileVisibility
from tests.factories import (
    make_award,
    make_badge,
    make_collective,
    make_endorsement,
    make_organisation,
    make_person,
    make_version,
    version_of,
)


def test_a_version_leads_to_its_badge_or_once_replaced_to_its_own_page(session: Session) -> None:
    badge = make_badge(session)
    first = version_of(session, badge)
    found = version_page(session, first.id)
    assert (found.slug, found.number, found.is_current) == (badge.slug, 1, True)
    badge.current_version = make_version(session, badge, number=2).number
    session.flush()
    assert version_page(session, first.id).is_current is False


@pytest.mark.parametrize("state", [BadgeState.DISCUSSION, BadgeState.WITHDRAWN])
def test_a_badge_that_not_everyone_sees_has_no_public_page(
    session: Session, state: BadgeState
) -> None:
    version = version_of(session, make_badge(session, state=state))
    with pytest.raises(NotFound):
        version_page(session, version.id)


def test_a_version_that_is_still_discussed_has_no_public_page(session: Session) -> None:
    proposed = make_version(session, make_badge(session), number=2)
    proposed.adopted_at = None
    session.flush()
    with pytest.raises(NotFound):
        version_page(session, proposed.id)


def test_every_kind_of_issuer_leads_to_its_page(session: Session) -> None:
    person, collective = make_person(session), make_collective(session)
    organisation = make_organisation(session)
    found = [issuer_page(session, each.id) for each in (person, collective, organisation)]
    assert [(page.kind, page.slug) for page in found] == [
        ("person", person.handle),
        ("collective", collective.slug),
        ("organisation", organisation.slug),
    ]


def test_a_person_who_is_not_shown_to_all_has_no_public_page(session: Session) -> None:
    for width in (ProfileVisibility.PRIVATE, ProfileVisibility.COLLECTIVE):
        person = make_person(session, profile_visibility=width)
        with pytest.raises(NotFound):
            issuer_page(session, person.id)
    with pytest.raises(NotFound):
        issuer_page(session, uuid4())


def test_an_endorsement_leads_to_what_it_is_of(session: Session) -> None:
    award, badge, person = make_award(session), make_badge(session), make_person(session)
    of_award = endorsed_thing(session, make_endorsement(session, award=award).id)
    of_badge = endorsed_thing(session, make_endorsement(session, badge=badge).id)
    of_person = endorsed_thing(session, make_endorsement(session, issuer_id=person.id).id)
    assert (of_award.award_id, of_award.badge_slug, of_award.issuer_id) == (award.id, None, None)
    assert (of_badge.award_id, of_badge.badge_slug, of_badge.issuer_id) == (None, badge.slug, None)
    assert of_person.issuer_id == person.id


@pytest.mark.parametrize("how", ["offered", "private", "revoked", "unknown"])
def test_an_endorsement_that_not_everyone_sees_leads_nowhere(session: Session, how: str) -> None:
    award = make_award(
        session,
        visibility=Visibility.PRIVATE if how == "private" else Visibility.PUBLIC,
        state=AwardState.REVOKED if how == "revoked" else AwardState.ACCEPTED,
    )
    state = EndorsementState.OFFERED if how == "offered" else EndorsementState.ACCEPTED
    endorsement = make_endorsement(session, award=award, state=state)
    with pytest.raises(NotFound):
        endorsed_thing(session, uuid4() if how == "unknown" else endorsement.id)
