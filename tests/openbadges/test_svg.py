"""A badge is set into an SVG of ours and read out of anyone's; dangerous files are refused."""

import time
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recognition.openbadges.carrying import (
    FILE_BYTES,
    KEYWORDS,
    OB2_KEYWORD,
    OB3_KEYWORD,
    TEXT_BYTES,
    Baked,
    NotABadge,
)
from recognition.openbadges.safejson import dumps, loads
from recognition.openbadges.svg import NAMESPACES, SVG_DEPTH, bake, unbake
from tests.openbadges.pictures import FILES, SVG
from tests.openbadges.test_safejson import values

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:b="https://purl.imsglobal.org/ob/v3p0">'
HOSTED = "https://example.org/a?b=1&c=<2>"
SVG_1_1 = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd"'


def refusal(content: str | bytes) -> str:
    with pytest.raises(NotABadge) as refused:
        unbake(content.encode() if isinstance(content, str) else content)
    return refused.value.reason


@given(values, st.sampled_from(KEYWORDS))
def test_what_is_baked_is_read_again(value: Any, keyword: str) -> None:
    text = dumps({"said": value, "end": "]]>]]"})
    baked = unbake(bake(SVG, keyword, text))
    assert baked is not None
    assert baked.keyword == keyword
    assert loads(baked.text) == loads(text)
    if not {"\ufffe", "\uffff"} & set(text):
        assert baked.text == text


@given(values, values, st.sampled_from(KEYWORDS), st.sampled_from(KEYWORDS))
def test_the_older_badge_is_gone_whichever_it_was(
    old: Any, new: Any, first: str, second: str
) -> None:
    again = bake(bake(SVG, first, dumps([old])), second, dumps([new]))
    assert again == bake(SVG, second, dumps([new]))


def test_the_picture_itself_is_as_before() -> None:
    tree = ElementTree.fromstring(bake(SVG, OB3_KEYWORD, "{}"))
    first = tree[0]
    assert first.tag == "{https://purl.imsglobal.org/ob/v3p0}credential"
    tree.remove(first)
    assert ElementTree.tostring(tree) == ElementTree.tostring(ElementTree.fromstring(SVG))


def test_a_token_goes_into_the_attribute_and_a_hosted_assertion_says_its_address() -> None:
    token = bake(SVG, OB3_KEYWORD, "aa.b-b.c_c")
    assert b'<openbadges:credential verify="aa.b-b.c_c"></openbadges:credential>' in token
    assert unbake(token) == Baked(OB3_KEYWORD, "aa.b-b.c_c", verify="aa.b-b.c_c")

    hosted = bake(SVG, OB2_KEYWORD, '{"a":1}', HOSTED)
    assert b'xmlns:openbadges="http://openbadges.org"' in hosted
    assert unbake(hosted) == Baked(OB2_KEYWORD, '{"a":1}', verify=HOSTED)


def test_badges_that_close_themselves_stand_anywhere_or_hold_others_are_cleaned() -> None:
    crowded = (
        f'{HEAD}<b:credential verify="a/>"/><g>/><b:credential>a<b:credential/>b</b:credential >'
        '<x xmlns="http://openbadges.org"><assertion verify="u"/></x></g></svg>'
    )
    plain = f'{HEAD}<g>/><x xmlns="http://openbadges.org"></x></g></svg>'
    assert bake(crowded, OB3_KEYWORD, "{}") == bake(plain, OB3_KEYWORD, "{}")


@pytest.mark.parametrize(
    "content", ["<svg/>", '<?xml version="1.0" encoding="latin-1"?><svg></svg>']
)
def test_nothing_is_baked_into_what_we_would_not_draw(content: str) -> None:
    with pytest.raises(NotABadge):
        bake(content, OB3_KEYWORD, "{}")


