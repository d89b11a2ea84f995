"""The pages of the map, through a browser without script."""

import gzip
import json
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

import pytest
from sqlmodel import Session

from recognition.awards.models import Visibility
from recognition.badges.models import Badge
from recognition.collectives.models import Collective
from recognition.people.models import Person, ProfileVisibility
from tests import factories as make
from tests.conftest import Visitor
from tests.maps.weave import weave

SignedInAs = Callable[[Person], Visitor]
Statements = Callable[[], AbstractContextManager[list[str]]]


@dataclass(frozen=True)
class Small:
    """Two collectives; the coordinator of the first. The badge of the first has ten voices, one of
    them from the second; another badge waits for words."""

    here: Collective
    there: Collective
    coordinator: Person
    friend: Person
    badge: Badge
    thirsty: Badge


@pytest.fixture
def small(session: Session) -> Small:
    here = make.make_collective(session, "Ici", accent="garance")
    there = make.make_collective(session, "Ailleurs", accent="pastel")
    coordinator = make.make_person(session, "Amina Ici")
    make.join(session, coordinator, here, coordinator=True)
    friend = make.make_person(session, "Farid Ailleurs")
    make.join(session, friend, there)
    badge = make.make_badge(session, here, coordinator, title="Oreille attentive")
    thirsty = make.make_badge(session, here, coordinator, title="Marche exploratoire")
    make.make_endorsement(session, badge=badge, endorser=friend)
    for number in range(9):
        one = make.make_person(session, f"Voisine {number}")
        make.join(session, one, here)
        make.make_endorsement(session, badge=badge, endorser=one)
    session.commit()
    return Small(here, there, coordinator, friend, badge, thirsty)


def nodes_drawn(html: str) -> int:
    return len(re.findall(r'class="n [bp] ', html.split("data-net")[1].split("</svg>")[0]))


def test_a_coordinator_sees_the_network_of_their_collective_with_names(
    small: Small, signed_in_as: SignedInAs
) -> None:
    html = signed_in_as(small.coordinator).get("/carte").text
    assert nodes_drawn(html) == 2 + 1 + 9 + 1
    assert "Voisine 3" in html
    assert f"choisi=badge/{small.badge.slug}" in html
    assert "Emporter la carte" in html


def test_a_chosen_badge_and_a_chosen_person_are_told_beside_the_drawing(
    small: Small, signed_in_as: SignedInAs
) -> None:
    browser = signed_in_as(small.coordinator)
    badge = browser.get(f"/carte?choisi=badge/{small.badge.slug}").text
    assert "10 personnes de 2 collectifs" in badge
    assert "Voir le badge" in badge
    person = browser.get(f"/carte?choisi=personne/{small.friend.handle}").text
    assert f"/@{small.friend.handle}/rencontre" in person
    assert f"pour=meeting&amp;personne={small.friend.handle}" in person


def test_a_filter_leaves_out_what_it_does_not_name_and_keeps_the_rest_in_place(
    small: Small, signed_in_as: SignedInAs
) -> None:
    browser = signed_in_as(small.coordinator)
    whole = browser.get("/carte").text
    some = browser.get(f"/carte?collectif={small.here.slug}").text
    assert nodes_drawn(some) == nodes_drawn(whole) - 1
    assert small.friend.display_name not in some.split("data-net")[1].split("</svg>")[0]
    place = rf'data-key="badge/{small.badge.slug}"[^>]*translate\(([^)]*)\)'
    found = [re.search(place, html) for html in (whole, some)]
    assert found[0] is not None
    assert found[1] is not None
    assert found[0][1] == found[1][1]


def test_a_month_before_the_first_thread_hides_what_came_later(
    small: Small, signed_in_as: SignedInAs
) -> None:
    browser = signed_in_as(small.coordinator)
    drawing = browser.get("/carte?jusqu=2026-01").text.split("data-net")[1].split("</svg>")[0]
    assert drawing.count("later") > 10
    table = browser.get("/carte?vue=liste&tableau=fils&jusqu=2026-01").text
    assert "0 fil<" in table


def test_the_list_says_what_the_drawing_shows_and_orders_people_by_name_only(
    small: Small, signed_in_as: SignedInAs
) -> None:
    browser = signed_in_as(small.coordinator)
    badges = browser.get("/carte?vue=liste&ordre=date").text
    assert "Marche exploratoire" in badges
    assert 'aria-sort="descending"' in badges
    people = browser.get("/carte?vue=liste&tableau=personnes&ordre=date").text
    names = re.findall(r'<th scope="row"><a [^>]*>([^<]+)</a>', people)
    assert names == sorted(names)
    assert len(names) == 11
    assert "aria-sort" not in people
    threads = browser.get("/carte?vue=liste&tableau=fils").text
    assert threads.count("a endossé") == 10


