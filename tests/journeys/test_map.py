"""The trust map in a browser: a coordinator finds something to do on it, and does it; a map of any
size draws and is walked by keys."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect
from sqlmodel import select

from recognition import schema
from recognition.clock import now
from recognition.collectives.models import Membership, MembershipRole, MembershipState
from recognition.db import make_engine, writing
from recognition.maps.commands import keep
from recognition.maps.queries import drawing
from recognition.people.sessions import start_session
from tests.journeys.conftest import DESKTOP, PHONE, Site, Walker, Walking, serving
from tests.journeys.test_pages import AXE, faults_of, looked_at
from tests.maps.weave import weave

PAGES = [
    "/carte",
    "/carte?choisi=badge/oreille-attentive",
    "/carte?choisi=personne/awa-primevere&depuis=partout",
    "/carte?montrer=ponts",
    "/carte?jusqu=2026-01",
    "/carte?vue=territoire",
    "/carte?vue=liste",
    "/carte?vue=liste&tableau=personnes",
    "/carte?vue=liste&tableau=fils",
]


def test_the_map_is_accessible_and_fits_small_and_large_light_and_dark(
    shared_site: Site, walker: Walking
) -> None:
    coordinator = walker(shared_site)
    coordinator.enter_as("amina-ravenelle")
    assert [fault for path in PAGES for fault in looked_at(coordinator, path)] == []
    assert looked_at(walker(shared_site), "/carte") == []


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_coordinator_finds_by_the_map_a_badge_a_bridge_and_somebody_unmet_and_acts_on_each(
    scripts: bool, site: Site, walker: Walking
) -> None:
    coordinator = walker(site, scripts=scripts, size=PHONE if scripts else DESKTOP)
    coordinator.enter_as("amina-ravenelle")

    page = coordinator.open("/carte")
    page.locator("#histoire-badges").get_by_role("link", name="Proposer une tournée").click()
    page.wait_for_url(re.compile(r"/collectifs/occitanie/inviter\?pour=round&badge="))
    _send(coordinator, everyone=True)

    page = coordinator.open("/carte")
    bridge = page.locator("#histoire-ponts")
    bridge.get_by_role("link", name="Montrer sur la carte").click()
    page.wait_for_url(re.compile("montrer=ponts"))
    expect(page.locator("#histoire-ponts.on")).to_be_visible()
    assert page.locator("[data-net] .over path").count() > 10
    page.locator("#histoire-ponts").get_by_role("link", name=re.compile("^Écrire à ")).click()
    page.wait_for_url(re.compile(r"/inviter\?pour=word&personne="))
    _send(coordinator)

    page = coordinator.open("/carte")
    unmet = page.locator("#histoire-rencontres")
    name = unmet.locator(".who-list a").first.inner_text()
    unmet.locator(".who-list a").first.click()
    page.wait_for_url(re.compile("choisi=personne"))
    expect(page.locator("#map-told h2")).to_have_text(name)
    page.get_by_role("link", name="Noter la rencontre").click()
    page.wait_for_url("**/rencontre")
    page.locator("main input[name=met_on]").fill(now().date().isoformat())
    page.locator("main input[name=occasion]").fill("Café badge de novembre")
    page.locator("main form.card .btn-p").click()
    page.wait_for_url(re.compile(r"/@[\w-]+(#.*)?$"))
    page = coordinator.open("/carte")
    assert name not in page.locator("#histoire-rencontres").inner_text()


def _send(coordinator: Walker, *, everyone: bool = False) -> None:
    """Send the invitation that the map has begun."""
    page = coordinator.page
    if everyone:
        page.locator('input[name="audience"][value="members"]').check()
    page.locator('main button[value="preview"], main .form-actions .btn-p').first.click()
    page.locator('main button[value="send"]').first.click()
    page.wait_for_url("**/invitations/*")


def test_the_weaving_is_replayed_without_asking_the_server(
    shared_site: Site, walker: Walking
) -> None:
    coordinator = walker(shared_site)
    coordinator.enter_as("amina-ravenelle")
    page = coordinator.open("/carte")
    assert page.locator("[data-net] .later").count() == 0
    slide = page.locator("[data-slide]")
    slide.focus()
    page.keyboard.press("Home")
    early = page.locator("[data-net] .later").count()
    assert early > 50
    expect(page).to_have_url(re.compile(r"jusqu=20\d\d-\d\d"))
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    assert page.locator("[data-net] .later").count() < early
    page.keyboard.press("End")
    assert page.locator("[data-net] .later").count() == 0


def test_arrows_go_from_node_to_node_and_enter_chooses(shared_site: Site, walker: Walking) -> None:
    coordinator = walker(shared_site)
    coordinator.enter_as("amina-ravenelle")
    page = coordinator.open("/carte")
    assert page.locator('[data-net] a.n[tabindex="0"]').count() == 1
    page.locator('[data-net] a.n[tabindex="0"]').focus()
    start = page.evaluate("document.activeElement.dataset.key")
    for key in ("ArrowDown", "ArrowRight", "ArrowUp", "ArrowLeft"):
        page.keyboard.press(key)
        if page.evaluate("document.activeElement.dataset.key") != start:
            break
    key = page.evaluate("document.activeElement.dataset.key")
    assert key != start
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("choisi="))
    expect(page.locator(f'[data-net] [data-key="{key}"].on')).to_be_visible()
    assert page.evaluate("document.activeElement.dataset.key") == key


@pytest.fixture(scope="module")
def large_site(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A platform of seven hundred nodes, its map laid out."""
    folder = tmp_path_factory.mktemp("large")
    engine = make_engine(f"sqlite:///{folder / 'recognition.sqlite3'}")
    schema.migrate(engine)
    with writing(engine) as session:
        weave(session, people=500, badges=200)
        session.commit()
    with writing(engine) as session:
        keep(session, drawing(session, "everywhere"), now())
        session.commit()
    engine.dispose()
    with serving(folder, folder / "log") as site:
        yield site


