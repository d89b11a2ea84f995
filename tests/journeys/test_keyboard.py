"""The forms that matter most, without a mouse (requirement K2)."""

from playwright.sync_api import Page

from tests.journeys.conftest import Site, Walking, award_id

MOST_STEPS = 80


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is on `selector`, and seen to be there."""
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            outline = page.evaluate(
                "() => { const s = getComputedStyle(document.activeElement);"
                " return s.outlineStyle !== 'none' || s.boxShadow !== 'none' }"
            )
            assert outline, f"the focus on {selector} does not show"
            return
    raise AssertionError(f"{selector} is not reached by {MOST_STEPS} steps of Tab")


def test_the_first_step_leads_over_the_menu_to_the_content(
    shared_site: Site, walker: Walking
) -> None:
    page = walker(shared_site).open("/badges")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "c"


def test_signing_in_by_keyboard(site: Site, walker: Walking) -> None:
    page = walker(site).open("/connexion")
    tab_to(page, "#address")
    page.keyboard.type("clavier@exemple.org")
    page.keyboard.press("Enter")
    page.wait_for_url("**/connexion/code")
    tab_to(page, "#code")
    page.keyboard.type("000000")
    page.keyboard.press("Enter")
    page.locator("#code-error").wait_for()
    described = page.locator("#code").get_attribute("aria-describedby") or ""
    assert "code-error" in described
    assert page.locator("#code").input_value() == "000000"


def test_endorsing_by_keyboard(site: Site, walker: Walking) -> None:
    walking = walker(site)
    walking.enter_as("amina-ravenelle")
    page = walking.open(f"/recus/{award_id('four-solaire', 'jules-ajonc')}/endosser")
    tab_to(page, "main textarea[name=statement]")
    page.keyboard.type("Je l’ai vu régler le four avec les enfants.")
    tab_to(page, "main input[name=relation]")
    page.keyboard.type("nous avons animé ensemble")
    tab_to(page, "main input[name=criteria]")
    page.keyboard.press("Space")
    tab_to(page, "main .form-actions button[type=submit]")
    page.keyboard.press("Enter")
    page.get_by_text("Endossement envoyé").first.wait_for()


def test_the_menu_opens_and_closes_by_keyboard(shared_site: Site, walker: Walking) -> None:
    walking = walker(shared_site)
    walking.enter_as("jules-ajonc")
    page = walking.open("/")
    tab_to(page, "header summary")
    page.keyboard.press("Enter")
    assert page.locator("header .menu").get_attribute("open") is not None
    tab_to(page, "header .menu-box a")
    page.keyboard.press("Escape")
    assert page.locator("header .menu").get_attribute("open") is None
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