def test_each_story_has_one_thing_to_do(small: Small, signed_in_as: SignedInAs) -> None:
    html = signed_in_as(small.coordinator).get("/carte").text
    assert f"pour=word&amp;personne={small.friend.handle}" in html  # the bridge
    assert f"pour=round&amp;badge={small.thirsty.slug}" in html
    assert 'id="histoire-rencontres"' in html
    lit = signed_in_as(small.coordinator).get("/carte?montrer=badges").text
    marked = re.findall(r'class="n b [^"]*lit[^"]*"[^>]*data-key="([^"]*)"', lit)
    assert marked == [f"badge/{small.thirsty.slug}"]


def test_too_few_endorsements_make_no_map_but_a_beginning(
    session: Session, signed_in_as: SignedInAs
) -> None:
    collective = make.make_collective(session)
    coordinator = make.make_person(session)
    make.join(session, coordinator, collective, coordinator=True)
    html = signed_in_as(coordinator).get("/carte").text
    assert "Lancer un premier tour" in html
    assert f"/collectifs/{collective.slug}/inviter?pour=round" in html
    assert "data-net" not in html


def test_a_map_that_no_collective_opened_is_explained_to_everyone_else(
    small: Small, visitor: Visitor, signed_in_as: SignedInAs
) -> None:
    for browser in (visitor, signed_in_as(small.friend)):
        page = browser.get("/carte")
        assert page.status_code == 200
        assert "Oreille attentive" not in page.text
        assert "Aucun ne l’a encore fait" in page.text
        assert browser.get(f"/carte?depuis={small.here.slug}").status_code == 403
        assert browser.get("/carte?depuis=nulle-part").status_code == 404
        assert browser.get("/carte/export/fils.csv").status_code == 404


def test_an_open_map_shows_badges_and_dots_and_nobody_by_name(
    small: Small, session: Session, visitor: Visitor
) -> None:
    small.here.public_map = True
    session.add(small.here)
    session.commit()
    for path in (
        "/carte",
        f"/carte?depuis={small.here.slug}",
        "/carte?vue=liste&tableau=fils",
        "/carte?vue=liste&tableau=personnes",
        f"/carte?choisi=badge/{small.badge.slug}",
        f"/carte?choisi=personne/{small.friend.handle}",
        "/carte?montrer=rencontres",
        "/carte/donnees.json",
    ):
        text = visitor.get(path).text
        assert "Oreille attentive" in text or path.endswith("personnes"), path
        for secret in ("Voisine", "Farid", small.friend.handle, str(small.friend.id)):
            assert secret not in text, (path, secret)
    assert nodes_drawn(visitor.get("/carte").text) == 12
    assert visitor.get("/carte/export/fils.csv").status_code == 404


def test_what_one_may_not_see_is_nowhere_on_the_map(
    small: Small, session: Session, signed_in_as: SignedInAs
) -> None:
    """Two looks that differ by one hidden award are the same to the letter."""
    browser = signed_in_as(small.coordinator)
    paths = [
        f"/carte{rest}"
        for eyes in ("?depuis=partout", f"?depuis={small.here.slug}")
        for rest in (
            eyes,
            f"{eyes}&vue=liste",
            f"{eyes}&vue=liste&tableau=personnes",
            f"{eyes}&vue=liste&tableau=fils",
            f"{eyes}&vue=territoire",
        )
    ]
    files = ["donnees.json", *(f"export/{it}" for it in ("fils.csv", "noeuds.csv", "reseau.json"))]
    paths += [f"/carte/{file}?depuis={small.here.slug}" for file in files]

    def looked_at() -> list[str]:
        return [
            re.sub(r'(csrf_token|form_key)"[^>]*|X-CSRF[^}]*', "", browser.get(p).text)
            for p in paths
        ]

    before = looked_at()
    shy = make.make_person(session, "Personne Cachée", profile_visibility=ProfileVisibility.PRIVATE)
    make.make_award(session, small.badge, shy, small.friend, visibility=Visibility.PRIVATE)
    session.commit()
    after = looked_at()
    assert [path for path, one, two in zip(paths, before, after, strict=True) if one != two] == []
    assert not any("Cachée" in text for text in after)


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        ("noeuds.csv", "text/csv"),
        ("fils.csv", "text/csv"),
        ("reseau.graphml", "application/graphml+xml"),
        ("reseau.gexf", "application/gexf+xml"),
        ("reseau.json", "application/json"),
    ],
)
def test_a_coordinator_takes_the_map_along(
    file: str, kind: str, small: Small, signed_in_as: SignedInAs
) -> None:
    answer = signed_in_as(small.coordinator).get(f"/carte/export/{file}")
    assert answer.headers["content-type"].startswith(kind)
    assert re.fullmatch(
        rf'attachment; filename="carte-{small.here.slug}-\d{{4}}-\d\d-\d\d[-.][a-z.]+"',
        answer.headers["content-disposition"],
    )
    assert "Oreille attentive" in answer.text
    assert signed_in_as(small.friend).get(f"/carte/export/{file}").status_code == 404
    assert signed_in_as(small.coordinator).get("/carte/export/tout.zip").status_code == 404