def _coordinator_of(site: Site, walker: Walker) -> None:
    with writing(site.engine) as session:
        membership = session.exec(
            select(Membership).where(
                Membership.role == MembershipRole.COORDINATOR,
                Membership.state == MembershipState.ACCEPTED,
            )
        ).first()
        assert membership is not None
        secret = start_session(
            session, membership.person_id, browser_label="Essai", at=now() - timedelta(minutes=1)
        )
        session.commit()
    walker.context.add_cookies([{"name": "session", "value": secret, "url": site.address}])


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_large_map_is_drawn_on_a_surface_and_walked_by_keys(
    size: dict[str, int], large_site: Site, walker: Walking
) -> None:
    coordinator = walker(large_site, size=size)
    _coordinator_of(large_site, coordinator)
    page = coordinator.open("/carte?depuis=partout")
    page.locator("[data-webgl][data-ready]").wait_for(timeout=30000)
    assert page.locator(".gl-surface canvas").count() > 1
    assert not page.locator("[data-regions]").is_visible()

    surface = page.locator(".gl-surface")
    surface.focus()
    page.keyboard.press("ArrowRight")
    first = surface.get_attribute("data-at")
    assert first
    assert page.locator("[data-gl-said]").inner_text()
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"):
        page.keyboard.press(key)
        if surface.get_attribute("data-at") != first:
            break
    at = surface.get_attribute("data-at")
    assert at != first
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("choisi="))
    expect(page.locator("#map-told h2")).to_be_visible()
    assert page.locator("[data-webgl][data-ready]").count() == 1, "the surface was drawn anew"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "map-told"

    page.evaluate(AXE)
    assert faults_of(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_a_large_map_without_a_script_is_one_of_circles_that_open(
    large_site: Site, walker: Walking
) -> None:
    coordinator = walker(large_site, scripts=False)
    _coordinator_of(large_site, coordinator)
    page = coordinator.open("/carte?depuis=partout")
    assert page.locator("[data-regions] a.disc").count() > 3
    page.locator("[data-regions] a.disc").first.click()
    page.wait_for_url(re.compile("cercle="))
    assert page.locator("[data-net] .n").count() > 20
