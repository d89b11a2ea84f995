"""The style sheets, the macros and the vendored files hold together."""

import re
from hashlib import sha256
from html.parser import HTMLParser
from types import SimpleNamespace

import pytest
from markupsafe import Markup

from recognition.paths import root
from recognition.web.static import StaticFiles
from recognition.web.templates import make_environment

STATIC = root() / "static"
TEMPLATES = root() / "templates"


class Elements(HTMLParser):
    """Every start tag of a text, as (name, attributes)."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def by_id(self, wanted: str) -> dict[str, str | None]:
        return next(attrs for _, attrs in self.found if attrs.get("id") == wanted)


@pytest.fixture(scope="module")
def ui() -> object:
    return make_environment(StaticFiles(STATIC)).globals["ui"]


def _declarations(block: str) -> dict[str, str]:
    return dict(re.findall(r"([\w-]+):\s*([^;]+);", block))


def test_the_dark_theme_is_the_same_whether_preferred_or_forced() -> None:
    css = (STATIC / "css/tokens.css").read_text()
    preferred = re.search(r':root:not\(\[data-theme="light"\]\) \{(.*?)\}', css, re.S)
    forced = re.search(r':root\[data-theme="dark"\] \{(.*?)\}', css, re.S)
    assert preferred is not None
    assert forced is not None
    assert _declarations(forced[1]) == _declarations(preferred[1])
    assert _declarations(forced[1])["--bg"] == "#101118"


def test_the_style_sheets_are_made_of_every_file_once() -> None:
    lists = sorted((STATIC / "css").glob("*.css.list"))
    listed = [name for sheet in lists for name in sheet.read_text().split()]
    assert sorted(listed) == sorted(path.name for path in (STATIC / "css").glob("*.css"))
    assert len(listed) == len(set(listed))


def test_every_icon_that_a_template_names_is_in_the_sprite() -> None:
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "img/icons.svg").read_text()))
    named = {
        name
        for path in TEMPLATES.rglob("*.html")
        for name in re.findall(r"(?:icon\(|icon=|icon_end=)[\"']([\w-]+)[\"']", path.read_text())
    }
    assert named - drawn == set()
    assert "gift" in drawn


def test_no_template_holds_what_the_security_policy_forbids() -> None:
    found = [
        (path.name, match)
        for path in TEMPLATES.rglob("*.html")
        if "mail" not in path.parts
        for match in re.findall(
            r"<style|\sstyle=|\son[a-z]+=\"|javascript:|hx-on|<script(?![^>]*\ssrc=)",
            path.read_text(),
        )
    ]
    assert found == []


@pytest.mark.parametrize("folder", ["static/vendor", "tests/vendor"])
def test_vendored_scripts_are_those_that_were_checked(folder: str) -> None:
    notice = (root() / folder / "VENDORED.md").read_text()
    checked = dict(re.findall(r"\| `([\w.]+\.js)` \|.*\| `([0-9a-f]{64})` \|", notice))
    scripts = (root() / folder).glob("*.js")
    assert checked == {p.name: sha256(p.read_bytes()).hexdigest() for p in scripts}
    assert checked


def test_an_error_is_tied_to_its_field_and_what_was_typed_is_kept(ui: SimpleNamespace) -> None:
    html = Elements(ui.field("title", "Titre", '<"x">', error="Trop long.", hint="Court."))
    field = html.by_id("title")
    assert field["value"] == '<"x">'
    assert field["aria-invalid"] == "true"
    assert field["aria-describedby"] == "title-error title-hint"
    assert html.by_id("title-error")["class"] == "err"


def test_a_field_without_error_or_hint_is_described_by_nothing(ui: SimpleNamespace) -> None:
    field = Elements(ui.field("title", "Titre", error="")).by_id("title")
    assert "aria-describedby" not in field
    assert "aria-invalid" not in field


def test_the_error_summary_leads_to_each_field_but_not_to_the_form(ui: SimpleNamespace) -> None:
    html = ui.error_summary({"title": "Trop long.", "form": "Déjà modifié."}, {"title": "Titre"})
    links = [attrs["href"] for tag, attrs in Elements(html).found if tag == "a"]
    assert links == ["#title"]
    assert "Déjà modifié." in html
    assert ui.error_summary({}) == ""


def test_text_given_to_a_macro_is_escaped_unless_it_is_markup(ui: SimpleNamespace) -> None:
    assert "&lt;b&gt;" in ui.note("ok", "<b>")
    assert "<b>" in ui.note("ok", Markup("<b>"))


def test_strands_share_the_whole_width_and_leave_out_what_is_worth_nothing(
    ui: SimpleNamespace,
) -> None:
    parts = [
        SimpleNamespace(dye="orseille", label="A", value=1.0),
        SimpleNamespace(dye="gaude", label="B", value=0.0),
        SimpleNamespace(dye="safran", label="C", value=3.0),
    ]
    rects = [a for tag, a in Elements(ui.strands(parts, "Composition")).found if tag == "rect"]
    assert [(rect["x"], rect["width"]) for rect in rects] == [
        ("0.000%", "25.000%"),
        ("25.000%", "75.000%"),
    ]
    assert ui.strands(parts[1:2], "Composition") == ""


def test_a_picture_has_one_thread_for_each_dyed_place_and_a_dot_for_the_others(
    ui: SimpleNamespace,
) -> None:
    thread = SimpleNamespace(x1=100.0, y1=-3.0, x2=100.0, y2=-18.0, width=6.5, dye="garance")
    dot = SimpleNamespace(x1=118.8, y1=-6.4, x2=118.8, y2=-6.4, width=3.6, dye=None)
    found = Elements(ui.badge_figure("/b.png", "Oreille", 300, [thread, dot])).found
    assert [attrs["class"] for tag, attrs in found if tag == "path"] == ["thread c-garance"]
    assert [attrs["r"] for tag, attrs in found if tag == "circle"] == ["1.8"]
    assert [attrs["alt"] for tag, attrs in found if tag == "img"] == ["Oreille"]


def test_rows_are_numbered_and_their_buttons_say_which_row_they_remove(
    ui: SimpleNamespace,
) -> None:
    html = Elements(
        ui.rows(
            "criteria",
            "Critères",
            ["a", "b"],
            "Critère {n}",
            "Ajouter",
            "Retirer {n}",
            errors={1: "Trop court."},
        )
    )
    assert html.by_id("criteria-2")["aria-label"] == "Critère 2"
    assert html.by_id("criteria-2")["aria-describedby"] == "criteria-2-error"
    removing = [a for tag, a in html.found if a.get("name") == "remove_criterion"]
    assert [(a["value"], a["aria-label"]) for a in removing] == [
        ("0", "Retirer 1"),
        ("1", "Retirer 2"),
    ]
