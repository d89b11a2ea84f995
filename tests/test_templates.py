"""What every template owes: words that can be translated, forms that are guarded, names of routes.

(What the security policy forbids in them is proved in `tests/web/test_look.py`.)
"""

import re
from pathlib import Path

import pytest
from jinja2 import Environment

from recognition.paths import root

TEMPLATES = root() / "templates"
PAGES = sorted(path for path in TEMPLATES.rglob("*.html"))
ATTRIBUTES = re.compile(r'\b(?:aria-label|aria-description|title|placeholder|alt)="([^"]*)"')
# Names, units and marks that are the same in every language.
SAME_EVERYWHERE = {
    "Recognition",
    "Trame",
    "RECOGNITION",
    "px",
    "FR",
    "EN",
    "·",
    "English",
    "Français",
}

# Classes and attributes that a block or a macro writes on their own.
CODE = re.compile(r'has-weave|\baria-[a-z]+(?:="true")?')


def name_of(path: Path) -> str:
    return path.relative_to(TEMPLATES).as_posix()


def bare(source: str) -> str:
    """The text of a template without what Jinja says in it, tags kept."""
    lexer = Environment(trim_blocks=True, lstrip_blocks=True).lex(source)
    return "".join(
        value if kind == "data" else "\x00"
        for _, kind, value in lexer
        if kind == "data" or kind.endswith("_begin")
    )


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_every_word_of_a_template_can_be_translated(path: Path) -> None:
    html = re.sub(r"<!--.*?-->|<(script|svg)\b.*?</\1>", " ", bare(path.read_text()), flags=re.S)
    html = CODE.sub(" ", html)
    shown = [*ATTRIBUTES.findall(html), re.sub(r"<[^>]*>", " ", html)]
    words = {word for text in shown for word in re.findall(r"[^\W\d_]{2,}", text)}
    entities = set(re.findall(r"&(\w+);", html))
    assert words - SAME_EVERYWHERE - entities == set()


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_every_form_that_changes_something_carries_its_token(path: Path) -> None:
    source = path.read_text()
    forms = re.findall(r"<form\b[^>]*method=\"post\".*?</form>", source, re.S | re.I)
    # A form whose fields are included or come from a block holds the token in its own text.
    assert [form[:120] for form in forms if "csrf(" not in form] == []


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_addresses_come_from_the_names_of_routes(path: Path) -> None:
    source = path.read_text()
    assert re.findall(r'(?:href|action|src|hx-(?:get|post|put|delete))="/[^"]*"', source) == []


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_nothing_is_declared_safe_in_a_template(path: Path) -> None:
    assert re.findall(r"\|\s*safe\b|autoescape", path.read_text()) == []


def test_every_template_is_used() -> None:
    spoken = "\n".join(
        path.read_text()
        for folder, pattern in ((root() / "recognition", "*.py"), (TEMPLATES, "*.html"))
        for path in folder.rglob(pattern)
    )
    assert [name_of(path) for path in PAGES if f'"{name_of(path)}"' not in spoken] == []
