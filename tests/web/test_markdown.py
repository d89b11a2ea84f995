"""Members' longer texts can only become what the allow-list names (requirements B1, B2, B3)."""

import time
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recognition.web.markdown import MOST_CHARACTERS, rich

ALLOWED = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "blockquote", "code"}


class Elements(HTMLParser):
    """Every start tag of a text, and the words a reader sees."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(str(html))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data


def test_a_little_markdown_is_understood() -> None:
    html = rich("Un **four**,\nun *carnet* :\n\n- lundi\n- mardi\n\n> voilà")
    for part in ("<strong>four</strong>", "<em>carnet</em>", "<li>lundi</li>", "<blockquote>"):
        assert part in html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "<a href='https://exemple.org' hx-get='/moi'>ici</a>",
        "<p style='color:red' data-hx-get='/'>rouge</p>",
        "<svg onload=alert(1)>",
    ],
)
def test_raw_html_stays_text_to_be_read(text: str) -> None:
    seen = Elements(rich(text))
    assert [tag for tag, _ in seen.tags] == ["p"]
    assert seen.words.strip() == text


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        "&#106;avascript:alert(1)",
        "\x01javascript:alert(1)",
        "data:text/html,<b>",
        "vbscript:msgbox",
        "file:///etc/passwd",
        "/deconnexion",
        "//ailleurs.example",
        "#c",
    ],
)
def test_an_address_of_another_kind_is_no_link(address: str) -> None:
    for text in (f"[ici]({address})", f"<{address}>", f"[ici](<{address}>)"):
        assert [values for tag, values in Elements(rich(text)).tags if values.get("href")] == []


def test_links_lead_out_without_credit_and_pictures_are_never_loaded() -> None:
    seen = Elements(rich("[ici](https://exemple.org) ![une image](https://exemple.org/i.png)"))
    links = [values for tag, values in seen.tags if tag == "a"]
    assert links
    assert {values["rel"] for values in links} == {"nofollow noopener ugc"}
    assert "img" not in {tag for tag, _ in seen.tags}


@given(st.text(alphabet=st.sampled_from("abc<>[]()*_`>!&;:/\"'= \n#x\u202e"), max_size=300))
@settings(max_examples=300, deadline=None)
def test_whatever_is_typed_becomes_nothing_but_what_is_allowed(text: str) -> None:
    for tag, values in Elements(rich(text)).tags:
        assert tag in ALLOWED
        assert set(values) <= ({"href", "rel"} if tag == "a" else set())


@pytest.mark.parametrize("sign", ["[", ">", "*", "_", "`", "(", "[]", "> ", "- ", "![", "<", "\\"])
def test_a_hundred_thousand_signs_take_under_a_second(sign: str) -> None:
    started = time.process_time()
    rich(sign * (100_000 // len(sign)))
    assert time.process_time() - started < 1


def test_what_is_longer_than_any_text_is_cut() -> None:
    assert len(Elements(rich("a" * 20_000)).words.strip()) == MOST_CHARACTERS
