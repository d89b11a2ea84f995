"""Texts and addresses, whatever is typed (requirements A2, B4)."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recognition.people.forms import address_of
from recognition.people.sessions import initials
from recognition.people.views.signing_in import browser_label
from recognition.texts import clean, clean_line, fold, slugify

ANYTHING = st.text(st.characters(codec=None), max_size=60)
LIKE_AN_ADDRESS = st.builds("{}@{}".format, ANYTHING, ANYTHING) | st.emails() | ANYTHING


@given(LIKE_AN_ADDRESS)
def test_whatever_is_typed_is_an_address_or_is_not(text: str) -> None:
    try:
        address = address_of(text)
    except ValueError:
        return
    assert address == address.lower()
    assert address_of(address) == address
    assert address.count("@") >= 1
    assert clean_line(address) == address
    assert address.rpartition("@")[2].isascii()


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        (" Leila@Exemple.ORG ", "leila@exemple.org"),
        ("leila@éxemple.org", "leila@xn--xemple-9ua.org"),
        ("leila+badge@exemple.org", "leila+badge@exemple.org"),
    ],
)
def test_an_address_has_one_form(typed: str, address: str) -> None:
    assert address_of(typed) == address


@given(ANYTHING)
def test_a_clean_text_is_clean_already(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert once == once.strip()
    kinds = {unicodedata.category(c) for c in once if c not in "\t\n"}
    assert kinds.isdisjoint({"Cc", "Cs", "Cn"})
    once.encode()  # a lone surrogate could not be stored


@given(ANYTHING)
def test_a_clean_line_is_one_line(text: str) -> None:
    once = clean_line(text)
    assert clean_line(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert len(once.splitlines()) <= 1
    assert once == " ".join(once.split())
    assert not set(once) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    once.encode()


@given(ANYTHING)
def test_folding_and_slugs_never_fail(text: str) -> None:
    assert not any(unicodedata.combining(character) for character in fold(text))
    slug = slugify(clean_line(text))
    assert slug == slugify(slug)
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Leïla Sauge", "LS"),
        ("Idriss", "I"),
        ("Jean-Paul Le Goff", "JG"),
        ("élise", "É"),
        ("🙂", ""),
        ("", ""),
    ],
)
def test_a_portrait_bears_the_first_letters(name: str, shown: str) -> None:
    assert initials(name) == shown


@pytest.mark.parametrize(
    ("agent", "label"),
    [
        (
            "Mozilla/5.0 (Android 14; Mobile; rv:130.0) Gecko/130.0 Firefox/130.0",
            "Firefox, Android",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/129.0 Safari/537.36 Edg/129.0",
            "Edge, Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1",
            "Safari, iPhone",
        ),
        ("curl/8.0", ""),
        ("", ""),
    ],
)
def test_a_browser_is_recognised_by_a_few_words(agent: str, label: str) -> None:
    assert browser_label(agent) == label