def test_the_columns_are_those_of_the_page_and_their_tag_changes_with_them(
    small: Small, session: Session, signed_in_as: SignedInAs
) -> None:
    browser = signed_in_as(small.coordinator)
    answer = browser.get("/carte/donnees.json")
    data = json.loads(answer.text)
    assert sorted(data["nodes"]["name"])[:2] == ["Amina Ici", "Farid Ailleurs"]
    assert {len(column) for column in data["nodes"].values()} == {13}
    assert {len(column) for column in data["edges"].values()} == {10}
    tag = {"If-None-Match": answer.headers["etag"]}
    assert browser.client.get("/carte/donnees.json", headers=tag).status_code == 304
    small.friend.display_name = "Farid Nouveau"
    session.add(small.friend)
    session.commit()
    again = browser.client.get("/carte/donnees.json", headers=tag)
    assert again.status_code == 200
    assert "Farid Nouveau" in again.text


def test_htmx_gets_the_part_that_changes(small: Small, signed_in_as: SignedInAs) -> None:
    part = signed_in_as(small.coordinator).get("/carte?famille=savoir", htmx=True).text
    assert part.lstrip().startswith('<div id="map-view"')
    assert "<html" not in part
    assert 'id="map-filters"' not in part


@pytest.mark.parametrize(
    "path",
    [
        "/carte?vue=x&periode=y&jusqu=2026-13&zoom=99&page=0&ordre=valeur&tableau=z",
        "/carte?choisi=badge/rien&montrer=rien&famille=rien&collectif=rien",
        "/carte?choisi=personne/&zoom=-3&jusqu=hier",
        "/carte?vue=liste&page=999999",
    ],
)
def test_an_address_that_means_little_still_answers(
    path: str, small: Small, signed_in_as: SignedInAs
) -> None:
    assert signed_in_as(small.coordinator).get(path).status_code == 200


def test_a_circle_that_nobody_knows_is_not_found(small: Small, signed_in_as: SignedInAs) -> None:
    browser = signed_in_as(small.coordinator)
    assert browser.get("/carte?cercle=nulle-part").status_code == 404
    assert browser.get(f"/carte?cercle={small.here.slug}").status_code == 200


def test_the_map_asks_as_many_statements_for_one_badge_as_for_three(
    small: Small, session: Session, signed_in_as: SignedInAs, statements: Statements
) -> None:
    browser = signed_in_as(small.coordinator)
    for path in ("/carte", "/carte?vue=liste", "/carte?vue=territoire"):
        browser.get(path)
    counts = []
    for _ in range(2):
        with statements() as seen:
            browser.get("/carte")
        counts.append(len(seen))
        for _badge in range(2):
            badge = make.make_badge(session, small.here, small.coordinator)
            make.make_endorsement(session, badge=badge, endorser=small.friend)
        session.commit()
        browser.get("/carte")  # what changed is read again once
    assert counts[0] == counts[1]


def test_a_drawing_of_almost_five_hundred_nodes_stays_light(
    session: Session, signed_in_as: SignedInAs
) -> None:
    woven = weave(session, people=355, badges=140)
    coordinator = session.get_one(Person, woven.coordinator_ids[0])
    page = signed_in_as(coordinator).get("/carte?depuis=partout")
    assert 450 < nodes_drawn(page.text) <= 500
    assert len(gzip.compress(page.content, 6)) <= 150_000
