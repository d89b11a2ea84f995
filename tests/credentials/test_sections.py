"""« Données ouvertes » on pages: the addresses of what everyone sees, and of nothing else."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from sqlmodel import Session

from recognition.awards.models import Visibility
from recognition.badges.models import BadgeState
from recognition.people.models import Person, ProfileVisibility
from recognition.settings import Settings
from tests.conftest import Visitor
from tests.credentials.worlds import OpenWorld, make_open_world
from tests.factories import (
    join,
    make_award,
    make_badge,
    make_endorsement,
    make_organisation,
    make_person,
)

SignedInAs = Callable[[Person], Visitor]
ADDRESS = re.compile(r'<code class="open-address"[^>]*>([^<]+)</code>')
LOOK = re.compile(r'<a class="link open-look" href="([^"]+as=json)"')
ALTERNATE = re.compile(r'<link rel="alternate" type="application/ld\+json"[^>]* href="([^"]+)"')


@pytest.fixture
def world(session: Session, visitor: Visitor) -> OpenWorld:
    return make_open_world(session)


def told(browser: Visitor, settings: Settings, path: str) -> list[str]:
    """The addresses of a page, without the name of this platform. Each is shown whole, and each
    has a link that shows it in a browser; those of the page itself are in its head too."""
    page = browser.get(path).text
    addresses = [unescape(each).removeprefix(settings.base_url) for each in ADDRESS.findall(page)]
    assert [unescape(each) for each in LOOK.findall(page)] == [f"{a}?as=json" for a in addresses]
    heads = [each.removeprefix(settings.base_url) for each in ALTERNATE.findall(page)]
    assert heads == [each for each in addresses if "/endorsements/" not in each]
    shown = [browser.get(f"{each}?as=json") for each in addresses]
    assert [answer.status_code for answer in shown] == [200] * len(shown)
    return addresses


def test_a_page_tells_the_addresses_of_what_it_shows(
    session: Session, visitor: Visitor, settings: Settings, world: OpenWorld
) -> None:
    paths = world.paths
    praise, word = paths["praise"], paths["word"]
    trust = f"/ob3/endorsements/{world.trust.id}"
    about_giver = [f"/issuers/{world.giver.id}", paths["profile"], trust]
    collective = f"/issuers/{world.collective.id}"
    found = {
        path: told(visitor, settings, path)
        for path in (
            f"/recus/{world.award.id}",
            f"/badges/{world.badge.slug}",
            f"/@{world.giver.handle}",
            f"/collectifs/{world.collective.slug}",
            f"/recus/{world.award.id}/endossements",
            f"/badges/{world.badge.slug}/endossements",
        )
    }
    assert list(found.values()) == [
        [paths["award"], paths["assertion"], word],
        [paths["achievement"], paths["badge"], praise],
        about_giver,
        [collective, f"/ob2/issuers/{world.collective.id}"],
        [word],
        [praise],
    ]


def test_an_organisation_tells_its_addresses(
    session: Session, visitor: Visitor, settings: Settings
) -> None:
    organisation = make_organisation(session)
    id_, slug = organisation.id, organisation.slug
    session.commit()
    found = told(visitor, settings, f"/organisations/{slug}")
    assert found == [f"/issuers/{id_}", f"/ob2/issuers/{id_}"]


def test_what_not_everyone_sees_has_no_such_part_for_anyone(
    session: Session, signed_in_as: SignedInAs, settings: Settings
) -> None:
    world = make_open_world(session)
    shy = make_person(session, profile_visibility=ProfileVisibility.COLLECTIVE)
    friend = make_person(session)
    collective = session.merge(world.collective)
    join(session, shy, collective)
    join(session, friend, collective)
    award = make_award(session, holder=shy, visibility=Visibility.COLLECTIVE)
    make_endorsement(session, award=award)
    make_endorsement(session, issuer_id=shy.id)
    talked = make_badge(session, collective, state=BadgeState.DISCUSSION, adopted_at=None)
    make_endorsement(session, badge=talked)
    paths = [
        f"/recus/{award.id}",
        f"/@{shy.handle}",
        f"/badges/{talked.slug}",
        f"/recus/{award.id}/endossements",
        f"/badges/{talked.slug}/endossements",
    ]
    session.commit()
    for person in (shy, friend):
        browser = signed_in_as(person)
        assert [browser.get(path).status_code for path in paths] == [200] * 5
        assert [told(browser, settings, path) for path in paths] == [[]] * 5


def test_the_holder_is_led_to_the_files_and_others_to_the_check(
    signed_in_as: SignedInAs, visitor: Visitor, settings: Settings, world: OpenWorld
) -> None:
    path = f"/recus/{world.award.id}"
    own, others = signed_in_as(world.holder).get(path).text, visitor.get(path).text
    assert f'href="{path}/emporter"' in own
    assert f'href="{path}/emporter"' not in others
    assert "Signé au nom de Paul Sureau" in others
    check = f"/verifier?adresse={settings.base_url}{world.paths['award']}"
    for page in (own, others):
        links = [unescape(each).replace("%3A", ":") for each in re.findall(r'href="([^"]+)"', page)]
        assert check in links
