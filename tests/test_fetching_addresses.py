"""Which addresses a stranger may have us connect to (requirements D2, D3, D4)."""

from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recognition.fetching.addresses import permits
from recognition.fetching.targets import next_target, target_of
from recognition.openbadges.resolving import Unreachable

INSIDE = (
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "100.127.255.255",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.0.0.9",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.7",
    "203.0.113.7",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
)
OUTSIDE = ("1.1.1.1", "93.184.215.14", "100.63.255.255", "100.128.0.1", "172.32.0.1", "198.20.0.1")


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_of_ipv4_that_is_not_global_unicast_is_refused(address: str) -> None:
    assert not permits(address)


@pytest.mark.parametrize("address", OUTSIDE)
def test_an_address_of_ipv4_that_anyone_reaches_is_permitted(address: str) -> None:
    assert permits(address)


@pytest.mark.parametrize(
    "address",
    [
        "::",
        "::1",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "fc00::1",
        "fd12:3456::1",
        "ff02::1",
        "ff0e::1",
        "100::1",
        "2001:db8::1",
        "3fff::1",
        "2001:2::1",
        "2001:10::1",
        "5f00::1",
        "4000::1",
    ],
)
def test_an_address_of_ipv6_that_is_not_global_unicast_is_refused(address: str) -> None:
    assert not permits(address)


def test_an_address_of_ipv6_that_anyone_reaches_is_permitted() -> None:
    assert permits("2606:4700:4700::1111")
    assert permits("2a01:e0a::1")
    assert not permits("2a01:e0a::1%eth0")  # a zone leads to the link


@given(st.ip_addresses(v=4))
def test_an_address_inside_another_form_is_refused_whatever_it_leads_to(inner: IPv4Address) -> None:
    number = int(inner)
    translated = (
        (0xFFFF << 32) | number,  # IPv4-mapped
        number,  # IPv4-compatible
        (0x0064FF9B << 96) | number,  # NAT64
        (0x0064FF9B0001 << 80) | number,  # NAT64 of a local network
        (0x2002 << 112) | (number << 80),  # 6to4
        (0x20010000 << 96) | (number ^ 0xFFFFFFFF),  # Teredo
    )
    assert [str(IPv6Address(each)) for each in translated if permits(str(IPv6Address(each)))] == []


@given(st.ip_addresses())
def test_nothing_is_permitted_that_the_standard_library_calls_local(
    address: IPv4Address | IPv6Address,
) -> None:
    if permits(str(address)):
        assert address.is_global
        assert not address.is_multicast
        assert not address.is_reserved


@given(st.text(max_size=40))
def test_what_is_no_address_is_not_permitted(text: str) -> None:
    try:
        ip_address(text)
    except ValueError:
        assert not permits(text)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "badge.example/1",
        "//badge.example/1",
        "ftp://badge.example/1",
        "file:///etc/passwd",
        "gopher://badge.example/",
        "data:application/json,{}",
        "javascript:alert(1)",
        "http://",
        "http:///path",
        "http://user@badge.example/",
        "http://user:secret@badge.example/",
        "http://@badge.example/",
        "https://badge.example:22/",
        "https://badge.example:8443/",
        "https://badge.example:0/",
        "https://badge.example:99999/",
        "https://badge.example:x/",
        "https://badge.example\\@other.example/",
        "https://badge.example/a\\b",
        "https://badge.example/a b",
        "https://badge.example/\x00",
        "https://badge.example/\r\nHost: other.example",
        "https://badge.example/\x7f",
        "https://badge.example/\u2028",
        "https://badge.example/\ud800",
        "\thttps://badge.example/",
        "https://%31%32%37.0.0.1/",
        "https://bad_ge!.example/",
        "https://-badge.example/",
        "https://badge..example/",
        "https://.example/",
        "https://[::1/",
        "https://[::1%25eth0]/",
        "https://[v1.x]/",
        "https://" + "a" * 64 + ".example/",
        "https://" + "a." * 127 + "example/",
        "https://badge.example/" + "a" * 2000,
    ],
)
def test_an_address_that_is_not_plainly_one_is_not_fetched(url: str) -> None:
    with pytest.raises(Unreachable):
        target_of(url)


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("https://badge.example", "https://badge.example/"),
        ("HTTPS://Badge.Example.:443/A?b=c&d#e", "https://badge.example/A?b=c&d"),
        ("http://badge.example:80/x", "http://badge.example/x"),
        ("http://badge.example:443/x", "http://badge.example:443/x"),
        ("https://bücher.example/é?ü=ö", "https://xn--bcher-kva.example/%C3%A9?%C3%BC=%C3%B6"),
        ("https://ｂａｄｇｅ.example/", "https://badge.example/"),
        ("https://①②⑦.0.0.1/", "https://127.0.0.1/"),
        ("https://[2606:4700:4700:0:0:0:0:1111]/", "https://[2606:4700:4700::1111]/"),
        ("https://my_badge.example/%2e%2e/a%20b", "https://my_badge.example/%2e%2e/a%20b"),
    ],
)
def test_an_address_is_asked_for_in_one_form(url: str, asked: str) -> None:
    assert target_of(url).url == asked


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_refused(text: str) -> None:
    for url in (text, f"https://{text}", f"https://badge.example/{text}"):
        try:
            target = target_of(url)
        except Unreachable:
            continue
        assert target.scheme in {"http", "https"}
        assert target.port in {80, 443}
        assert (target.host + target.path).isascii()
        assert target_of(target.url) == target


@pytest.mark.parametrize(
    ("location", "leads_to"),
    [
        ("/b", "https://badge.example/b"),
        ("c?d", "https://badge.example/x/c?d"),
        ("//other.example/e", "https://other.example/e"),
        ("https://other.example", "https://other.example/"),
        ("https://other.example:80/", "https://other.example:80/"),
    ],
)
def test_a_redirect_is_an_address_like_another(location: str, leads_to: str) -> None:
    assert next_target(target_of("https://badge.example/x/y"), location).url == leads_to


@pytest.mark.parametrize(
    "location",
    [
        "http://badge.example/b",
        "http://badge.example:443/b",
        "ftp://badge.example/",
        "https://user@badge.example/",
        "https://badge.example:8080/",
        "https://[::1",
        "/a\r\nb",
        "\\\\other.example",
    ],
)
def test_a_redirect_that_leaves_tls_or_the_rules_is_not_followed(location: str) -> None:
    with pytest.raises(Unreachable):
        next_target(target_of("https://badge.example/x/y"), location)


def test_a_redirect_from_http_may_begin_tls() -> None:
    found = next_target(target_of("http://badge.example/x"), "https://badge.example/x")
    assert found.url == "https://badge.example/x"
