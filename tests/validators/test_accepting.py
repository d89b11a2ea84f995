"""Every award, badge, issuer and endorsement of the demo, before verifiers by others."""

from uuid import UUID

import pytest
from sqlmodel import col, select

from recognition.awards.models import Award, AwardState, Visibility
from recognition.awards.rules import narrower, profile_width
from recognition.badges.models import Badge, BadgeState, BadgeVersion
from recognition.credentials.models import CredentialKind
from recognition.people.models import EmailAddress, Person
from tests.validators.issued import Issued
from tests.validators.judging import Case, judged, refused

OB2, OB3, OTHERS = "openbadges", "openbadgeslib", "digitalbazaar and jose"
HOSTED = ("/ob2/", "/images/", "/issuers/")


def holders(issued: Issued) -> dict[UUID, UUID]:
    rows = issued.session.exec(select(Award.id, Award.holder_id))
    return {award_id: holder_id for award_id, holder_id in rows if holder_id is not None}


def shown_to_all(issued: Issued) -> dict[UUID, str]:
    """The awards that anyone may see, with the address that each names."""
    rows = issued.session.exec(
        select(Award, Person, EmailAddress.address)
        .join(Person, col(Person.id) == col(Award.holder_id))
        .join(EmailAddress, col(EmailAddress.person_id) == Person.id)
        .where(Award.state == AwardState.ACCEPTED, col(EmailAddress.is_primary))
    )
    return {
        award.id: address
        for award, person, address in rows
        if narrower(award.visibility, profile_width(person.profile_visibility)) == Visibility.PUBLIC
    }


@pytest.mark.parametrize("form", ["ob3.json", "ob3.jwt"])
def test_every_award_is_accepted_by_proof_token_and_status(issued: Issued, form: str) -> None:
    given = [issued.taken(each, form) for each in issued.ids(CredentialKind.AWARD)]
    assert len(given) == 220
    assert refused(judged(OTHERS, given, issued.web(given))) == {}


def test_every_award_is_accepted_in_every_carrier(issued: Issued) -> None:
    given = [
        issued.taken(award_id, form, issued.did(holder_id))
        for award_id, holder_id in holders(issued).items()
        for form in ("ob3.json", "ob3.jwt", "ob3.png", "ob3.svg")
    ]
    assert len(given) == 4 * 220
    assert refused(judged(OB3, given, issued.web(given))) == {}


@pytest.mark.parametrize("form", ["ob3.json", "ob3.jwt"])
def test_every_endorsement_is_accepted(issued: Issued, form: str) -> None:
    given = [issued.taken(each, form) for each in issued.ids(CredentialKind.ENDORSEMENT)]
    assert len(given) > 100
    assert refused(judged(OTHERS, given, issued.web(given))) == {}


def test_every_award_that_is_shown_is_accepted_as_a_hosted_one(issued: Issued) -> None:
    given = [
        issued.taken(award_id, form, address)
        for award_id, address in shown_to_all(issued).items()
        for form in ("ob2.json", "ob2.png", "ob2.svg")
    ]
    assert len(given) > 3 * 100
    assert refused(judged(OB2, given, issued.web(given, *HOSTED))) == {}


def test_every_badge_issuer_and_endorsement_is_accepted_where_it_is_hosted(issued: Issued) -> None:
    addresses = issued.issuing.addresses
    versions = issued.session.exec(
        select(BadgeVersion.id)
        .join(Badge, col(Badge.id) == BadgeVersion.badge_id)
        .where(Badge.state == BadgeState.ADOPTED, col(BadgeVersion.adopted_at).is_not(None))
    ).all()
    web = issued.web(
        [Case("", "document", addresses.ob2_badge(each).encode()) for each in versions]
        + [issued.taken(each, "ob2.json") for each in shown_to_all(issued)],
        *HOSTED,
    )
    found = {address for address, told in web.items() if told["status"] == 200}
    for path, least in (("badges/", 40), ("issuers/", 20), ("endorsements/", 10)):
        here = sorted(each for each in found if f"/ob2/{path}" in each)
        assert len(here) >= least, path
        given = [Case(address, "address", address.encode()) for address in here]
        assert refused(judged(OB2, given, web)) == {}
