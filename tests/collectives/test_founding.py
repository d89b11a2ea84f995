"""Founding a collective, writing its page, and the pages themselves."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import Session, select

from recognition.badges.drawing.palette import DYES
from recognition.collectives.accents import ACCENTS
from recognition.collectives.models import Collective, Membership, MembershipRole
from recognition.people.models import Issuer, IssuerKind, Person, ProfileVisibility
from tests.collectives.conftest import Circle
from tests.factories import join, make_collective, make_organisation, make_person

Browser = Callable[[Person], Any]
WORDS: dict[str, Any] = {
    "name": "Badgeons Mayotte",
    "short_name": "Mayotte",
    "region_code": "06",
    "accent": "sarcelle",
    "tagline": "Entre deux marées.",
    "description": "On se retrouve.",
    "rhythm": "Le samedi",
    "charter": ["On commence par recevoir", "  ", "On ne classe pas"],
}


def _collectives(session: Session) -> list[Collective]:
    found = session.exec(select(Collective).execution_options(populate_existing=True)).all()
    session.commit()
    return list(found)


def test_who_founds_a_collective_coordinates_it_and_it_is_an_issuer(
    session: Session, signed_in_as: Browser
) -> None:
    founder = make_person(session)

    answer = signed_in_as(founder).post("/collectifs/nouveau", WORDS)

    assert answer.headers["location"] == "/collectifs/mayotte"
    collective = _collectives(session)[0]
    assert collective.charter == ["On commence par recevoir", "On ne classe pas"]
    membership = session.exec(select(Membership)).one()
    assert (membership.person_id, membership.role) == (founder.id, MembershipRole.COORDINATOR)
    issuer = session.get(Issuer, collective.id)
    assert issuer is not None
    assert issuer.kind == IssuerKind.COLLECTIVE


@pytest.mark.parametrize(("name", "slug"), [("Nouveau", "nouveau-2"), ("日本", "collectif")])
def test_an_address_is_free_readable_and_none_of_ours(
    session: Session, signed_in_as: Browser, name: str, slug: str
) -> None:
    browser = signed_in_as(make_person(session))

    browser.post("/collectifs/nouveau", WORDS | {"short_name": name})

    assert browser.get(f"/collectifs/{slug}").status_code == 200


def test_two_collectives_of_one_name_have_two_addresses(
    session: Session, signed_in_as: Browser
) -> None:
    browser = signed_in_as(make_person(session))
    browser.post("/collectifs/nouveau", WORDS)

    second = browser.post("/collectifs/nouveau", WORDS)

    assert second.headers["location"] == "/collectifs/mayotte-2"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "n" * 121),
        ("short_name", " "),
        ("region_code", "99"),
        ("region_code", ""),
        ("accent", "fuchsia"),
        ("tagline", "t" * 161),
        ("charter", ["c" * 161]),
        ("charter", ["idée"] * 13),
    ],
)
def test_what_is_wrong_is_told_beside_its_field_and_the_rest_is_kept(
    session: Session, signed_in_as: Browser, field: str, value: Any
) -> None:
    answer = signed_in_as(make_person(session)).post("/collectifs/nouveau", WORDS | {field: value})

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert "On se retrouve." in answer.text
    assert _collectives(session) == []


def test_lines_of_the_charter_come_and_go_without_a_script(
    session: Session, signed_in_as: Browser
) -> None:
    browser = signed_in_as(make_person(session))

    more = browser.post("/collectifs/nouveau", WORDS | {"add_charter": "1"})
    fewer = browser.post("/collectifs/nouveau", WORDS | {"remove_charter": "0"})

    assert (more.status_code, fewer.status_code) == (200, 200)
    assert more.text.count('name="charter"') == 4
    assert fewer.text.count('name="charter"') == 2
    assert 'value="On commence par recevoir"' not in fewer.text
    assert 'value="Badgeons Mayotte"' in fewer.text
    assert _collectives(session) == []


@pytest.mark.parametrize("row", ["9" * 5000, "3", "-1", "²", "٣"])
def test_a_line_that_is_not_there_is_not_taken_away(
    session: Session, signed_in_as: Browser, row: str
) -> None:
    browser = signed_in_as(make_person(session))

    answer = browser.post("/collectifs/nouveau", {"remove_charter": row})

    assert answer.status_code == 422


def test_a_coordinator_changes_the_page_and_its_address_stays(
    circle: Circle, signed_in_as: Browser
) -> None:
    browser = signed_in_as(circle.coordinator)
    assert 'value="Badgeons le Nord"' in browser.get(f"{circle.path}/modifier").text

    browser.post(f"{circle.path}/modifier", WORDS)

    page = browser.get(circle.path)
    assert page.status_code == 200
    assert "Badgeons Mayotte" in page.text
    assert "On ne classe pas" in page.text


def test_a_member_does_not_change_the_page(circle: Circle, signed_in_as: Browser) -> None:
    browser = signed_in_as(circle.member)

    assert browser.get(f"{circle.path}/modifier").status_code == 403
    assert browser.post(f"{circle.path}/modifier", WORDS).status_code == 403
    assert _collectives(circle.session)[0].name == "Badgeons le Nord"


def test_markup_in_a_presentation_stays_text(circle: Circle, signed_in_as: Browser) -> None:
    browser = signed_in_as(circle.coordinator)
    evil = "<script>alert(1)</script>"

    browser.post(
        f"{circle.path}/modifier",
        WORDS | {"name": evil, "description": evil, "tagline": evil, "charter": [evil]},
    )

    page = browser.get(circle.path).text
    assert evil not in page
    assert "&lt;script&gt;" in page


def test_a_page_names_its_coordination_and_links_only_to_whom_one_may_see(
    circle: Circle, visitor: Any, signed_in_as: Browser
) -> None:
    circle.coordinator.profile_visibility = ProfileVisibility.COLLECTIVE
    circle.session.add(circle.coordinator)
    circle.session.commit()
    link = f'href="/@{circle.coordinator.handle}"'

    seen_from_outside = visitor.get(circle.path).text

    assert "Coralie Coordination" in seen_from_outside
    assert link not in seen_from_outside
    assert link in signed_in_as(circle.member).get(circle.path).text


def test_members_are_listed_to_whom_they_allow(
    circle: Circle, visitor: Any, signed_in_as: Browser
) -> None:
    circle.member.profile_visibility = ProfileVisibility.COLLECTIVE
    circle.session.add(circle.member)
    circle.session.commit()

    assert "Maël Membre" not in visitor.get(circle.path).text
    assert "Maël Membre" in signed_in_as(circle.coordinator).get(circle.path).text


def test_a_long_list_of_members_goes_on_in_pages(
    circle: Circle, visitor: Any, signed_in_as: Browser
) -> None:
    for number in range(26):
        join(circle.session, make_person(circle.session, f"P{number:02}"), circle.collective)
    circle.session.commit()
    page = visitor.get(circle.path).text
    assert "Voir la suite" in page
    assert "P25" not in page

    address = page.split('hx-get="')[1].split('"')[0].replace("&amp;", "&")
    rest = visitor.get(address, htmx=True).text

    assert "P25" in rest
    assert "<html" not in rest
    assert "Coralie" not in rest


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_collectives_asks_as_much_for_three_as_for_one(
    session: Session, visitor: Any, statements: Callable[[], Any], count: int
) -> None:
    for _ in range(count):
        make_collective(session)
    session.commit()

    with statements() as seen:
        assert visitor.get("/collectifs").status_code == 200

    assert len(seen) == 1


def test_organisations_of_a_collective_are_on_its_page(circle: Circle, visitor: Any) -> None:
    make_organisation(circle.session, "La Chambre à Air", collective_id=circle.collective.id)
    make_organisation(circle.session, "Ailleurs")
    circle.session.commit()

    page = visitor.get(circle.path).text

    assert "La Chambre à Air" in page
    assert "Ailleurs" not in page


def test_a_collective_that_does_not_exist_is_not_found(visitor: Any) -> None:
    assert visitor.get("/collectifs/aucun").status_code == 404


def test_collectives_choose_among_the_dyes_of_badges() -> None:
    assert set(ACCENTS) == set(DYES)