def test_no_text_is_baked_that_could_not_be_read_again() -> None:
    with pytest.raises(NotABadge):
        bake(SVG, OB3_KEYWORD, "é" * (TEXT_BYTES // 2 + 1))
    largest = "é" * (TEXT_BYTES // 2)
    assert unbake(bake(SVG, OB3_KEYWORD, largest)) == Baked(OB3_KEYWORD, largest)


@pytest.mark.parametrize(
    "element",
    [
        "<b:credential>{}</b:credential>",
        "<b:credential> <![CDATA[ {]]><![CDATA[} ]]> </b:credential>",
        "<b:credential><!-- note -->{}</b:credential>",
        '<credential xmlns="https://purl.imsglobal.org/ob/v3p0">{}</credential>',
        "<g><g><b:credential>{}</b:credential></g></g>",
    ],
)
def test_whatever_the_prefix_and_the_place_it_is_read(element: str) -> None:
    assert unbake(f"{HEAD}{element}</svg>".encode()) == Baked(OB3_KEYWORD, "{}")


@pytest.mark.parametrize(
    "element",
    [
        "<credential>{}</credential>",
        '<b:credential xmlns:b="https://example.org/">{}</b:credential>',
        "<b:assertion>{}</b:assertion>",
        "<!-- <b:credential>{}</b:credential> -->",
        "<desc><![CDATA[<b:credential>{}</b:credential>]]></desc>",
    ],
)
def test_what_only_looks_like_a_badge_is_none(element: str) -> None:
    assert unbake(f"{HEAD}{element}</svg>".encode()) is None


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "svg.not_svg"),
        ("<html></html>", "svg.not_svg"),
        ("text", "svg.not_svg"),
        (f"{HEAD}<g></svg>", "svg.syntax"),
        (f"{HEAD}&nbsp;</svg>", "svg.syntax"),
        (f"<!DOCTYPE svg>{HEAD}</svg>", "svg.doctype"),
        (f"<!DOCTYPE html>{HEAD}</svg>", "svg.not_svg"),
        (f'<!DOCTYPE svg SYSTEM "https://example.org/a.dtd">{HEAD}</svg>', "svg.doctype"),
        (f'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "file:///a">{HEAD}</svg>', "svg.doctype"),
        (f"<!DOCTYPE svg []>{HEAD}</svg>", "svg.doctype"),
        (f"{SVG_1_1} []>{HEAD}</svg>", "svg.doctype"),
        (f'{SVG_1_1} [<!ENTITY a "{{}}">]>{HEAD}<b:credential>&a;</b:credential></svg>',
         "svg.doctype"),
        (f"{SVG_1_1}>{HEAD}<b:credential>&undeclared;</b:credential></svg>", "svg.doctype"),
        (f'{SVG_1_1}>{HEAD}<b:credential verify="&undeclared;"/></svg>', "svg.empty"),
        (HEAD + "<g>" * SVG_DEPTH + "</g>" * SVG_DEPTH + "</svg>", "svg.too_deep"),
        (HEAD + "<g/>" * 100_000 + "</svg>", "svg.too_large"),
        (HEAD + " " * FILE_BYTES + "</svg>", "svg.too_large"),
        (f"{HEAD}<b:credential>{{}}</b:credential><b:credential/></svg>", "svg.twice"),
        (f'{HEAD}<b:credential>{{}}</b:credential><a:assertion xmlns:a="http://openbadges.org"/>'
         "</svg>", "svg.twice"),
        (f"{HEAD}<b:credential> </b:credential></svg>", "svg.empty"),
        (f'{HEAD}<b:credential verify=""/></svg>', "svg.empty"),
        (f"{HEAD}<b:credential>{'x' * (TEXT_BYTES + 1)}</b:credential></svg>",
         "svg.text_too_large"),
        ('<?xml version="1.0" encoding="nothing"?><svg></svg>', "svg.not_svg"),
        ('<?xml version="1.0" encoding="shift_jis"?><svg></svg>', "svg.not_svg"),
    ],
)  # fmt: skip
def test_what_is_unsound_is_refused_by_name(content: str, reason: str) -> None:
    assert refusal(content) == reason


def test_the_deepest_tree_allowed_is_read() -> None:
    deep = HEAD + "<g>" * (SVG_DEPTH - 2) + "<b:credential>{}</b:credential>"
    assert unbake((deep + "</g>" * (SVG_DEPTH - 2) + "</svg>").encode()) == Baked(OB3_KEYWORD, "{}")


def test_a_laugh_that_doubles_a_thousand_million_times_takes_no_time() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    started = time.process_time()
    assert refusal(f'<!DOCTYPE svg [<!ENTITY l0 "ha">{laughs}]>{HEAD}&l9;</svg>') == "svg.doctype"
    assert time.process_time() - started < 0.1


def test_the_real_pictures_say_what_their_makers_baked() -> None:
    found = {it.name: unbake(it.read_bytes()) for it in sorted(FILES.glob("*.svg"))}
    whole = found["dcpv__ob30__simple-json.svg"]
    assert whole is not None
    assert (whole.keyword, whole.verify) == (OB3_KEYWORD, "")
    assert loads(whole.text)["name"] == "Teamwork Badge"
    broken = found["openbadges-bakery__test__bad-json.svg"]
    assert broken is not None
    assert broken.text == '{verify:{"url":"http://example.org"}}'
    assert (broken.keyword, broken.verify) == (OB2_KEYWORD, "http://example.org")
    assert len(NAMESPACES) == len(found)
