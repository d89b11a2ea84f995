"""The bundled contexts, and the addresses that stand for them."""

import json
from pathlib import Path

import pytest

from recognition.openbadges import contexts
from recognition.openbadges.contexts import UnknownContext, context, is_known

FOLDER = Path(contexts.__file__).with_name("contexts")
OURS = (
    contexts.CREDENTIALS_V2,
    contexts.CREDENTIALS_V1,
    contexts.CREDENTIALS_EXAMPLES,
    contexts.OB3,
    contexts.OB3_EXTENSIONS,
    contexts.OB2,
    contexts.DATA_INTEGRITY_V2,
    contexts.DATA_INTEGRITY_V1,
    contexts.ED25519_2020,
    contexts.MULTIKEY,
    contexts.JWK,
    contexts.DID,
)


@pytest.mark.parametrize("url", OURS)
def test_every_context_we_name_is_bundled_and_defines_something(url: str) -> None:
    assert list(context(url)) == ["@context"]
    assert len(context(url)["@context"]) > 0


def test_every_bundled_file_has_an_address_and_a_source() -> None:
    files = {path.stem for path in FOLDER.glob("*.json")}
    assert files == set(contexts._FILES.values())
    sources = (FOLDER / "SOURCES.md").read_text(encoding="utf-8")
    assert {name for name in files if f"`{name}.json`" not in sources} == set()


def test_the_context_of_3_0_3_is_the_one_that_defines_endorsement_tokens() -> None:
    assert "endorsementJwt" in json.dumps(context(contexts.OB3))


@pytest.mark.parametrize("version", ["-3.0.1", "-3.0.2", "-3.0.3", ""])
def test_earlier_addresses_of_open_badges_3_are_known(version: str) -> None:
    assert is_known(f"https://purl.imsglobal.org/spec/ob/v3p0/context{version}.json")


def test_an_address_counts_over_http_as_over_https() -> None:
    assert context("http://w3id.org/openbadges/v2") == context(contexts.OB2)
    assert context("https://openbadgespec.org/v2/context.json") == context(contexts.OB2)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://example.org/context.json",
        "https://w3id.org/openbadges/v2/",
        "https://w3id.org/openbadges/v2#x",
        "../../../settings",
        "ob-v2p0",
    ],
)
def test_any_other_address_is_unknown_and_reads_no_file(url: str) -> None:
    assert not is_known(url)
    with pytest.raises(UnknownContext):
        context(url)
